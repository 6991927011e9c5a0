"""The certificate, and what drawings share: the only importer of matplotlib, which is an extra."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from io import BytesIO
from typing import Any
from unicodedata import normalize

from bot.catalogues import Catalogue
from bot.errors import BotError
from bot.quiz.exams import ExamResult
from bot.text import clean, clip

INK, FAINT, _ACCENT = "#1f2933", "#6b7785", "#1f6f8b"
_FONT = "DejaVu Sans"  # has letters of many scripts, of East and South Asian ones none
UNPRINTABLE = "□"
"""Stands for a letter that the font lacks."""
_STYLE = {
    "font.family": _FONT,
    "pdf.fonttype": 42,  # text that can be searched
    "text.parse_math": False,  # a dollar sign in a name begins no formula
    "savefig.bbox": "standard",
}


def certificate(result: ExamResult, speech: Catalogue) -> bytes:
    """Draw a PDF, A4 across, that someone passed: name, date, score, article and its version, expiry."""
    with figure(11.69, 8.27) as drawn:
        for inset, width in ((0.035, 3.0), (0.047, 0.8)):
            size = 1 - 2 * inset
            frame = rectangle((inset, inset), size, size, fill=False, edgecolor=_ACCENT, linewidth=width)
            frame.set_transform(drawn.transFigure)
            drawn.add_artist(frame)
        letters = letters_of_font()
        for height, text, size, color in _certificate_lines(result, letters, speech):
            drawn.text(0.5, height, printable(text, letters), size=size, color=color, ha="center", va="center")
        title = speech.say("Certificate of {name}", name=clean(result.name))
        return saved(drawn, "pdf", metadata={"Title": title, "Creator": None})


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
        (0.69, speech.say("This is to certify that"), 13, FAINT),
        (0.60, clip(result.name, 80), _fitting(result.name, 26), INK),
        *_unprinted_name(result.name, letters, speech),
        (0.52, speech.say("has passed the test on the article"), 13, FAINT),
        (0.44, f"“{clip(result.title, 110)}”", _fitting(result.title, 18), INK),
        (0.345, score, 13, INK),
        (0.265, speech.say("on {day}, valid until {until}", day=on, until=until), 13, INK),
        (0.15, _versions(result, speech), 9, FAINT),
        (0.11, speech.say("The test asks what the article says. It does not certify clinical judgement."), 9, FAINT),
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
    if UNPRINTABLE not in printable(name, letters):
        return []
    said = speech.say(
        "({box} stands for letters that this document cannot print; the records hold the whole name)", box=UNPRINTABLE
    )
    return [(0.56, said, 9, FAINT)]


@lru_cache(maxsize=1)
def letters_of_font() -> frozenset[str]:
    """Give the characters that the font can print."""
    fonts = import_module("matplotlib.font_manager")
    font = fonts.get_font(fonts.findfont(_FONT))
    return frozenset(map(chr, font.get_charmap()))


def printable(text: str, letters: AbstractSet[str]) -> str:
    """Put a box in the place of each letter that the font lacks.

    >>> printable("Lě 李", frozenset("Lě "))
    'Lě □'
    """
    text = normalize("NFC", text)
    return "".join(letter if letter in letters or letter.isspace() else UNPRINTABLE for letter in text)


def _fitting(text: str, size: int) -> int:
    """Give a size in points in which a text fits on the page, wide letters and all."""
    return max(min(size, 26 * 34 // max(len(text), 1)), 8)


@contextmanager
def figure(width: float, height: float) -> Iterator[Any]:
    """Make an empty figure of a size in inches; BotError where matplotlib is not installed."""
    try:
        matplotlib, figures = import_module("matplotlib"), import_module("matplotlib.figure")
    except ImportError as error:
        raise BotError(
            "charts and certificates need the extra “charts”; install it: python -m pip install 'article-bot[charts]'"
        ) from error
    with matplotlib.rc_context(_STYLE):
        yield figures.Figure(figsize=(width, height))


def rectangle(corner: tuple[float, float], width: float, height: float, **options: Any) -> Any:
    """Make a rectangle to be added to a figure or to axes."""
    return import_module("matplotlib.patches").Rectangle(corner, width, height, **options)


def saved(drawn: Any, kind: str, **options: Any) -> bytes:
    """Return a figure as a file of a kind, such as "png"."""
    out = BytesIO()
    drawn.savefig(out, format=kind, **options)
    return out.getvalue()
