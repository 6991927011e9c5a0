"""Repair misspelt words of a question with words of the articles."""

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.language.frequency import is_common
from index.language.stop_words import STOP_WORDS
from index.language.word_lists import read_word_list

_SHORTEST = 4
_VOWELS = str.maketrans("", "", "aeiouy")


def repair(form: str, vocabulary: Mapping[str, int]) -> str | None:
    """Return the word of the articles that a misspelt word stands for, or None.

    `vocabulary` counts the folded words of the articles. `form` must not be among them. A known English word
    or name is never repaired: "insulin" is not a misspelt "inulin".

    An error is a letter too many, missing or wrong, or two neighbouring letters exchanged. One error is
    repaired, two only where all of them are in vowels. Of the candidates the one with the fewest errors is
    taken, then the most frequent.

    >>> repair("magnisum", {"magnesium": 3, "manganese": 1})
    'magnesium'
    """
    if len(form) < _SHORTEST or not form.isalpha() or is_common(form) or form in _known_words():
        return None
    near = process.extract(form, vocabulary.keys(), scorer=OSA.distance, score_cutoff=2, limit=None)
    candidates = [
        (faults, -vocabulary[word], word)
        for word, faults, _ in near
        if _may_be_meant(word) and (faults == 1 or form.translate(_VOWELS) == word.translate(_VOWELS))
    ]
    return min(candidates)[2] if candidates else None


def _may_be_meant(word: str) -> bool:
    return len(word) >= _SHORTEST - 1 and word.isalpha() and word not in STOP_WORDS


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    return frozenset(word for line in read_word_list("known_words.txt") for word in line)
