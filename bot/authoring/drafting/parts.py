"""Take a document apart: article -> tables, lists and sentences, each with the place where it stands."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.authoring.drafting.candidate import terms_of
from bot.authoring.quotes import topic_of
from corpus import Article, Section
from index.language.sentences import split_sentences
from index.language.stop_words import STOP_WORDS

_MARKER = re.compile(
    r"^\s*(?:(?P<bullet>[•*–▪◦-])|(?P<number>\d{1,2})[.)]|[a-z][.)]|[ivx]{1,4}[.)])\s+(?:\d+(?:\.\d+)+\s+)?"
)
_RESIDUE = re.compile(
    r"\s*\[(?:\d+|[a-z]|fit|edit|citation needed)\](?=[\s.,;:]|$)|(?<=[a-z][.,])\d{1,2}$|\{\{.*?\}\}|__|\*\*"
    r"|[\U0001f100-\U0001faff\ufe0f]|^title: |\s*:[a-z]+(?:[-_][a-z]+)+:|\s*\{[:#.\s][^{}]*(?:\}|$)"
)
_BAR = re.compile(r"(?:^| )\|(?= |$)")  # between two bars there may be an empty cell
_FRINGE = re.compile(r"^[^\w(\[“\"'£$€<>≤≥+-]+|[^\w)\]”\"'.?!%°:;,…]+$")
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:.;|?]{1,60}):\s+(?P<text>\S.*)", re.DOTALL)
_OPEN = re.compile(
    r"\W*(?:its|their|theirs|that|his|hers?|here|there(?! (?:is|are)\b)|such|example|both|another|others?|also|then|so"
    r"|therefore|thus|hence|however|consequently|otherwise|instead|in addition|occurs|contains)\b"
    r"|\W*(?:[\w’'-]+ ){0,3}(?:they|them|this|these|those|he|she|him|it(?! is (?:important|critical|best|unusual)))\b"
    r"|(?-i:.[^A-Z]*\b(?:he|she)\b)|.*\b(?:(?:above|below)(?=\W*$|[,.;:)]| and | or )|(?:the|step \d+) above|e\.g\."
    r"|these|of (?:those|them)|respectively"
    r"|such as|for example|the (?:former|latter|following|same)|this (?:time|period|limit|document|section"
    r"|sop|procedure|policy|page|leaflet|guide|article|manual|chapter|form))\b",
    re.IGNORECASE,
)
"""Matches sentences that refer to others: by a word at the beginning or before the first noun, or anywhere."""
_FUSED = re.compile(r"(?<=[a-z\d)] )[A-Z][a-z]+(?= [a-z])")  # a full stop may be missing before it
_GENERAL = terms_of(
    "1 2 3 4 5 6 7 8 9 action background check corrective do further general guidelines important information "
    "instructions introduction monitoring notes other overview part phase procedure purpose responsibility rules "
    "scope stage steps warning"
)
FILE_WORDS = re.compile(
    r"@|https?:|www\.|©|\b(?:version|revision|author|valid from|effective|updated|revised|published|copyright"
    r"|tel|fax|phone|link|url|signature|§|(?:page|figure|table|chapter) \d+)\b|\d{3}[ -]\d{3,}|\+(?:\d\d |/)|[=→]",
    re.IGNORECASE,
)
_NO_HEADING = re.compile(r"[.;,]$|\(\d{4}\)|^\W*$")  # but a sentence, or an author with the year
FINITE = re.compile(r"\b(?:is|are|was|were|will|has|have|must|may|can|should|shall)\b")
_VERBS = frozenset(
    "add apply ask assess attach call carry check choose clean close collect complete confirm connect contact cook "
    "cover cut deliver discard disconnect empty ensure enter fill find give go inform insert keep label leave let "
    "lift load lock make measure mix move notify open place pour prepare press provide pull push put read record "
    "remove replace report return rinse run select send set shut start stop store switch take test turn unplug use "
    "verify wait warm wash wear weigh wipe write".split()
)
_BEHIND_VERBS = frozenset("the a an your all any each every both up off out down on".split())
_NO_VERBS = STOP_WORDS.union("when while unless once although until whenever though since".split()) - _VERBS
_LONGEST_TITLE, _LONGEST_LEAD, _LONGEST_CAPTION, _LONGEST_SOURCE = 80, 120, 60, 600


@dataclass(frozen=True, slots=True)
class Location:
    """Hold what a question calls a part of a document; `is_one` unless other sections have the same name."""

    title: str
    section: str
    is_one: bool

    def __str__(self) -> str:
        """Return the place as a question names it: the document, and the section in it."""
        own = self.section.casefold() not in {"", self.title.casefold()}
        return f"“{self.title}”, section “{self.section}”" if own else f"“{self.title}”"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold a sentence as it stands in the article (`source`), and as it is shown (`text`), without reference marks."""

    text: str
    source: str
    topic: str
    place: Location


@dataclass(frozen=True, slots=True)
class Table:
    """Hold the rows of a table, the header row first; `sources` are the rows as they stand in the article."""

    topic: str
    place: Location
    caption: str
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]


@dataclass(slots=True)
class Listing:
    """Hold the items of one list; `lead` are the words before it, `path` the headings above, outermost first.

    `sources` are the items as they stand in the article, from the lead on where that is near, `last` the last number.
    """

    topic: str
    place: Location
    path: tuple[str, ...]
    lead: str
    numbered: bool
    last: str = ""
    rows: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return what the list is called: the words before it, else its section; nothing if these are general."""
        is_general = not self.path or not terms_of(self.path[-1]) - _GENERAL
        return self.lead or ("" if is_general else self.place.section)

    def __str__(self) -> str:
        """Return the list as a question names it, with the place where it stands."""
        return f"under “{self.lead}” in “{self.place.title}”" if self.lead else f"in {self.place}"


def read_label(row: str) -> tuple[str, str] | None:
    """Return the label and the text of "Label: text" or "Label – text", or None."""
    match = _LABELLED.fullmatch(re.sub(r"^([^:.;|–]{2,60}) [–—-] (?=\S)", r"\1: ", shown_text(row), count=1))
    return (match["label"].strip(" *"), match["text"]) if match else None


def places_of(article: Article) -> dict[tuple[str, ...], Location]:
    """Return the place that headings lead to, called by as few of the innermost as tell it from all others.

    A heading that is general ("Check procedure") or repeated gets those above it.
    """
    met = Counter(section.path for section in article.sections)
    title = shown_text(article.title)[:_LONGEST_TITLE]
    alike = Counter(path[at:] for path in met for at in range(len(path)))
    places = {}
    for path in met:
        tails = [path[at:] for at in range(len(path) - 1, -1, -1)]
        tells = (tail for tail in tails if alike[tail] == 1 and terms_of(" ".join(tail)) - _GENERAL)
        named = [shown_text(one).strip(" :") for one in next(tells, path) if not _NO_HEADING.search(one)]
        places[path] = Location(title, ": ".join(dict.fromkeys(named)), met[path] < 2)
    return places


def shown_text(text: str) -> str:
    """Return a text without reference marks, signs around it and needless space.

    >>> shown_text("☑ Wash it.[2]")
    'Wash it.'
    """
    return " ".join(_FRINGE.sub("", _RESIDUE.sub("", text).strip()).split())


def first_sentence(row: str) -> str:
    """Return the first sentence of a text as it is shown, without its stop."""
    spans = split_sentences(row)
    return shown_text(row[spans[0][0] : spans[0][1]] if spans else row).rstrip(".;")


def is_clear(text: str) -> bool:
    """Return whether a sentence is whole and understood without those before it, as far as its words tell.

    >>> is_clear("You can change it after 2 days."), is_clear("Change the dressing after 2 days and burn it.")
    (False, True)
    """
    whole = (text[:1].isalnum() or text[:1] in "“\"'($£€") and not re.search(r"<[a-z/]|\b[a-z]\. [A-Z]", text)
    whole = whole and text.count("(") == text.count(")")  # else it was cut at a full stop of an abbreviation
    fused = any(word.lower() in STOP_WORDS for word in _FUSED.findall(text))
    return whole and not fused and not _OPEN.match(text)


def is_instruction(text: str, *, sure: bool = True) -> bool:
    """Return whether a sentence tells what to do; or may do so, unless `sure`.

    >>> is_instruction("Check the seal of the box."), is_instruction("The seal is checked.")
    (True, False)
    """
    first, second, *_ = *text.split(), "", ""
    if not first.isalpha() or first.lower() in _NO_VERBS or second in {"", "of"} or text.endswith(":"):
        return False
    known, like_verb = first.lower() in _VERBS, len(first) > 2 and first[-1] not in "sdgy"
    told = known or (like_verb and (second in _BEHIND_VERBS or second[0].isdigit() or not sure))
    return told and not FINITE.search(" ".join(text.split()[1:3]))


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of the running text and of lists, without cited works and tables."""
    found = list[Sentence]()
    for section, topic, place in _sections(article):
        for paragraph in section.paragraphs:
            text = article.text[paragraph.start : paragraph.end]
            lines = text.split("\n") if paragraph.kind == "list" else [text]
            for line in (_MARKER.sub("", line) for line in lines) if paragraph.kind != "table" else ():
                for start, end in split_sentences(line):
                    source = " ".join(line[start:end].split())
                    found.append(Sentence(shown_text(source), source, topic, place))
    return tuple(found)


def _sections(article: Article) -> Iterator[tuple[Section, str, Location]]:
    """Yield the sections, but for cited works, each with its topic and what it is called."""
    places = places_of(article)
    for section in article.sections:
        if not section.is_references:
            yield section, topic_of(article, section), places[section.path]


def tables_of(article: Article) -> tuple[Table, ...]:
    """Return the tables; the parts of a long one, which begin with the same row, are one table again.

    A short paragraph before a table that is no sentence is its caption.
    """
    found = list[Table]()
    for section, topic, place in _sections(article):
        caption, kind = "", ""
        for paragraph in section.paragraphs:
            text = article.text[paragraph.start : paragraph.end]
            if paragraph.kind != "table":
                said = shown_text(text).rstrip(":")
                caption = said if len(said) <= _LONGEST_CAPTION and said[-1:] not in {".", "?"} else ""
            else:
                sources = tuple(" ".join(line.split()) for line in text.split("\n"))
                rows = tuple(tuple(shown_text(cell) for cell in _BAR.split(line)) for line in sources)
                if kind == "table" and found[-1].rows[0] == rows[0]:
                    first = found.pop()
                    rows, sources = first.rows + rows[1:], first.sources + sources[1:]
                found.append(Table(topic, place, caption, rows, sources))
            kind = paragraph.kind
    return tuple(found)


def lists_of(article: Article) -> tuple[Listing, ...]:
    """Return the lists, nested ones by themselves; the parts of a long one are one list again.

    Paragraphs that begin with numbers or labels are items of a list, too.
    """
    found = list[Listing]()
    for section, topic, place in _sections(article):
        known: dict[tuple[str, bool], Listing] = {}
        for lead, number, row, source in _items_of(article, section):
            kind = lead, bool(number)
            if kind not in known or number == "1" != known[kind].last:
                known[kind] = Listing(topic, place, section.path, *kind)
                found.append(known[kind])
            known[kind].last = number
            if number or row not in known[kind].rows:  # a step may be done twice
                known[kind].rows.append(row)
                known[kind].sources.append(source)
    return tuple(found)


def _items_of(article: Article, section: Section) -> Iterator[tuple[str, str, str, str]]:
    """Yield the items of lists: what they are called by the words before them, number, text, source."""
    lead, above = "", list[tuple[int, str]]()
    for paragraph in section.paragraphs:
        text, is_list = article.text[paragraph.start : paragraph.end], paragraph.kind == "list"
        lines = text.split("\n") if is_list or all(map(read_label, text.split("\n"))) else [text]
        if not _read_item(lines[0], is_list):  # a line without a stop is a heading, of whatever length
            lead, above = lines[0] if is_list or text[-1:] not in ".!?" else "", []
        for at, line in enumerate(lines) if paragraph.kind != "table" else ():
            if item := _read_item(line, is_list):
                depth, number, row = item
                if number == "1" and [one for one, _ in above] == [depth + 1]:
                    lead = ""  # names the bullets before these steps
                while above and above[-1][0] >= depth:
                    above.pop()
                name = above[-1][1] if above else lead
                start = next((i for i in range(at) if name and lines[i].strip().endswith(name.strip())), at)
                source = " ".join(_MARKER.sub("", "\n".join(lines[start : at + 1])).split())
                long = len(name) > _LONGEST_LEAD and name.endswith(":")
                called = "" if name.startswith("Note") or long else shown_text(name).rstrip(" :.")
                yield called, number, row, source if len(source) <= _LONGEST_SOURCE else row
                above.append((depth, row))


def _read_item(line: str, is_list: bool) -> tuple[int, str, str] | None:
    """Return how deep an item stands, bullets below numbers, its number and text; None if the line is no item."""
    marker = _MARKER.match(line)
    if not marker and (is_list or not read_label(line)):
        return None
    number = (marker and marker["number"]) or ""
    return 2 * (len(line) - len(line.lstrip(" "))) + (not number), number, " ".join(_MARKER.sub("", line).split())
