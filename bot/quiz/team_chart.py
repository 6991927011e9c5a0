"""The team's chart: pictures to be read on a phone, each with a row for every one of some people."""

from collections.abc import Sequence
from typing import Any

from bot.catalogues import Catalogue
from bot.quiz.drawing import FAINT, INK, figure, letters_of_font, printable, rectangle, saved
from bot.quiz.report_messages import topic_label
from bot.quiz.reports import PersonReport, ReportTopic, TeamReport, TopicProgress
from bot.text import clean, clip

ON_A_PAGE = 20
"""Number of people in one picture."""

_MOST_TOPICS = 8
_MAX_NAME, _MAX_TOPIC = 18, 24  # characters
_WIDTH, _NAME, _BAR, _ROW = 4.5, 1.45, 0.62, 0.26  # inches
_TOP, _LABELS, _EDGE = 0.78, 1.55, 0.08  # inches
_DPI = 240  # pixels an inch: as wide as a phone
_MASTERED, _RIGHT, _WRONG, _NOT_MET = "#5aa9cb", "#b5dcea", "#f4b780", "#e9edf0"


def chart_pages(team: TeamReport) -> int:
    """Return how many pictures show everyone; one where there is nobody."""
    return max(-(-len(team.people) // ON_A_PAGE), 1)


def team_chart(team: TeamReport, speech: Catalogue, page: int = 0) -> bytes:
    """Draw a PNG of who knows how much of what, with ON_A_PAGE people, who needs help first; pages count from 0."""
    people = team.people[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    topics = _weakest(team)
    height = _TOP + _LABELS + _ROW * max(len(people), 1) + _EDGE
    with figure(_WIDTH, height) as drawn:
        axes = drawn.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, _WIDTH)
        axes.set_ylim(height, 0)
        axes.set_axis_off()
        _draw_head(axes, team, page, len(people), len(topics), speech)
        _draw_labels(axes, team, topics, speech)
        for row, person in enumerate(people):
            _draw_person(axes, person, topics, _TOP + _LABELS + row * _ROW)
        return saved(drawn, "png", dpi=_DPI)


def _weakest(team: TeamReport) -> list[ReportTopic]:
    """Return the topics that a picture has room for, in their order: those in which most answers were wrong."""
    wrong = {topic: sum(p.progress[topic].met - p.progress[topic].right for p in team.people) for topic in team.topics}
    kept = set(sorted(team.topics, key=lambda topic: -wrong[topic])[:_MOST_TOPICS])
    return [topic for topic in team.topics if topic in kept]


def _draw_head(axes: Any, team: TeamReport, page: int, shown: int, topics: int, speech: Catalogue) -> None:
    """Write what the picture shows, whom of how many, and what its colors mean."""
    axes.text(_EDGE, 0.17, speech.say("Right last time, by person and topic"), size=11, color=INK, va="center")
    first = page * ON_A_PAGE
    whom = speech.say(
        "{first}–{last} of {total}, who needs help first", first=first + 1, last=first + shown, total=len(team.people)
    )
    if topics < len(team.topics):
        whom += " · " + speech.say("{shown} of {total} topics, the weakest", shown=topics, total=len(team.topics))
    axes.text(_EDGE, 0.38, whom, size=7.5, color=FAINT, va="center")
    names = (speech.say("mastered"), speech.say("right"), speech.say("wrong"), speech.say("not asked yet"))
    step = (_WIDTH - 2 * _EDGE) / len(names)
    for place, (color, name) in enumerate(zip((_MASTERED, _RIGHT, _WRONG, _NOT_MET), names, strict=True)):
        x = _EDGE + place * step
        _fill(axes, x, 0.53, 0.13, 0.13, color)
        axes.text(x + 0.18, 0.6, name, size=8, color=INK, va="center")


def _draw_labels(axes: Any, team: TeamReport, topics: Sequence[ReportTopic], speech: Catalogue) -> None:
    """Write over each column what it is, and how many items it has."""
    several, letters = len({slug for slug, _ in team.topics}) > 1, letters_of_font()
    labels = [speech.say("all"), *(clip(topic_label(topic, several), _MAX_TOPIC) for topic in topics)]
    for column, label in enumerate(labels):
        left, width = _column(column, len(topics))
        x, y = left + width / 2, _TOP + _LABELS - 0.06
        axes.text(x, y, printable(label, letters), size=8.5, color=INK, rotation=90, ha="center", va="bottom")


def _draw_person(axes: Any, person: PersonReport, topics: Sequence[ReportTopic], top: float) -> None:
    whole = " ".join(clean(person.name).split())
    name = printable(whole if len(whole) <= _MAX_NAME else whole[: _MAX_NAME - 1] + "…", letters_of_font())
    axes.text(_EDGE, top + _ROW / 2, name, size=8.5, color=INK, va="center")
    for column, of in enumerate((person.overall, *(person.progress[topic] for topic in topics))):
        left, width = _column(column, len(topics))
        _draw_cell(axes, of, left, top, width)


def _draw_cell(axes: Any, of: TopicProgress, left: float, top: float, width: float) -> None:
    """Fill a cell in proportion to what is mastered, right, wrong and not met, and write how much is right of what."""
    inner, x = width - 0.03, left
    mastered = min(of.mastered, of.right)
    shares = (mastered, of.right - mastered, of.met - of.right, of.items - of.met)
    for count, color in zip(shares, (_MASTERED, _RIGHT, _WRONG, _NOT_MET), strict=True):
        _fill(axes, x, top + 0.015, inner * count / max(of.items, 1), _ROW - 0.03, color)
        x += inner * count / max(of.items, 1)
    said = f"{of.right}/{of.items}" if width > 0.4 or of.items < 10 else str(of.right)
    color = INK if of.met else FAINT
    axes.text(left + inner / 2, top + _ROW / 2, said, size=7, color=color, ha="center", va="center")


def _column(number: int, topics: int) -> tuple[float, float]:
    """Return left edge and width of a column in inches: 0 is that of all topics, wider than the others."""
    if number == 0:
        return _NAME, _BAR
    width = min((_WIDTH - _EDGE - _NAME - _BAR) / topics, _BAR)
    return _NAME + _BAR + (number - 1) * width, width


def _fill(axes: Any, left: float, top: float, width: float, height: float, color: str) -> None:
    if width:
        axes.add_patch(rectangle((left, top), width, height, facecolor=color, linewidth=0))
