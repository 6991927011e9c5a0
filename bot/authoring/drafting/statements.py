"""Turn sentences into statements, which can be understood and asked about without the sentences around them."""

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.authoring.drafting.references import has_vague_subject, points_back, refers_back, speaks_of_another
from bot.authoring.drafting.source_sentences import Sentence, terms_of
from bot.authoring.tagger import Parse, parse_sentence
from corpus import Article

LONGEST, SHORTEST = 34, 5  # words


@dataclass(frozen=True, slots=True)
class Statement:
    """Hold a sentence, or the main part of one, that can be understood alone.

    `source` is verbatim but for white space. `text` is what is shown: without a connective at its start, asides in
    brackets and citations; an ellipsis replaces an omitted side clause. `terms` are the stems of its content words.

    The subject is the tokens from `subject` up to `verb`. `subject_name` is its text, or the run-in heading if the
    sentence begins with "It" under one. An instruction, and a sentence whose verb the tagger does not find, have no
    subject (`subject_name` is empty, `subject` and `verb` are 0), so only blanks can be asked for.

    `title` is the article's. `context` is the heading that a reader needs to understand "the cap", else empty.
    `opens` is true for the first sentence of a paragraph. `instructs` is true if it says what to do.
    """

    text: str
    source: str
    title: str
    topic: str
    context: str
    number: int
    opens: bool
    parse: Parse
    terms: frozenset[str]
    subject: int
    verb: int
    subject_name: str
    instructs: bool

    @property
    def predicate(self) -> str:
        """Return the text from the verb on."""
        return self.text[self.parse.tokens[self.verb].start :].rstrip(" .…")

    @property
    def adverbial(self) -> str:
        """Return the text before the subject: "In 1543,"."""
        return self.text[: self.parse.tokens[self.subject].start].strip()

    @property
    def shows_subject(self) -> bool:
        """Return whether the text names the subject, and not only the heading."""
        return self.subject_name in self.text


_CONNECTIVE = re.compile(
    r"(?:However|Moreover|Furthermore|In addition|Additionally|Also|Thus|Therefore|Hence|Consequently|Indeed|Finally"
    r"|Nevertheless|Nonetheless|In fact|For example|As an example|For instance|Typically|Usually|Normally|Legally"
    r"|In general|Generally|Overall|Notably|In particular|In response|In contrast|By contrast|In turn|Afterwards?"
    r"|Subsequently|Ultimately|Eventually|Meanwhile|Coincidentally|Later|Then|Instead|Interestingly|Importantly"
    r"|Of note|Today|Currently|Similarly|As a result|As a consequence|Accordingly),\s+"
)
_ASIDE = re.compile(r"\s*\[[\d,;\s–-]+\](?=[\s.,;:]|$)|\s*\([^()]*\)(?=[\s.,;:]|$)|\s+(?=\.$)")
"""Matches citations and asides in brackets, without which a question is easier to read."""
_SIDE_CLAUSE = re.compile(
    r"(?:; (?!and\b)"
    r"|, (?:which|where|while|whereas|although|though|and (?:it|they|these|this|he|she|its|their|his)\b|but)\b).+$",
    re.DOTALL,
)
"""Matches a side clause that can be omitted. Clauses that limit the sentence (if, unless, when, because) cannot."""
_SHORTEST_MAIN = 50  # characters that must precede an omitted side clause

_NEGATIONS = re.compile(
    r"\b(?:not|no|never|without|nor|none|nothing|nobody|unlike|except|neither|cannot|fail(?:s|ed)?|rather than"
    r"|instead of|hardly|rarely|seldom|lacks|lacked|unknown|unclear|few)\b|n[’']t\b",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"\b(?:believe[sd]?|claim(?:s|ed)?|argue[sd]?|suggest(?:s|ed)?|allege[sd]?|allegedly|reportedly|supposedly"
    r"|critics|perhaps|probably|possibly|might|seems?|seemed|appears? to|thought to|said|says?|stated|states that"
    r"|according to|considered|think|hypothesi[sz]ed?|would|could|will|whether|may have|planned|expected"
    r"|estimated that|assume[sd]?|figure|table|section|chapter|article|paper|study|studies|report(?:s|ed)?"
    r"|mentioned|noted|shown|described)\b",
    re.IGNORECASE,
)
_CLUTTER = re.compile(r"[“”\"\[\];:=<>≥≤±\\{}|*_#@^~→…·×√—()+]|https?:|www\.|et al|\.\.\.")
_GARBLED = re.compile(r"^[^A-Z\d]|\w{3}[.!?] [a-z]")
"""Matches a sentence that was cut, or two that were joined."""
_DUTY = re.compile(r"\b(?:should|must)\b")
_ADVERBIAL_TAGS = frozenset({"IN", "TO", "RB"})


def read_statement(sentence: Sentence, article: Article) -> Statement | str:
    """Return a sentence as a statement, or the reason that it is none."""
    cut = _SIDE_CLAUSE.search(sentence.text, _SHORTEST_MAIN)
    source = sentence.text[: cut.start()] if cut else sentence.text
    text = _CONNECTIVE.sub("", _ASIDE.sub("", source), count=1)
    text = text[:1].upper() + text[1:]
    if reason := "no whole sentence" if _GARBLED.search(sentence.text) else _unfit(text):
        return reason
    parse = parse_sentence(f"{text} …" if cut else text)
    subject, verb = _find_subject(parse) or (0, 0)
    name = _name_subject(parse, subject, verb, sentence) if verb else ""
    is_instruction = not verb and _is_instruction(parse)
    bare = points_back(parse, article)
    if not verb and not is_instruction and all(chunk.kind != "VP" for chunk in parse.chunks):
        return "no whole sentence"
    if reason := _not_alone(parse, subject, verb, name, article):
        return reason
    if bare and (not is_instruction or sentence.topic == article.title):
        return "vague subject"
    return Statement(
        text=parse.text,
        source=source,
        topic=sentence.topic,
        title=article.title,
        context=sentence.topic if bare else "",
        number=sentence.number,
        opens=sentence.opens,
        parse=parse,
        terms=terms_of(text) | terms_of(name),
        subject=subject,
        verb=verb,
        subject_name=name,
        instructs=is_instruction or bool(_DUTY.search(text)),
    )


def _name_subject(parse: Parse, subject: int, verb: int, sentence: Sentence) -> str:
    """Return the text of the subject; the section's heading where the section begins with "It" or "They"."""
    last = max(i for i in range(subject, verb) if i == subject or not parse.tokens[i].tag.startswith("RB"))
    name = parse.words(subject, last)
    return sentence.heading if name in {"It", "They"} and subject == 0 and sentence.heading else name


def _not_alone(parse: Parse, subject: int, verb: int, name: str, article: Article) -> str:
    """Return the reason that a sentence cannot be understood alone; empty if it can."""
    if name in parse.text:  # the name is not the heading
        if refers_back(name) or refers_back(_opening(parse)):
            return "unresolved reference"
        if name and has_vague_subject(parse, subject, verb, article):
            return "vague subject"
    around = f"{parse.text[: parse.tokens[subject].start]} {parse.text[parse.tokens[verb].start :]}"
    if refers_back(around, inside=True) or speaks_of_another(around, name, article):
        return "unresolved reference"
    return ""


def _opening(parse: Parse) -> str:
    """Return a sentence up to the first noun that "it" may refer to.

    A noun behind a number does not count: "days" in "After five days it doubles". Empty if the sentence begins with
    a noun.
    """
    pairs = pairwise(parse.tokens)
    first = next((noun.start for before, noun in pairs if noun.is_noun and before.tag != "CD"), len(parse.text))
    begins_with_noun = bool(parse.tokens) and parse.tokens[0].is_noun and not _is_instruction(parse)
    return "" if begins_with_noun else parse.text[:first]


def _is_instruction(parse: Parse) -> bool:
    """Return whether a sentence begins with a verb; the tagger takes many of them for nouns: "Pat | the skin".

    >>> [_is_instruction(parse_sentence(text)) for text in ("Pat the skin dry.", "Seeds block the channels.")]
    [True, False]
    """
    first, second = (*(token.tag for token in parse.tokens), "", "")[:2]
    return first in {"VB", "VBP"} or (first in {"NN", "NNP", "JJ"} and second in {"DT", "PRP", "PRP$", "CD"})


def _unfit(text: str) -> str:
    """Return the reason that a sentence's words or signs make it unfit; empty if it is fit."""
    words = text.split()
    if len(words) > LONGEST:
        return "sentence too long"
    if len(words) < SHORTEST or text[-1] in "?!:," or not text[0].isalnum():
        return "no whole sentence"
    if _CLUTTER.search(text):
        return "brackets or formulas"
    if _NEGATIONS.search(text):
        return "negated"
    return "hedged or reported" if _HEDGES.search(text) else ""


def _find_subject(parse: Parse) -> tuple[int, int] | None:
    """Return the positions of the subject's first token and of the finite verb, or None.

    In "In 1543, Martin Luther published ..." the subject begins after the comma.
    """
    tokens = parse.tokens
    verb = _find_verb(parse)
    if verb is None:
        return None
    first = 0
    if tokens[0].tag in _ADVERBIAL_TAGS:
        first = 1 + max((i for i in range(verb) if tokens[i].text == ","), default=-1)
    starts = {chunk.first for chunk in parse.chunks if chunk.kind == "NP" and chunk.first < verb}
    if first not in starts or (first == 0 and tokens[0].tag in _ADVERBIAL_TAGS):
        return None
    before = tokens[verb - 1]
    return (first, verb) if before.is_noun or before.text == "," or before.tag in {"RB", "CD", "PRP"} else None


def _find_verb(parse: Parse) -> int | None:
    """Return the position of the first finite verb, as far as the tagger can tell it, or None.

    The tagger takes many a present plural for an infinitive, and many a simple past for a participle. A participle
    does not stand before "the", and is not the only verb of a sentence, so those count as finite.
    """
    tokens = parse.tokens
    verbs = [c for c in parse.chunks if c.kind == "VP" and c.first and tokens[c.first - 1].tag != "TO"]
    for chunk in verbs:
        inside = parse.tokens_of(chunk)
        after = tokens[chunk.last + 1] if chunk.last + 1 < len(tokens) else None
        takes_object = inside[0].tag == "VBN" and after is not None and after.tag in {"DT", "PRP$"}
        if takes_object or len(verbs) == 1 or any(token.is_finite or token.tag == "VB" for token in inside):
            places = range(chunk.first, chunk.last + 1)
            return next((i for i in places if tokens[i].tag.startswith(("VB", "MD"))), chunk.first)
    return None
