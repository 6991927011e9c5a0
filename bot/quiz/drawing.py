"""The team's chart and the certificate: the only importer of matplotlib, which is an extra."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from io import BytesIO
from typing import Any

from bot.catalogues import Catalogue
from bot.errors import BotError
from bot.quiz.exams import ExamResult
from bot.quiz.quiz_messages import topic_label
from bot.quiz.reports import Mastery, TeamReport
from bot.text import clean, clip

_MAX_PEOPLE = 40
_MAX_NAME = 24
_MAX_TOPIC = 28
_INK, _FAINT, _ACCENT, _PALE = "#1f2933", "#6b7785", "#1f6f8b", "#c3d3da"
_FONT = "DejaVu Sans"  # has letters of many scripts, of East and South Asian ones none
_UNPRINTABLE = "□"
_STYLE = {
    "font.family": _FONT,
    "pdf.fonttype": 42,  # text that can be searched
    "text.parse_math": False,  # a dollar sign in a name begins no formula
    "savefig.bbox": "standard",
}


def team_chart(team: TeamReport, speech: Catalogue) -> bytes:
    """Draw a PNG of who has mastered how much of what: topics down, people across, the first 40 of them."""
    people = team.people[:_MAX_PEOPLE]
    several = len({slug for slug, _ in team.topics}) > 1
    shares = [[_share(person.mastery[topic]) for person in people] for topic in team.topics]
    with _figure(2.8 + 0.7 * max(len(people), 3), 1.8 + 0.45 * max(len(team.topics), 2)) as figure:
        axes = figure.add_subplot()
        if shares and people:
            axes.imshow(shares, cmap="YlGnBu", vmin=0, vmax=1, aspect="auto")
        letters = _letters_of_font()
        names = [_printable(clip(person.name, _MAX_NAME), letters) for person in people]
        topics = [_printable(topic_label(topic, several), letters) for topic in team.topics]
        axes.set_xticks(range(len(people)), names, rotation=40, ha="right")
        axes.set_yticks(range(len(topics)), topics)
        axes.tick_params(length=0, labelcolor=_INK)
        axes.spines[:].set_visible(False)
        for row, topic in enumerate(team.topics):
            for column, person in enumerate(people):
                held = person.mastery[topic]
                color = "white" if shares[row][column] > 0.6 else _INK
                axes.text(column, row, f"{held.mastered}/{held.items}", ha="center", va="center", color=color, size=9)
        title = speech.say("Questions mastered, by topic and person")
        axes.set_title(title, loc="left", color=_INK, size=12, pad=12)
        return _saved(figure, "png", dpi=150, bbox_inches="tight")


def numbers_chart(days: Sequence[tuple[date, int, int]], topics: Sequence[tuple[str, int]], speech: Catalogue) -> bytes:
    """Draw a PNG, upright as a phone is held, of how much was asked and answered each day, and on which topics."""
    letters = _letters_of_font()
    with _figure(6, 4.2 + 0.5 * len(topics)) as figure:
        by_day, by_topic = figure.subplots(2, 1, height_ratios=(3.0, 0.6 + 0.5 * max(len(topics), 1)))
        places = range(len(days))
        by_day.bar(places, [asked for _, asked, _ in days], color=_PALE, label=speech.say("asked"))
        by_day.bar(places, [answered for _, _, answered in days], color=_ACCENT, label=speech.say("answered"))
        marked = list(places)[:: max(1, len(days) // 4)]
        by_day.set_xticks(marked, [speech.day(days[i][0]).rsplit(" ", 1)[0] for i in marked])
        by_day.yaxis.get_major_locator().set_params(integer=True, nbins=5)
        by_day.legend(
            frameon=False, loc="lower left", bbox_to_anchor=(-0.02, 0.98), ncols=2, fontsize=12, labelcolor=_INK
        )
        by_day.set_title(speech.say("Questions a day"), loc="left", color=_INK, size=15, pad=36)
        names = [_printable(clip(topic, _MAX_TOPIC), letters) for topic, _ in topics]
        bars = by_topic.barh(range(len(topics)), [count for _, count in topics], color=_ACCENT)
        by_topic.bar_label(bars, padding=4, color=_INK, fontsize=12)
        by_topic.set_yticks(range(len(topics)), names)
        by_topic.set_xticks([])
        by_topic.invert_yaxis()
        by_topic.margins(x=0.12)
        by_topic.set_title(speech.say("Topics of the answers"), loc="left", color=_INK, size=15, pad=10)
        for axes in (by_day, by_topic):
            axes.tick_params(length=0, labelcolor=_INK, labelsize=12)
            axes.spines[:].set_visible(False)
        figure.subplots_adjust(hspace=0.5)
        return _saved(figure, "png", dpi=160, bbox_inches="tight", pad_inches=0.25)


def certificate(result: ExamResult, speech: Catalogue) -> bytes:
    """Draw a PDF, A4 across, that someone passed: name, date, score, article and its version, expiry."""
    with _figure(11.69, 8.27) as figure:
        rectangle = import_module("matplotlib.patches").Rectangle
        for inset, width in ((0.035, 3.0), (0.047, 0.8)):
            size = 1 - 2 * inset
            frame = rectangle((inset, inset), size, size, fill=False, edgecolor=_ACCENT, linewidth=width)
            frame.set_transform(figure.transFigure)
            figure.add_artist(frame)
        letters = _letters_of_font()
        for height, text, size, color in _certificate_lines(result, letters, speech):
            figure.text(0.5, height, _printable(text, letters), size=size, color=color, ha="center", va="center")
        title = speech.say("Certificate of {name}", name=clean(result.name))
        return _saved(figure, "pdf", metadata={"Title": title, "Creator": None})


def _certificate_lines(
    result: ExamResult, letters: AbstractSet[str], speech: Catalogue
) -> list[tuple[float, str, int, str]]:
    """Give each line of a certificate: its height on the page, text, size in points and color."""
    score = speech.say(
        "with {right} of {questions} answers right ({percent}%; {pass_mark}% to pass)",
        right=result.right,
        questions=result.questions,
        percent=result.percent,
        pass_mark=result.pass_mark,
    )
    on, until = speech.long_day(result.on), speech.long_day(result.expires_on)
    return [
        (0.80, speech.say("Certificate"), 34, _ACCENT),
        (0.69, speech.say("This is to certify that"), 13, _FAINT),
        (0.60, clip(result.name, 80), _fitting(result.name, 26), _INK),
        *_unprinted_name(result.name, letters, speech),
        (0.52, speech.say("has passed the test on the article"), 13, _FAINT),
        (0.44, f"“{clip(result.title, 110)}”", _fitting(result.title, 18), _INK),
        (0.345, score, 13, _INK),
        (0.265, speech.say("on {day}, valid until {until}", day=on, until=until), 13, _INK),
        (0.15, _versions(result, speech), 9, _FAINT),
        (0.11, speech.say("The test asks what the article says. It does not certify clinical judgement."), 9, _FAINT),
    ]


def _versions(result: ExamResult, speech: Catalogue) -> str:
    """Say which text was asked about, in which test."""
    parts = [speech.say("Article version {version}", version=result.article_version)]
    if result.published:
        parts.append(speech.say("published {day}", day=speech.long_day(result.published)))
    test = speech.say("test version {version} · attempt {attempt}", version=result.exam_version, attempt=result.attempt)
    return f"{', '.join(parts)} · {test}"


def _unprinted_name(name: str, letters: AbstractSet[str], speech: Catalogue) -> list[tuple[float, str, int, str]]:
    """Say so where a name has letters that the document cannot print: the certificate would name nobody."""
    if _printable(name, letters) == name:
        return []
    said = speech.say(
        "({box} stands for letters that this document cannot print; the records hold the whole name)", box=_UNPRINTABLE
    )
    return [(0.56, said, 9, _FAINT)]


def _letters_of_font() -> frozenset[str]:
    """Give the characters that the font can print."""
    fonts = import_module("matplotlib.font_manager")
    font = fonts.get_font(fonts.findfont(_FONT))
    return frozenset(map(chr, font.get_charmap()))


def _printable(text: str, letters: AbstractSet[str]) -> str:
    """Put a box in the place of each letter that the font lacks.

    >>> _printable("Lě 李", frozenset("Lě "))
    'Lě □'
    """
    return "".join(letter if letter in letters or letter.isspace() else _UNPRINTABLE for letter in text)


def _fitting(text: str, size: int) -> int:
    """Give a size in points in which a text fits on the page, wide letters and all."""
    return max(min(size, 26 * 34 // max(len(text), 1)), 8)


def _share(held: Mastery) -> float:
    return held.mastered / held.items if held.items else 0.0


@contextmanager
def _figure(width: float, height: float) -> Iterator[Any]:
    """Make an empty figure of a size in inches; BotError where matplotlib is not installed."""
    try:
        matplotlib, figures = import_module("matplotlib"), import_module("matplotlib.figure")
    except ImportError as error:
        raise BotError(
            "charts and certificates need the extra “charts”; install it: python -m pip install 'article-bot[charts]'"
        ) from error
    with matplotlib.rc_context(_STYLE):
        yield figures.Figure(figsize=(width, height))


def _saved(figure: Any, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    figure.savefig(out, format=kind, **options)
    return out.getvalue()
