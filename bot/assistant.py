"""The assistant: what every front end talks to. Knows articles and index, and no front end."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from bot.about import find_fact
from bot.answer import Answer, NoAnswer, compose
from bot.display import unmarked
from bot.errors import UnknownArticleError
from corpus import Article, read_articles
from index import Index

MAX_QUESTION = 4096
"""Characters of a question that are read; a Telegram message has no more."""

_FEW = 2


class Assistant:
    """Answers questions from articles. It does not change, so threads may share it."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = {article.slug: article for article in articles}
        self._index = Index.build(articles)

    @classmethod
    def open(cls, corpus: Path) -> "Assistant":
        """Read and index the articles of a folder; CorpusError when there are none."""
        return cls(read_articles(corpus))

    def ask(self, question: str, *, limit: int = 5, article: str | None = None) -> Answer | NoAnswer:
        """Answer a question from all articles, or from the one with the slug `article`."""
        if article is not None:
            self.check_article(article)
        question = " ".join(question[:MAX_QUESTION].split())
        index = self._index.only(article) if article else self._index
        understood = index.understand(question)
        answer = self._about_article(question, article) or compose(
            question, index.find(understood, limit), index.unknown_words(understood), understood.read_as
        )
        return self._with_neighbours(answer) if isinstance(answer, Answer) else answer

    def check_article(self, slug: str) -> Article:
        """The article with that slug; UnknownArticleError names the closest ones."""
        if slug not in self.articles:
            near = get_close_matches(slug, self.articles, n=3, cutoff=0.3) or list(self.articles)[:3]
            raise UnknownArticleError(f"no article is called {slug!r}; did you mean {' or '.join(near)}?")
        return self.articles[slug]

    def _with_neighbours(self, answer: Answer) -> Answer:
        """Where few passages answer, offer to read on around the best one."""
        shown = [hit.passage for hit in answer.hits]
        if len(shown) > _FEW:
            return answer
        return replace(answer, beside=tuple(p for p in self._index.beside(shown[0]) if p not in shown))

    def _about_article(self, question: str, slug: str | None) -> Answer | None:
        """The answer to a question about an article itself, where it is plain which article is meant."""
        if slug is None and len(self.articles) > 1:
            return None
        article = self.articles[slug] if slug else next(iter(self.articles.values()))
        fact = find_fact(question, article)
        if fact is None:
            return None
        passage = next(
            p
            for p in self._index.passages
            if p.citation.article == article.slug and p.citation.last_paragraph >= fact.paragraph
        )
        return Answer(question, 1.0, (replace(unmarked(passage), confidence=1.0),), note=fact.text)
