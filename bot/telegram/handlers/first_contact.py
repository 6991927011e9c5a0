"""First contact: /start and /help by place and role, example questions as buttons, and links into the bot."""

import asyncio
from dataclasses import replace
from html import escape

from telegram import Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.answering import messages
from bot.answering.examples import Examples
from bot.answering.library import Library
from bot.answering.page import page_of_passage
from bot.catalogues import Catalogue
from bot.quiz.quizzes import Quizzes
from bot.telegram import menus
from bot.telegram.handlers.closed_articles import ClosedArticles, refusal
from bot.telegram.handlers.narrowing import Narrowing
from bot.telegram.handlers.people import People
from bot.telegram.handlers.questions import QuestionHandlers
from bot.telegram.markup.answer_buttons import Scene, buttons_of
from bot.telegram.markup.answer_markup import Reply, draw
from bot.telegram.markup.buttons import AskExample
from bot.telegram.markup.contact_markup import draw_group_help, draw_help, draw_welcome, with_share
from bot.telegram.markup.links import passage_in, question_in
from bot.telegram.sending import Context, acknowledge, pressed, send
from bot.telegram.user_languages import UserLanguages
from corpus import Article

_EXAMPLES = 4


class FirstContact:
    """Say what the bot is and how to ask, and ask what a button or a link says."""

    def __init__(
        self,
        library: Library,
        examples: Examples,
        questions: QuestionHandlers,
        people: People,
        languages: UserLanguages,
        narrowing: Narrowing,
        closed: ClosedArticles,
        quizzes: Quizzes,
    ) -> None:
        self._library = library
        self._examples = examples
        self._questions = questions
        self._people = people
        self._languages = languages
        self._narrowing = narrowing
        self._closed = closed
        self._quizzes = quizzes

    @property
    def _articles(self) -> list[Article]:
        return list(self._library.assistant.articles.values())

    async def start(self, update: Update, context: Context) -> None:
        """Welcome someone, or do what the link says by which they came: /start."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        if message.chat.type != ChatType.PRIVATE:
            await self.help(update, context)
            return
        speech = await self._languages.of(user)
        carried = (context.args or [""])[0]
        if (question := question_in(carried)) is not None:
            await self._ask(message, user, question)
            return
        if (opened := passage_in(carried)) is not None:
            await self._open(message, user, opened, speech)
            return
        questions, contact = await self._questions_in(speech), self._library.assistant.contact
        manager = user is not None and self._people.is_manager(user)
        kept = self._questions.days_kept
        await send(message, draw_welcome(self._articles, questions, speech, contact, kept, manager=manager))
        await self._people.offer_menu(context.bot, user)

    async def help(self, update: Update, context: Context) -> None:
        """Say how to use the bot, to whom it is and where: /help, or the word alone."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        if message.chat.type != ChatType.PRIVATE:
            await send(message, await self._group_help(message, context))
            return
        speech = await self._languages.of(user)
        commands = menus.private_commands(await self._people.role_of(user), quiz=self._quizzes.has_questions)
        examples = await self._questions_in(speech)
        await send(message, draw_help(self._articles, commands, examples, speech, self._library.assistant.contact))
        await self._people.offer_menu(context.bot, user)

    async def ask_example(self, update: Update, _: Context) -> None:
        """Ask the question that stands on a button."""
        query, message, data = pressed(update, AskExample, private=True)
        await acknowledge(query)
        if query is None or message is None or data is None or message.reply_markup is None:
            return
        buttons = (button for row in message.reply_markup.inline_keyboard for button in row)
        question = next(button.text for button in buttons if button.callback_data == query.data)
        await self._ask(message, query.from_user, question)

    async def greet(self, update: Update, context: Context) -> None:
        """Greet a group to which the bot was added; any other change of membership is nothing to speak of."""
        change = update.my_chat_member
        if change is None or change.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
            return
        outside = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
        inside = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)
        if change.old_chat_member.status not in outside or change.new_chat_member.status not in inside:
            return
        speech = await self._languages.chosen_by(change.chat.id) or await self._languages.of(change.from_user)
        hears = _reads_all(context) or change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR
        greeting = draw_group_help(
            self._articles, context.bot.username, self._group_commands(), speech, hears_mentions=hears
        )
        await context.bot.send_message(change.chat.id, greeting.html)

    async def _group_help(self, message: Message, context: Context) -> Reply:
        speech = await self._languages.chosen_by(message.chat_id) or await self._languages.of(message.from_user)
        hears = _reads_all(context)
        if not hears:
            member = await context.bot.get_chat_member(message.chat_id, context.bot.id)
            hears = member.status == ChatMemberStatus.ADMINISTRATOR
        return draw_group_help(
            self._articles, context.bot.username, self._group_commands(), speech, hears_mentions=hears
        )

    def _group_commands(self) -> dict[str, str]:
        return menus.group_commands(quiz=self._quizzes.has_questions)

    async def _open(self, message: Message, user: User, opened: tuple[str, str], speech: Catalogue) -> None:
        """Show the passage that a link names; of an article that was changed since, the nearest, and say so."""
        name, key = opened
        assistant = self._library.assistant
        passage = await asyncio.to_thread(assistant.passage_named, name)
        slug = self._narrowing.slug_of(key, assistant)
        remarks: tuple[str, ...] = ()
        if passage is None and slug is not None:
            text = await asyncio.to_thread(assistant.text_of, slug)
            number, place = text.open_near(name)
            passage = text.page(number).passages[place or 0]
            remarks = (messages.changed(speech, nearest=place is not None),)
        if passage is None:
            gone = speech.say("That passage is no longer there. Please ask in your own words.")
            await send(message, Reply(escape(gone)))
            return
        closed = await self._closed.to(user)
        if (slug := passage.citation.article) in closed:
            await send(message, Reply(escape(refusal(closed, slug, speech))))
            return
        dated = replace(passage, citation=passage.citation.as_of(message.date.date()))
        page = replace(page_of_passage(dated, self._articles), remarks=remarks)
        drawn = Reply(draw(page, speech).html, buttons_of(page, Scene(""), speech))
        await send(message, with_share(drawn, page, message.get_bot().username, speech))

    async def _ask(self, message: Message, user: User, question: str) -> None:
        """Write down a question that was not typed, so that buttons find it there later, and answer it."""
        asked = await message.reply_html(f"<b>{escape(question)}</b>", do_quote=False)
        await self._questions.answer(asked, user, question)

    async def _questions_in(self, speech: Catalogue) -> list[str]:
        chosen = await asyncio.to_thread(self._examples.choose, speech)
        return [example.question for example in chosen[:_EXAMPLES]]


def _reads_all(context: Context) -> bool:
    """Tell whether Telegram passes on to the bot whatever is written in groups: its privacy mode is off."""
    return bool(context.bot.bot.can_read_all_group_messages)
