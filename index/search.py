"""Search articles: a question -> the passages that answer it best, each with a confidence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import replace

import numpy as np

from corpus import Article, Span
from index.bm25 import Ids, Scores, best
from index.chunking import split_article
from index.confidence import EVEN, TELLING, Vocabulary, rarity, read_signals
from index.example_field import Example, ExampleField, ExampleMatch, lift
from index.language.detection import foreign_function_words, question_language
from index.language.stems import ENGLISH, stemmer, stems
from index.language.synonyms import Phrase, Rule, Synonyms, is_about_health, learn_aliases, shipped_synonyms
from index.language.tokens import words
from index.passage import Hit, Passage
from index.query import Lexicon, Query, QueryTerm, parse_query
from index.ranking import NEAR, PassageWords, Ranking, RankingWeights, with_meaning
from index.vectors import PassageVectors

WEIGHTS = RankingWeights()


class Index:
    """Search the passages of articles. Build it with `Index.build`; its content does not change afterwards."""

    def __init__(
        self,
        passages: Sequence[Passage],
        rules: Sequence[Rule] = (),
        weights: RankingWeights = WEIGHTS,
        examples: Sequence[Example] = (),
    ) -> None:
        self.passages = tuple(passages)
        self._rules = tuple(rules)
        self._weights = weights
        self._words = [PassageWords.of(passage) for passage in self.passages]
        self._ranking = Ranking(self.passages, self._words, weights)
        languages = Counter(passage.language for passage in self.passages) or {ENGLISH: 0}
        self._about_health = self._find_health()
        self._lexicons = {language: self._lexicon(language) for language in languages}
        self._places = {(p.citation.article, p.start): i for i, p in enumerate(self.passages)}
        self._article_of = _number_articles(self.passages)
        self._slugs = {p.citation.article for p in self.passages}
        self._members: dict[str, Index] = {}
        self._vectors: PassageVectors | None = None
        self._vocabularies: dict[str, Vocabulary] = {}
        self._examples = tuple(examples)
        self._example_field = self._field_of(self._examples)

    def _lexicon(self, language: str) -> Lexicon:
        """Collect the words of the articles in a language."""
        members = [i for i, passage in enumerate(self.passages) if passage.language == language]
        counts = Counter(form for i in members for form in _all_forms(self._words[i]))
        rules = [rule for rule in self._rules if self._about_health.any() or not rule.medical]
        learnt = (rule for text in _texts([self.passages[i] for i in members]) for rule in learn_aliases(text))
        return Lexicon(
            counts=counts if self._weights.spelling else {},
            stems=frozenset(map(stemmer(language), counts)),
            synonyms=Synonyms([*rules, *learnt] if self._weights.synonyms else [], language),
            uses=lambda phrase: bool(self._ranking.matching(phrase, language).any()),
            language=language,
        )

    def _find_health(self) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Return, for each passage, whether its article is about health."""
        terms: dict[str, set[str]] = {}
        for words_of, passage in zip(self._words, self.passages, strict=True):
            if passage.language == ENGLISH:
                terms.setdefault(passage.citation.article, set()).update(stems(_all_forms(words_of)))
        about = {slug for slug, found in terms.items() if is_about_health(found)}
        return np.array([passage.citation.article in about for passage in self.passages], dtype=bool)

    @classmethod
    def build(
        cls,
        articles: Iterable[Article],
        synonyms: Sequence[Rule] = (),
        weights: RankingWeights = WEIGHTS,
        examples: Sequence[Example] = (),
    ) -> "Index":
        """Index articles. An empty list makes an index that finds nothing.

        The synonyms that come with the project apply in addition to those given. Questions that are like one of the
        examples are answered with the passage that it points to.
        """
        passages = [passage for article in articles for passage in split_article(article)]
        return cls(passages, [*shipped_synonyms(), *synonyms], weights, examples)

    def with_vectors(self, vectors: PassageVectors) -> "Index":
        """Return this index with what its passages mean, which then counts beside their words."""
        index = copy(self)
        members = self._members.copy().items()
        vars(index).update(
            _vectors=vectors,
            _members={slug: member.with_vectors(vectors.only(self._rows_of(slug))) for slug, member in members},
            _example_field=self._example_field.with_vectors(vectors),
        )
        return index

    def with_examples(self, examples: Sequence[Example]) -> "Index":
        """Return this index with other examples in place of its own."""
        index = copy(self)
        vars(index).update(_examples=tuple(examples), _example_field=self._field_of(examples), _members={})
        return index

    def _field_of(self, examples: Sequence[Example]) -> ExampleField:
        field = ExampleField(
            [example for example in examples if example.article in self._slugs],
            self.passages,
            self.parse,
            tuple(self._lexicons),
            self._uses,
        )
        return field.with_vectors(self._vectors) if self._vectors else field

    def search(self, question: str, limit: int = 5, article: str | None = None) -> list[Hit]:
        """Return the passages that share a word with the question, best first, at most `limit`.

        With a sentence model, those that are near it in meaning as well.

        With `article`, a slug, only that article is searched, with its own term statistics.
        """
        index = self if article is None else self.only(article)
        return index.find(index.parse(question), limit)

    def only(self, article: str) -> "Index":
        """Return the index of one article; it is built at the first call."""
        if self._slugs == {article}:
            return self
        if article not in self._members:
            rows = self._rows_of(article)
            member = Index([self.passages[i] for i in rows], self._rules, self._weights, self._examples)
            self._members[article] = member.with_vectors(self._vectors.only(rows)) if self._vectors else member
        return self._members[article]

    def parse(self, question: str) -> Query:
        """Interpret a question, given the words that the articles use.

        Where they are in several languages, it is taken for one in the language whose stop words it has, else in
        the one in which the articles know most of its words.
        """
        spoken = question_language(question, tuple(self._lexicons))
        lexicons = [self._lexicons[spoken]] if spoken else self._lexicons.values()
        queries = [parse_query(question, lexicon) for lexicon in lexicons]
        return max(queries, key=lambda query: sum(word.used for word in query.asked))

    def find(self, question: Query, limit: int = 5) -> list[Hit]:
        """Return what `search` does, for a question that `parse` has interpreted."""
        passages, sentences = self._scores(question)
        vectors = self._vectors
        alike = self._example_field.matches(question)
        if vectors is not None and vectors.understand(question.language) and question.asked and self.passages:
            return self._find_by_meaning(question, limit, passages, sentences, vectors, alike)
        if not alike:
            return self._hits(question, limit, passages, sentences)
        by_words = self._hits(question, 1, passages, sentences)
        lifted = lift(passages, alike, by_words[0].confidence if by_words else 0.0)
        return self._vouched(self._hits(question, limit, lifted, sentences), alike)

    def groups(self, questions: Sequence[str]) -> list[list[int]]:
        """Put questions that are like each other, in words or meaning, together; give their numbers."""
        return self._example_field.groups([self.parse(question) for question in questions])

    def uses(self, phrase: Phrase) -> bool:
        """Tell whether a passage has the words of a phrase side by side."""
        return any(lexicon.uses(phrase) for lexicon in self._lexicons.values())

    def is_like_example(self, question: Query) -> bool:
        """Tell whether a question is like one of the examples."""
        return bool(self._example_field.matches(question))

    def unknown_words(self, question: Query) -> list[str]:
        """Return the question's informative words that no passage uses, as typed, each once.

        Of a question in another language than the articles, its stop words are not among them.
        """
        foreign = foreign_function_words(question.text, tuple(self._lexicons))
        asked = (word for word in question.asked if not word.forms or not foreign.issuperset(word.forms))
        lacking = [word for word in asked if not word.used and not word.synonyms]
        return list(dict.fromkeys(word.typed for word in lacking if rarity(word) > TELLING))

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the codes of the languages that the articles are in."""
        return tuple(self._lexicons)

    def neighbours(self, passage: Passage) -> list[Passage]:
        """Return the passages before and after one in its article, as far as they exist, without cited works."""
        place = self._place(passage)
        around = (self.passages[i] for i in (place - 1, place + 1) if 0 <= i < len(self.passages))
        article = passage.citation.article
        return [other for other in around if other.citation.article == article and not other.is_reference]

    def _hits(self, question: Query, limit: int, scores: Scores, sentences: Scores) -> list[Hit]:
        ids, values = best(scores, limit)
        return [self._hit(question, i, float(score), sentences) for i, score in zip(ids.tolist(), values, strict=True)]

    def _find_by_meaning(
        self,
        question: Query,
        limit: int,
        passages: Scores,
        sentences: Scores,
        vectors: PassageVectors,
        alike: Sequence[ExampleMatch],
    ) -> list[Hit]:
        """Rank by words and meaning.

        Meaning does not tell whether the articles answer, so the first hit has the confidence of the passage that words
        put first: with a model or without, the same questions are answered.
        """
        by_words = self._hits(question, 1, passages, sentences)
        confidence = by_words[0].confidence if by_words else 0.0
        understood = np.array(
            [
                vectors.understand(passage.language) and (question.asks_for_works or not passage.is_reference)
                for passage in self.passages
            ]
        )
        nearness = np.where(understood, vectors.nearness(question.read_as or question.text), 0.0)
        scores = lift(with_meaning(passages, confidence, nearness, self._weights.meaning), alike, confidence)
        hits = [
            replace(hit, meant=hit.confidence < EVEN and bool(nearness[self._place(hit.passage)] >= NEAR))
            for hit in self._hits(question, limit, scores, sentences)
        ]
        rows = {match.row for match in alike}
        if hits and self._place(hits[0].passage) not in rows:
            hits[0] = replace(hits[0], confidence=confidence)
        return self._vouched(hits, alike)

    def _vouched(self, hits: Sequence[Hit], alike: Sequence[ExampleMatch]) -> list[Hit]:
        """Give each passage that an example points to the confidence that the example has, where that is higher."""
        by_row = {match.row: match for match in alike}
        matched = [(hit, by_row.get(self._place(hit.passage))) for hit in hits]
        return [
            replace(hit, confidence=max(hit.confidence, match.confidence), example=match.example, meant=False)
            if match
            else hit
            for hit, match in matched
        ]

    def _place(self, passage: Passage) -> int:
        return self._places[passage.citation.article, passage.start]

    def _rows_of(self, article: str) -> Ids:
        return np.flatnonzero([p.citation.article == article for p in self.passages])

    def _scores(self, question: Query) -> tuple[Scores, Scores]:
        """Return the scores of all passages and of all sentences.

        In articles that do not use a word itself, the best score among its synonyms is added.
        """
        passages, sentences = self._ranking.scores(
            question.forms, question.language, definition=question.wants_definition, wanted=question.wanted
        )
        for word in question.asked:
            if not word.synonyms:
                continue
            lacking = self._lacking(word)
            if word.medical:
                lacking = lacking & self._about_health
            if not lacking.any():
                continue
            found = [self._ranking.scores(phrase, question.language) for phrase in word.synonyms]
            passages = passages + np.where(lacking, np.max([p for p, _ in found], axis=0), 0.0)
            of_sentence = np.repeat(lacking, np.diff(self._ranking.first_sentence))
            sentences = sentences + np.where(of_sentence, np.max([s for _, s in found], axis=0), 0.0)
        return passages, sentences

    def _lacking(self, word: QueryTerm) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Return, for each passage, whether its article does not use a word; true for all where a rule replaces it."""
        if word.replaced or not word.used:
            return np.ones(len(self.passages), dtype=bool)
        using = np.zeros(self._article_of.max(initial=-1) + 1, dtype=bool)
        using[self._article_of[self._ranking.matching(word.forms, word.language)]] = True
        return np.asarray(~using[self._article_of])

    def _hit(self, question: Query, i: int, score: float, sentences: Scores) -> Hit:
        passage = self.passages[i]
        first, end = self._ranking.first_sentence[i : i + 2]
        article = self._vocabulary_of(passage.citation.article)
        signals = read_signals(question, self._words[i], passage, article)
        return Hit(
            passage=passage,
            score=score,
            confidence=signals.confidence,
            best_sentence=passage.sentences[int(np.argmax(sentences[first:end]))],
            matches=_matches(question, passage),
        )

    def _uses(self, row: int) -> AbstractSet[str]:
        """Return the stems of a passage with its headings."""
        words = self._words[row]
        return frozenset(stems(_all_forms(words), words.language))

    def _vocabulary_of(self, article: str) -> Vocabulary:
        if article not in self._vocabularies:
            members = (
                words for words, p in zip(self._words, self.passages, strict=True) if p.citation.article == article
            )
            self._vocabularies[article] = Vocabulary(set(stems(_all_forms(words), words.language)) for words in members)
        return self._vocabularies[article]


def _all_forms(words: PassageWords) -> list[str]:
    return words.headings + words.all()


def _texts(passages: Iterable[Passage]) -> Iterable[str]:
    """Yield the texts that may explain an alias: each heading once, then each passage."""
    yield from dict.fromkeys(heading for passage in passages for heading in passage.citation.section)
    yield from (passage.text for passage in passages)


def _number_articles(passages: Iterable[Passage]) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(p.citation.article, len(numbers)) for p in passages], dtype=np.intp)


def _matches(question: Query, passage: Passage) -> tuple[Span, ...]:
    """Return the spans of the words of a passage that the question asks for, directly or by a synonym.

    Pairs of characters that overlap are one span.
    """
    asked = {
        term
        for word in question.asked
        for phrase in (word.forms, *word.synonyms)
        for term in stems(phrase, word.language)
    }
    term_of = stemmer(passage.language)
    spans: list[Span] = []
    for word in words(passage.text):
        if term_of(word.form) in asked:
            start = spans.pop()[0] if spans and word.start < spans[-1][1] else word.start
            spans.append((start, word.end))
    return tuple(spans)
