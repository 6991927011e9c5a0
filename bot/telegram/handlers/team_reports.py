"""Reports, for managers: text, a chart, a file with every answer."""

import asyncio
import logging
from io import BytesIO

from telegram import InputFile, Message, Update

from bot.catalogues import Catalogue, later
from bot.clock import now
from bot.errors import BotError, DatabaseError
from bot.quiz import quiz_messages
from bot.quiz.drawing import team_chart
from bot.quiz.quizzes import Quizzes
from bot.telegram.handlers.people import People
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import ShowReport
from bot.telegram.markup.quiz_markup import lines_to_html, report_buttons, say
from bot.telegram.sending import Context, acknowledge, pressed, send
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
        team = await asyncio.to_thread(self._reports.team, now())
        lines = quiz_messages.team_lines(team, speech)
        await send(message, Reply(lines_to_html(lines, speech), report_buttons(speech)))

    async def pressed(self, update: Update, _: Context) -> None:
        """Show a part of the report, for the buttons under it. Who presses must be a manager."""
        query, message, data = pressed(update, ShowReport, private=True)
        speech = await self._languages.of(update.effective_user)
        if query is None or message is None or data is None or not self._people.is_manager(query.from_user):
            await acknowledge(query, speech.say(_REFUSED))
            return
        try:
            await self._show(message, data.part, speech)
        except DatabaseError:
            raise
        except BotError as error:  # there is no library to draw a chart with
            logger.warning("%s", error)
            reason = speech.say("The chart cannot be drawn here; the log says what is missing.")
            await send(message, say([reason], speech))
        finally:
            await acknowledge(query)

    async def _show(self, message: Message, part: str, speech: Catalogue) -> None:
        match part:
            case "people":
                team = await asyncio.to_thread(self._reports.team, now())
                lines = [line for person in team.people for line in quiz_messages.person_lines(person, speech)]
                await send(message, say(lines or quiz_messages.team_lines(team, speech), speech))
            case "questions":
                questions = await asyncio.to_thread(self._reports.questions)
                await send(message, say(quiz_messages.question_lines(questions, speech), speech))
            case "chart":
                team = await asyncio.to_thread(self._reports.team, now())
                chart = await asyncio.to_thread(team_chart, team, speech)
                await message.reply_photo(InputFile(BytesIO(chart), "team.png"))
            case "csv":
                table = await asyncio.to_thread(self._reports.answers_csv)
                await message.reply_document(InputFile(BytesIO(table.encode("utf-8-sig")), "answers.csv"))
