"""Misspelt words of a question -> words of the articles."""

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
    """The word of the articles that a misspelt one stands for, or None.

    Repaired is only what no article uses and what is no word or name of English that is known here, for
    "insulin" is no misspelt "inulin". A fault is a letter too many, missing or wrong, or two exchanged.
    Two faults are repaired where only vowels are wrong. The nearest word is taken, of those the most
    frequent. `vocabulary` counts the folded words of the articles.

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
