"""Statement -> candidates: a question with its key and wrong options, or the reason why there is none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from bot.quiz.distractors import (
    LEAST,
    mentions_beside,
    number_of,
    numbers_beside,
    years_beside,
    years_in,
)
from bot.quiz.inventory import (
    TELLING_TYPES,
    Inventory,
    Mention,
    determiner_before,
    names_in,
    noun_phrases_in,
    type_of_noun,
)
from bot.quiz.lists import read_enumeration
from bot.quiz.phrases import Chunk, Parse
from bot.quiz.statements import Statement, is_vague, telling, terms_of
from index.confidence import TELLING

RARE = 0.97  # how much a noun must tell that is blanked, and what stands beside it
BLANK = "____"
TOO_FEW = "too few distractors"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may become an item; `worth` orders candidates, `kind` keeps them mixed."""

    statement: Statement
    kind: str
    question: str
    key: str
    wrong: tuple[str, ...]
    worth: float


Found = Iterator[Candidate | str]
"""Candidates, and for each that was dropped the reason."""


def candidates(statement: Statement, inventory: Inventory, rng: Random) -> Found:
    """All that may be asked about a statement."""
    yield from ask_for_subject(statement, inventory)
    if statement.subject_name in statement.text:  # else its quote would begin with "It"
        yield from blank_names(statement, inventory)
        yield from blank_year(statement, inventory, rng)
        yield from blank_numbers(statement, inventory, rng)
        if read_enumeration(statement.text) is None:
            yield from blank_nouns(statement, inventory)


def cloze(statement: Statement, start: int, end: int) -> str:
    """The stem of a sentence with a blank."""
    return f"Complete the sentence from the article: “{statement.text[:start]}{BLANK}{statement.text[end:]}”"


def blank_names(statement: Statement, inventory: Inventory) -> Found:
    """Blank a name behind the verb."""
    parse = statement.parse
    for chunk in names_in(parse, inventory.common):
        if chunk.first <= statement.verb:
            continue
        text = parse.words(chunk.first, chunk.last)
        mention = inventory.names.get(text)
        if mention is None or not mention.type or not _stands_alone(parse, chunk):
            yield "name of unknown type"
        elif terms_of(text) & (inventory.title | _terms_without(parse, chunk)):
            yield "key in the stem"
        else:
            here = _with_determiner(mention, determiner_before(parse, chunk.first))
            wrong = mentions_beside(here, statement, inventory)
            start, end = parse.tokens[chunk.first].start, parse.tokens[chunk.last].end
            yield from _enough(statement, "name", cloze(statement, start, end), text, wrong, 2.0)


def _with_determiner(mention: Mention, determiner: str) -> Mention:
    return replace(mention, determiners=frozenset({determiner}))


def _stands_alone(parse: Parse, chunk: Chunk) -> bool:
    """Whether a name is no part of a longer phrase: "the Ohio River valley"."""
    after = parse.tokens[chunk.last + 1] if chunk.last + 1 < len(parse.tokens) else None
    before = parse.tokens[chunk.first - 1] if chunk.first else None
    if after and (
        after.is_noun
        or after.tag in {"JJ", "POS", "CD"}
        or after.text in {"'s", "’s", "'", "’", "-", "–", "/", "and", "&"}
    ):
        return False
    if (
        after
        and after.text == ","
        and chunk.last + 2 < len(parse.tokens)
        and parse.tokens[chunk.last + 2].is_capitalised
    ):
        return False
    if chunk.first > 1 and before and before.is_capitalised:
        return False
    if (
        chunk.first > 2
        and before
        and before.text.islower()
        and before.tag in {"IN", "TO"}
        and parse.tokens[chunk.first - 2].is_capitalised
    ):
        return False
    return not (before and (before.tag in {"JJ"} or before.text in {"and", "-", "–", "/", "’", "'", "&", "or"}))


def _terms_without(parse: Parse, chunk: Chunk) -> frozenset[str]:
    """The stems of the sentence's words outside a chunk."""
    return terms_of(parse.text[: parse.tokens[chunk.first].start]) | terms_of(
        parse.text[parse.tokens[chunk.last].end :]
    )


def blank_year(statement: Statement, inventory: Inventory, rng: Random) -> Found:
    """Blank the year where the sentence gives one only."""
    matches = years_in(statement.text)
    if len(matches) != 1:
        return
    if not _is_on_named(statement, inventory):
        yield "number of nothing named"
        return
    match = matches[0]
    if not re.search(r"\b(?:in|In|of|since|Since|[A-Z][a-z]+|\d\d?,)$", statement.text[: match.start()].rstrip()):
        yield "number without a plain unit"
        return
    wrong = years_beside(match[0], statement, inventory, rng)
    yield from _enough(statement, "number", cloze(statement, *match.span()), match[0], wrong, 1.0)


def _is_on_named(statement: Statement, inventory: Inventory) -> bool:
    """Whether the subject has a name, or a word of the title."""
    parse = statement.parse
    named = any(c.first < statement.verb and c.last >= statement.subject for c in names_in(parse, inventory.common))
    return named or bool(terms_of(statement.subject_name) & inventory.title)


_COUNT = re.compile(
    r"(?<![\w.,$€£–/-])([$€£]?\d[\d,]*(?:\.\d+)?%?)(?: (million|billion|percent|per cent|[a-z]{2,}|[a-zµ]{1,3}\d?))?(?![\w–/-])"
)
_BOUND = re.compile(
    r"\b(?:over|than|least|most|up to|under|nearly|almost|between|to|from|and|or|until|age|aged|week|day|chapter"
    r"|number|about \$|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|exceeds?|exceeding|through|by)$",
    re.IGNORECASE,
)


def blank_numbers(statement: Statement, inventory: Inventory, rng: Random) -> Found:
    """Blank a number with its unit; not where a bound is given, which other numbers may meet too."""
    for match in _COUNT.finditer(statement.text):
        key, unit = match[1], match[2] or ""
        before = statement.text[: match.start()].rstrip()
        if years_in(key) or number_of(key) is None or not (unit or key[-1] == "%" or key[0] in "$€£"):
            continue
        if not statement.terms & (inventory.title | terms_of(statement.topic)) or not _is_on_named(
            statement, inventory
        ):
            yield "number beside the matter"
            continue
        months = re.match(
            r" (?:January|February|March|April|May|June|July|August|September|October|November|December)",
            statement.text[match.end(1) :],
        )
        if months or _BOUND.search(before) or before[-1:].isupper() or re.search(r"[A-Z]\w*$", before) or not before:
            yield "number without a plain unit"
            continue
        if not _counts(statement.parse, match.start(1)):
            yield "number without a plain unit"
            continue
        wrong = numbers_beside(key, unit, statement, inventory, rng)
        yield from _enough(statement, "number", cloze(statement, *match.span(1)), key, wrong, 0.8)


def _counts(parse: Parse, start: int) -> bool:
    """Whether the number at a place counts what follows: not "coronavirus 2"."""
    at = next((i for i, token in enumerate(parse.tokens) if token.start == start), 0)
    after = parse.tokens[at + 1 : at + 3]
    return at > 0 and not parse.tokens[at - 1].is_noun and any(t.is_noun or t.text in {"%", "percent"} for t in after)


_GENERIC = frozenset(
    word + ending
    for word in "protein antigen vaccine substance molecule compound structure component element gene cell acid drug".split()
    for ending in ("", "s")
)


def blank_nouns(statement: Statement, inventory: Inventory) -> Found:
    """Blank the noun phrase behind the verb, or wherever it is of a telling type."""
    parse = statement.parse
    verb_end = next((c.last for c in parse.chunks if c.first <= statement.verb <= c.last), statement.verb)
    for chunk in noun_phrases_in(parse):
        text = parse.words(chunk.first, chunk.last)
        mention = inventory.nouns.get(text)
        telling_type = mention is not None and mention.type in TELLING_TYPES
        if chunk.first == 0 or not _is_whole(parse, chunk) or not (telling_type or _is_object(parse, chunk, verb_end)):
            continue
        if (
            mention is None
            or is_vague(text)
            or text.split()[-1] in _GENERIC
            or telling(text) < (0.6 if telling_type else RARE)
        ):
            yield "generic key"
        elif terms_of(text) & (inventory.title | _terms_without(parse, chunk)):
            yield "key in the stem"
        else:
            here = _with_determiner(mention, determiner_before(parse, chunk.first))
            wrong = [w for w in mentions_beside(here, statement, inventory) if telling_type or telling(w) >= RARE]
            start, end = parse.tokens[chunk.first].start, parse.tokens[chunk.last].end
            yield from _enough(statement, "noun", cloze(statement, start, end), text, wrong, 0.5 + telling_type)


def _is_whole(parse: Parse, chunk: Chunk) -> bool:
    """Whether nothing beside a noun phrase belongs to it: "the M2 protein", "calcium gluconate"."""
    after = parse.tokens[chunk.last + 1] if chunk.last + 1 < len(parse.tokens) else None
    before = parse.tokens[chunk.first - 1]
    if before.is_noun or before.is_capitalised or not (before.text[0].isalnum() or before.text == ","):
        return before.text in {"The", "A", "An", "In", "Of"}
    if before.tag in {"CC", "JJ", "CD"}:
        return False
    return not after or not (
        after.is_noun
        or after.tag in {"JJ", "POS", "CC", "VBG"}
        or after.text in {"-", "–", "/", "'"}
        or after.is_capitalised
    )


def _is_object(parse: Parse, chunk: Chunk, verb_end: int) -> bool:
    """Whether a noun phrase is the verb's object, or follows "consists of" or "by"."""
    before = [t for t in parse.tokens[verb_end + 1 : chunk.first] if t.tag not in {"DT", "PRP$"}]
    return chunk.first > verb_end and (
        not before or (len(before) == 1 and before[0].text in {"of", "by", "from", "with"})
    )


_CLAUSE = re.compile(
    r", (?:which|who|where|as|so|but|although|though|while|whereas|making|and (?:\w+ )?(?:is|are|was|were|has|had))\b.*$|\(.*$"
)


def ask_for_subject(statement: Statement, inventory: Inventory) -> Found:
    """ "Which of these can reduce homocysteine?": the subject is the key."""
    parse = statement.parse
    name = re.sub(
        r" (?:also|often|usually|generally|still|then|later|only|typically|mainly|now)$", "", statement.subject_name
    )
    bare = re.sub(r"^(?:the|The|A|An) ", "", name)
    predicate = re.sub(r"^(\w+) also\b", r"\1", _CLAUSE.sub("", statement.predicate)).rstrip(" ,.")
    tokens = parse.tokens[statement.subject : statement.verb]
    if any(t.text in {",", "and", "or", "but"} or t.tag in {"WDT", "VBD"} for t in tokens) or len(name.split()) > 6:
        yield "subject too complex"
        return
    mention = subject_mention(bare, inventory)
    if mention is None:
        yield "subject of unknown type"
        return
    if statement.adverbial.startswith(("While", "Amid", "When", "As ", "Having")):
        yield "predicate says too little"
        return
    if terms_of(bare) & terms_of(predicate + " " + statement.adverbial) or terms_of(bare) <= inventory.title:
        yield "key in the stem"
        return
    if len(terms_of(predicate)) < 3 or len(predicate.split()) > 24 or telling(predicate) < TELLING:
        yield "predicate says too little"
        return
    if mention.type.startswith("one " if is_plural_verb(statement) else "many "):
        yield "number of the subject unclear"
        return
    wrong = mentions_beside(mention, statement, inventory)
    if bare[1:].islower() and mention.type not in TELLING_TYPES and not mention.type.endswith("heading"):
        wrong = [w for w in wrong if telling(w) >= RARE] if telling(bare) >= RARE else []
    the = "The " if name.startswith(("The ", "the ")) else ""
    asked = "Who" if mention.type in {"person", "surname"} else "Which of these"
    lead = f"{statement.adverbial} {asked[0].lower()}{asked[1:]}" if statement.adverbial else asked
    yield from _enough(
        statement,
        "subject",
        f"{lead} {predicate}?",
        begin_great(the + bare),
        [begin_great(the + w) for w in wrong],
        3.0,
    )


def begin_great(text: str) -> str:
    """A text with a capital."""
    return text[:1].upper() + text[1:]


def is_plural_verb(statement: Statement) -> bool:
    """Whether the verb is a plural's, as far as its form tells."""
    verb = statement.parse.tokens[statement.verb]
    return verb.text in {"are", "were", "have"} or verb.tag in {"VBP", "VB"}


def subject_mention(bare: str, inventory: Inventory) -> Mention | None:
    """What the subject is among the article's mentions: a run-in heading, a name, or a common noun."""
    if bare in inventory.headings:
        return inventory.headings[bare]
    name = inventory.names.get(bare)
    if name is not None:
        return name if name.type else None
    if " or " in bare and type_of_noun(bare) in TELLING_TYPES:  # "Vitamin B6 or pyridoxine"
        where = {n for n, terms in enumerate(inventory.terms) if terms_of(bare) & terms}
        return Mention(bare, type_of_noun(bare), frozenset(where), frozenset({""}))
    return inventory.nouns.get(bare[0].lower() + bare[1:])


def _enough(statement: Statement, kind: str, question: str, key: str, wrong: list[str], worth: float) -> Found:
    if len(wrong) < LEAST:
        yield TOO_FEW
    else:
        yield Candidate(statement, kind, question, key, tuple(wrong), worth)
