"""Tell how common words are in a language: word -> rank."""

from functools import lru_cache

from index.language.stems import ENGLISH, stem
from index.language.word_lists import has_word_list, read_word_list

LAST_RANK = 5000
"""Rank from which on a stem is rare in other languages; the English list ends before it."""


def is_common(form: str) -> bool:
    """Return whether a word is among the most common of English."""
    return stem(form) in common_ranks()


@lru_cache(maxsize=8)
def common_ranks(language: str = ENGLISH) -> dict[str, int]:
    """Return the stems of the most common words of a language with their ranks, from 1; none where no list is."""
    if language != ENGLISH:
        return {term: rank for term, rank in known_stems(language).items() if rank <= LAST_RANK}
    ranks: dict[str, int] = {}
    everyday = [word for line in read_word_list("common_words.txt") for word in line]
    for rank, word in enumerate(everyday, start=1):
        ranks.setdefault(stem(word), rank)
    return ranks


@lru_cache(maxsize=8)
def known_stems(language: str) -> dict[str, int]:
    """Return the stems of words of a language other than English, commonest first, with their ranks from 1."""
    name = f"stems_{language}.txt"
    lines = read_word_list(name) if has_word_list(name) else []
    return {term: rank for rank, term in enumerate((term for line in lines for term in line), start=1)}
