"""Ask for numbers with a unit; distractors are other numbers of the document first, then generated ones."""

import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from bot.authoring.drafting.candidate import GAP, LEAST, LONGEST_STEM, POOL, TOO_FEW, WANTED, Candidate, Found, Kind
from bot.authoring.drafting.lists import is_instruction
from bot.authoring.drafting.parts import Sentence

_WORDS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"fourteen": 14, "fifteen": 15, "twenty-four": 24, "twenty-eight": 28, "twenty": 20, "thirty": 30}
_WORDS |= {"forty-eight": 48, "forty": 40, "fifty": 50, "sixty": 60, "seventy-two": 72, "ninety": 90}
_IN_WORDS = {number: word for word, number in _WORDS.items()}
_MOST_DIGITS = 12
_FACTORS = (0.5, 0.6, 0.75, 1.3, 1.4, 1.6, 2.0)
_FACTORS_OF_DEGREES = (0.8, 0.85, 0.9, 1.1, 1.15, 1.2)  # temperatures vary less
_HALF_DAYS = frozenset({"am", "pm", "a.m.", "p.m."})
_FAR, _FAR_IN_DEGREES = 0.2, 0.05  # least difference of two options, as a share of the greater
_MOST_TIMES = 3  # greatest ratio of a distractor to the key, and of the key to a distractor
_MOST = {"%": 100, "percent": 100, "per cent": 100, "a.m.": 13, "p.m.": 13, "am": 13, "pm": 13}
"""Upper bounds, exclusive, of numbers with some units."""
_SHORTEST, _LONGEST = 25, 230  # characters of a sentence
_YEAR = re.compile(r"1[0-9]\d\d|20[0-4]\d")
_NUMBER = re.compile(rf"[$€£]?\d(?:[\d,.]*\d)?%?|\b(?:{'|'.join(_WORDS)})\b(?!-)")
_QUANTITY = re.compile(
    rf"(?<![\w.,:$€£–/+-])(?P<value>(?:{_NUMBER.pattern})(?:(?: (?:to|or) |–)(?:{_NUMBER.pattern}))?)"
    r"(?:[  ](?:(?:working|calendar|consecutive|business|full|separate|different|more|other) )?"
    r"(?P<unit>million|billion|percent|per cent|°[CF]|[ap]\.m\.|[ap]m\b|m[lgm]\b|k[gm]\b|cm\b|mcg\b|[gl]\b|hour|day"
    r"|week|month|year|minute|(?!is\b|was\b|has\b|times\b|across\b|this\b|as\b|plus\b|minus\b)[a-z]{2,}s\b))?(?![\w–/-]|[:.,]\d)",
)
_NUMERAL = rf"(?:\d[\d,.]*|{'|'.join(_WORDS)})"
_NO_QUANTITY = re.compile(
    r"(?:\b(?i:from|age|aged|week|day|step|page|chapter|section|part|form|level|class|phase|type|number|version|through"
    r"|room|line|all|our|your|its|their|these|those|between(?: \S+){1,2} and|between|or|one of the|the"
    rf"|{_NUMERAL}[\w%]*(?: \w+)?,? (?:and|or|to)|\d[\w%.,]*(?: \S+)? \(|\d[\d.]*,|\band\b.{{1,80}}\b(?:are|were))"
    r"|.\b[A-Z][\w.]*|[=×÷*+~(]) ?$"
)
_BEGINS_OPEN = re.compile(
    r"(?:it|its|they|their|them|this|these|those|that|he|she|his|her|here|there|such|example|both|another|others?|also|then)\b"
    r"|[^\w“\"'(]",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:above|below|respectively|the (?:former|latter|following|same)|this (?:time|period|limit)|that (?:time|day)"
    r"|for example|e\.g\.|such as)\b",
    re.IGNORECASE,
)
_ABOUT_THE_FILE = re.compile(
    r"@|https?:|www\.|©|\b(?:version|valid from|effective (?:date|from)?|updated|revised|published|copyright|tel|fax"
    r"|phone|page|figure|table|chapter|§)\b|\d{3}[ -]\d{3,}|\+\d\d |=|→",
    re.IGNORECASE,
)
_RATIO = re.compile(rf"\b{_NUMERAL} (?:in|out of) (?:every )?{_NUMERAL}\b|\d:\d", re.IGNORECASE)
"""Matches a share, from which other numbers of the sentence can be computed, and whose parts are no quantities."""
_LISTED = re.compile(
    r"(?: \w+){0,3}?(?: ?[:–(—]| and (?:the )?other|,? (?:including|namely|such as)\b)"
    r"|(?: \w+){0,2},(?: \w+){1,3}(?:,(?: \w+){1,3})*,? and \w+"
)
"""Matches what tells how many there are: "two parts: left and right"."""
_GOES_ON = re.compile(rf" (?:to|or|and) {_NUMERAL}\b| \(\D{{0,8}}\d")
"""Matches what makes a number part of a range, or gives it again in another unit."""
_PAIR = re.compile(r"\b(?:each other|both|either|between them|pair|each side|each end|respectively)\b")
_USUAL = {
    "month": (2, 3, 6, 9, 12, 18, 24, 36),
    "hour": (2, 4, 6, 8, 12, 24, 48, 72),
    "day": (2, 3, 5, 7, 10, 14, 21, 28, 30, 60, 90),
    "minute": (2, 3, 5, 10, 15, 20, 30, 45, 60, 90),
    "week": (2, 3, 4, 6, 8, 12),
    "year": (2, 3, 5, 7, 10),
    "second": (3, 5, 10, 15, 20, 30, 40, 60),
}
"""Units for which only some numbers are plausible, with these numbers."""


def ask_for_numbers(sentences: Sequence[Sentence]) -> Found:
    """Yield a candidate for the first askable number of each sentence, or the reason that it has none."""
    pool = [found for sentence in sentences for found in _quantities(sentence.text)]
    for sentence in sentences:
        if not _SHORTEST <= len(sentence.text) <= _LONGEST or not _QUANTITY.search(sentence.text):
            continue
        if (
            _BEGINS_OPEN.match(sentence.text)
            or sentence.text[0].islower()
            or _REFERS.search(sentence.text)
            or not (sentence.text[-1] in ".!" or (is_instruction(sentence.text) and sentence.text[-1] not in ":,;"))
        ):
            yield "sentence that needs another"
        elif _ABOUT_THE_FILE.search(sentence.text):
            yield "sentence on the file itself"
        else:
            yield from _ask(sentence, pool)


def _ask(sentence: Sentence, pool: Sequence[tuple[str, str]]) -> Found:
    text = sentence.text
    for match in _askable(text):
        wrong = _other_quantities(match["value"], _unit(match), text, pool)
        gapped = f"{text[: match.start()]}{GAP}{text[match.end('value') :]}"
        question = f"Complete the sentence from the {sentence.place}: “{gapped}”"
        if len(wrong) < LEAST or len(question) > LONGEST_STEM:
            yield TOO_FEW
            continue
        worth = 2.2 - 0.003 * len(text)
        yield Candidate(Kind.NUMBER, "numbers", sentence.topic, question, match["value"], wrong, sentence.source, worth)
        return
    yield "number that others tell"


def number_choices(key: str, sentence: Sentence, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return numbers that can stand beside a number of a sentence, the document's own first; () for other keys."""
    pool = [found for one in sentences for found in _quantities(one.text)]
    found = (match for match in _QUANTITY.finditer(sentence.text) if match["value"] == key)
    match = next(found, None)
    return _other_quantities(key, _unit(match), sentence.text, pool) if match else ()


def askable_number(text: str) -> str:
    """Return the first number of a sentence that can be asked for; empty if there is none."""
    return next((match["value"] for match in _askable(text)), "")


def _askable(text: str) -> Iterator[re.Match[str]]:
    """Yield the numbers that nothing else in the sentence tells, and that count or measure something."""
    if _RATIO.search(text):
        return
    for match in _QUANTITY.finditer(text):
        value, before = number_of(match["value"]), text[: match.start()]
        if (
            not _unit(match)
            or value in {0, 1}
            or match["value"] == "100%"
            or _YEAR.fullmatch(match["value"])
            or _NO_QUANTITY.search(before)
        ):
            continue
        told = (
            _LISTED.match(text, match.end()) or _GOES_ON.match(text, match.end()) or (value == 2 and _PAIR.search(text))
        )
        if not told and len([1 for one in _QUANTITY.finditer(text) if one["value"] == match["value"]]) == 1:
            yield match


def _quantities(text: str) -> Iterator[tuple[str, str]]:
    for match in _QUANTITY.finditer(text):
        if _unit(match) and not _YEAR.fullmatch(match["value"]):
            yield match["value"], _unit(match)


def _unit(match: re.Match[str]) -> str:
    """Return the unit of a quantity in the singular, or its sign; empty if there is none."""
    sign = next((sign for sign in "%$€£" if sign in match["value"]), "")
    unit = match["unit"] or ""
    return sign or (unit.removesuffix("s") if len(unit) > 3 else unit)


def _other_quantities(key: str, unit: str, text: str, pool: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return distractors for a quantity: those with its unit in the article, then generated ones of similar size."""
    value, rng = number_of(key), Random(text)
    most = _MOST.get(unit, value * _MOST_TIMES)
    near = unit in {"°C", "°F"} or unit in _HALF_DAYS
    far, factors = (_FAR_IN_DEGREES, _FACTORS_OF_DEGREES) if near else (_FAR, _FACTORS)
    here = {number_of(match[0]) for match in _NUMBER.finditer(text)}
    own = [number for number, of in pool if of == unit]
    chosen: dict[str, float] = {}
    for found in (*own, *_likely_quantities(key, unit, factors, rng)):
        other = number_of(found)
        fits = (
            not _overlap(found, key)
            and value / _MOST_TIMES <= other < most
            and other not in here
            and _shape(found) == _shape(key)
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
    usual, value = _USUAL.get(unit, ()), number_of(key)
    if unit in _HALF_DAYS and key[:1].isdigit() and "to" not in key and "–" not in key:
        hour, mark, minutes = re.fullmatch(r"(\d+)(\D?)(\d*)", key).groups()  # type: ignore[union-attr]
        return [
            f"{other}{mark}{minutes}" for by in rng.sample((-2, -1, 1, 2), 4) if 1 <= (other := int(hour) + by) < 13
        ]
    if value in usual and (key.isdigit() or key in _WORDS):
        others = [number for number in rng.sample(usual, len(usual)) if number != value]
        return [str(number) if key.isdigit() else _IN_WORDS.get(number, "_") for number in others]
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
    plain = re.sub(r"\d{4,}", "N", re.sub(r"[a-z]+", "n", quantity))  # 4000 does not stand among 2,000 and 3,000
    return re.sub(r"[\d,]+", "0", plain)


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
