"""Classify the form of an option: its kind of phrase, number, unit, and the article that fits before it."""

import re
from dataclasses import dataclass

from bot.authoring.checking.word_rules import NUMBER_WORDS, tags
from index.language.stems import stem

_MONTHS = "january february march april may june july august september october november december".split()
_QUALIFIED = r"(?:about|around|over|under|up to|at least|at most|less than|more than|nearly|roughly|approximately|some)"
_FIGURE = rf"(?:\d[\d.,]*|\b(?:{'|'.join(sorted(NUMBER_WORDS))})\b)"
_NUMBER = re.compile(
    rf"\W*(?:{_QUALIFIED}\s+)?(?P<first>{_FIGURE}|an?(?=\s))(?:\s*(?:to|or|and|–|-|/)\s*{_FIGURE})?"
    r"[\s-]*(?:(?:of )?an? )?(?P<unit>[°%€$£]\s?\w?|[^\W\d_]+)?",
    re.IGNORECASE,
)
_UNITS = {
    "time": "second sec s minute min hour h hr day night week month year decade century time",
    "mass": "g gram gramme kg kilo kilogram mg milligram mcg µg microgram tonne pound ounce lb oz",
    "volume": "ml millilitre milliliter l litre liter dl cl drop teaspoon tablespoon cup pint gallon bucket",
    "length": "mm millimetre millimeter cm centimetre centimeter m metre meter km kilometre kilometer mile inch",
    "share": "% percent per",
    "temperature": "° °c °f degree",
    "pressure": "bar psi mmhg pascal kpa",
}
_DIMENSION = {unit: name for name, units in _UNITS.items() for unit in units.split()}
_PARTS = frozenset({"half", "quarter"})  # not numbers by themselves: "half charged"
_LONGEST_BEHIND = 4  # words behind a number and its unit
_SILENT_H = ("hour", "honest", "honour", "honor", "heir")
_LIKE_YOU_OR_ONE = re.compile(r"(?:uni(?!n|m)|us[aeiu]|ut[ei]|eu|ubi|one\b|once\b|ura|uri)", re.IGNORECASE)
_AN_LETTERS = frozenset("AEFHILMNORSX")


# The tagger takes some verbs of these forms for nouns.
VERB_ENDINGS = {"-ing": "ing", "a verb phrase": "s"}


@dataclass(frozen=True, slots=True)
class Form:
    """Hold the form of an option.

    `kind` is "a number", "to + verb", "-ing", "a sentence", "a verb phrase" or "a phrase". `plural` is None where
    the option is no noun phrase; `unit` is empty where it has none.
    """

    kind: str
    plural: bool | None = None
    unit: str = ""


def form_of(option: str) -> Form:
    """Return the form of an option.

    >>> form_of("to relax muscles").kind, form_of("two hours"), form_of("blood vessels").plural
    ('to + verb', Form(kind='a number', plural=None, unit='time'), True)
    """
    text = " ".join(option.split())
    number = _NUMBER.match(text)
    if number and _is_measure(text, number):
        return Form("a number", unit=_dimension(number["unit"]))
    tagged = tags(text[:1].lower() + text[1:] if text[1:].islower() else text)
    first = [tag for _, tag in tagged[:2]]
    if first[:1] == ["TO"] and not re.match(r"to (?:an?|the|\d)\b", text, re.IGNORECASE):
        return Form("to + verb")
    if first[:1] == ["PRP"] and len(tagged) > 1:
        return Form("a sentence")
    if first[:1] == ["VBZ"] and len(tagged) > 1:
        return Form("a verb phrase")
    # "kneading" and "bleeding of gums" are noun phrases.
    if first[:1] == ["VBG"] and len(tagged) > 1 and tagged[1][1] not in {"CC", ","} and tagged[1][0] != "of":
        return Form("-ing")
    return Form("a phrase", plural=_is_plural(tagged))


def _is_measure(text: str, number: re.Match[str]) -> bool:
    """Return whether a phrase that begins with a number is a measure: "two hours", "5 bar", not "two small holes"."""
    first, behind = number["first"].lower(), text[number.end() :].split()
    dimension = _dimension(number["unit"])
    if len(behind) > _LONGEST_BEHIND:
        return False
    if first[0].isdigit():
        return not text[number.end("first") :][:1].isalpha() or dimension in _UNITS
    if first in {"a", "an"}:
        return dimension == "time" and not behind
    return dimension in _UNITS or (first not in _PARTS and not behind)


def _dimension(unit: str | None) -> str:
    """Return what a unit measures ("time" for hours), or the unit's stem where that is not known."""
    word = (unit or "").lower().replace(" ", "")
    if word in _MONTHS:
        return "date"
    return next(
        (_DIMENSION[form] for form in (word, word.removesuffix("s"), word.removesuffix("es")) if form in _DIMENSION),
        stem(word),
    )


def _is_plural(tagged: tuple[tuple[str, str], ...]) -> bool | None:
    """Return whether the head of a noun phrase is plural; None without a noun, and for more than one phrase."""
    head = None
    for word, tag in tagged:
        if tag.startswith("NN"):
            head = (word, tag)
        elif tag in {"CC", ","}:
            return None
        elif head or tag not in {"DT", "JJ", "JJR", "JJS", "PRP$", "CD", "VBN", "VBG", "RB"}:
            break
    if head is None:
        return None
    word, tag = head
    return tag in {"NNS", "NNPS"} and not word.endswith(("ss", "is", "us"))


def has_own_article(option: str) -> bool:
    """Return whether an option begins with an article."""
    return re.match(r"\s*(?:an?|the)\s", option, re.IGNORECASE) is not None


def wants_an(option: str) -> bool:
    """Return whether an option takes "an" and not "a", by its sound.

    >>> wants_an("enzyme"), wants_an("unit"), wants_an("hour"), wants_an("MRI"), wants_an("vitamin")
    (True, False, True, True, False)
    """
    word = option.lstrip(" \t\n\"'“‘(")
    first = re.split(r"[\s-]", word, maxsplit=1)[0]
    if len(first) > 1 and first.isupper() and first.isalpha():
        return first[0] in _AN_LETTERS
    if word[:1].isdigit():
        return word[:1] == "8" or re.match(r"1[18]\b", word) is not None
    if _LIKE_YOU_OR_ONE.match(word):
        return False
    return word[:1].lower() in set("aeiou") or word.lower().startswith(_SILENT_H)
