"""The assistant: what every front end talks to. Knows articles and index, and no front end."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from threading import Lock

from bot.answering.answer import (
    THRESHOLD,
    Answer,
    NoAnswer,
    NoQuestion,
    Remark,
    RemarkKind,
    Result,
    as_of,
    beside,
    compose,
)
from bot.answering.conversation import Conversation, Interpretation, Titles, Turn, interpretations, is_met, topic_of
from bot.answering.courtesies import read_message
from bot.answering.emergencies import Emergency, find_emergency, shipped_emergencies, usable_emergencies
from bot.answering.example_files import usable_examples
from bot.answering.facts import find_fact
from bot.answering.own_synonyms import usable_synonyms
from bot.answering.page import unmarked
from bot.answering.passage_names import digest_in, digest_of
from bot.answering.reader import ReaderText
from bot.answering.small_talk import wish_in
from bot.errors import UnknownArticleError
from corpus import Article, Cache, read_articles
from index import Example, Hit, Index, Passage, PassageVectors, Query, SentenceModel
from index.language.detection import foreign_languages
from index.language.stems import stem
from index.language.stop_words import content_words
from index.language.synonyms import Phrase, Rule
from index.language.tokens import forms

logger = logging.getLogger(__name__)

MAX_QUESTION = 4096
"""Characters of a question that are read; a Telegram message has no more."""

_FEW = 2
_POOL = 30  # passages that background may raise
_BACKGROUND = 0.4  # weight of background beside the question
_NEARLY = 0.8  # share of the best score from which on another article answers nearly as well


class Assistant:
    """Answer questions from articles. Nothing changes but its index, once, as a whole, so threads may share it."""

    def __init__(
        self,
        articles: Sequence[Article],
        synonyms: Sequence[Rule] = (),
        emergencies: Sequence[Emergency] | None = None,
        *,
        examples: Sequence[Example] = (),
        notice: str | None = None,
        contact: str | None = None,
        complete: bool = True,
    ) -> None:
        """Index the articles; `notice` is that of each article which has none of its own, `contact` whom to turn to.

        Unless they are `complete`, for a file could not be read, no word is to be said to occur nowhere.
        """
        self.contact = contact
        self.complete = complete
        self.articles = {
            each.slug: replace(each, notice=notice) if notice and not each.notice else each for each in articles
        }
        self._emergencies = shipped_emergencies() if emergencies is None else emergencies
        self._titles = Titles(self.articles)
        self._texts: dict[str, ReaderText] = {}
        self._changing = Lock()
        self._index = Index.build(articles, synonyms, examples=_as_asked(examples))
        self._sections = {a.slug: frozenset(heading.casefold() for heading in a.headings()) for a in articles}
        self._headings = {
            slug: {stem(form): form for heading in headings for form in content_words(forms(heading))}
            for slug, headings in self._sections.items()
        }

    @classmethod
    def open(cls, corpus: Path) -> "Assistant":
        """Read and index the articles of a folder, its synonyms and notices; CorpusError tells what is wrong."""
        assistant = cls(read_articles(corpus), usable_synonyms(corpus), usable_emergencies(corpus))
        assistant.learn_examples(usable_examples(corpus, assistant.passages))
        return assistant

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Give all passages of the articles, in their order."""
        return self._index.passages

    def learn_examples(self, examples: Sequence[Example]) -> None:
        """Answer questions that are like these examples with the passages that they point to, from now on."""
        with self._changing:
            self._index = self._index.with_examples(_as_asked(examples))

    def groups(self, questions: Sequence[str]) -> list[list[int]]:
        """Put questions that are like each other, in words or meaning, together; give their numbers."""
        return self._index.groups(questions)

    def uses(self, phrase: Phrase) -> bool:
        """Tell whether an article has the words of a phrase side by side."""
        return self._index.uses(phrase)

    def nearest(self, text: str, limit: int) -> list[Passage]:
        """Give the passages that are nearest to a text, best first, whether they answer it or not."""
        return [hit.passage for hit in self._index.search(text[:MAX_QUESTION], limit)]

    @property
    def passage_count(self) -> int:
        """How many passages are searched."""
        return len(self._index.passages)

    def learn_meaning(
        self, model: SentenceModel, cache: Cache | None = None, go_on: Callable[[], bool] = lambda: True
    ) -> None:
        """Find out what the passages mean, and search by that too from then on; nothing where `go_on` says to stop."""
        vectors = PassageVectors.encode(self._index.passages, model, cache, go_on)
        if vectors is not None:
            with self._changing:
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
        """Answer a message from all articles, or from the one with the slug `article`.

        With a conversation, a follow-up is read in its light, and the question is remembered there.
        Of several questions in one message the first decides; the others are answered beside it.
        A notice is put before the result where the message is of an emergency.
        `now` is the time in seconds, by default that of the system.
        """
        if article is not None:
            self.check_article(article)
        question = question[:MAX_QUESTION]
        result = self._ask(question, Conversation() if conversation is None else conversation, limit, article, now)
        about = self.articles[slug] if (slug := _shown_article(result)) else None
        emergency = find_emergency(question, self._emergencies, about, self.uses)
        return replace(result, emergency=emergency) if emergency else result

    def _ask(self, question: str, talk: Conversation, limit: int, article: str | None, now: float | None) -> Result:
        message = read_message(question)
        question = " ".join(question.split())
        now = time.time() if now is None else now
        asking = _Asking(talk, article, limit, now)
        if whole := self._by_example(question, asking):
            return whole
        if not message.questions or (wish_in(question) and not self.is_heading(question)):
            return NoQuestion(question)
        return beside([self._answer(asked, message.background, asking) for asked in message.questions], question)

    def is_heading(self, question: str) -> bool:
        """Tell whether a word is one that an article has a heading on."""
        return any(heading == question.casefold() for headings in self._sections.values() for heading in headings)

    def _answer(self, question: str, background: str, asking: "_Asking") -> Answer | NoAnswer:
        """Answer one question, and remember it."""
        if by_example := self._by_example(question, asking):
            return by_example
        previous = self._known(asking.conversation.previous(asking.now))
        if about := self._about_article(question, asking.article, previous):
            return as_of(about, asking.today)
        query, answer = self._search(question, background, previous, asking)
        asking.conversation.last = _turn(question, query, answer, asking.now, previous)
        if isinstance(answer, Answer):
            return as_of(self._with_neighbours(answer), asking.today)
        return as_of(self._with_languages(question, answer, asking.article), asking.today)

    def _with_languages(self, question: str, answer: NoAnswer, article: str | None) -> NoAnswer:
        """Add which languages the articles are in, to a refusal of a question that is in none of them."""
        spoken = (self._index.only(article) if article else self._index).languages
        asked_in = foreign_languages(question, spoken)
        return replace(answer, asked_in=asked_in, articles_in=spoken, read_as=None) if asked_in else answer

    def _by_example(self, question: str, asking: "_Asking") -> Answer | NoAnswer | None:
        """Answer a question that is like an example with the passage that this points to, and remember it."""
        index = self._index.only(asking.article) if asking.article else self._index
        query = index.parse(question)
        if not index.is_like_example(query):
            return None
        hits = index.find(query, asking.limit)
        composed = compose(question, hits, index.unknown_words(query), query.read_as)
        if not isinstance(composed, Answer) or composed.hits[0].example is None:
            return None
        previous = self._known(asking.conversation.previous(asking.now))
        answer = composed if asking.article else self._placed(question, composed, previous)
        asking.conversation.last = _turn(question, query, answer, asking.now, previous)
        return as_of(self._with_neighbours(answer), asking.today)

    def _known(self, previous: Turn | None) -> Turn | None:
        """Forget the article of a turn that another assistant had, where this one has none of that name."""
        gone = previous is not None and previous.article not in self.articles
        return replace(previous, article=None) if previous and gone else previous

    def _search(
        self, question: str, background: str, previous: Turn | None, asking: "_Asking"
    ) -> tuple[Query, Answer | NoAnswer]:
        """Try the interpretations of a question in turn: give the first that is answered, else the likeliest."""
        refused: list[tuple[Query, NoAnswer]] = []
        for interpretation in self._readings(question, background, previous):
            # In one article only, whichever a question names is not looked for.
            reading = replace(interpretation, article=None) if asking.article else interpretation
            slug = asking.article or reading.article
            index = self._index.only(slug) if slug else self._index
            query = index.parse(reading.text)
            shown = query if reading.shown == reading.text else index.parse(reading.shown)
            hits = _ranked(index, query, reading.background or background, asking.limit)
            read_as = self._read_as(question, shown, reading)
            answer = compose(question, hits, index.unknown_words(query), read_as)
            if isinstance(answer, Answer) and is_met(reading, query, question, answer.hits[0]):
                return query, answer if slug else self._placed(question, answer, previous)
            refused.append((query, _refuse(answer)))
        taken_back = [each for each in refused if each[1].nearest and not each[1].confidence]
        return [*refused[:1], *taken_back][-1]

    def _readings(self, question: str, background: str, previous: Turn | None) -> Iterator[Interpretation]:
        """Give the ways to read a question: in the light of the one before, then of what the message tells beside."""
        here = previous.article if previous else None
        headings = self._headings[here] if here else {}
        sections = self._sections[here] if here else frozenset()
        yield from interpretations(question, previous, self._titles, headings, sections)
        if background:
            told = topic_of(self._index.parse(background), None)
            if told:
                yield Interpretation.of(question, None, told)

    def _read_as(self, question: str, query: Query, reading: Interpretation) -> str | None:
        """Say how a question was read, where that differs from what was typed, so that it can be asked alone."""
        text = query.read_as or query.text
        is_named = self._titles.in_full(question) is not None
        if reading.article is not None and len(self.articles) > 1 and (text != question or not is_named):
            text = self._titles.mark(text, reading.article)
        return text if text != question else None

    def _placed(self, question: str, answer: Answer, previous: Turn | None) -> Answer:
        """Say whose an answer from all articles is, where it was not plain which one was meant."""
        citation = answer.hits[0].passage.citation
        if citation.article in self._titles.named(question, None):
            return answer
        if previous is not None and previous.article not in (None, citation.article):
            return replace(answer, note=Remark(RemarkKind.SOURCE, citation.title))
        return replace(answer, others=self._others(answer))

    def _others(self, answer: Answer) -> tuple[str, ...]:
        """Give the titles of other articles that answer nearly as well."""
        best = answer.hits[0]
        near = (
            hit.passage.citation
            for hit in answer.hits
            if hit.confidence >= THRESHOLD and hit.score >= _NEARLY * best.score
        )
        shown = best.passage.citation.article
        return tuple(dict.fromkeys(citation.title for citation in near if citation.article != shown))

    def passage_named(self, name: str) -> Passage | None:
        """Find a passage by its name; None where no article has it any more."""
        return self._by_digest.get(digest_in(name))

    @cached_property
    def _by_digest(self) -> dict[str, Passage]:
        return {digest_of(passage): passage for passage in reversed(self._index.passages)}

    def text_of(self, slug: str) -> ReaderText:
        """Give the text of an article, to be read in pages."""
        if slug not in self._texts:
            mine = [passage for passage in self._index.passages if passage.citation.article == slug]
            self._texts[slug] = ReaderText(self.articles[slug], mine)
        return self._texts[slug]

    def turn_on(self, passage: Passage, quoted: str, now: float) -> Turn:
        """Give what is talked about by whoever replies to a quotation, or to a part of it that they `quoted`."""
        citation = passage.citation
        heading = citation.section[-1] if citation.section else citation.title
        about = quoted if content_words(forms(quoted)) else heading
        topic = topic_of(self._index.only(citation.article).parse(about), unmarked(passage))
        return Turn(about, topic, citation.article, now, passage.text)

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
        return self._with_neighbours(Answer(question, 1.0, (hit,), note=fact.note, read_as=read_as))

    def _meant(self, question: str, slug: str | None) -> Article | None:
        """Give the article that a question can only be about."""
        if slug is None and len(self.articles) == 1:
            slug = next(iter(self.articles))
        slug = slug or self._titles.in_full(question)
        return self.articles[slug] if slug else None


def _as_asked(examples: Sequence[Example]) -> list[Example]:
    """Give the examples, and each question of those that are messages of several sentences."""
    parts = [replace(each, question=part) for each in examples for part in read_message(each.question).questions]
    return list(dict.fromkeys([*examples, *parts]))


def _shown_article(result: Result) -> str | None:
    """Give the slug of the article that a result shows first."""
    if isinstance(result, NoQuestion):
        return None
    hits = result.hits if isinstance(result, Answer) else result.nearest
    return hits[0].passage.citation.article if hits else None


def _ranked(index: Index, query: Query, background: str, limit: int) -> list[Hit]:
    """Find passages for a question; what the message tells beside it raises those that speak of that, too."""
    if not background:
        return index.find(query, limit)
    hits = index.find(query, max(limit, _POOL))
    told = {_place(hit): hit.score for hit in index.find(index.parse(background), _POOL)}
    raised = [replace(hit, score=hit.score + _BACKGROUND * told.get(_place(hit), 0.0)) for hit in hits]
    return sorted(raised, key=lambda hit: -hit.score)[:limit]


def _place(hit: Hit) -> tuple[str, int]:
    return hit.passage.citation.article, hit.passage.start


def _refuse(answer: Answer | NoAnswer) -> NoAnswer:
    """Take back an answer whose passage does not speak of what was asked."""
    if isinstance(answer, NoAnswer):
        return answer
    return NoAnswer(answer.question, 0.0, answer.hits, answer.unknown_words, answer.read_as)


def _turn(question: str, query: Query, answer: Answer | NoAnswer, now: float, previous: Turn | None) -> Turn:
    """Choose what to remember; of a question without words of its own ("why?"), the turn that it was read with.

    A question that is not answered leaves the talk where it was, unless a passage was shown that may answer it.
    """
    if previous is not None and not content_words(forms(question)):
        return replace(previous, time=now)
    understood = query.read_as or query.text
    if isinstance(answer, NoAnswer):
        own = set(forms(question))
        topic = tuple(word for word in topic_of(query, None) if own.issuperset(forms(word)))
        topic = topic or (previous.topic if previous else ())
        shown = answer.nearest[0].passage.citation.article if answer.nearest and answer.nearest[0].meant else None
        return Turn(understood, topic, shown or (previous.article if previous else None), now)
    best = answer.hits[0]
    return Turn(understood, topic_of(query, best), best.passage.citation.article, now, best.passage.text)


@dataclass(frozen=True, slots=True)
class _Asking:
    """Hold what is the same for all questions of a message."""

    conversation: Conversation
    article: str | None
    limit: int
    now: float

    @property
    def today(self) -> date:
        return datetime.fromtimestamp(self.now, UTC).date()
