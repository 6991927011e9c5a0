"""Reduce words to terms: folded word -> Snowball stem. Uses nltk without downloaded data."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat

from nltk.stem.snowball import SnowballStemmer

from index.language.word_lists import read_word_list

STEMMED = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}
"""The languages whose words are reduced to stems, with Snowball's names for them."""

ENGLISH = "en"

# The result need not be an English word, since questions and articles are changed alike.
_SPELLINGS = (
    (re.compile(r"is(e[ds]?|er|ing|ations?)$"), r"iz\1"),  # hospitalised, organisation
    (re.compile(r"our(s|ed|ing|al|ful|less)?$"), r"or\1"),  # tumour
    (re.compile(r"([bt])re(s|d)?$"), r"\1er\2"),  # fibre, centre
    (re.compile(r"[ao]e"), "e"),  # haemorrhage, oedema
)
_SHORTEST_SPELT_TWO_WAYS = 5


@lru_cache(maxsize=200_000)
def stem(form: str, language: str = ENGLISH) -> str:
    """Return the term of a folded word: the Snowball stem of the word, or of its base form where it is irregular.

    British and American spellings have the same term. In a language without stems, it is the word.

    >>> stem("vitamins"), stem("broken"), stem("haemorrhages"), stem("hospitalised")
    ('vitamin', 'break', 'hemorrhag', 'hospit')
    """
    if language != ENGLISH:
        return str(_stemmer(language).stem(form)) if language in STEMMED else form
    return str(_stemmer(ENGLISH).stem(american(_irregular_forms().get(form, form))))


def american(form: str) -> str:
    """Return a folded English word with what British spelling writes otherwise as American spelling has it.

    >>> american("tumours"), american("centre")
    ('tumors', 'center')
    """
    if len(form) >= _SHORTEST_SPELT_TWO_WAYS:
        for british, spelling in _SPELLINGS:
            form = british.sub(spelling, form)
    return form


def stems(words_folded: Sequence[str], language: str = ENGLISH) -> tuple[str, ...]:
    """Return the terms of folded words, in order."""
    return tuple(map(stem, words_folded, repeat(language)))


@lru_cache(maxsize=len(STEMMED))
def _stemmer(language: str) -> SnowballStemmer:
    return SnowballStemmer(STEMMED[language])


@lru_cache(maxsize=1)
def _irregular_forms() -> dict[str, str]:
    found: dict[str, str] = {}
    for base, *others in read_word_list("irregular_forms.txt"):
        for form in others:
            found.setdefault(form, base)
    return found
