"""Evaluate retrieval and abstention: labelled questions -> recall, MRR, and shares answered and refused."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from string import ascii_lowercase
from typing import Any

import numpy as np

from index.language.stop_words import is_content
from index.language.tokens import words
from index.passage import Hit

_RIGHT = ("passage", "in_article", "section")


class EvaluationError(Exception):
    """Report a mistake in the file of questions: the line, what is wrong, and how to mend it."""


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """Hold a question, and what is right: a passage with certain words, in a certain article, under a certain heading.

    Each of `passage`, `in_article` (a slug) and `section` narrows down what is right; where none is given, no article
    answers. `article` is the slug of the article to ask, None for all. `turns` are the questions to ask before it, in
    one conversation.
    """

    question: str
    passage: str | None
    article: str | None = None
    kind: str = "plain"
    in_article: str | None = None
    section: str | None = None
    turns: tuple[str, ...] = ()

    @property
    def is_answerable(self) -> bool:
        """Return whether an article answers it."""
        return any(place is not None for place in (self.passage, self.in_article, self.section))

    def is_right(self, hit: Hit) -> bool:
        """Return whether a passage is what the question asks for."""
        citation = hit.passage.citation
        return (
            self.is_answerable
            and (self.in_article is None or citation.article == self.in_article)
            and (self.section is None or _fold(self.section) in map(_fold, citation.section))
            and (self.passage is None or _fold(self.passage) in _fold(hit.passage.text))
        )

    @property
    def expected(self) -> str:
        """Say in one line what is right."""
        places = (self.in_article, self.section, self.passage)
        return " › ".join(place for place in places if place is not None) or "no answer"


@dataclass(frozen=True, slots=True)
class EvaluatedQuestion:
    """Hold the result for one question.

    `rank` is the position of the right passage among the hits, from 1; None where it was not found or the
    question has none. `first` is the best hit.
    """

    asked: LabelledQuestion
    answered: bool
    rank: int | None
    first: Hit | None

    @property
    def confidence(self) -> float:
        """Return the confidence of the best hit; 0 without a hit."""
        return self.first.confidence if self.first else 0.0


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Hold the measures of an evaluation, in [0, 1]; None where no question of the kind was asked.

    `recall_at_1`, `recall_at_3` and `mrr_at_10` are over the answerable questions, whether the answer was
    given or withheld. `answered` is the share of the answerable questions that were answered: `right` with a right
    passage first, `wrong` with another. `refused` is the share of the unanswerable ones that were not. `auroc` is the
    probability that an answerable question has a higher confidence than an unanswerable one. `refused_at_95` is the
    share of the unanswerable questions that would be refused at the threshold at which 95% of the answerable ones are
    answered.
    """

    answerable: int
    unanswerable: int
    recall_at_1: float | None
    recall_at_3: float | None
    mrr_at_10: float | None
    answered: float | None
    right: float | None
    wrong: float | None
    refused: float | None
    auroc: float | None
    refused_at_95: float | None


Ask = Callable[[LabelledQuestion], tuple[bool, Sequence[Hit]]]
"""Call with a question; get whether it is answered, and the ten best hits."""


def read_questions(path: Path) -> list[LabelledQuestion]:
    """Read JSON lines {"question": ..., "passage": ... or null, "article": ..., "kind": ...}.

    A line may have "turns", the questions of a conversation, in place of "question", and "in_article" and "section"
    beside "passage" or in its place. Raise EvaluationError where the file or a line of it cannot be used.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: cannot be read ({error}); name a file of JSON lines in UTF-8") from error
    questions = [
        _read_line(line, f"{path.name}, line {number}") for number, line in enumerate(lines, start=1) if line.strip()
    ]
    if not questions:
        raise EvaluationError(f"{path}: holds no question")
    return questions


def _read_line(line: str, where: str) -> LabelledQuestion:
    example = '{"question": "...", "passage": "words of the right passage, or null"}'
    try:
        fields: Any = json.loads(line)
    except ValueError as error:
        raise EvaluationError(f"{where}: is not JSON ({error}); write {example}") from error
    if not isinstance(fields, dict) or not fields.keys() & set(_RIGHT) or not fields.keys() & {"question", "turns"}:
        raise EvaluationError(f"{where}: has no question and passage; write {example}")
    for name in ("article", "kind", *_RIGHT):
        if not isinstance(fields.get(name), str | None):
            raise EvaluationError(f"{where}: {name} must be a text or null")
    empty = [name for name in _RIGHT if fields.get(name) is not None and not fields[name].strip()]
    if empty:
        raise EvaluationError(f"{where}: {empty[0]} is empty; write null where the articles do not answer")
    *turns, question = _read_turns(fields, where)
    return LabelledQuestion(
        question,
        fields.get("passage"),
        fields.get("article"),
        fields.get("kind") or "plain",
        fields.get("in_article"),
        fields.get("section"),
        tuple(turns),
    )


def _read_turns(fields: dict[str, Any], where: str) -> list[str]:
    turns = fields.get("turns", [fields.get("question")])
    if "turns" in fields and "question" in fields:
        raise EvaluationError(f"{where}: has both question and turns; the last of the turns is the question")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise EvaluationError(f"{where}: the question must be a text, turns a list of texts")
    return turns


def evaluate(questions: Sequence[LabelledQuestion], ask: Ask) -> Iterator[EvaluatedQuestion]:
    """Ask every question and yield the results in order."""
    for asked in questions:
        answered, hits = ask(asked)
        rank = next((rank for rank, hit in enumerate(hits, start=1) if asked.is_right(hit)), None)
        yield EvaluatedQuestion(asked, answered, rank, hits[0] if hits else None)


def _fold(text: str) -> str:
    return " ".join(text.split())


def summarise(outcomes: Sequence[EvaluatedQuestion]) -> EvaluationReport:
    """Compute the measures over results.

    >>> question = LabelledQuestion("tea?", "boil water")
    >>> summarise([EvaluatedQuestion(question, True, 2, None)]).mrr_at_10
    0.5
    """
    answerable = [outcome for outcome in outcomes if outcome.asked.is_answerable]
    others = [outcome for outcome in outcomes if not outcome.asked.is_answerable]
    ranks = [outcome.rank for outcome in answerable]
    return EvaluationReport(
        answerable=len(answerable),
        unanswerable=len(others),
        recall_at_1=_share([rank is not None and rank <= 1 for rank in ranks]),
        recall_at_3=_share([rank is not None and rank <= 3 for rank in ranks]),
        mrr_at_10=_share([1 / rank if rank is not None and rank <= 10 else 0.0 for rank in ranks]),
        answered=_share([outcome.answered for outcome in answerable]),
        right=_share([outcome.answered and outcome.rank == 1 for outcome in answerable]),
        wrong=_share([outcome.answered and outcome.rank != 1 for outcome in answerable]),
        refused=_share([not outcome.answered for outcome in others]),
        **_separation([outcome.confidence for outcome in answerable], [outcome.confidence for outcome in others]),
    )


def _separation(answerable: Sequence[float], others: Sequence[float]) -> dict[str, float | None]:
    """Measure how well the confidence separates answerable from unanswerable questions at any threshold."""
    if not answerable or not others:
        return {"auroc": None, "refused_at_95": None}
    positive, negative = np.array(answerable), np.sort(others)
    below = np.searchsorted(negative, positive, side="left")
    equal = np.searchsorted(negative, positive, side="right") - below
    threshold = np.quantile(positive, 0.05)
    return {
        "auroc": float(np.mean(below + equal / 2) / len(negative)),
        "refused_at_95": float(np.mean(negative < threshold)),
    }


def with_typo(question: str, rng: Random) -> str:
    """Return a question with a typing error in one content word of five letters or more, if it has such a word.

    A letter is left out, inserted, exchanged with the next, or replaced.
    """
    candidates = [
        word for word in words(question) if len(word.form) >= 5 and word.form.isalpha() and is_content(word.form)
    ]
    if not candidates:
        return question
    word = rng.choice(candidates)
    typed = question[word.start : word.end]
    at = rng.randrange(len(typed) - 1)
    before, letter, following, after = typed[:at], typed[at], typed[at + 1], typed[at + 2 :]
    wrong = rng.choice(ascii_lowercase)
    faulty = rng.choice((following, wrong + following, wrong + letter + following, following + letter))
    return question[: word.start] + before + faulty + after + question[word.end :]


def crossed(questions: Sequence[LabelledQuestion], rng: Random) -> list[LabelledQuestion]:
    """Return each answerable question put to one other article of the file, which does not answer it.

    Raise EvaluationError where the questions name fewer than two articles.
    """
    articles = sorted({asked.article for asked in questions if asked.article is not None})
    if len(articles) < 2:
        raise EvaluationError("questions can be put to other articles only where they name two articles or more")
    return [
        replace(
            asked,
            passage=None,
            in_article=None,
            section=None,
            article=rng.choice([slug for slug in articles if slug != asked.article]),
            kind="crossed",
        )
        for asked in questions
        if asked.article is not None and asked.is_answerable
    ]


def by_kind(outcomes: Sequence[EvaluatedQuestion]) -> dict[str, EvaluationReport]:
    """Return a report for each kind of question, in the order in which the kinds first occur."""
    kinds = dict.fromkeys(outcome.asked.kind for outcome in outcomes)
    return {kind: summarise([outcome for outcome in outcomes if outcome.asked.kind == kind]) for kind in kinds}


def misses(outcomes: Sequence[EvaluatedQuestion]) -> list[EvaluatedQuestion]:
    """Return the failures, worst first.

    Answers to unanswerable questions come first, then passages that were not found, passages found late, and
    right passages that were withheld.
    """

    def badness(outcome: EvaluatedQuestion) -> float:
        if not outcome.asked.is_answerable:
            return 2 + outcome.confidence
        return 2.0 if outcome.rank is None else 1 - 1 / outcome.rank

    def is_wrong(outcome: EvaluatedQuestion) -> bool:
        return outcome.rank != 1 or not outcome.answered if outcome.asked.is_answerable else outcome.answered

    wrong = [outcome for outcome in outcomes if is_wrong(outcome)]
    return sorted(wrong, key=badness, reverse=True)


def _share(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
