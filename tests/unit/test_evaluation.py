"""Measures are what their definitions say; and on questions of our own, the bot is as good as it was."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.assistant import Assistant
from bot.console import evaluation_report as evaluating
from corpus import ARTICLES
from index.evaluation import (
    EvaluatedQuestion,
    EvaluationError,
    LabelledQuestion,
    crossed,
    read_questions,
    summarise,
    with_typo,
)
from tests.paths import DATA
from tests.unit.test_page import hit_of


def outcome(
    passage: str | None, *, rank: int | None = None, answered: bool = True, confidence: float = 0.0
) -> EvaluatedQuestion:
    hit = replace(hit_of("Tea is hot."), confidence=confidence)
    return EvaluatedQuestion(LabelledQuestion("tea?", passage), answered, rank, hit)


def test_recall_and_reciprocal_rank_are_counted_over_the_answerable() -> None:
    report = summarise([outcome("x", rank=1), outcome("x", rank=3), outcome("x", rank=11), outcome("x"), outcome(None)])
    assert (report.answerable, report.unanswerable) == (4, 1)
    assert report.recall_at_1 == 0.25
    assert report.recall_at_3 == 0.5
    assert report.mrr_at_10 == pytest.approx((1 + 1 / 3) / 4)


def test_answers_and_refusals_are_counted_apart() -> None:
    report = summarise([outcome("x"), outcome("x", answered=False), outcome(None), outcome(None, answered=False)])
    assert (report.answered, report.refused) == (0.5, 0.5)


def test_what_cannot_be_measured_is_none() -> None:
    report = summarise([outcome("x", rank=1)])
    assert (report.refused, report.auroc, report.refused_at_95) == (None, None, None)


def test_auroc_counts_pairs_and_ties_for_half() -> None:
    outcomes = [outcome("x", confidence=0.9), outcome("x", confidence=0.5)]
    outcomes += [outcome(None, confidence=0.5), outcome(None, confidence=0.1)]
    assert summarise(outcomes).auroc == pytest.approx((1 + 1 + 0.5 + 1) / 4)


@given(st.text(max_size=60), st.integers())
def test_a_typo_changes_one_word_by_one_letter_at_most(question: str, seed: int) -> None:
    assert abs(len(with_typo(question, Random(seed))) - len(question)) <= 1


def test_typos_are_repeatable_and_spare_short_words() -> None:
    assert with_typo("what is magnesium", Random(1)) == with_typo("what is magnesium", Random(1)) != "what is magnesium"
    assert with_typo("is it so", Random(1)) == "is it so"


def test_crossed_questions_go_to_another_article_that_does_not_answer() -> None:
    questions = [
        LabelledQuestion("a?", "x", "one"),
        LabelledQuestion("b?", "y", "two"),
        LabelledQuestion("c?", None, "two"),
    ]
    assert [(q.question, q.article, q.passage) for q in crossed(questions, Random(1))] == [
        ("a?", "two", None), ("b?", "one", None),
    ]  # fmt: skip
    with pytest.raises(EvaluationError, match="two articles"):
        crossed([LabelledQuestion("a?", "x")], Random(1))


@pytest.mark.parametrize(
    ("name", "corpus", "recall_at_1", "recall_at_3", "refused"),
    [("migraine", ARTICLES, 0.88, 0.92, 0.9), ("library", DATA / "articles", 0.76, 0.86, 0.75)],
)
def test_our_own_questions_are_answered_as_well_as_before(
    name: str, corpus: Path, recall_at_1: float, recall_at_3: float, refused: float
) -> None:
    """Floors a little under what was measured: written in the words of patients who do not know the article's."""
    outcomes = evaluating.run(Assistant.open(corpus), read_questions(DATA / f"{name}.jsonl"))
    report = summarise(outcomes)
    assert report.recall_at_1 is not None
    assert report.recall_at_3 is not None
    assert report.refused is not None
    assert report.recall_at_1 >= recall_at_1
    assert report.recall_at_3 >= recall_at_3
    assert report.refused >= refused
    off = summarise([each for each in outcomes if each.asked.kind == "off"])
    assert off.refused == 1.0


def read(tmp_path: Path, *lines: str) -> list[LabelledQuestion]:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_questions(path)


def test_a_conversation_is_asked_in_its_order_and_judged_by_its_last_answer(
    tmp_path: Path, assistant: Assistant
) -> None:
    asked = read(
        tmp_path,
        '{"turns": ["What does niacin do?", "why?"], "section": "Niacin"}',
        '{"turns": ["What is glutathione?", "why?"], "section": "Niacin"}',
    )
    niacin, glutathione = evaluating.run(assistant, asked)
    assert (niacin.rank, glutathione.first and glutathione.first.passage.citation.section[-1]) == (1, "Glutathione")
    report = summarise([niacin, glutathione])
    assert (report.right, report.wrong) == (0.5, 0.5)


def test_right_is_what_has_the_words_the_article_and_the_heading_asked_for() -> None:
    hit = hit_of("Tea is hot.")
    placed = replace(hit, passage=replace(hit.passage, citation=replace(hit.passage.citation, section=("Heat",))))
    assert LabelledQuestion("?", None, in_article="tea").is_right(placed)
    assert LabelledQuestion("?", "Tea  is", in_article="tea", section="Heat").is_right(placed)
    assert not LabelledQuestion("?", None, in_article="milk").is_right(placed)
    assert not LabelledQuestion("?", None, in_article="tea", section="Cold").is_right(placed)
    assert not LabelledQuestion("?", "Milk", section="Heat").is_right(placed)
    assert not LabelledQuestion("?", None).is_right(placed)


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ('{"turns": [], "section": "Heat"}', "turns a list of texts"),
        ('{"turns": ["a?", 1], "section": "Heat"}', "turns a list of texts"),
        ('{"turns": ["a?"], "question": "b?", "section": "Heat"}', "both question and turns"),
        ('{"turns": ["a?"]}', "no question and passage"),
        ('{"question": "a?", "section": " "}', "section is empty"),
        ('{"question": "a?", "in_article": 1}', "in_article must be a text"),
    ],
)
def test_a_line_that_cannot_be_asked_is_named(tmp_path: Path, line: str, mistake: str) -> None:
    with pytest.raises(EvaluationError, match=f"line 2: .*{mistake}"):
        read(tmp_path, '{"question": "a?", "passage": null}', line)
