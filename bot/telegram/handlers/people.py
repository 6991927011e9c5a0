"""People: invited, told what is recorded, reminded, shown and forgotten."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any

from telegram import Bot, InputFile, Message, Update, User
from telegram.constants import ChatType
from telegram.error import Forbidden

from bot.catalogues import Catalogue, later
from bot.clock import now
from bot.quiz import quiz_messages
from bot.quiz.quizzes import Quizzes
from bot.retry import write_with_retry
from bot.settings import Settings
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import ManageMyData
from bot.telegram.markup.privacy_markup import draw_privacy
from bot.telegram.markup.quiz_markup import lines_to_html, my_data_buttons, say
from bot.telegram.menus import Role, offer, offer_to_all, take_back
from bot.telegram.notices import Notices
from bot.telegram.sending import Context, account_of, acknowledge, cause_of, edit, name_of, pressed, send, user_id
from bot.telegram.user_languages import UserLanguages
from bot.text import clip
from bot.timing import Timing

logger = logging.getLogger(__name__)

JOIN = "join-"


class People:
    """Handle who takes part: invitations, reminders, what is stored about people."""

    def __init__(
        self,
        quizzes: Quizzes,
        languages: UserLanguages,
        settings: Settings,
        timing: Timing = Timing(),
        forget_talk: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._staff = quizzes.staff
        self._quizzes = quizzes
        self._languages = languages
        self._settings = settings
        self._timing = timing
        self._forget_talk = forget_talk

    def is_manager(self, user: User) -> bool:
        """Tell whether the settings name a user as manager."""
        return user.id in self._settings.managers

    async def is_member(self, user: User) -> bool:
        """Tell whether someone is quizzed."""
        return await asyncio.to_thread(self._staff.member, account_of(user)) is not None

    async def role_of(self, user: User) -> Role:
        """Tell who someone is for the bot."""
        if self.is_manager(user):
            return Role.MANAGER
        return Role.STAFF if await self.is_member(user) else Role.GUEST

    async def offer_menus(self, bot: Bot, *, quiz: bool) -> None:
        """Show everyone their commands, managers and staff theirs, in the language that they chose, else in each.

        Staff have theirs since they joined, but an earlier version may have had others.
        """
        await offer_to_all(bot, quiz=quiz)
        managers = self._settings.managers
        staff = {user_id(member.account) for member in await asyncio.to_thread(self._staff.members)}
        for role, users in ((Role.MANAGER, managers), (Role.STAFF, staff - managers)):
            for user in sorted(user for user in users if user is not None):
                await offer(bot, user, role, await self._languages.chosen_by(user))

    async def admit(self, message: Message, user: User) -> bool:
        """Tell whether someone may be quizzed. A manager joins by asking, and is told what is recorded."""
        if await self.is_member(user):
            return True
        if not self.is_manager(user):
            return False
        await asyncio.to_thread(self._staff.add, account_of(user), name_of(user), now())
        await self._languages.keep(user)
        speech = await self._languages.of(user)
        await send(message, say([speech.say(quiz_messages.RECORDED), speech.say(quiz_messages.MY_DATA)], speech))
        if message.chat_id == user.id:
            await self.offer_menu(message.get_bot(), user)
        return True

    async def offer_menu(self, bot: Bot, user: User) -> None:
        """Show whoever has more commands than everyone, or has chosen a language, theirs in their language."""
        role, chosen = await self.role_of(user), await self._languages.chosen_by(user.id)
        if role != Role.GUEST or chosen:
            await offer(bot, user.id, role, chosen or await self._languages.of(user), quiz=self._quizzes.has_questions)

    async def join(self, update: Update, context: Context) -> None:
        """Let someone join who has an invitation, and say what is recorded: /start with its secret."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        speech = await self._languages.of(user)
        secret = (context.args or [""])[0].removeprefix(JOIN)
        member = await asyncio.to_thread(self._staff.accept, secret, account_of(user), name_of(user), now())
        if member is None:
            await send(message, say([speech.say(quiz_messages.BAD_INVITE)], speech))
            return
        await self._languages.keep(user)
        lines = [
            speech.say("Welcome, {name}. You are on the list of staff.", name=clip(member.name, 60)),
            "",
            speech.say(quiz_messages.RECORDED),
            speech.say(quiz_messages.MY_DATA),
            "",
            speech.say("/quiz asks five questions."),
        ]
        await send(message, say(lines, speech))
        await self.offer_menu(context.bot, user)

    async def private_only(self, update: Update, _: Context) -> None:
        """Refer a command that belongs into a private chat to one."""
        speech = await self._languages.of(update.effective_user)
        await send(update.effective_message, say([speech.say("Write that to me in a private chat.")], speech))

    async def reminders(self, update: Update, context: Context) -> None:
        """Turn the reminders off, or on again: /reminders."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        on = await asyncio.to_thread(self._staff.switch_reminders, account_of(user), cause_of(update, context))
        speech = await self._languages.of(user)
        if on is None:
            state = quiz_messages.NOT_INVITED
        elif on:
            state = later(
                "Reminders are on: at most one a day, in working hours, when something is due."
                " /reminders turns them off."
            )
        else:
            state = later("Reminders are off. /reminders turns them on.")
        await send(message, say([speech.say(state)], speech))

    async def my_data(self, update: Update, _: Context) -> None:
        """Say what is stored, with buttons to have it or delete it: /mydata."""
        user = update.effective_user
        data = await asyncio.to_thread(self._staff.data, account_of(user)) if user else None
        speech = await self._languages.of(user)
        if data is None:
            await send(update.effective_message, say([speech.say(quiz_messages.NOT_STORED)], speech))
            return
        stored = lines_to_html(_stored(data, speech), speech)
        await send(update.effective_message, Reply(stored, my_data_buttons(speech)))

    async def my_data_pressed(self, update: Update, _: Context) -> None:
        """Do what the buttons of /mydata say. What is deleted is always the data of who presses."""
        query, message, data = pressed(update, ManageMyData, private=True)
        if query is None or message is None or data is None:
            await acknowledge(query)
            return
        account = account_of(query.from_user)
        speech = await self._languages.of(query.from_user)
        try:
            match data.action:
                case "file":
                    stored = await asyncio.to_thread(self._staff.data, account)
                    if stored is None:
                        await edit(message, say([speech.say(quiz_messages.NOT_STORED)], speech))
                        return
                    content = json.dumps(stored, ensure_ascii=False, indent=2).encode()
                    await message.reply_document(InputFile(BytesIO(content), filename="mydata.json"))
                case "delete":
                    await edit(message, _sure(speech, known=await self.is_member(query.from_user)))
                case "forget":
                    await self._forget(message, query.from_user, speech)
                case _:
                    await edit(message, say([speech.say("Nothing was deleted.")], speech))
        finally:
            await acknowledge(query)

    async def privacy(self, update: Update, _: Context) -> None:
        """Say what is kept of who asks, and for how long: /privacy. In a group, what is kept of everyone."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        alone = message.chat_id == user.id
        member, manager = alone and await self.is_member(user), alone and self.is_manager(user)
        days = self._settings.keep_questions if self._settings.managers else 0
        speech = await self._languages.of(user)
        await send(message, draw_privacy(speech, member=member, manager=manager, question_days=days))

    async def forget_me(self, update: Update, _: Context) -> None:
        """Ask whether everything is to be deleted that is stored about who asks: /forget."""
        user = update.effective_user
        if user is not None:
            speech = await self._languages.of(user)
            await send(update.effective_message, _sure(speech, known=await self.is_member(user)))

    def forget_in_memory(self, number: int) -> None:
        """Forget what is kept in memory of a user: conversations, the choice of an article, the language."""
        self._forget_talk(number)
        self._languages.forget(number)

    async def _forget(self, message: Message, user: User, speech: Catalogue) -> None:
        await asyncio.to_thread(self._staff.forget, account_of(user))
        self.forget_in_memory(user.id)
        await edit(message, say([speech.say(quiz_messages.FORGOTTEN)], speech))
        await take_back(message.get_bot(), message.chat_id)
        if self.is_manager(user):
            await self.offer_menu(message.get_bot(), user)

    async def remind(self, bot: Bot, notices: Notices, moment: datetime) -> None:
        """Remind whoever is to be reminded at a time, each in their chat's turn."""
        due = await asyncio.to_thread(self._staff.remind, self._settings.hours, moment)
        for account, count in due:
            chat = user_id(account)
            if chat is not None:
                send = partial(self._remind, bot, chat, account, count)
                note = partial(write_with_retry, self._timing.database, self._staff.note_reminder, account, moment)
                await notices.put("reminder", chat, send, note)

    async def _remind(self, bot: Bot, chat: int, account: str, count: int) -> None:
        member = await asyncio.to_thread(self._staff.member, account)
        if member is not None and member.reminders:  # they may have been turned off meanwhile
            speech = await self._languages.of_id(chat)
            text = speech.say_n(
                "Due today: {n} question. /quiz takes two minutes. /reminders turns this off.",
                "Due today: {n} questions. /quiz takes two minutes. /reminders turns this off.",
                count,
            )
            try:
                await bot.send_message(chat, lines_to_html([text], speech))
            except Forbidden:
                await asyncio.to_thread(self._staff.stop_reminders, account)

    async def blocked(self, update: object, context: Context) -> None:
        """Stop reminding, after an error, someone who has blocked the bot."""
        if not isinstance(update, Update) or not isinstance(context.error, Forbidden):
            return
        user, chat = update.effective_user, update.effective_chat
        if user is not None and (chat is None or chat.type == ChatType.PRIVATE):  # an answer to a poll names no chat
            await asyncio.to_thread(self._staff.stop_reminders, account_of(user))

    async def remind_always(self, bot: Bot, notices: Notices) -> None:
        """Look every few minutes whom to remind, until cancelled."""
        while True:
            try:
                await self.remind(bot, notices, now())
            except Exception:
                logger.exception("reminding failed; it is tried again")
            await asyncio.sleep(self._timing.remind_every)


def _stored(data: dict[str, Any], speech: Catalogue) -> list[str]:
    """Say in words what is stored about someone."""
    kept = []
    if failed := len(data["messages_not_handled"]):
        kept = [
            speech.say_n(
                "Kept is {n} message of yours that could not be handled, for a month at most.",
                "Kept are {n} messages of yours that could not be handled, for a month at most.",
                failed,
            )
        ]
    if done := len(data["actions"]):
        kept.append(
            speech.say_n(
                "Kept is {n} record of what you did as a manager, or a manager did about you, for a year.",
                "Kept are {n} records of what you did as a manager, or a manager did about you, for a year.",
                done,
            )
        )
    if data["language"]:
        kept.append(speech.say("Kept is the language in which you want to be spoken to."))
    if "name" not in data:
        return kept
    answers, exams, questions = (len(data[part]) for part in ("answers", "exams", "schedule"))
    stored = speech.say(
        "Stored about you, {name}: your Telegram id, your name, when you joined ({day}), {answers}, {exams}, and the"
        " schedule of {questions}.",
        name=clip(data["name"], 60),
        day=data["joined_at"][:10],
        answers=speech.say_n("{n} answer", "{n} answers", answers),
        exams=speech.say_n("{n} exam", "{n} exams", exams),
        questions=speech.say_n("{n} question", "{n} questions", questions),
    )
    return [stored, *kept, speech.say(quiz_messages.RECORDED)]


def _sure(speech: Catalogue, *, known: bool) -> Reply:
    staff = later(
        "Delete everything that is stored about you: your answers, results and schedule? It cannot be undone."
    )
    guest = later("Delete everything that is stored about you? It cannot be undone.")
    return Reply(lines_to_html([speech.say(staff if known else guest)], speech), my_data_buttons(speech, sure=True))
