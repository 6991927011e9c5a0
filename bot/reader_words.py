"""What the readers of documents say of a file, in English, said in the language of whoever keeps the articles.

Readers know no catalogue, and their words go over the wire of the confined process. Why a file is refused is a
`Reason`, which says how it was made. All else is recognised by its sentence, with what stands in it. What is not known
stays as it is.
"""

import re
from collections.abc import Iterable
from functools import cache

from bot.catalogues import Catalogue, later
from corpus import CorpusError, Reason, fill_in

REASONS = (
    later("advertisement"),
    later("beside the slide"),
    later("boilerplate"),
    later("button"),
    later("chart"),
    later("comment"),
    later("comments"),
    later("contents"),
    later("cookie notice"),
    later("deleted"),
    later("field"),
    later("footer"),
    later("form"),
    later("hidden"),
    later("image"),
    later("image without text"),
    later("index"),
    later("line number"),
    later("markup"),
    later("menu"),
    later("newsletter"),
    later("notice"),
    later("other"),
    later("page footer"),
    later("page header"),
    later("page number"),
    later("picture"),
    later("placeholder"),
    later("question without an answer"),
    later("related pages"),
    later("rotated text"),
    later("row without a question"),
    later("share row"),
    later("speaker notes"),
    later("stamp"),
    later("struck"),
    later("struck through"),
    later("symbol"),
    later("table of contents"),
)
"""Why words are left out."""

SOURCES = (
    later("the document"),
    later("the file's name"),
    later("first line"),
    later("first heading"),
    later("front matter"),
    later("letterhead"),
    later("document properties"),
    later("page header or footer"),
    later("a line of the sheet"),
    later("Title style"),
    later("Subtitle style"),
    later('the line "{line}"'),
    later('a line of the document ("{line}")'),
)
"""Where a title or a date was taken from."""

DOUBTS = (
    later("1 tracked change was accepted."),
    later("{n} tracked changes were accepted."),
    later("Tracked changes are read as accepted ({n}); accept or reject them in the document."),
    later("1 picture is not read: write what they show beside them."),
    later("{n} pictures are not read: write what they show beside them."),
    later("Another file is embedded whose text is not read; copy it in as text."),
    later("1 picture has no description; what pictures show is not quoted."),
    later("{n} pictures have no description; what pictures show is not quoted."),
    later("The page is very large; menus and notices within its text may have been taken for text."),
    later("The page declares {declared} but is written in utf-8, as which it was read."),
    later("The page declares {declared} but is not written in it; its encoding was guessed."),
    later("Slides without words beside their pictures: {slides}; write what the pictures say."),
    later("Hidden rows are not read ({n}); show them if they should be quoted."),
    later("Pages without words that can be read: {n} (a cover, pictures)."),
    later("Quotation marks in it do not pair, so they are quoted as they stand; look at its cells."),
    later("Read as UTF-8, but 1 byte as Windows-1252, first in line {line}; look there, and save it as UTF-8."),
    later("Read as UTF-8, but {n} bytes as Windows-1252, first in line {line}; look there, and save it as UTF-8."),
    later("Read as {encoding}, which is a guess: {reason}; save it as UTF-8 to be sure."),
    later("{field} is no address that begins with http or https, so no link is made of it."),
    later("Page {pages} holds no text (scan?)."),
    later("Pages {pages} hold no text (scans?)."),
    later("Page {pages} is damaged and cannot be read."),
    later("Pages {pages} are damaged and cannot be read."),
)
"""What a person should look at."""

_PLACE = re.compile(r"\\\{(\w+)\\\}")


def explain(speech: Catalogue, error: Exception) -> str:
    """Say in a language what an error tells."""
    told = error.whole if isinstance(error, CorpusError) else next(iter(error.args), "")
    return say_reason(speech, told) if isinstance(told, Reason) else str(error)


def say_reason(speech: Catalogue, reason: str) -> str:
    """Say a reason in a language, and the reasons within it; what is none is given as it is."""
    if not isinstance(reason, Reason):
        return reason
    values = {name: say_reason(speech, value) for name, value in reason.values.items()}
    return fill_in(speech.say(reason.template), values)


def in_words_of(speech: Catalogue, said: str) -> str:
    """Say what a reader has said in a language; what no sentence here fits is given as it is."""
    for sentence, pattern in _patterns():
        if match := pattern.fullmatch(said):
            return speech.say(sentence, **match.groupdict())
    return said


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    sentences: Iterable[str] = (*REASONS, *SOURCES, *DOUBTS)
    return tuple((each, re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(each)), re.DOTALL)) for each in sentences)
