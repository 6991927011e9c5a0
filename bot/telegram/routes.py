"""The handlers of the bot, built in one place, and the table that says which gets an update."""

import logging
from collections.abc import Collection, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    Defaults,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    PollAnswerHandler,
    PollHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.answering.examples import Examples
from bot.answering.library import Library
from bot.listening.unanswered import Unanswered
from bot.metrics import Metrics
from bot.quiz.bank_editing import BankEditor
from bot.quiz.quizzes import Quizzes
from bot.retry import retry_while_database_busy
from bot.settings import Settings
from bot.telegram.delivery.retrying_request import NO_TOKEN
from bot.telegram.delivery.update_worker import App
from bot.telegram.filters import ASKS_IN_CAPTION, MAY_BE_ARTICLE, MEANT_FOR_BOT, AsksForHelp
from bot.telegram.handlers.announcing_to_staff import AnnouncementHandlers
from bot.telegram.handlers.article_keeping import ArticleHandlers, Keeping
from bot.telegram.handlers.article_pages import ReadingHandlers
from bot.telegram.handlers.asker_gate import AskerGate, GatedRoutes
from bot.telegram.handlers.closed_articles import ClosedArticles
from bot.telegram.handlers.documents import DocumentHandlers
from bot.telegram.handlers.double_presses import DoublePresses
from bot.telegram.handlers.exam_buttons import ExamHandlers
from bot.telegram.handlers.first_contact import FirstContact
from bot.telegram.handlers.folder_watch import FolderWatch
from bot.telegram.handlers.group_games import GameHandlers
from bot.telegram.handlers.inline_queries import InlineHandlers
from bot.telegram.handlers.language_choice import LanguageChoice
from bot.telegram.handlers.managers_actions import ManagersActions
from bot.telegram.handlers.narrowing import Narrowing
from bot.telegram.handlers.news_for_managers import NewsForManagers
from bot.telegram.handlers.numbers_of_questions import NumberHandlers
from bot.telegram.handlers.people import JOIN, People
from bot.telegram.handlers.poll_answers import PollAnswers
from bot.telegram.handlers.poll_states import PollStates
from bot.telegram.handlers.practice_polls import PracticeHandlers
from bot.telegram.handlers.question_writing import REPLIES_TO_QUESTION, QuestionWriting
from bot.telegram.handlers.questions import QuestionHandlers
from bot.telegram.handlers.review_dates import ReviewDates
from bot.telegram.handlers.staff_list import StaffListHandlers
from bot.telegram.handlers.tasters import Tasters
from bot.telegram.handlers.team_reports import ReportHandlers
from bot.telegram.handlers.unanswered_questions import ANSWERS_PROMPT, UnansweredQuestions
from bot.telegram.handlers.votes import Votes
from bot.telegram.markup import bank_buttons, buttons
from bot.telegram.markup.limits import check_for_poll
from bot.telegram.notices import InTurn, Notices, Put
from bot.telegram.profile import describe
from bot.telegram.rate_limit import LimitedRoutes, RateLimiter
from bot.telegram.user_languages import UserLanguages
from bot.timing import Timing

logger = logging.getLogger(__name__)

ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.POLL_ANSWER,
    Update.POLL,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]

# Groups of handlers: each group's first that fits gets the update, in the order of groups.
_STATES, _LIMIT, _GATE, _GROUPS = -4, -3, -2, -1
_DOUBLE_PRESS = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Handlers:
    """Hold the handlers of one bot."""

    library: Library
    contact: FirstContact
    questions: QuestionHandlers
    votes: Votes
    reading: ReadingHandlers
    inline: InlineHandlers
    people: People
    staff: StaffListHandlers
    announcements: AnnouncementHandlers
    news: NewsForManagers
    gate: AskerGate
    practice: PracticeHandlers
    tasters: Tasters
    states: PollStates
    exams: ExamHandlers
    games: GameHandlers
    reports: ReportHandlers
    polls: PollAnswers
    reviews: ReviewDates
    folder: FolderWatch
    articles: ArticleHandlers
    documents: DocumentHandlers
    managers: filters.User
    unanswered: UnansweredQuestions
    writing: QuestionWriting
    numbers: NumberHandlers
    actions: ManagersActions
    limiter: RateLimiter
    languages: UserLanguages
    language_choice: LanguageChoice


def build_handlers(
    library: Library, quizzes: Quizzes, settings: Settings, metrics: Metrics, timing: Timing, in_turn: InTurn
) -> Handlers:
    """Build the handlers for a library and its quizzes."""
    languages = UserLanguages(quizzes.records, settings.managers)
    narrowing = Narrowing()
    closed = ClosedArticles(quizzes)
    votes = Votes(quizzes.records, library, languages, settings, timing)
    questions = QuestionHandlers(library, languages, narrowing, closed, metrics, timing, votes)
    people = People(quizzes, languages, settings, timing, questions.forget)
    tasters, states = Tasters(), PollStates(quizzes.records, timing.vote)
    practice = PracticeHandlers(quizzes, languages, people, tasters, states, settings, timing, in_turn)
    examples = Examples(library)
    games = GameHandlers(quizzes, languages, people, timing, in_turn)
    folder = FolderWatch(library, quizzes, languages, settings, timing, metrics)
    keeping = Keeping(library, folder, quizzes.records, settings)
    unanswered = Unanswered(quizzes.records, lambda: library.assistant, settings.corpus)
    editor = BankEditor(quizzes.records, lambda: library.served.corpus if library.served else None, check_for_poll)
    return Handlers(
        library=library,
        contact=FirstContact(library, examples, questions, people, languages, narrowing, closed, quizzes),
        questions=questions,
        votes=votes,
        reading=ReadingHandlers(library, languages, narrowing, closed),
        inline=InlineHandlers(library, examples, languages, closed),
        people=people,
        staff=StaffListHandlers(quizzes, languages, people, settings, in_turn),
        announcements=AnnouncementHandlers(quizzes, languages, people, timing),
        news=NewsForManagers(quizzes, languages, settings, timing),
        gate=AskerGate(quizzes.records, languages, people, settings),
        practice=practice,
        tasters=tasters,
        states=states,
        exams=ExamHandlers(quizzes, languages, people, settings, timing),
        games=games,
        reports=ReportHandlers(quizzes, languages, people),
        polls=PollAnswers(quizzes, practice, games, states, timing.vote),
        folder=folder,
        articles=ArticleHandlers(keeping, people, languages),
        documents=DocumentHandlers(keeping, people, languages, timing),
        managers=filters.User(settings.managers),
        unanswered=UnansweredQuestions(unanswered, languages, people, settings, folder.refresh),
        writing=QuestionWriting(editor, languages, people, settings, closed, folder.refresh),
        numbers=NumberHandlers(quizzes.records, languages, people, settings),
        actions=ManagersActions(quizzes.records, languages, people, settings),
        reviews=ReviewDates(library, languages, settings, timing),
        limiter=RateLimiter(settings.rate_limit, languages, settings.managers),
        languages=languages,
        language_choice=LanguageChoice(languages, people),
    )


def background_tasks(
    bot: ExtBot[None], handlers: Handlers, settings: Settings, quizzes: Quizzes, put: Put, timing: Timing
) -> list[Coroutine[Any, Any, None]]:
    """Give what runs beside the handling of updates, each for as long as the bot runs.

    `put` puts a job into the queue of a chat.
    """

    async def introduce() -> None:
        """Tell Telegram what the bot can be asked, and what it can do."""
        offer_menus = partial(handlers.people.offer_menus, bot, quiz=quizzes.has_questions)
        await retry_while_database_busy(offer_menus, timing.database)
        await describe(bot, list(handlers.library.assistant.articles.values()), settings.notice)

    notices = Notices(put)
    return [
        introduce(),
        handlers.folder.watch_always(bot, notices, introduce),
        handlers.people.remind_always(bot, notices),
        handlers.reviews.tell_always(bot, notices),
        handlers.news.tell_always(bot, notices),
        handlers.announcements.send_always(bot, put, notices),
        handlers.votes.forget_always(bot),
        handlers.exams.end_always(bot, notices),
    ]


def build_application(settings: Settings, handlers: Handlers, request: BaseRequest) -> App:
    """Build the application: a bot whose calls go through `request`, which knows the token, and its handlers."""
    application = (
        ApplicationBuilder()
        .token(NO_TOKEN)
        .base_url(f"{str(settings.telegram_api).rstrip('/')}/bot")
        .base_file_url(f"{str(settings.telegram_api).rstrip('/')}/file/bot")
        .defaults(_defaults())
        .request(request)
        .get_updates_request(request)  # else the library makes one of its own, which is never used
        .updater(None)  # updates come through the inbox
        .build()
    )
    add_routes(application, handlers, settings.managers)
    application.add_error_handler(handlers.people.blocked)
    return application


def add_routes(application: App, handlers: Handlers, managers: Collection[int]) -> None:
    """Add the table of handlers. Order matters: the first that fits an update gets it, if the limiter lets it."""
    private, group = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    # New and edited messages; without this, channel posts would come through as well.
    new_or_edited, new = filters.UpdateType.MESSAGES, filters.UpdateType.MESSAGE
    contact, questions, people, practice = handlers.contact, handlers.questions, handlers.people, handlers.practice
    staff, announcements, gate = handlers.staff, handlers.announcements, handlers.gate
    manager = filters.User(list(managers))  # to others, what only managers have does not exist
    for_help = AsksForHelp(handlers.library.is_heading)
    once = DoublePresses(_DOUBLE_PRESS).once
    exams, games, reports, reading = handlers.exams, handlers.games, handlers.reports, handlers.reading
    words = new_or_edited & (filters.TEXT & ~filters.COMMAND | filters.CAPTION)
    routes: Sequence[BaseHandler[Any, Any, Any]] = (
        CommandHandler("start", people.join, new & private & filters.Regex(rf"^/start(@\w+)? {JOIN}")),
        CommandHandler("start", contact.start),
        CommandHandler("help", contact.help),
        CommandHandler("sources", reading.sources),
        CommandHandler("articles", handlers.articles.articles, new & private & handlers.managers),
        CommandHandler("language", handlers.language_choice.offer, new),
        CommandHandler("ask", questions.question),
        CommandHandler("quiz", practice.quiz, new & private),
        CommandHandler("quiz", games.announce, new & group),
        CommandHandler("stop", practice.stop, new & private),
        CommandHandler("stop", games.stop, new & group),
        CommandHandler("exam", exams.exam, new & private),
        CommandHandler("mydata", people.my_data, new & private),
        CommandHandler("reminders", people.reminders, new & private),
        CommandHandler("privacy", people.privacy, new),
        CommandHandler("forget", people.forget_me, new & private),
        CommandHandler("invite", staff.invite, new & private),
        CommandHandler("people", staff.people, new & private & manager),
        CommandHandler("invitations", staff.invitations, new & private & manager),
        CommandHandler("announce", announcements.announce, new & private & manager),
        CommandHandler("unanswered", handlers.unanswered.show, new & private & manager),
        CommandHandler("questions", handlers.writing.show, new & private & manager),
        CommandHandler("stats", handlers.numbers.show, new & private & manager),
        CommandHandler("actions", handlers.actions.show, new & private & manager),
        CommandHandler("report", reports.report, new & private),
        CommandHandler(["exam", "mydata", "forget", "reminders", "invite", "report"], people.private_only, new & group),
        CommandHandler(
            ["articles", "people", "invitations", "announce", "unanswered", "questions", "stats", "actions"],
            people.private_only,
            new & group & manager,
        ),
        PollAnswerHandler(handlers.polls.answered),
        PollHandler(handlers.tasters.changed),
        InlineQueryHandler(handlers.inline.offer),
        ChatMemberHandler(contact.greet, ChatMemberHandler.MY_CHAT_MEMBER),
        CallbackQueryHandler(contact.ask_example, buttons.AskExample.pattern()),
        CallbackQueryHandler(questions.more, buttons.ShowPassage.pattern()),
        CallbackQueryHandler(questions.page, buttons.ShowAnswer.pattern()),
        CallbackQueryHandler(questions.again, buttons.AskAgain.pattern()),
        CallbackQueryHandler(handlers.actions.turn, buttons.ShowActions.pattern()),
        CallbackQueryHandler(once(handlers.unanswered.turn), buttons.ShowUnanswered.pattern()),
        CallbackQueryHandler(once(handlers.unanswered.manage), buttons.ManageQuestions.pattern()),
        CallbackQueryHandler(once(handlers.unanswered.point), buttons.PointToPassage.pattern()),
        CallbackQueryHandler(once(handlers.unanswered.remove_synonym), buttons.RemoveSynonym.pattern()),
        CallbackQueryHandler(handlers.writing.turn, bank_buttons.ShowBanks.pattern()),
        CallbackQueryHandler(handlers.writing.open, bank_buttons.OpenBank.pattern()),
        CallbackQueryHandler(handlers.writing.write, bank_buttons.WriteItem.pattern()),
        CallbackQueryHandler(handlers.writing.option, bank_buttons.TakeOption.pattern()),
        CallbackQueryHandler(handlers.writing.decide, bank_buttons.DecideItem.pattern()),
        CallbackQueryHandler(handlers.votes.vote, buttons.VoteOnAnswer.pattern()),
        CallbackQueryHandler(reading.open, buttons.OpenPassage.pattern()),
        CallbackQueryHandler(reading.turn, buttons.ReadPage.pattern()),
        CallbackQueryHandler(reading.contents, buttons.ShowContents.pattern()),
        CallbackQueryHandler(reading.narrow, buttons.Narrow.pattern()),
        CallbackQueryHandler(reading.more_sources, buttons.ShowSources.pattern()),
        CallbackQueryHandler(once(handlers.documents.decide), buttons.DecideUpload.pattern()),
        CallbackQueryHandler(once(handlers.articles.page), buttons.ListArticles.pattern()),
        CallbackQueryHandler(once(handlers.articles.manage), buttons.ManageArticle.pattern()),
        CallbackQueryHandler(once(handlers.articles.restore), buttons.RestoreVersion.pattern()),
        CallbackQueryHandler(exams.begin, buttons.BeginExam.pattern()),
        CallbackQueryHandler(exams.pick, buttons.PickOption.pattern()),
        CallbackQueryHandler(exams.end, buttons.EndExam.pattern()),
        CallbackQueryHandler(exams.page, buttons.ShowExams.pattern()),
        CallbackQueryHandler(exams.certificate, buttons.SendCertificate.pattern()),
        CallbackQueryHandler(games.join, buttons.JoinGame.pattern()),
        CallbackQueryHandler(games.start, buttons.StartGame.pattern()),
        CallbackQueryHandler(people.my_data_pressed, buttons.ManageMyData.pattern()),
        CallbackQueryHandler(once(staff.show_people), buttons.ShowStaff.pattern()),
        CallbackQueryHandler(once(staff.show_person), buttons.ShowPerson.pattern()),
        CallbackQueryHandler(once(staff.remove), buttons.RemovePerson.pattern()),
        CallbackQueryHandler(once(staff.show_invitations), buttons.ShowInvitations.pattern()),
        CallbackQueryHandler(once(staff.withdraw), buttons.WithdrawInvitation.pattern()),
        CallbackQueryHandler(once(announcements.decide), buttons.Announce.pattern()),
        CallbackQueryHandler(reports.pressed, buttons.ShowReport.pattern()),
        CallbackQueryHandler(reports.turn, f"{buttons.ShowTeam.pattern()}|{buttons.ShowPeople.pattern()}"),
        CallbackQueryHandler(reports.chart, buttons.ShowChart.pattern()),
        CallbackQueryHandler(handlers.language_choice.choose, buttons.ChooseLanguage.pattern()),
        CallbackQueryHandler(questions.stale_button),
        MessageHandler(filters.StatusUpdate.MIGRATE, games.moved),
        MessageHandler(new & private & handlers.managers & MAY_BE_ARTICLE, handlers.documents.received),
        MessageHandler(new_or_edited & private & filters.COMMAND, questions.no_question),
        MessageHandler(new & filters.TEXT & (private | MEANT_FOR_BOT) & for_help, contact.help),
        MessageHandler(new & private & filters.TEXT & ANSWERS_PROMPT, handlers.unanswered.typed),
        MessageHandler(new & private & filters.TEXT & manager & REPLIES_TO_QUESTION, handlers.writing.typed),
        MessageHandler(words & (private | MEANT_FOR_BOT | ASKS_IN_CAPTION), questions.question),
        # Not when edited: a live location is, all the time.
        MessageHandler(new & private & ~filters.StatusUpdate.ALL, questions.no_question),
    )
    application.add_handler(LimitedRoutes(routes, handlers.limiter), _LIMIT)
    if not gate.is_open:
        application.add_handler(GatedRoutes(routes, _for_everyone(handlers), gate), _GATE)
    noted = [
        ChatMemberHandler(gate.note_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, gate.note_move),
    ]
    application.add_handlers(noted, _GROUPS)
    application.add_handler(PollHandler(handlers.states.changed), _STATES)
    application.add_handlers(routes)


def _for_everyone(handlers: Handlers) -> list[Any]:
    """Give what also those may do who may not ask: get in, and have their own data; and what is no asking at all."""
    people, languages = handlers.people, handlers.language_choice
    own = [people.join, people.privacy, people.my_data, people.my_data_pressed, people.forget_me, handlers.staff.invite]
    others = [handlers.polls.answered, handlers.tasters.changed, handlers.contact.greet, handlers.games.moved]
    return [*own, *others, languages.offer, languages.choose, people.private_only, people.reminders]


def _defaults() -> Defaults:
    return Defaults(
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        do_quote=True,  # the buttons under an answer find the question in the message that it replies to
        allow_sending_without_reply=True,
    )
