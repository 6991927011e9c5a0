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
    later("embedded {tag}"),
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
    later("style Title"),
    later("og:title"),
    later("title of the page"),
    later("linked data"),
    later("time element"),
    later("line of the text"),
    later("meta {name}"),
    later("title slide"),
    later("first slide"),
    later("first lines"),
    later("largest type on the first page"),
    later('the line "{line}"'),
    later('a line of the document ("{line}")'),
)
"""Where a title or a date was taken from."""

ENCODINGS = (
    later("{name} (Central European)"),
    later("{name} (Cyrillic)"),
    later("{name} (Western European)"),
    later("{name} (Greek)"),
    later("{name} (Turkish)"),
    later("{name} (Hebrew)"),
    later("{name} (Arabic)"),
    later("{name} (Baltic)"),
    later("{name} (Vietnamese)"),
    later("{name} (Chinese)"),
    later("{name} (Japanese)"),
    later("{name} (Korean)"),
    later("{name} (United States)"),
    later("Mac Central European"),
    later("Mac Turkish"),
    later("Mac Croatian"),
    later("Mac Romanian"),
    later("Mac Icelandic"),
    later("Mac Cyrillic"),
    later("Mac Greek"),
    later("code page {name}"),
    later("{name}, without a byte order mark"),
)
"""How an encoding is named."""

GUESSES = (
    later("its letters are those of Albanian"),
    later("its letters are those of Arabic"),
    later("its letters are those of Bulgarian"),
    later("its letters are those of Catalan"),
    later("its letters are those of Croatian or Slovene"),
    later("its letters are those of Czech"),
    later("its letters are those of Danish or Norwegian"),
    later("its letters are those of Dutch"),
    later("its letters are those of English"),
    later("its letters are those of Estonian"),
    later("its letters are those of Finnish"),
    later("its letters are those of French"),
    later("its letters are those of German"),
    later("its letters are those of Greek"),
    later("its letters are those of Hebrew"),
    later("its letters are those of Hungarian"),
    later("its letters are those of Icelandic"),
    later("its letters are those of Italian"),
    later("its letters are those of Latvian"),
    later("its letters are those of Lithuanian"),
    later("its letters are those of Polish"),
    later("its letters are those of Portuguese"),
    later("its letters are those of Romanian"),
    later("its letters are those of Russian"),
    later("its letters are those of Serbian or Macedonian"),
    later("its letters are those of Slovak"),
    later("its letters are those of Spanish"),
    later("its letters are those of Swedish"),
    later("its letters are those of Turkish"),
    later("its letters are those of Ukrainian"),
    later("its bytes are most regular so"),
    later("its zero bytes stand as there"),
    later("{encoding} is nearly as likely"),
)
"""Why an encoding was guessed."""

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

_OF_READERS = ("encoding", "reason")  # places with words of the readers; in others stands what people wrote
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
            values = match.groupdict()
            own = {name: in_words_of(speech, said) for name, said in values.items() if name in _OF_READERS}
            return speech.say(sentence, **(values | own))
    return said


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    sentences: Iterable[str] = (*REASONS, *SOURCES, *ENCODINGS, *GUESSES, *DOUBTS)
    return tuple((each, re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(each)), re.DOTALL)) for each in sentences)
