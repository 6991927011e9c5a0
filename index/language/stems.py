"""Reduce words to terms: folded word -> Snowball stem. Uses nltk without downloaded data."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

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
_REMEMBERED = 200_000  # words of a language


@lru_cache(maxsize=32)
def stemmer(language: str = ENGLISH) -> Callable[[str], str]:
    """Return the function that gives the term of a folded word of a language; where there are no stems, the word.

    It remembers the terms by the word alone, which is twice as fast as by word and language.
    """
    if language not in STEMMED:
        return str
    snowball: Callable[[str], str] = SnowballStemmer(STEMMED[language]).stem
    if language != ENGLISH:
        return lru_cache(maxsize=_REMEMBERED)(snowball)
    irregular = _irregular_forms()

    @lru_cache(maxsize=_REMEMBERED)
    def english(form: str) -> str:
        return snowball(american(irregular.get(form, form)))

    return english


def stem(form: str, language: str = ENGLISH) -> str:
    """Return the term of a folded word: the Snowball stem of the word, or of its base form where it is irregular.

    British and American spellings have the same term. In a language without stems, it is the word.

    >>> stem("vitamins"), stem("broken"), stem("haemorrhages"), stem("hospitalised")
    ('vitamin', 'break', 'hemorrhag', 'hospit')
    """
    return stemmer(language)(form)


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
    return tuple(map(stemmer(language), words_folded))


def _irregular_forms() -> dict[str, str]:
    found: dict[str, str] = {}
    for base, *others in read_word_list("irregular_forms.txt"):
        for form in others:
            found.setdefault(form, base)
    return found
