"""What comes of a question: the contract of this package, read first. Nothing here writes about the subject."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from typing import Any

from index import Hit, Passage

THRESHOLD = 0.5
"""A passage is given as an answer from this confidence on."""


class RemarkKind(Enum):
    """Name what a remark tells of an article."""

    SOURCE = auto()
    PUBLISHED = auto()
    CITES = auto()
    COVERS = auto()


@dataclass(frozen=True, slots=True)
class Remark:
    """Hold what is told of an article itself: that the answer is from it, when it was published, what is in it.

    `works` is how many works it cites, `headings` are what it covers.
    """

    kind: RemarkKind
    title: str
    published: date | None = None
    works: int = 0
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold passages that answer, best first; at least one.

    `neighbours` are passages that stand before and after the best one in its article: to read on, not as answers.
    `unknown_words` are the question's words that no article uses, as typed. `note` is a fact about the
    article itself, such as its date, where that was asked for. `read_as` is the question as understood where
    that differs from what was typed. `others` are titles of other articles that answer nearly as well.
    `further` are the results for the other questions of the message. `emergency` stands before all else: it is for
    whoever writes of an emergency.
    """

    question: str
    confidence: float
    hits: tuple[Hit, ...]
    neighbours: tuple[Passage, ...] = ()
    unknown_words: tuple[str, ...] = ()
    note: Remark | None = None
    read_as: str | None = None
    others: tuple[str, ...] = ()
    further: "tuple[Answer | NoAnswer, ...]" = ()
    emergency: str | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Say that the articles do not answer. `nearest` are the closest passages, best first, often none.

    `unknown_words` are the question's words that no article uses, as typed. `further` are the results for the other
    questions of the message. `emergency` is as in an answer. Where the question is in another language than the
    articles, `asked_in` are the languages that it may be in, and `articles_in` theirs; else both are empty.
    """

    question: str
    confidence: float
    nearest: tuple[Hit, ...]
    unknown_words: tuple[str, ...]
    read_as: str | None = None
    further: "tuple[Answer | NoAnswer, ...]" = ()
    emergency: str | None = None
    asked_in: tuple[str, ...] = ()
    articles_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoQuestion:
    """Say that nothing was asked: it was a greeting, thanks or mere signs. `emergency` is as in an answer."""

    question: str
    emergency: str | None = None


Result = Answer | NoAnswer | NoQuestion


def compose(
    question: str, hits: Sequence[Hit], unknown_words: Sequence[str] = (), read_as: str | None = None
) -> Answer | NoAnswer:
    """Decide whether the best hit is an answer: it is from a confidence of THRESHOLD on."""
    confidence = hits[0].confidence if hits else 0.0
    if confidence >= THRESHOLD:
        return Answer(question, confidence, tuple(hits), unknown_words=tuple(unknown_words), read_as=read_as)
    return NoAnswer(question, confidence, tuple(hits), tuple(unknown_words), read_as)


def beside(results: Sequence[Answer | NoAnswer], message: str) -> Answer | NoAnswer:
    """Make the result for a message: that for its first question, with those for the others beside it."""
    if any(each.read_as for each in results):
        # The whole message as it was read, for it is what is asked again.
        read_as = " ".join(each.read_as or each.question for each in results)
        results = [replace(each, read_as=read_as) for each in results]
    first, *others = results
    return replace(first, question=message, further=tuple(others))


def without_articles(result: Result, slugs: AbstractSet[str]) -> tuple[Result, str | None]:
    """Leave out of a result the passages of some articles; give the slug of one where its passage came first.

    Of several questions in a message, those whose first passage is left out are left out themselves.
    """
    if isinstance(result, NoQuestion):
        return result, None
    first = result.hits if isinstance(result, Answer) else result.nearest
    slug = first[0].passage.citation.article if first else None
    if slug in slugs:
        return result, slug
    further = tuple(_kept(each, slugs) for each in result.further if without_articles(each, slugs)[1] is None)
    return replace(_kept(result, slugs), further=further), None


def _kept(result: Answer | NoAnswer, slugs: AbstractSet[str]) -> Answer | NoAnswer:
    if isinstance(result, NoAnswer):
        return replace(result, nearest=tuple(hit for hit in result.nearest if not _is_of(hit.passage, slugs)))
    return replace(
        result,
        hits=tuple(hit for hit in result.hits if not _is_of(hit.passage, slugs)),
        neighbours=tuple(passage for passage in result.neighbours if not _is_of(passage, slugs)),
    )


def _is_of(passage: Passage, slugs: AbstractSet[str]) -> bool:
    return passage.citation.article in slugs


def as_of(answer: Answer | NoAnswer, today: date) -> Answer | NoAnswer:
    """Give the answer as it is on a day: what it cites past a review date is marked so."""
    if isinstance(answer, NoAnswer):
        return replace(answer, nearest=tuple(_hit_as_of(hit, today) for hit in answer.nearest))
    return replace(
        answer,
        hits=tuple(_hit_as_of(hit, today) for hit in answer.hits),
        neighbours=tuple(_passage_as_of(passage, today) for passage in answer.neighbours),
    )


def _hit_as_of(hit: Hit, today: date) -> Hit:
    return replace(hit, passage=_passage_as_of(hit.passage, today))


def _passage_as_of(passage: Passage, today: date) -> Passage:
    return replace(passage, citation=passage.citation.as_of(today))


def to_json(result: Result) -> dict[str, Any]:
    """Make the object that `ask --json` prints for a result."""
    confidence, read_as = (0.0, None) if isinstance(result, NoQuestion) else (result.confidence, result.read_as)
    return {
        "question": result.question,
        "answered": isinstance(result, Answer),
        "confidence": round(confidence, 4),
        "read_as": read_as,
        "passages": [_hit_to_json(hit) for hit in result.hits] if isinstance(result, Answer) else [],
        "nearest": [_hit_to_json(hit) for hit in result.nearest] if isinstance(result, NoAnswer) else [],
    }


def _hit_to_json(hit: Hit) -> dict[str, Any]:
    citation = hit.passage.citation
    return {
        "text": hit.passage.text,
        "score": round(hit.score, 4),
        "best_sentence": list(hit.best_sentence),
        "citation": {
            "article": citation.article,
            "title": citation.title,
            "section": list(citation.section),
            "paragraph": citation.paragraph,
            "published": citation.published.isoformat() if citation.published else None,
            "url": citation.url,
            "page": citation.page,
            "last_page": citation.last_page,
            "label": citation.label,
        },
    }
