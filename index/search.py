"""The index: a question -> the passages that answer it best, with a confidence."""

from collections.abc import Iterable, Sequence

from corpus import Article
from index.bm25 import BM25, inverse_document_frequency
from index.chunking import split_article
from index.passage import Hit, Passage, Span
from index.terms import content_forms, query_forms, stem, words


class Index:
    """Passages of articles, searchable. Build it with `Index.build`; it does not change after."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = tuple(passages)
        self._bm25 = BM25([_searched_terms(passage) for passage in self.passages])
        self._positions = {(p.citation.article, p.start): i for i, p in enumerate(self.passages)}
        self._members: dict[str, Index] = {}

    @classmethod
    def build(cls, articles: Iterable[Article]) -> "Index":
        """Index articles; an empty list makes an index that finds nothing."""
        return cls([passage for article in articles for passage in split_article(article)])

    def search(self, question: str, limit: int = 5, article: str | None = None) -> list[Hit]:
        """The passages that share a term with the question, best first, `limit` at most.

        `article` is the slug of the one article to search in; its own term statistics are used then.
        """
        if article is not None:
            return self.only(article).search(question, limit)
        terms = _query_terms(question)
        ids, scores = self._bm25.top(terms, limit)
        return [self._hit(self.passages[i], float(score), terms) for i, score in zip(ids, scores, strict=True)]

    def only(self, article: str) -> "Index":
        """The index of one article, made when first asked for."""
        if article not in self._members:
            self._members[article] = Index([p for p in self.passages if p.citation.article == article])
        return self._members[article]

    def beside(self, passage: Passage) -> list[Passage]:
        """The passages before and after one in its article, where there are such."""
        position = self._positions[passage.citation.article, passage.start]
        around = (self.passages[i] for i in (position - 1, position + 1) if 0 <= i < len(self.passages))
        return [neighbour for neighbour in around if neighbour.citation.article == passage.citation.article]

    def unknown_words(self, question: str) -> list[str]:
        """The question's content words that no passage uses, as typed, each once."""
        asked = set(query_forms(question))
        typed = [
            question[word.start : word.end]
            for word in words(question)
            if word.form in asked and stem(word.form) not in self._bm25.idf
        ]
        return list(dict.fromkeys(typed))

    def _hit(self, passage: Passage, score: float, terms: Sequence[str]) -> Hit:
        asked = set(terms)
        found = [word for word in words(passage.text) if stem(word.form) in asked]
        return Hit(
            passage=passage,
            score=score,
            confidence=self._confidence(passage, asked),
            best_sentence=max(
                passage.sentences, key=lambda sentence: self._weight(_terms_within(passage, sentence) & asked)
            ),
            matches=tuple((word.start, word.end) for word in found),
        )

    def _confidence(self, passage: Passage, asked: set[str]) -> float:
        """The share of the question's weight that the passage and its headings bear."""
        return self._weight(asked & set(_searched_terms(passage))) / self._weight(asked)

    def _weight(self, terms: Iterable[str]) -> float:
        rarest = inverse_document_frequency(len(self.passages), 0)
        return sum(self._bm25.idf.get(term, rarest) for term in terms)


def _searched_terms(passage: Passage) -> list[str]:
    """What a passage is found by: its own words, and its headings and title, which are not quoted."""
    return [stem(form) for text in (*_headings(passage), passage.text) for form in content_forms(text)]


def _headings(passage: Passage) -> tuple[str, ...]:
    return (passage.citation.title, *passage.citation.section)


def _terms_within(passage: Passage, sentence: Span) -> set[str]:
    return {stem(form) for form in content_forms(passage.text[slice(*sentence)])}


def _query_terms(question: str) -> list[str]:
    return [stem(form) for form in query_forms(question)]
