"""Article -> statements: sentences that can be understood, and asked about, without those around them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.quiz.phrases import Chunk, Parse, parse_sentence
from bot.quiz.quotes import topic_of
from corpus import Article, Section
from index.confidence import TELLING, rarity
from index.question import AskedWord
from index.sentences import OWN_LINE, split_sentences
from index.terms import content_words, fold, forms, is_content, stem, stems

LONGEST, SHORTEST = 34, 7  # words of a statement


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that stands for itself.

    `text` is the sentence without a connective at its start, `source` the whole of it. `terms` are the
    stems of its content words. The subject is the tokens from `subject` up to `verb`; where the sentence
    begins with "It" under a run-in heading, `subject_name` is that heading.
    """

    text: str
    source: str
    topic: str
    number: int
    opens: bool
    parse: Parse
    terms: frozenset[str]
    subject: int
    verb: int
    subject_name: str

    @property
    def predicate(self) -> str:
        """The text from the verb on."""
        return self.text[self.parse.tokens[self.verb].start :].rstrip(" .…")

    @property
    def adverbial(self) -> str:
        """What stands before the subject: "In 1543,"."""
        return self.text[: self.parse.tokens[self.subject].start].strip()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the article and where it stands; `opens` its section or paragraph."""

    text: str
    topic: str
    number: int
    opens: bool
    heading: str


_CONNECTIVE = re.compile(
    r"(?:However|Moreover|Furthermore|In addition|Additionally|Also|Thus|Therefore|Hence|Consequently|Indeed|Finally"
    r"|Nevertheless|Nonetheless|In fact|For example|As an example|For instance|Typically|Usually|Normally|Legally|Interestingly|In general|Generally|Overall|Notably"
    r"|In particular|In response|In contrast|By contrast|In turn|Afterwards?|Subsequently|Ultimately|Eventually|Meanwhile"
    r"|Coincidentally|Later|Then|Instead|Interestingly|Importantly|Of note|Today|Currently|Similarly|As a result|Accordingly),\s+"
)
_REFERENCES = re.compile(
    r"\b(?:it|itself|this|these|those|they|them|themselves|he|him|himself|she|hers?|herself|we|us|our|ours|I|my|me"
    r"|you|your|such|here|former|latter|respectively|above|below|aforementioned|following|said|so|there"
    r"|another|same|ones?|both|neither|others|previous|previously|subsequent|next|earlier|later|then|now"
    r"|that (?:time|year|period|day|month|season|point|moment|night|game)|meanwhile|ago|recently|recent|new|still|already|today|currently|instead|similar|similarly|rest|remainder)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(r"\b(?:such as|one of the|more than one|other than|as well as|so that|New [A-Z]\w+)\b")
_LATE_OWNERS = frozenset({"its", "their", "his", "her"})
_HIS = re.compile(r"\b(?:his|her)\b")  # may be a third person's, unless the article is on this one
_NEGATIONS = re.compile(
    r"\b(?:not|no|never|without|nor|none|nothing|nobody|unlike|except|neither|cannot|fail(?:s|ed)?|rather than"
    r"|instead of|hardly|rarely|seldom|lacks?|lacked|unknown|unclear|few)\b|n[’']t\b",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"\b(?:believe[sd]?|claim(?:s|ed)?|argue[sd]?|suggest(?:s|ed)?|allege[sd]?|allegedly|reportedly|supposedly"
    r"|critics|perhaps|probably|possibly|might|seems?|seemed|appears? to|thought to|said|says?|stated|states that"
    r"|according to|considered|think|hypothesi[sz]ed?|would|could|should|if|whether|may have|planned|expected"
    r"|estimated that|assume[sd]?|figure|table|section|chapter|article|paper|study|studies|report(?:s|ed)?"
    r"|mentioned|noted|see|shown|described)\b",
    re.IGNORECASE,
)
_SIDE_CLAUSE = re.compile(
    r"(?:; (?!and\b)|, (?:which|where|while|whereas|although|though|and (?:it|they|these|this|he|she|its|their|his)\b|but)\b).+$",
    re.DOTALL,
)
"""What a sentence can do without. What limits it (if, unless, when, because) is no such clause."""
_CLUTTER = re.compile(r"[“”\"\[\];:=<>≥≤±\\{}|*_#@^~→…·×√—()+]|https?:|www\.|et al|\.\.\.|\b[a-z] ?= ?")
_ASIDE = re.compile(r"\s*\[[\d,;\s–-]+\](?=[\s.,;:]|$)|\s*\([^()]*\)(?=[\s.,;:]|$)|\s+(?=\.$)")
"""Works cited and asides in brackets, which a question is easier to read without."""
_VAGUE_HEADS = frozenset(
    """
    thing way part number people example method procedure result process case fact aspect factor reason area point
    kind type sort form set group lot variety majority most many some several all any each every more much percent
    author researcher scientist historian biologist scholar expert critic observer person man woman individual someone everyone problem question issue idea term name word
    something item effect use purpose step time day year period moment situation condition change difference
    system approach study work data information level rate amount side end place role degree range piece member
    technique experiment test round sample analysis procedure primer strategy solution attempt effort
    half third quarter total average rest remainder member one two three four five six seven eight nine ten
    """.split()
)
_UNIQUE = frozenset(
    "world sun moon earth sea sky universe brain heart skin eye human public internet future past".split()
)


def tells(form: str) -> float:
    """How much a word tells, 0.1 to 1."""
    return rarity(AskedWord(form, (form,), used=True))


def telling(text: str) -> float:
    """How much the rarest word of a text tells, 0 where it has none."""
    return max(map(tells, content_words(forms(text))), default=0.0)


@lru_cache(maxsize=20_000)
def terms_of(text: str) -> frozenset[str]:
    """The stems of the content words of a text."""
    return frozenset(stems(content_words(forms(text))))


def is_vague(phrase: str) -> bool:
    """Whether a noun phrase names nothing by itself: "many people", "the result"."""
    found = content_words(forms(phrase))
    return not found or stem(found[-1]) in _vague_stems() or telling(phrase) < TELLING / 2


@lru_cache(maxsize=1)
def _vague_stems() -> frozenset[str]:
    return frozenset(map(stem, _VAGUE_HEADS))


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """The sentences of the running text."""
    found: list[Sentence] = []
    for section in article.sections:
        if not section.is_references:
            found.extend(_sentences_of_section(article, section, len(found)))
    return tuple(found)


def _sentences_of_section(article: Article, section: Section, number: int) -> Iterator[Sentence]:
    topic = topic_of(article, section)
    opens_section = True
    for paragraph in section.paragraphs:
        text = article.text[paragraph.start : paragraph.end]
        for i, (start, end) in enumerate(split_sentences(text)):
            heading = topic if section.path and opens_section else ""
            yield Sentence(" ".join(text[start:end].split()), topic, number, i == 0, heading)
            number += 1
            opens_section = False


def read_statement(sentence: Sentence, article: Article) -> Statement | str:
    """A sentence as a statement, or the reason why it is none."""
    source = _SIDE_CLAUSE.sub("", sentence.text) if _SIDE_CLAUSE.search(sentence.text, 50) else sentence.text
    text = _CONNECTIVE.sub("", _ASIDE.sub("", source), count=1)
    text = text[:1].upper() + text[1:]
    if reason := _unfit(text):
        return reason
    if source != sentence.text:
        text += " …"
    parse = parse_sentence(text)
    place = _find_subject(parse)
    if place is None:
        return "no plain subject and verb"
    subject, verb = place
    name = parse.words(subject, verb - 1)
    if name in {"It", "They"} and sentence.heading and subject == 0:
        name = sentence.heading
    elif reason := _unresolved(parse, subject, verb, article):
        return reason
    rest = text[parse.tokens[verb].start :]
    if _REFERENCES.search(_HARMLESS.sub("", rest)) or (
        subject and _REFERENCES.search(text[: parse.tokens[subject].start])
    ):
        return "unresolved reference"
    if _HIS.search(rest) and not terms_of(name) & terms_of(article.title):
        return "unresolved reference"
    return Statement(
        text=text,
        source=source,
        topic=sentence.topic,
        number=sentence.number,
        opens=sentence.opens,
        parse=parse,
        terms=terms_of(text) | terms_of(name),
        subject=subject,
        verb=verb,
        subject_name=name,
    )


def _unfit(text: str) -> str:
    """Why a sentence cannot be used by its looks alone; empty where it can."""
    words = text.split()
    if len(words) > LONGEST:
        return "sentence too long"
    if len(words) < SHORTEST or text[-1] in "?!:," or OWN_LINE.match(text) or not text[:1].isalnum():
        return "no whole sentence"
    if _CLUTTER.search(text):
        return "brackets or formulas"
    if _NEGATIONS.search(text):
        return "negated"
    if _HEDGES.search(text):
        return "hedged or reported"
    return ""


def _find_subject(parse: Parse) -> tuple[int, int] | None:
    """The places of the subject's first token and of the finite verb.

    "In 1543, Martin Luther published ...": the subject begins after the comma.
    """
    verbs = [c for c in parse.chunks if c.kind == "VP" and c.first and parse.tokens[c.first - 1].tag != "TO"]
    verb = next((c for c in verbs if _is_finite(parse, c)), None)
    if verb is None or verb.first == 0:
        return None
    first = 0
    if parse.tokens[0].tag in {"IN", "TO", "RB"} or parse.tokens[0].text in {"In", "On", "During", "By", "At", "Since"}:
        commas = [i for i in range(verb.first) if parse.tokens[i].text == ","]
        if not commas:
            return None
        first = commas[-1] + 1
    start = next(
        (i for i in range(verb.first, len(parse.tokens)) if parse.tokens[i].tag.startswith(("VB", "MD"))), verb.first
    )
    nouns = [c for c in parse.chunks if c.kind == "NP" and first <= c.first and c.last < verb.first]
    if not nouns or nouns[0].first != first:
        return None
    return first, start


def _is_finite(parse: Parse, chunk: Chunk) -> bool:
    """Whether a verb phrase has a finite verb; the tagger takes many a plural's verb for an infinitive."""
    return any(token.is_finite or token.tag == "VB" for token in parse.tokens_of(chunk))


def _unresolved(parse: Parse, subject: int, verb: int, article: Article) -> str:
    """Why a reader of the sentence alone cannot tell what it speaks of; empty where one can."""
    name = parse.words(subject, verb - 1)
    words = name.lower().split()
    if _REFERENCES.search(_HARMLESS.sub("", name)) or any(word in _LATE_OWNERS for word in words):
        return "unresolved reference"
    head = [t for t in parse.tokens[subject:verb] if t.is_noun]
    if not head or is_vague(_first_phrase(parse, subject, verb)):
        return "vague subject"
    if _points_back(parse, subject, verb, article):
        return "vague subject"
    if any(_is_bare_definite(parse, chunk, article) for chunk in parse.chunks if chunk.kind == "NP"):
        return "vague subject"
    if any(parse.words(c.first, c.last).lower().startswith(tuple(_LATE_OWNERS)) for c in parse.chunks[:1]):
        return "unresolved reference"
    return ""


def _first_phrase(parse: Parse, subject: int, verb: int) -> str:
    """The subject up to its first preposition, relative or comma."""
    for i in range(subject, verb):
        if parse.tokens[i].tag in {"IN", "TO", "WDT", "WP", ","} and i > subject:
            return parse.words(subject, i - 1)
    return parse.words(subject, verb - 1)


def _points_back(parse: Parse, subject: int, verb: int, article: Article) -> bool:
    """Whether the subject is "the ..." of which the article speaks only in passing."""
    phrase = _first_phrase(parse, subject, verb)
    name = parse.words(subject, verb - 1)
    words = phrase.lower().split()
    if words[0] in {"other", "another"}:
        return True
    if words[0] != "the" or re.search(r"[A-Z]", phrase[1:]) or f"{phrase} of " in name:
        return False
    if words[1:2] and words[1] in {"first", "second", "third", "last", "final", "latest", "main", "only", "other"}:
        return True
    return tells(words[-1]) < 0.95 or _frequencies(article)[stem(fold(words[-1]))] < 4


@lru_cache(maxsize=8)
def _frequencies(article: Article) -> Counter[str]:
    """In how many sentences each stem stands."""
    return Counter(term for sentence in sentences_of(article) for term in terms_of(sentence.text))


def _is_bare_definite(parse: Parse, chunk: Chunk, article: Article) -> bool:
    """Whether a phrase like "the festival" points at something that was said before."""
    tokens = parse.tokens_of(chunk)
    if tokens[0].text.lower() != "the" or any(token.is_capitalised for token in tokens[1:]):
        return False
    after = parse.tokens[chunk.last + 1] if chunk.last + 1 < len(parse.tokens) else None
    if after is not None and (
        after.text.lower() in {"of", "that", "which", "who", "whose", "where", "in", "for", "between"}
        or after.is_capitalised
    ):
        return False
    words = [token.text.lower() for token in tokens[1:]]
    before = parse.tokens[chunk.first - 1].text if chunk.first else ""
    if words and (
        words[-1] in _UNIQUE or any(token.tag == "JJS" for token in tokens) or before in {"is", "are", "was"}
    ):
        return False
    limit = 0.95 if len(words) == 1 else 0.8
    known = terms_of(article.title)
    return all(tells(word) < limit or not is_content(word) for word in words) and not known & terms_of(" ".join(words))
