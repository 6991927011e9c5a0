"""Text -> terms: words, without stop words, as stems; by nltk with nothing downloaded."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nltk.stem.snowball import SnowballStemmer
from nltk.tokenize import RegexpTokenizer

_tokenizer = RegexpTokenizer(r"\w+")
_stemmer = SnowballStemmer("english")

# Words that carry a sentence and no subject. nltk's own list would have to be downloaded.
STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren as at be because been before being
    below between both but by can cannot could couldn d did didn do does doesn doing don down during each
    either else etc ever few for from further get gets give given gives go goes got had hadn has hasn have
    haven having he her here hers herself him himself his i if in into is isn it its itself just ll m may me
    might mightn mine more most much must mustn my myself need needn neither no nor not now of off on once
    only onto or other our ours ourselves out over own please re s same shall shan she should shouldn so
    some such t than that the their theirs them themselves then there therefore these they this those though
    through thus to too under until up upon us ve very via was wasn we were weren while will with within
    without won would wouldn yes yet you your yours yourself yourselves
    """.split()
)

# Words that make a question of a sentence; an article that uses them seldom answers one with them.
QUESTION_WORDS = frozenset("how what whats when where which who whom whose why tell explain describe".split())


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


def fold(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=100_000)
def stem(form: str) -> str:
    """The stem of a folded word (Snowball, English)."""
    return str(_stemmer.stem(form))


def content_forms(text: str) -> list[str]:
    """The folded words of a text that are no stop words, in order, repetitions kept."""
    return [word.form for word in words(text) if word.form not in STOP_WORDS]


def query_forms(question: str) -> list[str]:
    """The content words of a question, each once, without the words that only make it a question."""
    forms = dict.fromkeys(content_forms(question))
    return [form for form in forms if form not in QUESTION_WORDS] or list(forms)
