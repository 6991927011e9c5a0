"""Ask for years and quantities; distractors are other numbers of the article first, then generated ones."""

import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from bot.authoring.drafting.candidate import POOL, WANTED, Found, Kind, cloze, make_candidate
from bot.authoring.drafting.inventory import Inventory
from bot.authoring.drafting.names import names_in
from bot.authoring.drafting.source_sentences import terms_of
from bot.authoring.drafting.statements import Statement
from bot.authoring.drafting.words import MONTHS
from bot.authoring.tagger import Parse

_WORDS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_IN_WORDS = {number: word for word, number in _WORDS.items()}
_MOST_DIGITS = 12
_FACTORS = (0.5, 0.6, 0.75, 1.3, 1.4, 1.6, 2.0)
_FACTORS_OF_DEGREES = (0.8, 0.85, 0.9, 1.1, 1.15, 1.2)  # temperatures vary less
_FAR, _FAR_IN_DEGREES = 0.2, 0.05  # least difference of two options, as a share of the greater
_MOST_TIMES = 3  # greatest ratio of a distractor to the key, and of the key to a distractor
_MOST = {"%": 100, "percent": 100, "per cent": 100, "a.m.": 13, "p.m.": 13}
"""Upper bounds, exclusive, of numbers with some units."""
_YEAR = re.compile(r"(?<![\w.,$€£–/-])(1[0-9]\d\d|20[0-4]\d)(?![\w%–/-]|[.,]\d)")
_BEFORE_YEAR = re.compile(
    rf"\b(?:[Ii]n|of|[Ss]ince|[Bb]y|{'|'.join(sorted(MONTHS))}|\d\d?,|autumn|fall|spring|summer|winter) $"
)
_AS_OF = re.compile(r"\b(?i:as of|over the|in the past)\b")
_AGE = re.compile(r" years? (?:old|of age|and older)")
_NUMBER = re.compile(rf"[$€£]?\d(?:[\d,.]*\d)?%?|\b(?:{'|'.join(_WORDS)})\b")
_QUANTITY = re.compile(
    rf"(?<![\w.,$€£–/-])(?P<value>(?:{_NUMBER.pattern})(?:(?: (?:to|or) |–)(?:{_NUMBER.pattern}))?)"
    r"(?: (?P<unit>million|billion|percent|per cent|°[CF]|[ap]\.m\.|[a-z]{2,}|[a-zµ]{1,3}\d?))?(?![\w–/-])"
)
_NO_QUANTITY = re.compile(
    r"(?:\b(?i:from|age|aged|week|day|number|through|first|last|next|other|the|these|those|between(?: \S+){1,2} and"
    r"|between)|.\b[A-Z][\w.]*) ?$"
)
_BOUND = re.compile(
    r"\b(?i:over|under|than|least|most|up to|nearly|almost|until|below|above|exceed(?:s|ing)?) ?$|\bexceed"
)
_POSSIBLE = re.compile(r"\b(?:can|may) ")
_LISTED = re.compile(r"(?: \w+)?[,:] \w+(?:, \w+)*,? and \w+\b(?! \w)")
"""Matches a list of what was counted: "two parts, left and right"."""
_NUMERAL = rf"(?:\d[\d,.]*|{'|'.join(_WORDS)})"
_RATIO = re.compile(rf"\b{_NUMERAL} (?:in|out of) (?:every )?{_NUMERAL}\b")
"""Matches a share, from which other numbers of the sentence can be computed, and whose parts are no quantities."""
_PAIR = re.compile(r"\b(?:each other|both|either|between them|pair|each side|each end|respectively)\b")
_USUAL = {"months": (3, 6, 9, 12, 18, 24, 36), "hours": (2, 4, 6, 8, 12, 24, 48), "days": (2, 3, 5, 7, 10, 14, 21, 28)}
"""Units for which only some numbers are plausible, with these numbers."""
_UNPLAIN = "number without a plain unit"


def ask_for_year(statement: Statement, inventory: Inventory, rng: Random) -> Found:
    """Yield a candidate that blanks the year of a statement with exactly one, or the reason that it was dropped."""
    found = list(_YEAR.finditer(statement.text))
    if len(found) != 1:
        return
    start, end = found[0].span()
    if not _has_named_subject(statement, inventory):
        yield "number of nothing named"
    elif not _BEFORE_YEAR.search(statement.text[:start]) or _AS_OF.search(statement.text[:start]):
        yield _UNPLAIN
    else:
        wrong = _other_years(found[0][0], statement, inventory, rng)
        yield make_candidate(statement, Kind.NUMBER, cloze(statement, start, end), found[0][0], wrong, worth=1.0)


def _has_named_subject(statement: Statement, inventory: Inventory) -> bool:
    """Return whether the subject has a word of the title or heading, or a name: not "Tension with Paris"."""
    if terms_of(statement.subject_name) & (inventory.title | terms_of(statement.topic)):
        return True
    names = names_in(statement.parse, inventory.common)
    places = range(statement.subject, statement.verb)
    first = next((i for i in places if statement.parse.tokens[i].tag in {"IN", "TO", ","}), statement.verb)
    return any(statement.subject <= name.last and name.first < first for name in names)


def _has_clear_referent(statement: Statement, inventory: Inventory, before: str) -> bool:
    """Return whether a reader knows what a quantity belongs to: an action, something named, or things in general."""
    on_title = not statement.subject_name and terms_of(before) & inventory.title
    return bool(statement.instructs or on_title) or _has_named_subject(statement, inventory) or _is_general(statement)


def _is_general(statement: Statement) -> bool:
    """Return whether a statement is general, as "Healthy kidneys remove ..." does, not of one event or place."""
    tokens = statement.parse.tokens
    past = any(token.tag == "VBD" or token.text in {"has", "have", "had", "was", "were"} for token in tokens)
    return not past and tokens[statement.subject].text.lower() != "the"


def _other_years(key: str, statement: Statement, inventory: Inventory, rng: Random) -> list[str]:
    """Return distractors for a year: other years of the article near it, then generated ones.

    Years of sentences that may be about the same event are left out.
    """
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


def ask_for_quantity(statement: Statement, inventory: Inventory, rng: Random) -> Found:
    """Yield candidates that blank a number or a range before its unit, and reasons for those dropped.

    A number in a bound is dropped, since others meet the bound as well ("more than 90 wells"), except in
    instructions, where it is what to do ("below 30 °C").
    """
    for match in _QUANTITY.finditer(statement.text):
        key, unit = match["value"], _sign(match["value"]) or match["unit"]
        before = statement.text[: match.start()]
        if (
            _YEAR.fullmatch(key)
            or not unit
            or number_of(key) in {0, 1}
            or _AGE.match(statement.text, match.end("value"))
        ):
            continue
        if not _has_clear_referent(statement, inventory, before):
            yield "number of nothing named"
            continue
        if _RATIO.search(statement.text) or (number_of(key) == 2 and _PAIR.search(statement.text)):
            yield "number that others tell"
            continue
        told = _AS_OF.search(before) or _LISTED.match(statement.text, match.end())
        bound = (_BOUND.search(before) or _POSSIBLE.search(before)) and not statement.instructs
        if told or bound or _NO_QUANTITY.search(before) or not _counts(statement.parse, *match.span("value")):
            yield _UNPLAIN
        else:
            wrong = _other_quantities(key, unit, statement, inventory, rng)
            yield make_candidate(statement, Kind.NUMBER, cloze(statement, *match.span("value")), key, wrong, worth=0.8)


def _sign(key: str) -> str:
    """Return the sign in a number that serves as its unit; empty if there is none."""
    return next((sign for sign in "%$€£" if sign in key), "")


def _counts(parse: Parse, start: int, end: int) -> bool:
    """Return whether the number at a place counts what follows: not in "coronavirus 2" and "6 March"."""
    first = next((i for i, token in enumerate(parse.tokens) if token.start == start), 0)
    before = parse.tokens[first - 1]
    if first == 0 or (first > 1 and before.is_noun and parse.tokens[first].text.isdigit()):
        return False
    after = next((token for token in parse.tokens if token.start >= end), None)
    if parse.text[end - 1] == "%" or (after and after.text in {"%", "°"}):
        return True
    return after is not None and after.text not in MONTHS and (after.is_noun or after.tag in {"JJ", "CD"})


def _other_quantities(key: str, unit: str, statement: Statement, inventory: Inventory, rng: Random) -> list[str]:
    """Return distractors for a quantity: those with its unit in the article, then generated ones of similar size."""
    value = number_of(key)
    most = _MOST.get(unit, value * _MOST_TIMES)
    far, factors = (_FAR_IN_DEGREES, _FACTORS_OF_DEGREES) if unit in {"°C", "°F"} else (_FAR, _FACTORS)
    here = {number_of(match["value"]) for match in _QUANTITY.finditer(statement.text)}
    chosen: dict[str, float] = {}
    for found in (*_quantities_with(unit, inventory), *_likely_quantities(key, unit, factors, rng)):
        other = number_of(found)
        fits = (
            not _overlap(found, key)
            and value / _MOST_TIMES <= other < most
            and other not in here
            and _shape(found) == _shape(key)
        )
        if fits and other != 1 and all(abs(other - one) >= far * max(other, one) for one in (value, *chosen.values())):
            chosen[found] = other
    return _order_around(value, chosen, rng)[:POOL]


def _order_around(value: float, others: Mapping[str, float], rng: Random) -> list[str]:
    """Return the other numbers, ordered so that the key's rank by size among the first few is left to chance."""
    below = [text for text, number in others.items() if number < value]
    above = [text for text, number in others.items() if number > value]
    smaller = rng.randrange(WANTED + 1)
    first = below[:smaller] + above[: WANTED - smaller]
    return first + [text for text in others if text not in first]


def _likely_quantities(key: str, unit: str, factors: Sequence[float], rng: Random) -> list[str]:
    """Generate quantities in random order: numbers usual for the unit if the key is one, else scaled ones."""
    usual = _USUAL.get(unit, ())
    if key.isdigit() and int(key) in usual:
        return [str(number) for number in rng.sample(usual, len(usual)) if number != int(key)]
    return _made_quantities(key, factors, rng)


def number_of(text: str) -> float:
    """Return the value of a number as written, or the middle of a range; 0 if it is neither.

    >>> number_of("$1,200.50"), number_of("40%"), number_of("three to five"), number_of("15.1.2")
    (1200.5, 40.0, 4.0, 0.0)
    """
    values = _values(text)
    return sum(values) / len(values) if values and values == sorted(set(values)) else 0.0


def _values(text: str) -> list[float]:
    bare = [number.strip("$€£%").replace(",", "") for number in _NUMBER.findall(text)]
    if any(number.count(".") > 1 or len(number) > _MOST_DIGITS for number in bare):
        return []
    return [float(_WORDS.get(number, 0) or number) for number in bare]


def _overlap(one: str, other: str) -> bool:
    """Return whether two ranges share more than an end: seven days are in "5 to 8" and in "7 to 10".

    >>> _overlap("5 to 8", "7 to 10"), _overlap("4 to 7", "7 to 10"), _overlap("5", "7 to 10")
    (True, False, False)
    """
    first, second = _values(one), _values(other)
    return len(first) > 1 and len(second) > 1 and first[0] < second[-1] and second[0] < first[-1]


def _shape(quantity: str) -> str:
    """Return the pattern of a quantity, which is the same for all that are written alike.

    >>> _shape("$1,250.50"), _shape("three to five")
    ('$0.0', 'n n n')
    """
    return re.sub(r"[a-z]+", "n", re.sub(r"[\d,]+", "0", quantity))


def _quantities_with(unit: str, inventory: Inventory) -> Iterator[str]:
    for sentence in inventory.sentences:
        for match in _QUANTITY.finditer(sentence.text):
            if unit == (_sign(match["value"]) or match["unit"]) and not _YEAR.fullmatch(match["value"]):
                yield match["value"]


def _made_quantities(key: str, factors: Sequence[float], rng: Random) -> list[str]:
    """Return the key scaled by the factors, as round as the key, in random order.

    The order is random so that the key is not always in the middle.

    >>> sorted(_made_quantities("3,000", _FACTORS, Random(1)))[:3]
    ['2,000', '4,000', '5,000']
    >>> sorted(_made_quantities("three to five", _FACTORS, Random(1)))[:2]
    ['five to eight', 'four to seven']
    """
    made = dict.fromkeys(_scale_all(key, factor) for factor in rng.sample(factors, len(factors)))
    return [quantity for quantity in made if "_" not in quantity]


def _scale_all(quantity: str, factor: float) -> str:
    return _NUMBER.sub(lambda number: _scale(number[0], factor), quantity)


def _roundness(number: int) -> int:
    """Return the greatest of 1, 2, 5, 6, 10, 20, ... that divides a number three times or more.

    >>> [_roundness(number) for number in (3, 15, 24, 60, 250)]
    [1, 5, 6, 20, 50]
    """
    steps = (digit * 10**power for power in range(len(str(number))) for digit in (1, 2, 5, 6))
    return max((step for step in steps if number % step == 0 and number >= 3 * step), default=1)


def _scale(number: str, factor: float) -> str:
    """Return a number times a factor, as round and in the same notation; "_" if there is no word for it.

    >>> _scale("$1,200", 0.5), _scale("2.5%", 2.0), _scale("five", 1.6), _scale("eight", 2.0)
    ('$600', '5.0%', 'eight', '_')
    """
    decimals = len(number.strip("%").partition(".")[2])
    value = number_of(number)
    step = 0.1**decimals if decimals else _roundness(int(value))
    scaled = round(value * factor / step) * step
    if number in _WORDS:
        return _IN_WORDS.get(int(scaled), "_")
    parted = "," if "," in number or len(number) < 4 else ""
    return f"{number[0] if number[0] in '$€£' else ''}{scaled:{parted}.{decimals}f}{'%' if number[-1] == '%' else ''}"
