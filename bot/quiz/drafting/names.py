"""Proper names in a sentence, and their coarse types from what they are made of and what stands around them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.quiz.drafting.words import CALENDAR, CONTINENTS, COUNTRIES, GIVEN_NAMES, ROLES, TITLES, TYPES_BY_HEAD
from bot.quiz.phrases import Chunk, Parse, Token
from index.terms import STOP_WORDS, stem

HEAD_TERMS = frozenset(stem(word.lower()) for word in TYPES_BY_HEAD)
"""What names of one type may share: "Warsaw University" and "University of Kraków"."""
PERSONS = frozenset({"person", "surname"})

_LINKS = frozenset({"of", "de", "von", "van", "du", "la", "der"})
_SHORTENED = frozenset({"St", "Mt"})
_ABBREVIATED = frozenset({"Inc", "Co", "Corp", "Ltd", "Jr", "Sr", "St", "Mt"})  # their point stays behind
_PLACE_BEFORE = frozenset("in at near across outside throughout toward towards into from".split())
_PERSON_AFTER = re.compile(
    r"\W{0,2}\w{0,3}\W{0,2}"
    r"(?:said|wrote|argued|born|died|married|himself|herself|whose|who|became|proved|taught)\b"
)
_PLAIN = re.compile(r"(?:[^\W\d_][a-zà-ÿ’'-]+ ?)+")  # no abbreviation, no code
_NO_PLACES = re.compile(
    r"(?:ish|ese|ians?|[^p]ans|[^g]ch|ists?|ics?)$|^(?:German|Roman|American|Latin|Greek|Hebrew|God|Christ|Jew|Central"
    r"|North|South|East|West|Northern|Southern|Eastern|Western|Internet|Congress|Parliament)s?$"
)
_LEAST_SHARE = 0.25  # of a place's mentions behind "in", "at" and the like


def names_in(parse: Parse, common: frozenset[str]) -> Iterator[Chunk]:
    """The proper names of a sentence; `common` are the words that the article writes small.

    A capitalised word at the start counts only where it is not among them.
    """
    tokens = parse.tokens
    at = 0
    while at < len(tokens):
        last = at
        if _begins_name(tokens, at, common):
            while step := _step(tokens, last):
                last += step
            yield Chunk("NAME", at, last)
        at = last + 1


def _begins_name(tokens: Sequence[Token], at: int, common: frozenset[str]) -> bool:
    token = tokens[at]
    small = token.text.lower()
    if not token.is_capitalised or small in STOP_WORDS or token.text in CALENDAR:
        return False
    return at > 0 or (small not in common and token.text.isalpha() and token.tag.startswith("NNP"))


def _step(tokens: Sequence[Token], last: int) -> int:
    """By how many tokens a name goes on: "Tomb | of the Unknown | Soldier", "John | B. Weller"."""
    after = [token.text for token in tokens[last + 1 : last + 4]]
    great = [token.is_capitalised for token in tokens[last + 1 : last + 4]]
    if after and great[0]:
        return 0 if after[0] in CALENDAR else 1
    if len(after) > 1 and great[1] and after[0] in _LINKS:
        return 2
    if after[:2] == ["of", "the"] and great[2:] == [True]:
        return 3
    shortened = len(tokens[last].text) == 1 or tokens[last].text in _SHORTENED
    return 2 if shortened and len(after) > 1 and after[0] == "." and great[1] else 0


def signs_of(parse: Parse, chunk: Chunk) -> Iterator[str]:
    """What stands around a name and tells its type: "place", "person"."""
    before = parse.tokens[chunk.first - 1].text.lower() if chunk.first else ""
    if before in _PLACE_BEFORE:
        yield "place"
    if before in ROLES or _PERSON_AFTER.match(parse.text, parse.tokens[chunk.last].end):
        yield "person"


def type_of_name(text: str, signs: Counter[str], common: frozenset[str]) -> str:
    """The coarse type of a name; `signs` counts what stands around it, and under "" how often it is met.

    Empty where it is unknown: better no item than one with a church among men.

    >>> [type_of_name(name, Counter(), frozenset({"fault"})) for name in ("John Fox", "San Andreas Fault", "Kern")]
    ['person', 'a fault', '']
    """
    words = text.split()
    if text in COUNTRIES | CONTINENTS:
        return "country" if text in COUNTRIES else "continent"
    if " of " in text:
        return TYPES_BY_HEAD.get(text.partition(" of ")[0].rpartition(" ")[2], "")
    if words[-1] in _ABBREVIATED or "Jesus" in words or "Christ" in words:
        return ""
    if text in TYPES_BY_HEAD or text.lower() in common:
        return ""  # "the Centre" is one that was named before
    return _type_by_words(words, common) or _type_by_signs(text, signs)


def _type_by_words(words: Sequence[str], common: frozenset[str]) -> str:
    if words[0] == "Vitamin":
        return "one substance"
    for word in (words[-1], words[0]):
        if word in TYPES_BY_HEAD:
            return TYPES_BY_HEAD[word]
    if len(words) > 1 and words[-1].lower() in common:
        return f"a {words[-1].lower()}"
    return "person" if 1 < len(words) < 5 and words[0] in GIVEN_NAMES | TITLES else ""


def _type_by_signs(text: str, signs: Counter[str]) -> str:
    persons, places = signs["person"], signs["place"]
    if persons > max(1, places):
        return "person" if " " in text else "surname"
    if places > 1 and places >= _LEAST_SHARE * signs[""] and _PLAIN.fullmatch(text) and not _NO_PLACES.search(text):
        return "place"
    return ""
