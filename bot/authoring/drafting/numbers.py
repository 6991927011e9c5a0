"""Ask for numbers with a unit; distractors are other numbers of the document first, then generated ones."""

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from bot.authoring.drafting.candidate import GAP, LEAST, LONGEST_STEM, TOO_FEW, Candidate, Found, Kind
from bot.authoring.drafting.lists import has_verb, is_instruction
from bot.authoring.drafting.parts import Sentence, is_clear
from bot.authoring.drafting.quantities import NUMBER, NUMBER_WORDS, USUAL, number_of, other_quantities

_SHORTEST, _LONGEST = 25, 230  # characters of a sentence
_YEAR = re.compile(r"1[0-9]\d\d|20[0-4]\d")
_QUANTITY = re.compile(
    rf"(?<![\w.,:$€£–/+-])(?P<value>(?:{NUMBER.pattern})(?:(?: (?:to|or) |–)(?:{NUMBER.pattern}))?)"
    r"(?:[  ](?:(?:working|calendar|consecutive|business|full|separate|different|more|other) )?"
    r"(?P<unit>million|billion|percent|per cent|°[CF]|[ap]\.m\.|[ap]m\b|m[lgm]\b|k[gm]\b|cm\b|mcg\b|[gl]\b|hour|day"
    r"|week|month|year|minute|(?!is\b|was\b|has\b|times\b|across\b|this\b|as\b|plus\b|minus\b)[a-z]{2,}s\b))?(?![\w–/-]|[:.,]\d)",
)
_NUMERAL = rf"(?:\d[\d,.]*|{'|'.join(NUMBER_WORDS)})"
_NO_QUANTITY = re.compile(
    r"(?:\b(?i:from|age|aged|week|day|step|page|chapter|section|part|form|level|class|phase|type|number|version|through"
    r"|room|line|all|our|your|its|their|these|those|between(?: \S+){1,2} and|between|or|one of the|the"
    rf"|{_NUMERAL}[\w%]*(?: \w+)?,? (?:and|or|to)|\d[\w%.,]*(?: \S+)? \(|\d[\d.]*,|\band\b.{{1,80}}\b(?:are|were))"
    r"|.\b[A-Z][\w.]*|[=×÷*+~(]) ?$"
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
    r"|(?: \w+){0,2},(?: \w+){1,7}(?:,(?: \w+){1,7})*,? and \w+"
)
"""Matches what tells how many there are: "two parts: left and right"."""
_GOES_ON = re.compile(rf" (?:to|or|and) {_NUMERAL}\b| \(\D{{0,8}}\d")
"""Matches what makes a number part of a range, or gives it again in another unit."""
_MOST_OTHERS = 9  # numbers of a sentence that another is computed from
_NEAR = 0.05  # share of a number up to which another is as good as the same


def ask_for_numbers(sentences: Sequence[Sentence]) -> Found:
    """Yield a candidate for the first askable number of each sentence, or the reason that it has none."""
    pool = [found for sentence in sentences for found in _quantities(sentence.text)]
    for sentence in sentences:
        if not _SHORTEST <= len(sentence.text) <= _LONGEST or not _QUANTITY.search(sentence.text):
            continue
        told = is_instruction(sentence.text)
        ends = sentence.text[-1] in ".!" or (told and sentence.text[-1] not in ":,;")
        verbless = sentence.is_listed and not (told or has_verb(sentence.text))
        if verbless or not ends or sentence.text[0].islower() or not is_clear(sentence.text):
            yield "sentence that needs another"
        elif _ABOUT_THE_FILE.search(sentence.text):
            yield "sentence on the file itself"
        else:
            yield from _ask(sentence, pool)


def _ask(sentence: Sentence, pool: Sequence[tuple[str, str]]) -> Found:
    text = sentence.text
    for match in _askable(text):
        wrong = other_quantities(match["value"], _unit(match), text, pool)
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
    return other_quantities(key, _unit(match), sentence.text, pool) if match else ()


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
            (_unit(match) not in USUAL and _LISTED.match(text, match.end()))
            or _GOES_ON.match(text, match.end())
            or _is_computed(value, [number_of(one[0]) for one in NUMBER.finditer(text)])
        )
        if not told and len([1 for one in _QUANTITY.finditer(text) if one["value"] == match["value"]]) == 1:
            yield match


def _is_computed(value: float, numbers: Sequence[float]) -> bool:
    """Return whether a number is about the product or the ratio of two others of its sentence."""
    others = [number for number in numbers if number not in {0, 1, value}][:_MOST_OTHERS]
    made = (result for one, other in permutations(others, 2) for result in (one / other, one * other))
    return any(abs(result - value) < _NEAR * value for result in made)


def _quantities(text: str) -> Iterator[tuple[str, str]]:
    for match in _QUANTITY.finditer(text):
        if _unit(match) and not _YEAR.fullmatch(match["value"]):
            yield match["value"], _unit(match)


def _unit(match: re.Match[str]) -> str:
    """Return the unit of a quantity in the singular, or its sign; empty if there is none."""
    sign = next((sign for sign in "%$€£" if sign in match["value"]), "")
    unit = match["unit"] or ""
    return sign or (unit.removesuffix("s") if len(unit) > 3 else unit)
