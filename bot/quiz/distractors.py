"""Wrong options: of the key's type, from the article first, and not true by anything the article says."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from random import Random

from bot.quiz.inventory import HEAD_TERMS, TELLING_TYPES, Inventory, Mention
from bot.quiz.statements import Statement, terms_of
from index.spelling import is_common
from index.terms import read_word_list

WANTED, LEAST = 3, 2
ALIKE = 2
"""How many contexts common nouns must share that nothing else shows to be of one kind."""
POOL = 6
"""How many to propose: some may fail the checks."""
_FAR = 0.2  # how far numbers must differ, as a share of the greater


def mentions_beside(key: Mention, statement: Statement, inventory: Inventory) -> list[str]:
    """Mentions of the key's type that could stand in its place, the likest first.

    None shares a word with the key, another option or the statement, and none stands in a sentence that
    tells of what the statement tells.
    """
    pool = [m for m in inventory.of_type(key.type) if _may_stand_beside(m, key, statement, inventory)]
    if key.contexts and key.type not in TELLING_TYPES:
        enough = 1 if is_jargon(key.text) else ALIKE
        pool = [m for m in pool if len(m.contexts & key.contexts) >= (enough if is_jargon(m.text) else ALIKE)]
    pool.sort(key=lambda m: -likeness(m, key, inventory))
    return _apart(pool, key)


def is_jargon(phrase: str) -> bool:
    """Whether the last word of a phrase is none of everyday English: what shares a context with it is of its field."""
    head = phrase.rsplit(maxsplit=1)[-1].lower()
    return len(head) > 3 and not {head, head.removesuffix("s")} & _everyday_words() and not is_common(head)


@lru_cache(maxsize=1)
def _everyday_words() -> frozenset[str]:
    return frozenset(word for line in read_word_list("known_words.txt") for word in line)


def distinct_terms(mention: Mention) -> frozenset[str]:
    """The stems of a mention without the word that says what kind of thing a name is."""
    if mention.text.islower():
        return terms_of(mention.text)
    return terms_of(mention.text) - HEAD_TERMS - terms_of(mention.type.removeprefix("a "))


def _may_stand_beside(other: Mention, key: Mention, statement: Statement, inventory: Inventory) -> bool:
    terms = distinct_terms(other)
    if not terms or terms & (statement.terms | terms_of(key.text)) or not other.determiners & key.determiners:
        return False
    if abs(len(other.text.split()) - len(key.text.split())) > 2:
        return False
    return not is_told(terms, other.where, statement, inventory, key.where)


def is_told(
    terms: frozenset[str],
    where: Iterable[int],
    statement: Statement,
    inventory: Inventory,
    key_where: frozenset[int] = frozenset(),
) -> bool:
    """Whether the article may tell of some words what the statement tells of its key.

    So it may where a sentence that has them shares two words with the statement beyond the title's, or
    follows or precedes it, or has the key too.
    """
    telling = statement.terms - terms - inventory.title
    return any(
        len(telling & inventory.terms[number]) >= 2 or abs(number - statement.number) <= 1 or number in key_where
        for number in where
    )


def likeness(other: Mention, key: Mention, inventory: Inventory) -> float:
    """How like one mention is to another: head, ending, length, frequency and nearness in the article."""
    words, own = other.text.split(), key.text.split()
    near = min(abs(a - b) for a in other.where for b in key.where) / max(1, len(inventory.sentences))
    return (
        2.0 * (words[-1].lower() == own[-1].lower())
        + 1.0 * min(3, len(other.contexts & key.contexts))
        + 1.0 * (words[-1][-3:] == own[-1][-3:])
        - 0.7 * abs(len(words) - len(own))
        - 0.04 * abs(len(other.text) - len(key.text))
        + 0.2 * min(len(other.where), 3)
        - 3.0 * near
    )


def _apart(pool: Iterable[Mention], key: Mention) -> list[str]:
    """As many as wanted that share no word with one another or the key, but the word for their kind."""
    chosen: list[str] = []
    used = set(distinct_terms(key))
    for mention in pool:
        terms = distinct_terms(mention)
        if not terms & used:
            chosen.append(mention.text)
            used |= terms
        if len(chosen) == POOL:
            break
    return chosen


_NUMBER = re.compile(r"[$€£]?\d(?:[\d,.]*\d)?%?")


def numbers_beside(key: str, unit: str, statement: Statement, inventory: Inventory, rng: Random) -> list[str]:
    """Numbers with the same unit from the article, then made ones of the key's size."""
    value = number_of(key)
    if value is None or value == 0:
        return []
    here = {number_of(found) for found in _NUMBER.findall(statement.text)}
    most = 100 if key.endswith("%") or unit in {"percent", "per cent"} else value * 6
    chosen: list[str] = []
    for found in (*_numbers_with(unit, inventory), *_made_numbers(key, value, rng)):
        other = number_of(found)
        if other is None or other in here or _decimals(found) != _decimals(key) or not _alike(found, key):
            continue
        taken = [value, *(number_of(text) or 0.0 for text in chosen)]
        if all(abs(other - one) >= _FAR * max(other, one) for one in taken) and value / 4 <= other < min(
            most, value * 4
        ):
            chosen.append(found)
        if len(chosen) == POOL:
            break
    return chosen


def number_of(text: str) -> float | None:
    """The value of a number as written; None where it is none.

    >>> number_of("$1,200.50"), number_of("40%"), number_of("15–1")
    (1200.5, 40.0, None)
    """
    bare = text.strip("$€£%").replace(",", "").rstrip(".")
    return float(bare) if re.fullmatch(r"\d+(?:\.\d+)?", bare) else None


def _decimals(text: str) -> int:
    return len(text.strip("%").partition(".")[2])


def _alike(one: str, other: str) -> bool:
    return all((sign in one) == (sign in other) for sign in "$€£%")


def _numbers_with(unit: str, inventory: Inventory) -> Iterator[str]:
    pattern = re.compile(rf"(?<![\w.,–-])([$€£]?\d(?:[\d,.]*\d)?%?) ?{re.escape(unit)}(?!\w)") if unit else None
    for sentence in inventory.sentences if pattern else ():
        yield from pattern.findall(sentence.text)  # type: ignore[union-attr]


def _made_numbers(key: str, value: float, rng: Random) -> list[str]:
    """Numbers as round as the key: half of it, double and the like, in an order of chance.

    The key must not be told by standing in the middle, so what is above and below is shuffled.
    """
    factors = [0.5, 0.6, 0.75, 1.3, 1.4, 1.6, 2.0]
    rng.shuffle(factors)
    decimals = _decimals(key)
    digits = key.strip("$€£%").replace(",", "").partition(".")[0]
    zeros = 0 if decimals else min(len(digits) - len(digits.rstrip("0")), len(digits) - 1)
    made = []
    for factor in factors:
        number = round(value * factor, decimals or -zeros)
        if number > 0:
            body = f"{number:,.{decimals}f}" if "," in key or value < 1000 else f"{number:.{decimals}f}"
            made.append(f"{key[0] if key[0] in '$€£' else ''}{body}{'%' if '%' in key else ''}")
    return made


_YEAR = re.compile(r"(?<![\w.,$€£–/-])(1[0-9]\d\d|20[0-4]\d)(?![\w%–/-]|[.,]\d)")


def years_in(text: str) -> list[re.Match[str]]:
    """The years that a text gives."""
    return list(_YEAR.finditer(text))


def years_beside(key: str, statement: Statement, inventory: Inventory, rng: Random) -> list[str]:
    """Other years of the article near the key, then made ones near it; none of a sentence that tells of the same."""
    year = int(key)
    span = 12 if year > 1900 else 30
    where: dict[int, set[int]] = {}
    for number, sentence in enumerate(inventory.sentences):
        for match in _YEAR.finditer(sentence.text):
            where.setdefault(int(match[0]), set()).add(number)
    given = [y for y in where if 2 <= abs(y - year) <= span and not _is_year_told(where[y], statement, inventory)]
    made = [year + shift for shift in (-9, -6, -4, 3, 5, 7, 10) if year + shift not in where and year + shift <= 2020]
    rng.shuffle(given)
    rng.shuffle(made)
    chosen: list[int] = []
    for other in (*given, *made):
        if all(abs(other - one) >= 2 for one in (year, *chosen)):
            chosen.append(other)
        if len(chosen) == POOL:
            break
    return [str(other) for other in chosen]


def _is_year_told(where: set[int], statement: Statement, inventory: Inventory) -> bool:
    telling = statement.terms - inventory.title
    return any(len(telling & inventory.terms[number]) >= 3 or number == statement.number for number in where)
