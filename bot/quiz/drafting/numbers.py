"""Numbers and years to blank, and others to stand beside them: from the article first, then made."""

import re
from collections.abc import Iterator
from random import Random

from bot.quiz.drafting.candidate import POOL, Found, Kind, cloze, with_enough
from bot.quiz.drafting.inventory import Inventory
from bot.quiz.drafting.names import names_in
from bot.quiz.drafting.sentences import terms_of
from bot.quiz.drafting.statements import Statement
from bot.quiz.drafting.words import MONTHS
from bot.quiz.phrases import Parse

_FAR = 0.2  # how far numbers must differ, as a share of the greater
_MOST_TIMES = 4  # how many times greater or smaller than the key one may be
_NUMBER = re.compile(r"[$€£]?\d(?:[\d,.]*\d)?%?")
_YEAR = re.compile(r"(?<![\w.,$€£–/-])(1[0-9]\d\d|20[0-4]\d)(?![\w%–/-]|[.,]\d)")
_BEFORE_YEAR = re.compile(
    rf"\b(?:[Ii]n|of|[Ss]ince|[Bb]y|{'|'.join(sorted(MONTHS))}|\d\d?,|autumn|fall|spring|summer|winter) $"
)
_AGE = re.compile(r" years? (?:old|of age|and older)")
_COUNT = re.compile(
    r"(?<![\w.,$€£–/-])([$€£]?\d[\d,]*(?:\.\d+)?%?)(?: (million|billion|percent|per cent|[a-z]{2,}|[a-zµ]{1,3}\d?))?"
    r"(?![\w–/-])"
)
_BOUND = re.compile(
    r"(?:\b(?i:over|than|least|most|up to|under|nearly|almost|between|to|from|and|or|until|age|aged|week|day|number"
    r"|exceeds?|exceeding|through|by)|\b[A-Z][\w.]*|^) ?$"
)
_UNPLAIN = "number without a plain unit"


def ask_for_year(statement: Statement, inventory: Inventory, rng: Random) -> Found:
    """Blank the year where the sentence gives one only."""
    found = list(_YEAR.finditer(statement.text))
    if len(found) != 1:
        return
    start, end = found[0].span()
    if not _is_on_named(statement, inventory):
        yield "number of nothing named"
    elif not _BEFORE_YEAR.search(statement.text[:start]):
        yield _UNPLAIN
    else:
        wrong = _years_beside(found[0][0], statement, inventory, rng)
        yield with_enough(statement, Kind.NUMBER, cloze(statement, start, end), found[0][0], wrong, worth=1.0)


def _is_on_named(statement: Statement, inventory: Inventory) -> bool:
    """Whether the subject has a name, or a word of the title."""
    names = names_in(statement.parse, inventory.common)
    named = any(name.first < statement.verb and name.last >= statement.subject for name in names)
    return named or bool(terms_of(statement.subject_name) & inventory.title)


def _years_beside(key: str, statement: Statement, inventory: Inventory, rng: Random) -> list[str]:
    """Other years of the article near the key, then made ones; none of a sentence that tells of the same."""
    year = int(key)
    span = 12 if year > 1900 else 30
    where: dict[int, set[int]] = {}
    for sentence in inventory.sentences:
        for match in _YEAR.finditer(sentence.text):
            where.setdefault(int(match[0]), set()).add(sentence.number)
    telling = statement.terms - inventory.title
    given = [
        other
        for other, numbers in where.items()
        if abs(other - year) <= span
        and not any(n == statement.number or len(telling & inventory.terms[n]) > 2 for n in numbers)
    ]
    latest = max(where, default=year)
    made = [year + by for by in (-9, -6, -4, 3, 5, 7, 10) if year + by not in where and year + by <= latest]
    rng.shuffle(given)
    rng.shuffle(made)
    chosen: list[int] = []
    for other in (*given, *made):
        if all(abs(other - one) >= 2 for one in (year, *chosen)):
            chosen.append(other)
    return [str(other) for other in chosen[:POOL]]


def ask_for_number(statement: Statement, inventory: Inventory, rng: Random) -> Found:
    """Blank a number with its unit; not where a bound is given, which other numbers meet too."""
    on_matter = bool(statement.terms & (inventory.title | terms_of(statement.topic)))
    for match in _COUNT.finditer(statement.text):
        key, unit = match[1], match[2] or ""
        if (
            _YEAR.fullmatch(key)
            or not number_of(key)
            or _AGE.match(statement.text, match.end(1))
            or not (unit or key[-1] == "%" or key[0] in "$€£")
        ):
            continue
        if not on_matter or not _is_on_named(statement, inventory):
            yield "number beside the matter"
        elif _BOUND.search(statement.text[: match.start()]) or not _counts(statement.parse, match.start(1)):
            yield _UNPLAIN
        else:
            wrong = _numbers_beside(key, unit, statement, inventory, rng)
            yield with_enough(statement, Kind.NUMBER, cloze(statement, *match.span(1)), key, wrong, worth=0.8)


def _counts(parse: Parse, start: int) -> bool:
    """Whether the number at a place counts what follows: not "coronavirus 2", not "6 March"."""
    at = next((i for i, token in enumerate(parse.tokens) if token.start == start), 0)
    if at == 0 or parse.tokens[at - 1].is_noun:
        return False
    if parse.tokens[at].text[-1] == "%":
        return True
    after = next(iter(parse.tokens[at + 1 : at + 2]), None)
    if after is None or len(after.text) == 1 or after.text in MONTHS:
        return after is not None and after.text == "%"
    return after.is_noun or after.tag in {"JJ", "CD"}


def _numbers_beside(key: str, unit: str, statement: Statement, inventory: Inventory, rng: Random) -> list[str]:
    """Numbers with the same unit from the article, then made ones of the key's size."""
    value = number_of(key) or 0.0
    most = 100 if key.endswith("%") or unit in {"percent", "per cent"} else value * _MOST_TIMES
    here = {number_of(found) for found in _NUMBER.findall(statement.text)}
    chosen: dict[str, float] = {}
    for found in (*_numbers_with(unit, inventory), *_made_numbers(key, value, rng)):
        other = number_of(found)
        if other is None or other in here or not _is_written_alike(found, key):
            continue
        apart = all(abs(other - one) >= _FAR * max(other, one) for one in (value, *chosen.values()))
        if apart and value / _MOST_TIMES <= other < most:
            chosen[found] = other
    return list(chosen)[:POOL]


def number_of(text: str) -> float | None:
    """The value of a number as written; None where it is none.

    >>> number_of("$1,200.50"), number_of("40%"), number_of("15–1")
    (1200.5, 40.0, None)
    """
    bare = text.strip("$€£%").replace(",", "").rstrip(".")
    return float(bare) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", bare) else None


def _is_written_alike(one: str, other: str) -> bool:
    """Whether two numbers have the same signs and decimals, and part their thousands alike."""
    if _decimals(one) != _decimals(other) or any((sign in one) != (sign in other) for sign in "$€£%"):
        return False
    return ("," in one) == ("," in other) or min(number_of(one) or 0.0, number_of(other) or 0.0) < 1000


def _decimals(text: str) -> int:
    return len(text.strip("%").partition(".")[2])


def _numbers_with(unit: str, inventory: Inventory) -> Iterator[str]:
    if unit:
        pattern = re.compile(rf"(?<![\w.,–-])({_NUMBER.pattern}) {re.escape(unit)}(?!\w)")
        for sentence in inventory.sentences:
            yield from pattern.findall(sentence.text)


def _made_numbers(key: str, value: float, rng: Random) -> list[str]:
    """Numbers as round as the key: half of it, double and the like, in an order of chance.

    The key must not be told by standing in the middle, so what is above and below is shuffled.

    >>> sorted(_made_numbers("3,000", 3000.0, Random(1)))[:3]
    ['2,000', '4,000', '5,000']
    """
    factors = [0.5, 0.6, 0.75, 1.3, 1.4, 1.6, 2.0]
    rng.shuffle(factors)
    decimals = _decimals(key)
    digits = key.strip("$€£%").replace(",", "").partition(".")[0]
    zeros = 0 if decimals else min(len(digits) - len(digits.rstrip("0")), len(digits) - 1)
    numbers = (round(value * factor, decimals or -zeros) for factor in factors)
    return [_write_like(key, number, decimals) for number in dict.fromkeys(numbers) if number > 0]


def _write_like(key: str, number: float, decimals: int) -> str:
    parted = "," if "," in key or len(key) < 4 else ""
    sign = key[0] if key[0] in "$€£" else ""
    return f"{sign}{number:{parted}.{decimals}f}{'%' if key[-1] == '%' else ''}"
