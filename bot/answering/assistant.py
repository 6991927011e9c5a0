"""The assistant: what every front end talks to. Knows articles and index, and no front end."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from bot.answering.answer import Answer, NoAnswer, NoQuestion, Result, as_of, compose
from bot.answering.conversation import Conversation, Turn, interpretations, speaks_of, topic_of
from bot.answering.facts import find_fact
from bot.answering.messages import is_pleasantry
from bot.answering.page import unmarked
from bot.errors import UnknownArticleError
from corpus import Article, Cache, FileError, read_articles
from index import Index, PassageVectors, Query, SentenceModel
from index.language.stems import stems
from index.language.stop_words import content_words
from index.language.synonyms import Rule, read_synonyms
from index.language.tokens import forms

logger = logging.getLogger(__name__)

MAX_QUESTION = 4096
"""Characters of a question that are read; a Telegram message has no more."""

_FEW = 2


class Assistant:
    """Answer questions from articles. Nothing changes but its index, once, as a whole, so threads may share it."""

    def __init__(self, articles: Sequence[Article], synonyms: Sequence[Rule] = ()) -> None:
        self.articles = {article.slug: article for article in articles}
        self._titles = {article.slug: frozenset(forms(article.title)) for article in articles}
        self._index = Index.build(articles, synonyms)
        self._headings = frozenset(
            term for article in articles for heading in article.headings() for term in stems(forms(heading))
        )

    @classmethod
    def open(cls, corpus: Path) -> "Assistant":
        """Read and index the articles of a folder, and the synonyms beside them; CorpusError tells what is wrong."""
        return cls(read_articles(corpus), usable_synonyms(corpus))

    def learn_meaning(
        self, model: SentenceModel, cache: Cache | None = None, go_on: Callable[[], bool] = lambda: True
    ) -> None:
        """Find out what the passages mean, and search by that too from then on; nothing where `go_on` says to stop."""
        vectors = PassageVectors.encode(self._index.passages, model, cache, go_on)
        if vectors is not None:
            self._index = self._index.with_vectors(vectors)

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        *,
        limit: int = 5,
        article: str | None = None,
        now: float | None = None,
    ) -> Result:
        """Answer a question from all articles, or from the one with the slug `article`.

        With a conversation, a follow-up is read in its light, and the question is remembered there.
        `now` is the time in seconds, by default that of the system.
        """
        if article is not None:
            self.check_article(article)
        question = " ".join(question[:MAX_QUESTION].split())
        if is_pleasantry(question):
            return NoQuestion(question)
        now = time.time() if now is None else now
        previous = conversation.previous(now) if conversation else None
        today = datetime.fromtimestamp(now, UTC).date()
        if about := self._about_article(question, article, previous):
            return as_of(about, today)
        index = self._index.only(article) if article else self._index
        query, answer = self._search(question, previous, index, limit)
        if conversation is not None:
            conversation.last = _turn(question, query, answer, now, previous)
        return as_of(self._with_neighbours(answer) if isinstance(answer, Answer) else answer, today)

    def _search(
        self, question: str, previous: Turn | None, index: Index, limit: int
    ) -> tuple[Query, Answer | NoAnswer]:
        """Try the interpretations of a question in turn: give the first that is answered, else the likeliest."""
        tried = []
        for interpretation in interpretations(question, previous, self._headings):
            query = index.parse(interpretation)
            answer = _compose(index, question, query, limit)
            tried.append((query, answer))
            if isinstance(answer, Answer):
                if interpretation == question or speaks_of(answer.hits[0], query, question):
                    return query, answer
                alone = index.find(index.parse(question), limit)
                return query, NoAnswer(question, 0.0, tuple(alone), (), answer.read_as)
        return tried[0]

    def check_article(self, slug: str) -> Article:
        """Give the article with that slug; UnknownArticleError names the closest ones."""
        if slug not in self.articles:
            near = get_close_matches(slug, self.articles, n=3, cutoff=0.3) or list(self.articles)[:3]
            raise UnknownArticleError(f"no article is called {slug!r}; did you mean {' or '.join(near)}?")
        return self.articles[slug]

    def _with_neighbours(self, answer: Answer) -> Answer:
        """Where few passages answer, offer to read on around the best one."""
        shown = [hit.passage for hit in answer.hits]
        if len(shown) > _FEW:
            return answer
        return replace(answer, neighbours=tuple(p for p in self._index.neighbours(shown[0]) if p not in shown))

    def _about_article(self, question: str, slug: str | None, previous: Turn | None) -> Answer | None:
        """Answer a question about an article itself, where it is plain which article is meant.

        That is the one to search in, the only one, the one named by its title, or the one cited last.
        """
        article, read_as = self._meant(question, slug), None
        if article is None and previous is not None and previous.article is not None:
            article = self.articles[previous.article]
            read_as = f"{question} ({article.title})"
        fact = find_fact(question, article) if article else None
        if article is None or fact is None:
            return None
        passage = next(
            p
            for p in self._index.passages
            if p.citation.article == article.slug and p.citation.last_paragraph >= fact.paragraph
        )
        hit = replace(unmarked(passage), confidence=1.0)
        return self._with_neighbours(Answer(question, 1.0, (hit,), note=fact.text, read_as=read_as))

    def _meant(self, question: str, slug: str | None) -> Article | None:
        """Give the article that a question can only be about."""
        if slug is not None:
            return self.articles[slug]
        if len(self.articles) == 1:
            return next(iter(self.articles.values()))
        words = set(forms(question))
        named = [slug for slug, title in self._titles.items() if title and title <= words]
        return self.articles[named[0]] if len(named) == 1 else None


def own_synonyms(corpus: Path) -> list[Rule]:
    """Read the rules in the file synonyms.txt beside the articles, where there is one; FileError says what is wrong."""
    path = (corpus if corpus.is_dir() else corpus.parent) / "synonyms.txt"
    return read_synonyms(path) if path.is_file() else []


def usable_synonyms(corpus: Path) -> list[Rule]:
    """Read the same rules; where something is wrong with the file, a warning says so and none are used."""
    try:
        return own_synonyms(corpus)
    except FileError as error:
        logger.warning("%s", error)
        return []


def _compose(index: Index, question: str, query: Query, limit: int) -> Answer | NoAnswer:
    """Answer a query; the answer says how the question was read where that differs from what was typed."""
    read_as = query.read_as or (query.text if query.text != question else None)
    return compose(question, index.find(query, limit), index.unknown_words(query), read_as)


def _turn(question: str, query: Query, answer: Answer | NoAnswer, now: float, previous: Turn | None) -> Turn:
    """Choose what to remember; of a question without words of its own ("why?"), the turn that it was read with."""
    if previous is not None and not content_words(forms(question)):
        return replace(previous, time=now)
    best = answer.hits[0] if isinstance(answer, Answer) else None
    article = best.passage.citation.article if best else None
    return Turn(query.read_as or query.text, topic_of(query, best), article, now)
