"""Tell how common words are in English: word -> rank."""

from functools import lru_cache

from index.language.stems import stem
from index.language.word_lists import read_word_list


def is_common(form: str) -> bool:
    """Return whether a word is among the most common of English."""
    return stem(form) in common_ranks()


@lru_cache(maxsize=1)
def common_ranks() -> dict[str, int]:
    """Return the stems of the most common English words with their ranks, from 1."""
    ranks: dict[str, int] = {}
    everyday = [word for line in read_word_list("common_words.txt") for word in line]
    for rank, word in enumerate(everyday, start=1):
        ranks.setdefault(stem(word), rank)
    return ranks
