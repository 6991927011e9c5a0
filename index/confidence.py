"""Estimate how likely it is that a passage answers a question: question, passage, article -> probability.

The confidence is the estimated probability that the article answers, where one in three of the questions
asked is answerable. It is a logistic function of signals (see `Signals`). They are computed from
words alone and from one article at a time, and nothing is learnt from the articles that are served, so one
threshold fits every article.

A word's weight is its rarity in English, not in the article: it matters that "botox" is missing from the
article, and it does not matter that "really" is.

The first three coefficients were fitted on questions of the Stanford Question Answering Dataset
(Rajpurkar et al. 2016, https://arxiv.org/abs/1606.05250), each put to its own article and to others, then
rounded. The others are set by hand, because no data set of near misses exists. They lower the confidence where
the question's rarest word is missing, where an answer of yes or no, or a number, would rest on a word that the article
does not have, where a number or a name stands in one sentence and what it is asked of in another, and where the passage
gives no answer of the kind asked for: no price to "How much ...?". Where that kind is needed, only the sentences that
give it count.

In other languages fewer words of a question recur in the form that the passage has, so the bias is higher: fitted
on half of the articles of XQuAD (Artetxe et al. 2020, https://arxiv.org/abs/1910.11856) in Spanish, German,
Russian, Arabic and Chinese, one value for all. Words that are generic, and kinds of answers, are needed in English
only.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, log1p

from index.answer_types import VERDICT, counted, names_measure
from index.language.frequency import LAST_RANK, common_ranks
from index.language.stems import ENGLISH, stem, stems
from index.language.stop_words import content_words
from index.language.synonyms import is_about_health
from index.passage import Passage
from index.query import Query, QueryTerm
from index.ranking import PassageWords

BIAS = -7.7
OTHER_BIAS = -5.5
FOUND = 7.5
SENTENCE = 6.0
MISSING = -3.0
ONLY_TOPIC = -3.0
UNSAID = -4.0
APART = -3.0
WRONG_KIND = -5.0

_SYNONYM, _REPAIRED, _VARIANT = 0.9, 0.8, 0.5  # strength of a match by other than the word as typed (which is 1)
_LEAST, _SHORT = 0.1, 0.5  # weights of the commonest words, and of digits and single letters
_COMMONEST = 20  # words up to this rank have the least weight
EVEN = 0.5
"""Confidence from which on words vouch for a passage."""
TELLING = 0.6
"""Weight from which on a word is informative: its absence lowers the confidence."""
UNCOMMON = 0.75
"""Weight from which on a noun is so telling that yes or no, or a number, cannot be said without it."""

# Words that name the kind of answer wanted, refer to the article itself, or are grammatical rather than meaningful.
_GENERIC = frozenset(
    """
    kind kinds type types sort name names year years many much long far old often big large tall high dr mr mrs
    ms miss prof professor word words term way ways thing things place example examples article text page
    mention mentioned mentions say says said cite cites cited call called known another around even still
    already always never really actually something anything someone anyone somebody anybody everything
    everyone nothing one ones true right wrong correct fact facts
    """.split()
)
# A sentence that begins so speaks of what the one before it names.
_REFERS_BACK = re.compile(
    r"\W*(?:(?:in|on|of|for|from|with|to|by) )?(?:it|its|they|their|them|this|these|that|those|he|his|she|her|both|such"
    r"|each|one|then|there)\b",
    re.IGNORECASE,
)
# Endings of words that say how something is or what is done, and general words: others express them as well.
_NO_NOUN = ("ed", "ing", "ly", "ful", "ous", "able", "ible", "ial", "ty", "ness")
_GENERAL = frozenset(
    """
    ok okay contain contains drug drugs medicine medicines medication medications substance product products item
    items reason reasons issue issues trouble benefit benefits risk risks danger chance chances method methods
    amount amounts permit permits prevent avoid require requires
    """.split()
)
_SHARED_LETTERS, _ENDING_LETTERS = 5, 4  # first letters that variants share at least; last letters that may differ


class Vocabulary:
    """Hold the stems of one article with their document frequencies; a document is a passage.

    `size` is the number of passages. `about_health` tells whether medical synonyms count.
    """

    def __init__(self, passages: Iterable[AbstractSet[str]]) -> None:
        self.size = 0
        self._frequency: Counter[str] = Counter()
        for passage in passages:
            self.size += 1
            self._frequency.update(passage)
        self._by_beginning: dict[str, list[str]] = {}
        for term in self._frequency:
            self._by_beginning.setdefault(term[:_SHARED_LETTERS], []).append(term)
        self.about_health = is_about_health(self._frequency.keys())

    @property
    def terms(self) -> AbstractSet[str]:
        """Return all stems."""
        return self._frequency.keys()

    def document_frequency(self, terms: Sequence[str]) -> int:
        """Return the number of passages that contain the rarest of some stems; 0 for no stems."""
        return min((self._frequency[term] for term in terms), default=0)

    def morphological_variants(self, terms: Sequence[str]) -> list[str]:
        """Return the stems that differ from a single one in the ending only: "coloni" for "colonist".

        Without exactly one alphabetic stem of five letters or more, there are none.
        """
        if len(terms) != 1 or len(terms[0]) < _SHARED_LETTERS or not terms[0].isalpha():
            return []
        (term,) = terms
        family = self._by_beginning.get(term[:_SHARED_LETTERS], ())
        return [other for other in family if other != term and _differing_letters(term, other) <= _ENDING_LETTERS]


@dataclass(frozen=True, slots=True)
class Signals:
    """Hold the signals of the confidence, in weights of words; a rare word has the weight 1.

    `found` is the weight of the question's words that occur in the passage or its headings. `sentence` is the
    share of the question's weight that its best sentence and the headings cover. `missing` is the weight of the
    words that the whole article lacks. `only_topic` is true where an informative word is missing and the passage
    shares with the question only what the whole article is about: words of its title, or words of more than a
    third of its passages. `unsaid` is true where a question of yes or no, of a number or a name, has an informative
    noun that the article lacks. `apart` is true where a number or a name is asked for, and the sentence that covers
    most of the question lacks an informative word that the article has. `wrong_kind` is true where no sentence of the
    passage gives the kind of answer needed, say a number.
    `only_cited` is true where the passage is a cited work and the question is not about works; then it is no answer.
    """

    found: float
    sentence: float
    missing: float
    only_topic: bool
    unsaid: bool
    apart: bool
    wrong_kind: bool
    only_cited: bool
    language: str = ENGLISH

    @property
    def confidence(self) -> float:
        """Return the probability, 0 to 1; 0 where nothing was found, or in a cited work alone."""
        if not self.found or self.only_cited:
            return 0.0
        logit = (
            (BIAS if self.language == ENGLISH else OTHER_BIAS)
            + FOUND * log1p(self.found)
            + SENTENCE * self.sentence
            + MISSING * log1p(self.missing)
            + ONLY_TOPIC * self.only_topic
            + UNSAID * self.unsaid
            + APART * self.apart
            + WRONG_KIND * self.wrong_kind
        )
        return 1 / (1 + exp(-logit))


def read_signals(question: Query, words: PassageWords, passage: Passage, article: Vocabulary) -> Signals:
    """Compare a question with a passage, given with its words, of an article."""
    topic = frozenset(stems(words.topic, words.language))
    headings = frozenset(stems(words.headings, words.language))
    sentences = [frozenset(stems(sentence, words.language)) for sentence in words.sentences]
    everywhere = headings.union(*sentences)
    answering = _answering(question, passage, sentences)
    in_sentence = [0.0] * len(answering)
    lacking = [0.0] * len(answering)
    total = found = missing = heaviest_missing = beyond_topic = 0.0
    unsaid = False
    for word in question.asked:
        weight = rarity(word)
        total += weight
        phrases = _match_strengths(word, medical=article.about_health)
        variants = article.morphological_variants(stems(word.forms, word.language))
        match = _match(phrases, variants, everywhere)
        in_headings = _match(phrases, [], headings)
        found += weight * match
        frequency = max((article.document_frequency(terms) for terms in phrases), default=0)
        telling = weight if frequency and not names_measure(word.typed) else 0.0
        for i, sentence in enumerate(answering):
            there = max(in_headings, _match(phrases, variants, sentence))
            in_sentence[i] += weight * there
            lacking[i] = max(lacking[i], 0.0 if there else telling)
        if not frequency:
            absence = weight * (1 - _VARIANT if variants else 1.0)
            missing += absence
            heaviest_missing = max(heaviest_missing, absence)
            unsaid = unsaid or (absence > UNCOMMON and _names_a_thing(word, question))
        if frequency <= article.size / 3 and not _match(phrases, [], topic):
            beyond_topic += weight * match
    wanted = question.wanted
    return Signals(
        found=found,
        sentence=max(in_sentence, default=0.0) / total if total else 0.0,
        missing=missing,
        only_topic=beyond_topic < 0.6 and heaviest_missing > TELLING,
        unsaid=unsaid and wanted is not None and (wanted.name == VERDICT or wanted.is_exact),
        apart=wanted is not None and wanted.is_exact and _of_best(lacking, in_sentence) > UNCOMMON,
        wrong_kind=not answering,
        only_cited=passage.is_reference and not question.asks_for_works,
        language=question.language,
    )


def _of_best(values: Sequence[float], scores: Sequence[float]) -> float:
    """Return the value of what has the highest score, 0 where there is nothing."""
    return max(zip(scores, values, strict=True), key=lambda pair: pair[0], default=(0.0, 0.0))[1]


def _names_a_thing(word: QueryTerm, question: Query) -> bool:
    """Return whether a word seems to be a noun for something particular, by its place or ending, and for no measure."""
    wanted = question.wanted
    if not word.typed.isalpha() or not _GENERAL.isdisjoint(word.forms):
        return False
    if wanted is not None and wanted.is_exact and names_measure(word.typed):
        return False
    return word.typed == counted(question.text) or not word.typed.lower().endswith(_NO_NOUN)


def _answering(question: Query, passage: Passage, terms: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Return the stems of the sentences that may hold the answer, given those of all sentences of the passage.

    Where a kind of answer is needed, they are the sentences that give it; one that refers back ("It costs 9 euros") has
    the words of the sentence before as well.
    """
    wanted = question.wanted
    if wanted is None or not wanted.needed:
        return list(terms)
    texts = [passage.text[start:end] for start, end in passage.sentences]
    return [
        terms[i] | terms[i - 1] if i and _REFERS_BACK.match(text) else terms[i]
        for i, text in enumerate(texts)
        if wanted.is_in(text)
    ]


def rarity(word: QueryTerm) -> float:
    """Return the weight of a word of a question, 0.1 to 1: the logarithm of its rank among English words, scaled.

    A phrase has the sum of its words' weights, at most 1, or a synonym's weight where that is larger.
    """
    phrases = (word.forms, *word.synonyms) if len(word.forms) != 1 else (word.forms,)
    return min(1.0, max(_LEAST, *(sum(_rarity(form, word.language) for form in phrase) for phrase in phrases)))


@lru_cache(maxsize=100_000)
def _rarity(form: str, language: str) -> float:
    if form in _GENERIC and language == ENGLISH:
        return _LEAST
    if form.isdigit() or len(form) == 1:
        return _SHORT
    last = _last_rank(language)
    rank = common_ranks(language).get(stem(form, language), last)
    return min(1.0, max(_LEAST, log(rank / _COMMONEST) / log(last / _COMMONEST)))


@lru_cache(maxsize=32)
def _last_rank(language: str) -> int:
    return max(common_ranks(language).values(), default=LAST_RANK)


def _match_strengths(word: QueryTerm, *, medical: bool) -> dict[tuple[str, ...], float]:
    """Return the phrases, as stems, that express a word, each with the strength of a match by it, 0 to 1.

    They are its synonyms, and the word itself where the article uses it and no rule replaces it. Medical synonyms
    are among them where the article is about health.
    """
    language = word.language
    synonyms = word.synonyms if medical or not word.medical else ()
    strengths = {stems(content_words(phrase, language), language): _SYNONYM for phrase in synonyms}
    if word.used and not word.replaced:
        strengths[stems(word.forms, language)] = _REPAIRED if word.repaired else 1.0
    return strengths


def _match(phrases: Mapping[tuple[str, ...], float], variants: Sequence[str], terms: AbstractSet[str]) -> float:
    """Return the strength of the best match between a word's phrases or variants and a set of stems, 0 for none."""
    strengths = [strength for phrase, strength in phrases.items() if set(phrase) <= terms]
    return max(strengths, default=_VARIANT if any(term in terms for term in variants) else 0.0)


def _differing_letters(one: str, other: str) -> int:
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return max(len(one), len(other)) - common
