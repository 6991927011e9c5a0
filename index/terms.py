"""Text -> words -> terms, by nltk with nothing downloaded."""

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nltk.stem.snowball import SnowballStemmer
from nltk.tokenize import RegexpTokenizer

DATA = Path(__file__).parent / "data"

_tokenizer = RegexpTokenizer(r"\w+")
_stemmer = SnowballStemmer("english")

# Words that carry a sentence and no subject. nltk's own list would have to be downloaded.
STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren as at be because been before being
    below between both but by can cannot could couldn d did didn do does doesn doing don down during each
    either else etc ever few for from further get gets give gives given go goes got had hadn has hasn have
    haven having he her here hers herself him himself his i if in into is isn it its itself just ll m may me
    might mightn mine more most much must mustn my myself need needn neither no nor not now of off on once
    only onto or other our ours ourselves out over own please re s same shall shan she should shouldn so
    some such t than that the their theirs them themselves then there therefore these they this those though
    through thus to too under until up upon us ve very via was wasn we were weren while will with within
    without won would wouldn yes yet you your yours yourself yourselves
    arent cant couldnt didnt doesnt dont hadnt hasnt havent im isnt ive lets mustnt shouldnt thats theres theyre
    wasnt werent wont wouldnt youre plz pls wat wot u ur
    """.split()
)

# Words that make a question of a sentence; an article that uses them seldom answers one by them.
QUESTION_WORDS = frozenset(
    """
    how what whats when where which who whom whose why tell explain describe help helps helped happen happens
    know want really lately stuff thing things
    """.split()
)

# The word need not be English after this: the same is done to questions and articles.
_SPELLINGS = (
    (re.compile(r"is(e[ds]?|er|ing|ations?)$"), r"iz\1"),  # hospitalised, organisation
    (re.compile(r"our(s|ed|ing|al|ful|less)?$"), r"or\1"),  # tumour
    (re.compile(r"([bt])re(s|d)?$"), r"\1er\2"),  # fibre, centre
    (re.compile(r"[ao]e"), "e"),  # haemorrhage, oedema
)
_SHORTEST_SPELT_TWO_WAYS = 5


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its span there, and its form without case and accents."""

    start: int
    end: int
    form: str


def words(text: str) -> Iterator[Word]:
    """The words of a text in order.

    >>> [word.form for word in words("Naïve B12!")]
    ['naive', 'b12']
    """
    for start, end in _tokenizer.span_tokenize(text):
        yield Word(start, end, fold(text[start:end]))


def forms(text: str) -> list[str]:
    """The folded words of a text in order."""
    return [word.form for word in words(text)]


def fold(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return sys.intern(word.lower())  # an index keeps each word of its articles many times
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return sys.intern("".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def is_content(form: str) -> bool:
    """Whether a word of a question may be about something: neither a stop word nor a question word."""
    return form not in STOP_WORDS and form not in QUESTION_WORDS


def content_words(words_folded: Sequence[str]) -> tuple[str, ...]:
    """The words of a question that it may be about."""
    return tuple(filter(is_content, words_folded))


@lru_cache(maxsize=200_000)
def stem(form: str) -> str:
    """The term of a folded word: its Snowball stem, of its base form where it is irregular.

    British and American spellings are one term.

    >>> stem("vitamins"), stem("broken"), stem("haemorrhages"), stem("hospitalised")
    ('vitamin', 'break', 'hemorrhag', 'hospit')
    """
    base = _irregular_forms().get(form, form)
    if len(base) >= _SHORTEST_SPELT_TWO_WAYS:
        for british, american in _SPELLINGS:
            base = british.sub(american, base)
    return str(_stemmer.stem(base))


def stems(words_folded: Sequence[str]) -> tuple[str, ...]:
    """The terms of folded words."""
    return tuple(map(stem, words_folded))


def read_word_list(name: str) -> list[list[str]]:
    """The lines of a word list in `data`, comments and blank lines left out, as words."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _irregular_forms() -> dict[str, str]:
    found: dict[str, str] = {}
    for base, *others in read_word_list("irregular_forms.txt"):
        for form in others:
            found.setdefault(form, base)
    return found
