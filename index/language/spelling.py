"""Repair misspelt words of a question with words of the articles."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.language.frequency import known_stems
from index.language.stems import ENGLISH, stem
from index.language.stop_words import function_words, stop_words
from index.language.word_lists import BEGINNING, read_by_beginning, read_word_list

_SHORTEST = 4
_WHOLE = {"de", "es", "fr", "it", "pt"}
"""Languages of which a dictionary is known: in others, correct words would be taken for misspelt ones."""

_VOWELS = str.maketrans("", "", "aeiouy")


def repair(form: str, vocabulary: Mapping[str, int], language: str = ENGLISH) -> str | None:
    """Return the word of the articles that a misspelt word stands for, or None.

    `vocabulary` counts the folded words of the articles. `form` must not be among them. A known word or name
    is never repaired: "insulin" is not a misspelt "inulin". Nor is any word of a language without a dictionary.

    An error is a letter too many, missing or wrong, or two neighbouring letters exchanged. One error is
    repaired, two only where all of them are in vowels, or in the order of the letters. Of the candidates the one with
    the fewest errors is taken, then the most frequent; a word of three letters only where nothing else is near.

    >>> repair("magnisum", {"magnesium": 3, "manganese": 1})
    'magnesium'
    """
    if len(form) < _SHORTEST or not form.isalpha() or is_known(form, language):
        return None
    near = process.extract(form, vocabulary.keys(), scorer=OSA.distance, score_cutoff=2, limit=None)
    candidates = [
        (len(word) < _SHORTEST, faults, -vocabulary[word], word)
        for word, faults, _ in near
        if _may_be_meant(word, language) and (faults == 1 or _only_mixed_up(form, word))
    ]
    return min(candidates)[-1] if candidates else None


def repair_by_stem(form: str, is_stem: Callable[[str], bool]) -> str | None:
    """Return the everyday English word that a misspelt word stands for, where its stem is one that is looked for.

    So "wekly" is repaired to "weekly" in articles that say "week". There must be one error, not in the first letter.

    >>> repair_by_stem("wekly", {"week"}.__contains__)
    'weekly'
    """
    if len(form) < _SHORTEST or not form.isalpha() or is_known(form):
        return None
    near = process.extract(form, _everyday_words(form[0]), scorer=OSA.distance, score_cutoff=1, limit=None)
    return next((word for word, _, _ in near if len(word) >= _SHORTEST and is_stem(stem(word))), None)


@lru_cache(maxsize=64)
def _everyday_words(letter: str) -> list[str]:
    everyday = (word for line in read_word_list("common_words.txt") for word in line)
    return [word for word in everyday if word.startswith(letter)]


def is_known(form: str, language: str = ENGLISH) -> bool:
    """Return whether a folded word is one of the language as far as is known; every word where no dictionary is."""
    if form in function_words(language):
        return True
    if language == ENGLISH:
        return f" {form} " in _english_words().get(form[:BEGINNING], "")
    return language not in _WHOLE or stem(form, language) in known_stems(language)


def _only_mixed_up(form: str, word: str) -> bool:
    """Return whether two words differ in vowels only, or have the same letters in another order."""
    return form.translate(_VOWELS) == word.translate(_VOWELS) or sorted(form) == sorted(word)


def _may_be_meant(word: str, language: str) -> bool:
    return len(word) >= _SHORTEST - 1 and word.isalpha() and word not in stop_words(language)


@lru_cache(maxsize=1)
def _english_words() -> dict[str, str]:
    # Searching one of 500 texts takes microseconds; a set of all words would take 17 MB and be slower to make.
    return read_by_beginning("known_words.txt")
