"""Take a document apart: article -> tables, lists and sentences, each with the place where it stands."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.authoring.drafting.candidate import terms_of
from bot.authoring.quotes import topic_of
from corpus import Article, Paragraph, Section
from index.language.sentences import split_sentences
from index.language.stop_words import STOP_WORDS

_MARKER = re.compile(
    r"^\s*(?:(?P<bullet>[•*–▪◦-])|(?P<number>\d{1,2})[.)]|[a-z][.)]|[ivx]{1,4}[.)])\s+(?:\d+(?:\.\d+)+\s+)?"
)
_RESIDUE = re.compile(
    r"\s*\[(?:\d+|[a-z]|fit|edit|citation needed)\](?=[\s.,;:]|$)|(?<=[a-z][.,])\d{1,2}$|\{\{.*?\}\}"
    r"|[\U0001f300-\U0001faff\ufe0f]|^title: |\s*:[a-z]+(?:[-_][a-z]+)+:|\s*\{[:#.\s][^{}]*(?:\}|$)"
)
_BAR = re.compile(r"(?:^| )\|(?= |$)")  # between two bars there may be an empty cell
_FRINGE = re.compile(r"^[^\w(\[“\"'£$€<>≤≥+-]+|[^\w)\]”\"'.?!%°:;,…]+$")
_OPEN = frozenset(
    "it its they their theirs them this these those that he she his her hers him here there such example both another"
    " other others also then".split()
)
"""Words that refer to another sentence at the beginning of one; of them those that do before the first noun:"""
_PRONOUNS = frozenset("it they them this these those he she him".split())
_DETERMINERS = frozenset("the a an your our my its all any each every no".split())
_FIRST_WORDS = 6
_REFERS = re.compile(
    r"\b(?:(?:above|below)(?! (?:\S*\d|zero|freezing))|respectively|the (?:former|latter|following|same)"
    r"|this (?:time|period|limit|sop|document|procedure|policy|page|leaflet|guide|section|article|manual|chapter|form)"
    r"|that (?:time|day)|for example|e\.g\.|such as)\b",
    re.IGNORECASE,
)
_FUSED = re.compile(r"(?<=[a-z\d)] )[A-Z][a-z]+(?= [a-z])")
"""Matches a capital in the middle, where a full stop may be missing."""
_VERDICT = re.compile(
    r"\W*(?:dos?|(?:do|must|should) not|don['’]ts?|never|(?:not )?(?:allowed|permitted)|forbidden)\W*",
    re.IGNORECASE,
)
"""Matches a heading that tells what holds of its list, not what the list is on."""
_GENERAL = terms_of(
    "action allowed background check corrective forbidden further general guidelines important information instructions"
    " introduction monitoring notes other overview permitted procedure purpose responsibility rules scope steps warning"
)
_FEWEST_TERMS = 2  # of a heading that tells its place alone; with another heading one will do


@dataclass(frozen=True, slots=True)
class Place:
    """Hold what a question calls a section or the document; `is_one` unless other sections have the same name."""

    name: str
    is_section: bool
    is_one: bool

    def __str__(self) -> str:
        """Return the place as a question names it."""
        return f"{'section' if self.is_section else 'document'} “{self.name}”"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold a sentence as it stands in the article (`source`), and as it is shown (`text`), without reference marks.

    `chapter` is its place without a heading that is a verdict ("Do not"); `is_listed` tells that it is in a list.
    """

    text: str
    source: str
    topic: str
    place: Place
    chapter: Place
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Hold the rows of a table, the header row first; `sources` are the rows as they stand in the article."""

    topic: str
    place: Place
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]


@dataclass(slots=True)
class Listing:
    """Hold the items of one list; `lead` are the words before it, `path` the headings above, outermost first."""

    topic: str
    place: Place
    path: tuple[str, ...]
    lead: str
    numbered: bool
    rows: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return what the list is called in a question: the words before it, else its place."""
        return self.lead.rstrip(" :.") or self.place.name

    @property
    def within(self) -> str:
        """Return where the list stands, for a question that calls it by the words before it."""
        return f" in the {self.place}" if self.lead else ""

    def is_same(self, other: "Listing") -> bool:
        """Return whether two lists are parts of one."""
        mine, its = (self.path, self.topic, self.lead), (other.path, other.topic, other.lead)
        return mine == its and self.numbered == other.numbered


def places_of(article: Article) -> dict[tuple[str, ...], Place]:
    """Return the place that headings lead to, called by as few of the innermost as tell it from all others.

    A heading that is one word, general ("Check procedure") or repeated gets those above it, last the title.
    """
    met = Counter(section.path for section in article.sections)
    full = {path[:depth]: (article.title, *path[:depth]) for path in met for depth in range(len(path) + 1)}
    alike = Counter(names[at:] for names in full.values() for at in range(len(names)))
    places = {}
    for path, names in full.items():
        tails = [names[at:] for at in range(len(names) - 1, 0, -1)]
        tells = (tail for tail in tails if alike[tail] == 1 and len(tail) + _count_terms(tail) > _FEWEST_TERMS)
        name = ": ".join(shown_text(one).strip(" :") for one in next(tells, names))
        places[path] = Place(name, bool(path), met[path] < 2)
    return places


def _count_terms(names: tuple[str, ...]) -> int:
    return len(terms_of(" ".join(names)) - _GENERAL)


def shown_text(text: str) -> str:
    """Return a text without reference marks, signs around it and needless space.

    >>> shown_text("☑ Wash it.[2]")
    'Wash it.'
    """
    return " ".join(_FRINGE.sub("", _RESIDUE.sub("", text).strip()).split())


def is_clear(text: str) -> bool:
    """Return whether a sentence is whole and understood without those before it, as far as its words tell.

    >>> is_clear("You can change it after 2 days."), is_clear("Change the dressing after 2 days and burn it.")
    (False, True)
    >>> is_clear("Use one with a weight of 35kg or more The usual dose is one.")
    False
    """
    whole = text[:1].isalnum() or text[:1] in "“\"'($£€"
    fused = any(word.lower() in STOP_WORDS for word in _FUSED.findall(text))
    return whole and not (fused or _REFERS.search(text) or _has_open_pronoun(text))


def _has_open_pronoun(text: str) -> bool:
    """Return whether a sentence has a pronoun before the first word that looks like a noun or announces one."""
    for at, word in enumerate(re.findall(r"[\w-]+", text)[:_FIRST_WORDS]):
        plain = word.lower()
        if plain in (_PRONOUNS if at else _OPEN):
            return True
        is_plural = len(plain) > 3 and plain.endswith("s") and plain not in STOP_WORDS and not plain.endswith("ss")
        if plain in _DETERMINERS or is_plural or (at and word[0].isupper()):
            return False
    return False


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of the running text and of lists, without cited works and tables."""
    found, places = list[Sentence](), places_of(article)
    for section, paragraph in _paragraphs(article):
        path, topic, is_listed = section.path, topic_of(article, section), paragraph.kind == "list"
        outer = path[:-1] if path and _VERDICT.fullmatch(path[-1]) else path
        place, chapter = places[path], places[outer]
        for line in _lines(article, paragraph) if paragraph.kind != "table" else ():
            for start, end in split_sentences(line):
                source = " ".join(line[start:end].split())
                found.append(Sentence(shown_text(source), source, topic, place, chapter, is_listed))
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
    found, places = list[Table](), places_of(article)
    last = -1
    for section, paragraph in _paragraphs(article):
        if paragraph.kind != "table":
            continue
        sources = tuple(" ".join(line.split()) for line in article.text[paragraph.start : paragraph.end].split("\n"))
        rows = tuple(tuple(shown_text(cell) for cell in _BAR.split(line)) for line in sources)
        topic, place = topic_of(article, section), places[section.path]
        if found and last == paragraph.number - 1 and found[-1].rows[0] == rows[0] and found[-1].place == place:
            found[-1] = Table(topic, place, found[-1].rows + rows[1:], found[-1].sources + sources[1:])
        else:
            found.append(Table(topic, place, rows, sources))
        last = paragraph.number
    return tuple(found)


def lists_of(article: Article) -> tuple[Listing, ...]:
    """Return the lists, nested ones by themselves; the parts of a long one are one list again."""
    found, places = list[Listing](), places_of(article)
    for section in article.sections:
        number = -2
        empty = Listing(topic_of(article, section), places[section.path], section.path, "", numbered=False)
        for paragraph in section.paragraphs if not section.is_references else ():
            if paragraph.kind == "list":
                text = article.text[paragraph.start : paragraph.end]
                _add_rows(found, text, empty, goes_on=paragraph.number == number + 1)
                number = paragraph.number
    return tuple(found)


def _add_rows(found: list[Listing], text: str, empty: Listing, *, goes_on: bool) -> None:
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
        listing = replace(empty, lead=name, numbered=numbered, rows=[])
        known = [one for one in (found if goes_on else own) if one.is_same(listing)]
        if known and marker["number"] != "1":
            listing = known[-1]
        else:
            found.append(listing)
            own.append(listing)
        if row not in listing.rows:
            listing.rows.append(row)
        above.append((indent, row))
