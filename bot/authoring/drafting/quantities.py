"""Read quantities, and make others that can stand beside them: from the document first, then scaled ones."""

import re
from collections.abc import Mapping, Sequence
from random import Random

from bot.authoring.drafting.candidate import POOL, WANTED

NUMBER_WORDS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"fourteen": 14, "fifteen": 15, "twenty-four": 24, "twenty-eight": 28, "twenty": 20, "thirty": 30}
NUMBER_WORDS |= {"forty-eight": 48, "forty": 40, "fifty": 50, "sixty": 60, "seventy-two": 72, "ninety": 90}
_IN_WORDS = {number: word for word, number in NUMBER_WORDS.items()}
_MOST_DIGITS = 12
_FACTORS = (0.5, 0.6, 0.75, 1.3, 1.4, 1.6, 2.0)
_FACTORS_OF_DEGREES = (0.8, 0.85, 0.9, 1.1, 1.15, 1.2)  # temperatures vary less
_HALF_DAYS = frozenset({"am", "pm", "a.m.", "p.m."})
_FAR, _FAR_IN_DEGREES = 0.2, 0.05  # least difference of two options, as a share of the greater
MOST_TIMES = 3  # greatest ratio of a distractor to the key, and of the key to a distractor
_MOST = {"%": 100, "percent": 100, "per cent": 100, "a.m.": 13, "p.m.": 13, "am": 13, "pm": 13}
"""Upper bounds, exclusive, of numbers with some units."""
NUMBER = re.compile(rf"[$€£]?\d(?:[\d,.]*\d)?%?|\b(?:{'|'.join(NUMBER_WORDS)})\b(?!-)")
USUAL = {
    "month": (2, 3, 6, 9, 12, 18, 24, 36),
    "hour": (2, 4, 6, 8, 12, 24, 48, 72),
    "day": (2, 3, 5, 7, 10, 14, 21, 28, 30, 60, 90),
    "minute": (2, 3, 5, 10, 15, 20, 30, 45, 60, 90),
    "week": (2, 3, 4, 6, 8, 12),
    "year": (2, 3, 5, 7, 10),
    "second": (3, 5, 10, 15, 20, 30, 40, 60),
}
"""Units for which only some numbers are plausible, with these numbers."""


def other_quantities(key: str, unit: str, text: str, pool: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return distractors for a quantity: those with its unit in the article, then generated ones of similar size."""
    value, rng = number_of(key), Random(text)
    most = _MOST.get(unit, value * MOST_TIMES)
    near = unit in {"°C", "°F"} or unit in _HALF_DAYS
    far, factors = (_FAR_IN_DEGREES, _FACTORS_OF_DEGREES) if near else (_FAR, _FACTORS)
    here = {number_of(match[0]) for match in NUMBER.finditer(text)}
    own = [number for number, of in pool if of == unit]
    chosen: dict[str, float] = {}
    for found in (*own, *_likely_quantities(key, unit, factors, rng)):
        other = number_of(found)
        fits = (
            not _overlap(found, key)
            and value / MOST_TIMES <= other < most
            and other not in here
            and shape_of(found) == shape_of(key)
        )
        if fits and other > 1 and all(abs(other - one) >= far * max(other, one) for one in (value, *chosen.values())):
            chosen[found] = other
    return tuple(_order_around(value, chosen, rng)[:POOL])


def _order_around(value: float, others: Mapping[str, float], rng: Random) -> list[str]:
    """Return the other numbers, ordered so that the key's rank by size among the first few is left to chance."""
    below = [text for text, number in others.items() if number < value]
    above = [text for text, number in others.items() if number > value]
    smaller = rng.randrange(WANTED + 1)
    first = below[:smaller] + above[: WANTED - smaller]
    return first + [text for text in others if text not in first]


def _likely_quantities(key: str, unit: str, factors: Sequence[float], rng: Random) -> list[str]:
    """Generate quantities in random order: numbers usual for the unit if the key is one, else scaled ones."""
    usual, value = USUAL.get(unit, ()), number_of(key)
    if unit in _HALF_DAYS and key[:1].isdigit() and "to" not in key and "–" not in key:
        hour, mark, minutes = re.fullmatch(r"(\d+)(\D?)(\d*)", key).groups()  # type: ignore[union-attr]
        return [
            f"{other}{mark}{minutes}" for by in rng.sample((-2, -1, 1, 2), 4) if 1 <= (other := int(hour) + by) < 13
        ]
    if value in usual and (key.isdigit() or key in NUMBER_WORDS):
        others = [number for number in rng.sample(usual, len(usual)) if number != value]
        return [str(number) if key.isdigit() else _IN_WORDS.get(number, "_") for number in others]
    made = dict.fromkeys(_scale_all(key, factor) for factor in rng.sample(factors, len(factors)))
    return [quantity for quantity in made if "_" not in quantity]


def number_of(text: str) -> float:
    """Return the value of a number as written, or the middle of a range; 0 if it is neither.

    >>> number_of("$1,200.50"), number_of("40%"), number_of("three to five"), number_of("15.1.2")
    (1200.5, 40.0, 4.0, 0.0)
    """
    values = _values(text)
    return sum(values) / len(values) if values and values == sorted(set(values)) else 0.0


def _values(text: str) -> list[float]:
    bare = [number.strip("$€£%").replace(",", "") for number in NUMBER.findall(text)]
    if any(number.count(".") > 1 or len(number) > _MOST_DIGITS for number in bare):
        return []
    return [float(NUMBER_WORDS.get(number, 0) or number) for number in bare]


def _overlap(one: str, other: str) -> bool:
    """Return whether two ranges share more than an end: seven days are in "5 to 8" and in "7 to 10".

    >>> _overlap("5 to 8", "7 to 10"), _overlap("4 to 7", "7 to 10"), _overlap("5", "7 to 10")
    (True, False, False)
    """
    first, second = _values(one), _values(other)
    return len(first) > 1 and len(second) > 1 and first[0] < second[-1] and second[0] < first[-1]


def shape_of(quantity: str) -> str:
    """Return the pattern of a quantity, which is the same for all that are written alike.

    >>> shape_of("$1,250.50"), shape_of("three to five")
    ('$0.0', 'n n n')
    """
    plain = re.sub(r"\d{4,}", "N", re.sub(r"[a-z]+", "n", quantity))  # 4000 does not stand among 2,000 and 3,000
    return re.sub(r"[\d,]+", "0", plain)


def _scale_all(quantity: str, factor: float) -> str:
    """Return a quantity with each of its numbers scaled.

    >>> _scale_all("3,000", 1.3), _scale_all("three to five", 1.3)
    ('4,000', 'four to six')
    """
    return NUMBER.sub(lambda number: _scale(number[0], factor), quantity)


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
    if number in NUMBER_WORDS:
        return _IN_WORDS.get(int(scaled), "_")
    parted = "," if "," in number or len(number) < 4 else ""
    return f"{number[0] if number[0] in '$€£' else ''}{scaled:{parted}.{decimals}f}{'%' if number[-1] == '%' else ''}"
