"""Take a document apart: article -> tables, lists and sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.authoring.quotes import topic_of
from corpus import Article, Paragraph, Section
from index.language.sentences import split_sentences

_MARKER = re.compile(
    r"^\s*(?:(?P<bullet>[•*–▪◦-])|(?P<number>\d{1,2})[.)]|[a-z][.)]|[ivx]{1,4}[.)])\s+(?:\d+(?:\.\d+)+\s+)?"
)
_RESIDUE = re.compile(
    r"\s*\[(?:\d+|[a-z]|fit|edit|citation needed)\](?=[\s.,;:]|$)|(?<=[a-z][.,])\d{1,2}$|\{\{.*?\}\}"
    r"|[\U0001f300-\U0001faff\ufe0f]|^title: |\s*:[a-z]+(?:[-_][a-z]+)+:|\s*\{[:#.\s][^{}]*(?:\}|$)"
)
_BAR = re.compile(r"(?:^| )\|(?= |$)")  # between two bars there may be an empty cell
_FRINGE = re.compile(r"^[^\w(\[“\"'£$€<>≤≥+-]+|[^\w)\]”\"'.?!%°:;,…]+$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold a sentence as it stands in the article (`source`), and as it is shown (`text`), without reference marks.

    `heading` is the innermost heading above it as it is shown, empty where there is none.
    """

    text: str
    source: str
    topic: str
    heading: str

    @property
    def place(self) -> str:
        """Return where it stands, as a question names it."""
        return f"section “{self.heading}”" if self.heading else f"document “{shown_text(self.topic)}”"


@dataclass(frozen=True, slots=True)
class Table:
    """Hold the rows of a table, the header row first; `sources` are the rows as they stand in the article."""

    topic: str
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]


@dataclass(slots=True)
class Listing:
    """Hold the items of one list; `lead` are the words before it, `path` the headings above, outermost first."""

    topic: str
    path: tuple[str, ...]
    lead: str
    numbered: bool
    rows: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return what the list is called in a question: the words before it, else its heading."""
        return self.lead.rstrip(" :.") or shown_text(self.topic)

    def is_same(self, other: "Listing") -> bool:
        """Return whether two lists are parts of one."""
        mine, its = (self.path, self.topic, self.lead), (other.path, other.topic, other.lead)
        return mine == its and self.numbered == other.numbered


def shown_text(text: str) -> str:
    """Return a text without reference marks, signs around it and needless space.

    >>> shown_text("☑ Wash it.[2]")
    'Wash it.'
    """
    return " ".join(_FRINGE.sub("", _RESIDUE.sub("", text).strip()).split())


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of the running text and of lists, without cited works and tables."""
    found = []
    for section, paragraph in _paragraphs(article):
        topic = topic_of(article, section)
        for line in _lines(article, paragraph) if paragraph.kind != "table" else ():
            for start, end in split_sentences(line):
                source = " ".join(line[start:end].split())
                found.append(Sentence(shown_text(source), source, topic, shown_text(topic) if section.path else ""))
    return tuple(found)


def _lines(article: Article, paragraph: Paragraph) -> Iterator[str]:
    text = article.text[paragraph.start : paragraph.end]
    yield from (_MARKER.sub("", line) for line in text.split("\n")) if paragraph.kind == "list" else (text,)


def _paragraphs(article: Article) -> Iterator[tuple[Section, Paragraph]]:
    for section in article.sections:
        if not section.is_references:
            for paragraph in section.paragraphs:
                yield section, paragraph


def tables_of(article: Article) -> tuple[Table, ...]:
    """Return the tables; the parts of a long one, which begin with the same row, are one table again."""
    found: list[Table] = []
    last = -1
    for section, paragraph in _paragraphs(article):
        if paragraph.kind != "table":
            continue
        sources = tuple(" ".join(line.split()) for line in article.text[paragraph.start : paragraph.end].split("\n"))
        rows = tuple(tuple(shown_text(cell) for cell in _BAR.split(line)) for line in sources)
        topic = topic_of(article, section)
        if found and last == paragraph.number - 1 and found[-1].rows[0] == rows[0] and found[-1].topic == topic:
            found[-1] = Table(topic, found[-1].rows + rows[1:], found[-1].sources + sources[1:])
        else:
            found.append(Table(topic, rows, sources))
        last = paragraph.number
    return tuple(found)


def lists_of(article: Article) -> tuple[Listing, ...]:
    """Return the lists, nested ones by themselves; the parts of a long one are one list again."""
    found: list[Listing] = []
    for section in article.sections:
        number = -2
        for paragraph in section.paragraphs if not section.is_references else ():
            if paragraph.kind == "list":
                text = article.text[paragraph.start : paragraph.end]
                _add_rows(found, text, section, topic_of(article, section), goes_on=paragraph.number == number + 1)
                number = paragraph.number
    return tuple(found)


def _add_rows(found: list[Listing], text: str, section: Section, topic: str, *, goes_on: bool) -> None:
    """Add the items of a block of text to the lists that they belong to; `goes_on` where it continues the last one."""
    lead, above, own = "", list[tuple[int, str]](), list[Listing]()
    for line in text.split("\n"):
        marker = _MARKER.match(line)
        if marker is None:  # the words before the list, or more words of an item
            lead = lead or ("" if above else shown_text(line))
            continue
        row, indent = " ".join(line[marker.end() :].split()), len(line) - len(line.lstrip(" "))
        while above and above[-1][0] >= indent:
            above.pop()
        name, numbered = shown_text(above[-1][1]) if above else lead, bool(marker["number"])
        listing = Listing(topic, section.path, name, numbered)
        known = [one for one in (found if goes_on else own) if one.is_same(listing)]
        if known and marker["number"] != "1":
            listing = known[-1]
        else:
            found.append(listing)
            own.append(listing)
        if row not in listing.rows:
            listing.rows.append(row)
        above.append((indent, row))
