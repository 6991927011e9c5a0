"""The words of one block of a page: white space as a browser shows it, lines at <br>, raised numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.formats.numerals import RAISED

_HAS_RAISED_FORM = re.compile(r"[+\-−–]?\d+[+\-−–]?|[+\-−–]|\(\d+\)|n")
_SEVERAL_MARKS = re.compile(r"\d+(?:\s?[,–-]\s?\d+)+")
_HEADING_WORDS = 10
_HEADING_CHARACTERS = 90
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class PageLine:
    """Hold one line as it is shown, and whether all of it is bold."""

    text: str
    is_bold: bool = False

    @property
    def may_be_heading(self) -> bool:
        """Tell whether the line looks like a heading: bold throughout, short, and no sentence."""
        return self.is_bold and is_short_title(self.text)


@dataclass(slots=True)
class Runs:
    """Collect the words between two block elements, piece by piece as they stand in the page."""

    _runs: list[tuple[str, bool]] = field(default_factory=list)

    def add(self, text: str | None, *, bold: bool = False) -> None:
        """Add words of the page, whose line ends are mere white space."""
        if text:
            self._runs.append((text.replace("\n", " "), bold))

    def add_lines(self, text: str | None) -> None:
        """Add preformatted words, whose line ends count."""
        if text:
            self._runs.append((text, False))

    def add_break(self) -> None:
        """Begin a new line."""
        self._runs.append((_BREAK, False))

    @property
    def last(self) -> str:
        """Give what was added last, "" at the beginning."""
        return self._runs[-1][0] if self._runs else ""

    def take_lines(self) -> str:
        """Give what was collected as it stands, without the empty lines around it, and begin anew."""
        text = "".join(text for text, _ in self._runs)
        self._runs.clear()
        return re.sub(r"\A(?:[ \t]*\n)+", "", text.rstrip())

    def take(self) -> Iterator[list[PageLine]]:
        """Give what was collected as paragraphs of lines, an empty line between paragraphs, and begin anew."""
        paragraph: list[PageLine] = []
        for runs in _split(self._runs):
            text = " ".join("".join(text for text, _ in runs).split())
            if text:
                paragraph.append(PageLine(text, all(bold for part, bold in runs if any(map(str.isalnum, part)))))
            elif paragraph:
                yield paragraph
                paragraph = []
        self._runs = []
        if paragraph:
            yield paragraph


def _split(runs: list[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    line: list[tuple[str, bool]] = []
    for run in runs:
        if run[0] == _BREAK:
            yield line
            line = []
        else:
            line.append(run)
    yield line


def is_short_title(text: str) -> bool:
    """Tell whether a line is short and no sentence, so that it may head what follows.

    >>> is_short_title("Opening hours"), is_short_title("Never freeze it.")
    (True, False)
    """
    return (
        len(text) <= _HEADING_CHARACTERS
        and len(text.split()) <= _HEADING_WORDS
        and text[-1] not in ".!;,"
        and any(map(str.isalpha, text))
    )


def raise_text(text: str) -> str:
    """Give superscript text: numbers and signs in their raised forms, words as they are.

    >>> "10" + raise_text("-3"), "1" + raise_text("st"), "shown" + raise_text("1, 2")
    ('10⁻³', '1st', 'shown¹,²')
    """
    stripped = "".join(text.split())
    if _HAS_RAISED_FORM.fullmatch(stripped):
        return stripped.translate(RAISED)
    if _SEVERAL_MARKS.fullmatch(stripped):
        return re.sub(r"\d", lambda digit: digit[0].translate(RAISED), stripped)
    return text
