"""Reports, for managers: text, a chart, a file with every answer."""

import asyncio
import logging
from io import BytesIO

from telegram import InlineKeyboardMarkup, InputFile, Message, Update

from bot.catalogues import Catalogue, later
from bot.clock import now
from bot.errors import BotError, DatabaseError
from bot.quiz import report_messages
from bot.quiz.quizzes import Quizzes
from bot.quiz.team_chart import chart_pages, team_chart
from bot.telegram.handlers.people import People
from bot.telegram.markup.answer_markup import Reply, pager
from bot.telegram.markup.buttons import ShowChart, ShowPeople, ShowReport, ShowTeam
from bot.telegram.markup.quiz_markup import report_buttons, report_page, say
from bot.telegram.sending import Context, acknowledge, edit, pressed, send
from bot.telegram.user_languages import UserLanguages

logger = logging.getLogger(__name__)

_REFUSED = later("Only managers see reports. /mydata shows what is stored about you.")


class ReportHandlers:
    """Handle reports."""

    def __init__(self, quizzes: Quizzes, languages: UserLanguages, people: People) -> None:
        self._languages = languages
        self._reports = quizzes.reports
        self._people = people

    async def report(self, update: Update, _: Context) -> None:
        """Report how the team stands, with buttons to the rest: /report in a private chat."""
        message, user = update.effective_message, update.effective_user
        speech = await self._languages.of(user)
        if message is None or user is None or not self._people.is_manager(user):
            await send(message, say([speech.say(_REFUSED)], speech))
            return
        await send(message, await self._team(0, speech))

    async def turn(self, update: Update, _: Context) -> None:
        """Show another page of a report, for the buttons under it."""
        team, people = pressed(update, ShowTeam, private=True), pressed(update, ShowPeople, private=True)
        query, message, data = team if team[2] else people
        speech = await self._languages.of(update.effective_user)
        if query is None or message is None or data is None or not self._people.is_manager(query.from_user):
            await acknowledge(query, speech.say(_REFUSED))
            return
        draw = self._team if isinstance(data, ShowTeam) else self._each
        try:
            await edit(message, await draw(data.page, speech))
        finally:
            await acknowledge(query)

    async def chart(self, update: Update, _: Context) -> None:
        """Send another picture of the chart, for the button under the one before."""
        query, message, data = pressed(update, ShowChart, private=True)
        speech = await self._languages.of(update.effective_user)
        if query is None or message is None or data is None or not self._people.is_manager(query.from_user):
            await acknowledge(query, speech.say(_REFUSED))
            return
        try:
            await self._send_chart(message, data.page, speech)
        finally:
            await acknowledge(query)

    async def _team(self, page: int, speech: Catalogue) -> Reply:
        """Draw how everyone stands, a line each, with buttons to the rest."""
        team = await asyncio.to_thread(self._reports.team, now())
        drawn = report_page([[line] for line in report_messages.team_lines(team, speech)], ShowTeam, page, speech)
        rows = [*(drawn.buttons.inline_keyboard if drawn.buttons else ()), *report_buttons(speech).inline_keyboard]
        return Reply(drawn.html, InlineKeyboardMarkup(rows))

    async def _each(self, page: int, speech: Catalogue) -> Reply:
        """Draw the report on each person."""
        team = await asyncio.to_thread(self._reports.team, now())
        blocks = [report_messages.person_lines(person, speech) for person in team.people]
        return report_page(blocks or [report_messages.team_lines(team, speech)], ShowPeople, page, speech)

    async def _send_chart(self, message: Message, page: int, speech: Catalogue) -> None:
        team = await asyncio.to_thread(self._reports.team, now())
        pages = chart_pages(team)
        page = min(page, pages - 1)
        try:
            chart = await asyncio.to_thread(team_chart, team, speech, page)
        except DatabaseError:
            raise
        except BotError as error:  # there is no library to draw a chart with
            logger.warning("%s", error)
            reason = speech.say("The chart cannot be drawn here; the log says what is missing.")
            await send(message, say([reason], speech))
            return
        turning = pager(ShowChart, page, pages, speech)
        await message.reply_photo(InputFile(BytesIO(chart), "team.png"), reply_markup=turning)

    async def pressed(self, update: Update, _: Context) -> None:
        """Show a part of the report, for the buttons under it. Who presses must be a manager."""
        query, message, data = pressed(update, ShowReport, private=True)
        speech = await self._languages.of(update.effective_user)
        if query is None or message is None or data is None or not self._people.is_manager(query.from_user):
            await acknowledge(query, speech.say(_REFUSED))
            return
        try:
            await self._show(message, data.part, speech)
        finally:
            await acknowledge(query)

    async def _show(self, message: Message, part: str, speech: Catalogue) -> None:
        match part:
            case "people":
                await send(message, await self._each(0, speech))
            case "questions":
                questions = await asyncio.to_thread(self._reports.questions)
                await send(message, say(report_messages.question_lines(questions, speech), speech))
            case "chart":
                await self._send_chart(message, 0, speech)
            case "csv":
                table = await asyncio.to_thread(self._reports.answers_csv)
                await message.reply_document(InputFile(BytesIO(table.encode("utf-8-sig")), "answers.csv"))
