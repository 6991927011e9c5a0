"""How sure it is that a passage answers a question.

The confidence is the estimated probability that the article answers, where of three questions that
people ask one is answerable: a logistic function of five signals. It depends on words alone, and on one
article at a time; nothing is learnt from the articles that are served, so one threshold fits them all.

A word's weight is its rarity in English, not in the article: that "botox" is not in the article tells
much, that "really" is not tells nothing.

The first three coefficients were fitted on questions of the Stanford Query Answering Dataset
(Rajpurkar et al. 2016, https://arxiv.org/abs/1606.05250) put to their own and to other articles, then
rounded. The last two are set by hand: no data set of near misses exists to fit them on. They make it
less sure where the question's rarest word is missing, and where a number is asked for and there is none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, log1p

from index.language.frequency import common_ranks
from index.language.stems import stem, stems
from index.language.stop_words import content_words
from index.query import Query, QueryTerm
from index.ranking import PassageWords

BIAS = -8.0
FOUND = 7.5
SENTENCE = 6.0
MISSING = -3.0
ONLY_TOPIC = -3.0
NO_NUMBER = -4.0

_SYNONYM, _REPAIRED, _VARIANT = 0.9, 0.8, 0.5  # what a match is worth that is not the word itself
_LEAST, _SHORT = 0.1, 0.5  # weights of the commonest words, and of digits and single letters
_COMMONEST = 20  # words of this rank or above weigh least
TELLING = 0.6
"""From this weight on it matters that a word is missing."""

# Words that say what kind of answer is wanted, speak of the article itself, or are grammar more than meaning.
_GENERIC = frozenset(
    """
    kind kinds type types sort name names year years many much long far old often big large tall high dr mr mrs
    ms miss prof professor word words term way ways thing things place example examples article text page
    mention mentioned mentions say says said cite cites cited call called known another around even still
    already always never really actually something anything someone anyone somebody anybody everything
    everyone nothing one ones true right wrong correct fact facts
    """.split()
)
_ASKS_NUMBER = re.compile(
    r"\bhow (many|much|long|old|tall|far|large|big|high|fast|wide|deep|heavy)\b"
    r"|\b(what|which) (percent|percentage|number|amount|proportion|fraction|year|date|age)\b"
    r"|\b(dose|dosage|price|cost|costs)\b|\bwhen (was|were|did)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"(?<![A-Za-z])\d")  # "B12" is a name, not a number
_SHARED_LETTERS, _ENDING_LETTERS = 5, 4  # how many first letters variants share, and how many last ones differ


class Vocabulary:
    """The stems of one article: in how many passages each stands, and which differ in the ending only."""

    def __init__(self, passages: Iterable[AbstractSet[str]]) -> None:
        self.size = 0
        self._frequency: Counter[str] = Counter()
        for passage in passages:
            self.size += 1
            self._frequency.update(passage)
        self._by_beginning: dict[str, list[str]] = {}
        for term in self._frequency:
            self._by_beginning.setdefault(term[:_SHARED_LETTERS], []).append(term)

    def document_frequency(self, terms: Sequence[str]) -> int:
        """The number of passages that have the rarest of some stems."""
        return min((self._frequency[term] for term in terms), default=0)

    def morphological_variants(self, terms: Sequence[str]) -> list[str]:
        """Stems that differ from a single one in the ending only: "colonist" and "coloni(al)"."""
        if len(terms) != 1 or len(terms[0]) < _SHARED_LETTERS or not terms[0].isalpha():
            return []
        (term,) = terms
        family = self._by_beginning.get(term[:_SHARED_LETTERS], ())
        return [other for other in family if other != term and _differing_letters(term, other) <= _ENDING_LETTERS]


@dataclass(frozen=True, slots=True)
class Signals:
    """What the confidence is computed from, in weights of words; a rare word weighs 1.

    `found` is the weight of the question's words that the passage or its headings have, `sentence` the
    share of the question's weight that its best sentence and the headings have, `missing` the weight of
    the words that the whole article lacks. `only_topic`: what is found is only what the article is
    about throughout (words of its title, or of every third passage), and a telling word is missing.
    `no_number`: a number is asked for, and the passage has none.
    """

    found: float
    sentence: float
    missing: float
    only_topic: bool
    no_number: bool

    @property
    def confidence(self) -> float:
        """The probability in [0, 1]; 0 where nothing was found."""
        if not self.found:
            return 0.0
        logit = (
            BIAS
            + FOUND * log1p(self.found)
            + SENTENCE * self.sentence
            + MISSING * log1p(self.missing)
            + ONLY_TOPIC * self.only_topic
            + NO_NUMBER * self.no_number
        )
        return 1 / (1 + exp(-logit))


def read_signals(question: Query, words: PassageWords, text: str, article: Vocabulary) -> Signals:
    """Compare a question with a passage, given as its words and its text, of an article."""
    topic = frozenset(stems(words.topic))
    headings = frozenset(stems(words.headings))
    sentences = [frozenset(stems(sentence)) for sentence in words.sentences]
    passage = headings.union(*sentences)
    in_sentence = [0.0] * len(sentences)
    total = found = missing = heaviest_missing = beyond_topic = 0.0
    for word in question.asked:
        weight = rarity(word)
        total += weight
        readings = _readings(word)
        variants = article.morphological_variants(stems(word.forms))
        match = _match(readings, variants, passage)
        in_headings = _match(readings, [], headings)
        found += weight * match
        for i, sentence in enumerate(sentences):
            in_sentence[i] += weight * max(in_headings, _match(readings, variants, sentence))
        having = max((article.document_frequency(terms) for terms in readings), default=0)
        if not having:
            absence = weight * (1 - _VARIANT if variants else 1.0)
            missing += absence
            heaviest_missing = max(heaviest_missing, absence)
        if having <= article.size / 3 and not _match(readings, [], topic):
            beyond_topic += weight * match
    return Signals(
        found=found,
        sentence=max(in_sentence, default=0.0) / total if total else 0.0,
        missing=missing,
        only_topic=beyond_topic < 0.6 and heaviest_missing > TELLING,
        no_number=_ASKS_NUMBER.search(question.text) is not None and _DIGIT.search(text) is None,
    )


def rarity(word: QueryTerm) -> float:
    """How much a word of a question tells, 0.1 to 1: the logarithm of its rank among English words."""
    phrases = (word.forms, *word.synonyms) if len(word.forms) != 1 else (word.forms,)
    return min(1.0, max(_LEAST, *(sum(map(_rarity, phrase)) for phrase in phrases)))


@lru_cache(maxsize=100_000)
def _rarity(form: str) -> float:
    if form in _GENERIC:
        return _LEAST
    if form.isdigit() or len(form) == 1:
        return _SHORT
    rank = common_ranks().get(stem(form), _last_rank())
    return min(1.0, max(_LEAST, log(rank / _COMMONEST) / log(_last_rank() / _COMMONEST)))


@lru_cache(maxsize=1)
def _last_rank() -> int:
    return max(common_ranks().values())


def _readings(word: QueryTerm) -> dict[tuple[str, ...], float]:
    """The stems of a word, where it counts, and of its synonyms; what it is worth to meet them."""
    readings = {stems(content_words(phrase)): _SYNONYM for phrase in word.synonyms}
    if word.used and not word.replaced:
        readings[stems(word.forms)] = _REPAIRED if word.repaired else 1.0
    return readings


def _match(readings: Mapping[tuple[str, ...], float], variants: Sequence[str], terms: AbstractSet[str]) -> float:
    """How well some stems express a word: 1 by itself, less by another word, 0 not at all."""
    worth = [value for reading, value in readings.items() if set(reading) <= terms]
    return max(worth, default=_VARIANT if any(term in terms for term in variants) else 0.0)


def _differing_letters(one: str, other: str) -> int:
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return max(len(one), len(other)) - common
