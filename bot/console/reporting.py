"""Print reports in the terminal, as tables."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.catalogues import ENGLISH
from bot.quiz import quiz_messages
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
        for line in quiz_messages.person_lines(person, ENGLISH, mastery=not fits):
            console.print(Text(clean(line)))
    if team.not_started:
        console.print(Text(f"\n{quiz_messages.not_started(team, ENGLISH)}"))
    console.print(Text("\nQuestions", style="bold"))
    for line in quiz_messages.question_lines(questions, ENGLISH):
        console.print(Text(clean(line)))


def _grid(team: TeamReport) -> Table:
    """Build a table of how many of each topic's items (rows) each person (columns) has mastered."""
    table = Table("Mastered", box=None, title_justify="left", header_style="bold")
    several = len({slug for slug, _ in team.topics}) > 1
    for person in team.people:
        table.add_column(Text(clip(person.name, 20)), justify="right")
    for topic in team.topics:
        held = [person.mastery[topic] for person in team.people]
        table.add_row(Text(quiz_messages.topic_label(topic, several)), *(f"{one.mastered}/{one.items}" for one in held))
    return table
