"""The rules over a whole bank: ids, enemies, the exam, and what a guesser would get right."""

from dataclasses import replace

import pytest

from bot.authoring.checking import check_bank, guessing_strategies, open_book
from bot.authoring.item import Bank, Exam, Item, Status
from corpus import Article
from tests.unit.test_quiz_checking import NERVE, NIACIN, SEROTONIN, SYMPTOM


def approved(*items: Item) -> tuple[Item, ...]:
    return tuple(replace(item, status=Status.APPROVED) for item in items)


ALL = approved(SEROTONIN, NERVE, SYMPTOM, NIACIN, replace(NIACIN, id="other", question="What grows by niacin?"))


def bank_rules(bank: Bank, article: Article) -> list[str]:
    return [problem.rule for problem in check_bank(bank, article)]


def test_a_good_bank_with_an_exam_passes(article: Article) -> None:
    assert check_bank(Bank("a", ALL, Exam(1, tuple(item.id for item in ALL))), article) == []


def test_each_item_is_checked_unless_it_is_retired(article: Article) -> None:
    bad = replace(SEROTONIN, question="It suppresses ____.")
    assert bank_rules(Bank("a", (NERVE, bad)), article) == ["pronoun"]
    assert bank_rules(Bank("a", (NERVE, replace(bad, status=Status.RETIRED))), article) == []


@pytest.mark.parametrize(
    ("exam", "words"),
    [
        (Exam(1, ("symptom", "niacin", "other", "b12-nerves", "nobody")), "“nobody”, which is no item"),
        (Exam(1, ("symptom", "niacin", "other", "b12-nerves", "draft")), "“draft”, which is not approved"),
        (Exam(1, (*(item.id for item in ALL), "niacin")), "“niacin” 2 times"),
        (Exam(1, tuple(item.id for item in ALL[:4])), "4 items; take at least 5"),
        (Exam(1, questions=4), "4 items; take at least 5"),
        (Exam(1, questions=len(ALL) + 1), f"its pool is sure to give {len(ALL)} that are no enemies"),
        (Exam(1, tuple(item.id for item in ALL), pass_mark=0), "pass mark is 0"),
        (Exam(1, tuple(item.id for item in ALL), pass_mark=101), "pass mark is 101"),
        (Exam(1, tuple(item.id for item in ALL), valid_days=0), "0 days"),
    ],
)
def test_an_exam_is_checked(exam: Exam, words: str, article: Article) -> None:
    bank = Bank("a", (*ALL, replace(NERVE, id="draft", status=Status.DRAFT)), exam)
    problems = check_bank(bank, article)
    assert [problem.rule for problem in problems] == ["exam"]
    assert words in problems[0].reason


def test_enemies_exist_and_are_not_in_one_exam(article: Article) -> None:
    exam = Exam(1, tuple(item.id for item in ALL))
    enemies = replace(ALL[0], enemies=("niacin",))
    assert bank_rules(Bank("a", (enemies, *ALL[1:])), article) == []
    assert bank_rules(Bank("a", (enemies, *ALL[1:]), exam), article) == ["exam"]
    assert bank_rules(Bank("a", (enemies, *ALL[1:]), Exam(1, questions=5)), article) == ["exam"]
    sixth = replace(ALL[-1], id="sixth", question="What does niacin bring to the hands and feet?")
    drawn = Bank("a", (enemies, *ALL[1:], sixth), Exam(1, questions=5))
    assert "exam" not in bank_rules(drawn, article), "enemies may be in a pool that is large enough"
    assert bank_rules(Bank("a", (replace(ALL[0], enemies=("nobody",)),)), article) == ["enemies"]
    assert bank_rules(Bank("a", (replace(ALL[0], enemies=(ALL[0].id,)),)), article) == ["enemies"]


def test_ids_and_questions_are_unique(article: Article) -> None:
    assert bank_rules(Bank("a", (NERVE, replace(SYMPTOM, id=NERVE.id))), article) == ["same id"] * 2
    again = replace(NERVE, id="again", question=NERVE.question.upper(), wrong=NERVE.wrong[::-1])
    assert "same question" in bank_rules(Bank("a", (NERVE, again)), article)
    others = replace(SYMPTOM, id="others", answer="Vision changes", wrong=("Hair loss", "Bad breath"))
    assert "same question" not in bank_rules(Bank("a", (SYMPTOM, others)), article)


def test_items_that_ask_nearly_the_same_are_enemies_or_reported(article: Article) -> None:
    again = replace(NERVE, id="again", question="Which vitamin is important in nerves’ transmission of signals?")
    assert bank_rules(Bank("a", (NERVE, again)), article) == ["same question"]
    assert bank_rules(Bank("a", (NERVE, replace(again, enemies=(NERVE.id,)))), article) == []
    other_key = replace(again, answer="Vitamin K")
    assert "same question" not in bank_rules(Bank("a", (NERVE, other_key)), article)


def guessable(key: str, *wrong: str) -> Item:
    return Item("x", "Magnesium", "What is it that helps against pain?", key, wrong, "")


def test_the_share_of_each_guess_counts_ties_by_chance(article: Article) -> None:
    shares = guessing_strategies([guessable("aaaa", "bb", "cc"), guessable("bb", "aa", "c")], article)
    assert shares["the longest"] == (1 + 1 / 2) / 2
    assert shares["the shortest"] == 0
    assert shares["first in alphabetical order"] == 1 / 2
    assert shares["the option most alike to the others"] == pytest.approx(1 / 3)
    assert (
        guessing_strategies([guessable("magnesium", "selenium", "radium")], article)[
            "the option named most often in the article"
        ]
        == 1
    )
    assert (
        guessing_strategies([guessable("a pain", "bb", "cc")], article)[
            "the option that shares most words with the stem"
        ]
        == 1
    )
    assert set(guessing_strategies([], article).values()) == {0.0}


def many(count: int, key: str, *wrong: str) -> Bank:
    items = (replace(guessable(key, *wrong), id=str(i), question=f"What is it at {i} volt?") for i in range(count))
    return Bank("a", tuple(items))


def test_a_way_to_guess_is_reported_with_its_share_from_twelve_items_on(article: Article) -> None:
    reasons = [p.reason for p in check_bank(many(12, "aaaa", "bbb", "ccc"), article) if p.rule == "guessing"]
    assert any("“the longest” is right in 100%" in reason for reason in reasons)
    assert any("“first in alphabetical order” is right in 100%" in reason for reason in reasons)
    assert "guessing" not in bank_rules(many(11, "aaaa", "bbb", "ccc"), article)


def test_no_way_to_guess_is_reported_twice(article: Article) -> None:
    bank = many(12, "zzzz", "a", "bb")
    reasons = [p.reason for p in check_bank(bank, article) if p.rule in {"guessing", "key positions balanced"}]
    assert len([reason for reason in reasons if "longest" in reason or "length" in reason]) == 1


def test_what_stands_there_and_what_a_look_up_finds_are_counted(article: Article) -> None:
    item = guessable("vasodilator", "stimulant", "sedative")
    item = replace(item, question="What great thing is this mineral when looking to treat migraines?")
    shares = guessing_strategies([item, guessable("unheard of", "magnesium", "not there")], article)
    assert shares["the option that stands in the article word for word"] == 1 / 2
    assert open_book([item], article) == 1
    reasons = [p.reason for p in check_bank(many(12, "niacin", "bb", "ccc"), article) if p.rule == "guessing"]
    assert any("stands in the article word for word” is right in 100%" in reason for reason in reasons)


def test_a_rank_that_most_keys_have_is_reported(article: Article) -> None:
    problems = [p for p in check_bank(many(12, "bb", "a", "ccc"), article) if p.rule == "key positions balanced"]
    assert ["number 2 in alphabetical order" in problems[0].reason, len(problems)] == [True, 2]
    assert "key positions balanced" not in bank_rules(many(11, "bb", "a", "ccc"), article)
