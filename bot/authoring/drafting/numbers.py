"""Ask for numbers with a unit; distractors are other numbers of the document first, then generated ones."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from random import Random

from bot.authoring.drafting.candidate import GAP, POOL, Candidate, Found
from bot.authoring.drafting.parts import FILE_WORDS, FINITE, Sentence, is_clear, is_instruction

_FIRST = "one two three four five six seven eight nine ten eleven twelve".split()
NUMBER_WORDS = {word: number for number, word in enumerate(_FIRST, 1)}
NUMBER_WORDS |= {"fourteen": 14, "fifteen": 15, "twenty": 20, "twenty-four": 24, "thirty": 30, "forty": 40}
NUMBER_WORDS |= {"forty-eight": 48, "fifty": 50, "sixty": 60, "seventy-two": 72, "ninety": 90}
_IN_WORDS = {number: word for word, number in NUMBER_WORDS.items()}
_USUAL = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 18, 20, 21, 24, 28, 30, 36, 40, 45, 48, 60, 72, 90)
_FACTORS = (0.6, 0.75, 0.85, 0.9, 1.1, 1.15, 1.25, 1.4, 1.6)
_FAR, MOST_TIMES = 0.1, 3  # least difference of two options, as a share of the greater; greatest ratio to the key
_ROUND, _WHOLE, _MOST_DIGITS = 10, 100, 12  # from which on 5s are round; percent; of a number that is read
NUMBER = re.compile(
    rf"[$€£]?\d(?:[\d,.]*\d)?%?|\b(?:{'|'.join(sorted(NUMBER_WORDS, reverse=True))})\b(?!-)", re.IGNORECASE
)
_SHORTEST, _LONGEST, _MOST_ITEMS = 25, 230, 15  # characters of a sentence; items of one document
_YEAR = re.compile(r"1[0-9]\d\d|20[0-4]\d")
_QUANTITY = re.compile(
    rf"(?<![\w.,:$€£–/+-])(?P<value>{NUMBER.pattern})"
    r"(?:[  ]?(?:(?:working|calendar|consecutive|business|full|separate|different|total) )?"
    r"(?P<unit>million|billion|percent|per cent|[°º][CF]|m[lgm]\b|k[gm]\b|cm\b|mcg\b|[gl]\b|hour|day|week|month|year"
    r"|minute|(?!is\b|was\b|has\b|times\b|across\b|this\b|as\b|plus\b|minus\b)[a-z]{2,}s\b))?(?![\w–/-]|[:.,]\d)",
)
_NO_QUANTITY = re.compile(
    r"(?:\b(?i:from|age|aged|week|day|step|page|chapter|section|part|form|level|class|phase|type|number|version|through"
    r"|room|line|all|our|your|its|their|this|these|those|between|or|further|other|next|one of the|the"
    r"|\band\b.{1,80}\b(?:are|were))|.\b[A-Z][\w.]*|[=×÷*+~(]) ?$"
)
_LISTED = re.compile(r".*(?:[:(–—]|, .* (?:and|or) |\b(?:including|namely|such as|and (?:the )?other)\b)")
"""Matches what tells how many there are: "two parts: left and right"."""
_VERB = re.compile(r"\b(?:[a-z]{3,}(?:ed|[^\W\dsu]s)|do|not|you|we|they)\b")
_MEASURES = frozenset("second minute hour day week month year degree litre liter gram metre meter percent".split())
_APART, _MOST_NUMBERS = 14, 2  # characters between numbers that are no range, ratio or conversion; of a sentence


def ask_for_numbers(sentences: Sequence[Sentence]) -> Found:
    """Yield a candidate for the first askable number of each sentence, or the reason that it has none."""
    pool = quantities_of(sentences)
    for sentence in sentences:
        text = sentence.text
        first = _QUANTITY.search(text)
        if not _SHORTEST <= len(text) <= _LONGEST or not first:
            continue
        has_verb = FINITE.search(text) or _VERB.search(text[: first.start()])
        told = text[-1] not in ":,;" if is_instruction(text) else text[-1] in ".!" and has_verb
        if FILE_WORDS.search(text) or not (text[0].isupper() and is_clear(text) and told):
            yield "sentence that needs another"
        elif key := askable_number(text):
            place, wrong = text.find(key), number_choices(key, text, pool)
            question = f"Complete the sentence from {sentence.place}: “{text[:place]}{GAP}{text[place + len(key) :]}”"
            base = Candidate("numbers", _MOST_ITEMS, 2.9, sentence.topic, sentence.source, sentence.source)
            yield base.asking(question, key, wrong, 0.003 * len(text))
        else:
            yield "number that others tell"


def quantities_of(sentences: Iterable[Sentence]) -> list[tuple[str, str]]:
    """Return the numbers with a unit that sentences have, each with its unit."""
    return [(match["value"], _unit(match)) for sentence in sentences for match in _quantities(sentence.text)]


def number_choices(key: str, text: str, pool: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return numbers that can stand beside one of a text, those of a pool first; () for other keys."""
    units = [_unit(match) for match in _quantities(text) if match["value"] == key]
    return _others(key, units[0], text, [value for value, unit in pool if unit == units[0]]) if units else ()


def askable_number(text: str) -> str:
    """Return the first number of a sentence that can be asked for; empty if there is none.

    It counts or measures something that nothing else in the sentence tells, and is not part of a range.
    """
    numbers = list(NUMBER.finditer(text))
    near = any(after.start() - before.end() < _APART for before, after in pairwise(numbers))
    if near or len(numbers) > _MOST_NUMBERS:
        return ""
    return next((match["value"] for match in _quantities(text) if _is_askable(match, text)), "")


def _is_askable(match: re.Match[str], text: str) -> bool:
    value = match["value"]
    told = _unit(match) not in _MEASURES and _LISTED.match(text, match.end())
    once = text.count(value) == 1 and number_of(value) not in {0, 1} and value != "100%"
    return once and not told and not _NO_QUANTITY.search(text[: match.start()])


def _quantities(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _QUANTITY.finditer(text) if _unit(match) and not _YEAR.fullmatch(match["value"]))


def _unit(match: re.Match[str]) -> str:
    """Return the unit of a quantity in the singular, or its sign; empty if there is none."""
    sign = next((sign for sign in "%$€£" if sign in match["value"]), "")
    unit = match["unit"] or ""
    return sign or (unit.removesuffix("s") if len(unit) > 3 else unit)


def _others(key: str, unit: str, text: str, own: Sequence[str]) -> tuple[str, ...]:
    """Return distractors for a number: those of the article with its unit, then generated ones of similar size."""
    value, rng, chosen = number_of(key), Random(text), dict[str, float]()
    most = _WHOLE if unit in {"%", "percent", "per cent"} else value * MOST_TIMES
    here = {number_of(match[0]) for match in NUMBER.finditer(text)}
    for found in (*rng.sample(own, len(own)), *_likely(key, rng)):
        other = number_of(found)
        fits = other > 1 and value / MOST_TIMES <= other < most and other not in here
        apart = all(abs(other - one) >= _FAR * max(other, one) for one in (value, *chosen.values()))
        if fits and apart and _shape(found) == _shape(key):
            chosen[found] = other
    return tuple(chosen)[:POOL]


def _likely(key: str, rng: Random) -> list[str]:
    """Generate numbers in random order: usual ones if the key is one, else scaled ones."""
    value = number_of(key)
    if value in _USUAL and (key.isdigit() or key in NUMBER_WORDS):
        alike = [number for number in _USUAL if value < _ROUND or (number % 5 == 0) == (value % 5 == 0)]
        others = rng.sample(alike, len(alike))
        return [str(number) if key.isdigit() else _IN_WORDS.get(number, "") for number in others]
    return [_scale(key, factor) for factor in rng.sample(_FACTORS, len(_FACTORS))]


def number_of(text: str) -> float:
    """Return the value of a number as written; 0 if it is none.

    >>> number_of("$1,200.50"), number_of("40%"), number_of("three"), number_of("15.1.2")
    (1200.5, 40.0, 3.0, 0.0)
    """
    bare = text.strip("$€£%").replace(",", "").lower()
    if bare in NUMBER_WORDS:
        return float(NUMBER_WORDS[bare])
    return float(bare) if re.fullmatch(r"\d+(?:\.\d+)?", bare) and len(bare) <= _MOST_DIGITS else 0.0


def _shape(number: str) -> str:
    """Return the pattern of a number, which is the same for all that are written alike: "$0.0" for "$1,250.50"."""
    return re.sub(r"[\d,]+", "0", re.sub(r"\d{4,}", "N", re.sub(r"[a-z]+", "n", number)))


def _scale(number: str, factor: float) -> str:
    """Return a number in figures times a factor, as round and in the same notation."""
    decimals = len(number.strip("%").partition(".")[2])
    value = round(number_of(number) * 10**decimals)
    steps = (digit * 10**power for power in range(_MOST_DIGITS) for digit in (1, 2, 5))
    step = max((step for step in steps if value % step == 0 and value >= 3 * step), default=1)
    scaled = round(value * factor / step) * step / 10**decimals
    shown = f"{scaled:,.{decimals}f}" if "," in number or len(number) < 4 else f"{scaled:.{decimals}f}"
    return f"{number[0] if number[0] in '$€£' else ''}{shown}{'%' if number[-1] == '%' else ''}"
