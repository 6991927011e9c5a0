"""Find synonyms: rules from files in Solr's format, and aliases that articles explain themselves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from corpus import GENERAL_SYNONYMS, SYNONYMS, FileError, Reason, read_word_file
from index.language.stems import ENGLISH, stems
from index.language.stop_words import is_content
from index.language.tokens import forms

Phrase = tuple[str, ...]
"""Folded words in a row."""


_MAX_BYTES = 1_000_000
_MAX_SIDE = 50  # phrases on one side of a rule
_MAX_PHRASE = 10  # words
_HEALTH_WORDS = 10
_MAX_SYNONYMS = 50  # of one phrase: each is searched for


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold a phrase and its synonyms.

    Where the rule `replaces`, the phrase itself no longer counts. Where it has a `symbol`, it applies only to
    the phrase written exactly so: "Mg" is magnesium, "mg" is not. Where it is `medical`, it applies only in articles
    about health.
    """

    phrase: Phrase
    synonyms: tuple[Phrase, ...]
    replaces: bool = False
    symbol: str | None = None
    medical: bool = False


class Synonyms:
    """Look up rules by the stems of their phrases, so that "vomits" finds the rule of "vomit"."""

    def __init__(self, rules: Iterable[Rule], language: str = ENGLISH) -> None:
        self._rules: dict[Phrase, Rule] = {}
        for rule in rules:
            key = stems(rule.phrase, language)
            known = self._rules.get(key)
            if known is None or len(known.synonyms) < _MAX_SYNONYMS:
                self._rules[key] = rule if known is None else _merge(known, rule)
        self._longest = max(map(len, self._rules), default=0)

    def match(self, terms: Sequence[str], start: int) -> tuple[int, Rule] | None:
        """Return the rule with the longest phrase that begins at `start` in a list of stems, with that phrase's length.

        None where no rule matches.
        """
        for length in range(min(self._longest, len(terms) - start), 0, -1):
            if rule := self._rules.get(tuple(terms[start : start + length])):
                return length, rule
        return None


_SYMBOL = re.compile(r"[A-Z][a-z]?")


def _merge(one: Rule, other: Rule) -> Rule:
    synonyms = tuple(dict.fromkeys(one.synonyms + other.synonyms))
    return Rule(one.phrase, synonyms, one.replaces or other.replaces, one.symbol, one.medical and other.medical)


def read_synonyms(path: Path) -> list[Rule]:
    """Read a file in Solr's synonym format. Raise FileError, which names the wrong line."""
    lines = read_word_file(
        path,
        _MAX_BYTES,
        Reason("has more than {most} MB; keep the rules that are needed", most=f"{_MAX_BYTES / 1e6:g}"),
    )
    return [rule for number, line in enumerate(lines, start=1) for rule in _read_line(line, path.name, number)]


def read_rule(line: str) -> list[Rule]:
    """Read one line in the same format, [] where it says nothing; FileError says what is wrong with it."""
    return list(_read_line(line, "synonyms.txt", 1))


@lru_cache(maxsize=1)
def shipped_synonyms() -> tuple[Rule, ...]:
    """Return the rules that come with the project."""
    medical = (replace(rule, medical=True) for rule in read_synonyms(SYNONYMS))
    return (*medical, *read_synonyms(GENERAL_SYNONYMS))


def is_about_health(terms: AbstractSet[str]) -> bool:
    """Return whether an article is about health, given its stems: whether many words of the medical rules are in it."""
    return len(_medical_terms() & terms) >= _HEALTH_WORDS


@lru_cache(maxsize=1)
def _medical_terms() -> frozenset[str]:
    return frozenset(stems([rule.phrase[0] for rule in shipped_synonyms() if rule.medical and len(rule.phrase) == 1]))


def _read_line(line: str, name: str, number: int) -> Iterator[Rule]:
    line = re.sub(r"(?<!\\)#.*", "", line).strip()
    if not line:
        return
    sides = line.split("=>")
    if len(sides) > 2:
        raise FileError(name, Reason("has two arrows (=>); write one rule a line"), number)
    left, right = _read_side(sides[0], name, number), _read_side(sides[-1], name, number)
    if len(sides) == 1 and len(left) < 2:
        raise FileError(name, Reason("has one word only; write what else means the same behind a comma"), number)
    symbols = {part.strip().lower(): part.strip() for part in sides[0].split(",") if _SYMBOL.fullmatch(part.strip())}
    for phrase in left:
        if len(sides) == 2:
            yield Rule(phrase, right, replaces=True, symbol=symbols.get(" ".join(phrase)))
        else:
            yield Rule(phrase, tuple(other for other in left if other != phrase))


def _read_side(side: str, name: str, number: int) -> tuple[Phrase, ...]:
    """Return the phrases between the commas of one side of a rule; a backslash makes a comma part of a phrase."""
    parts = re.split(r"(?<!\\),", side, maxsplit=_MAX_SIDE)
    if len(parts) > _MAX_SIDE:
        raise FileError(
            name, Reason("has more than {most} words that mean the same; write fewer", most=_MAX_SIDE), number
        )
    phrases = tuple(tuple(forms(part)) for part in parts)
    if any(len(phrase) > _MAX_PHRASE for phrase in phrases):
        raise FileError(
            name, Reason("has a phrase of more than {most} words; put commas between them", most=_MAX_PHRASE), number
        )
    if not all(phrases):
        raise FileError(
            name, Reason("has nothing between two commas or beside an arrow; put a word there or remove it"), number
        )
    return tuple(dict.fromkeys(phrases))


# "Mother-to-child transmission (MTCT)", "Riboflavin (B2)".
_IN_BRACKETS = re.compile(r" \(([A-Z][\w-]{0,9})\)")
# "vitamin B6 or pyridoxine": only where the first is a code, because "or" mostly joins different things.
_CODE_OR_NAME = re.compile(r"\b((?:[Vv]itamin )?[A-Z]{1,4}\d{1,4}) or ([a-z]{5,})\b")
_ALSO = re.compile(r",? \(?(?:also|otherwise|formerly) (?:known as|called) ([\w’'-]+)")

_LONGEST_NAME = 120  # characters before a bracket that are searched for the name


def learn_aliases(text: str) -> Iterator[Rule]:
    """Yield rules for the aliases that a text explains, two for each pair of names.

    An alias is an abbreviation or code in brackets, a name after "also known as", or "B6 or pyridoxine".

    >>> [rule.synonyms for rule in learn_aliases("Riboflavin (B2)")]
    [(('b2',),), (('riboflavin',),)]
    """
    for match in _IN_BRACKETS.finditer(text):
        if name := _named_by(_before(text, match.start()), match[1]):
            yield from _same(name, match[1])
    for match in _CODE_OR_NAME.finditer(text):
        yield from _same(match[1], match[2])
    for match in _ALSO.finditer(text):
        if names := _before(text, match.start()).split():
            yield from _same(names[-1], match[1])


def _before(text: str, end: int) -> str:
    """Return the text before `end`, back to the last punctuation mark that ends a phrase."""
    return re.split(r"[.,;:()\n]", text[max(0, end - _LONGEST_NAME) : end])[-1]


def _same(one: str, other: str) -> Iterator[Rule]:
    first, second = tuple(forms(one)), tuple(forms(other))
    # A phrase that begins or ends with a stop word, as in "is also called", is not a name.
    if first != second and all(
        phrase and is_content(phrase[0]) and is_content(phrase[-1]) for phrase in (first, second)
    ):
        yield Rule(first, (second,))
        yield Rule(second, (first,))


def _named_by(before: str, short: str) -> str | None:
    """Return the words before a bracket that the abbreviation in it stands for, or None.

    They are as many as the abbreviation has capitals, with the same initials. A code with a digit stands for
    the one word before it.
    """
    words = re.split(r"[ -]+", before.strip())
    if any(letter.isdigit() for letter in short):
        return words[-1]
    letters = [letter.lower() for letter in short if letter.isupper()]
    initials = [word[:1].lower() for word in words[-len(letters) :]]
    return " ".join(words[-len(letters) :]) if len(letters) >= 2 and initials == letters else None
