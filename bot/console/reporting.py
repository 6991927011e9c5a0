"""Print reports in the terminal, as tables."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.catalogues import ENGLISH
from bot.quiz import report_messages
from bot.quiz.reports import QuestionReport, TeamReport
from bot.text import clean, clip

_MOST_COLUMNS = 6


def print_report(console: Console, team: TeamReport, questions: Sequence[QuestionReport]) -> None:
    """Print the table of topics and people, then each person, then the questions."""
    if not team.people:
        console.print(Text("Nobody has been quizzed yet. `article-bot quiz` begins, or /invite on Telegram."))
        return
    fits = len(team.people) <= _MOST_COLUMNS
    if fits:
        console.print(_grid(team))
        console.print()
    for person in team.people:
        for line in report_messages.person_lines(person, ENGLISH, topics=not fits):
            console.print(Text(clean(line)))
    for line in report_messages.not_started(team, ENGLISH):
        console.print(Text(f"\n{line}"))
    console.print(Text("\nQuestions", style="bold"))
    for line in report_messages.question_lines(questions, ENGLISH):
        console.print(Text(clean(line)))


def _grid(team: TeamReport) -> Table:
    """Build a table of how many of each topic's items (rows) each person (columns) had right last time."""
    table = Table("Right last time", box=None, title_justify="left", header_style="bold")
    several = len({slug for slug, _ in team.topics}) > 1
    for person in team.people:
        table.add_column(Text(clip(person.name, 20)), justify="right")
    for topic in team.topics:
        held = [person.progress[topic] for person in team.people]
        table.add_row(Text(report_messages.topic_label(topic, several)), *(f"{one.right}/{one.items}" for one in held))
    return table
