"""The rules that items and banks are checked by: each catches its flaw, and lets sound items pass."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.checking import Limits, check_bank, check_item
from bot.authoring.item import Bank, Item
from corpus import Article, read_articles

SEROTONIN = Item(
    id="magnesium-serotonin",
    topic="Magnesium",
    question="Magnesium may suppress the production of ____.",
    answer="serotonin",
    wrong=("dopamine", "histamine", "insulin"),
    source="Magnesium may also suppress the production of serotonin",
)
NERVE = Item(
    id="b12-nerves",
    topic="B vitamins",
    question="Which vitamin is important in nerve transmission?",
    answer="Vitamin B12",
    wrong=("Vitamin C", "Vitamin D", "Vitamin A"),
    source="Vitamin B12 is also important in nerve transmission",
)
SYMPTOM = Item(
    id="symptom",
    topic="IV Treatment of Migraines",
    question="Which symptom can come with a migraine headache?",
    answer="Nausea",
    wrong=("Hair loss", "Fever", "Hearing loss"),
    source="changes in sensitivity to light and sound, nausea and vomiting",
)
NIACIN = Item(
    id="niacin",
    topic="Niacin",
    question="What does niacin stimulate in larger doses?",
    answer="Blood flow to the periphery",
    wrong=("Growth of bone tissue", "Release of stomach acid", "Uptake of iron"),
    source="as in larger doses, stimulates blood flow to the periphery and helps in reducing pain",
)

OWN = """# Feeding a Starter

Feed the starter with 50 grams of rye flour. Leave it at 25 degrees for 12 hours. Hooch is a grey liquid on it.

## Storing

A starter stays in the fridge for two weeks. Mould comes from dirty jars and from warm rooms. It smells of apples.
"""


@pytest.fixture
def own(write: Callable[[str, str], Path]) -> Article:
    return read_articles(write("starter.md", OWN))[0]


def rules(item: Item, article: Article, limits: Limits | None = None) -> set[str]:
    return {problem.rule for problem in check_item(item, article, limits)}


@pytest.mark.parametrize("item", [SEROTONIN, NERVE, SYMPTOM, NIACIN], ids=lambda item: item.id)
def test_a_good_item_passes(item: Item, article: Article) -> None:
    assert check_item(item, article, Limits(question=300, option=100, explanation=200)) == []


FLAWS: list[tuple[str, Item, dict[str, Any]]] = [
    ("id", SEROTONIN, {"id": "Magnesium 1"}),
    ("id", SEROTONIN, {"id": ""}),
    ("topic", SEROTONIN, {"topic": "Magnesia"}),
    ("topic", SEROTONIN, {"topic": "Glutathione"}),
    ("question", SEROTONIN, {"question": "Magnesium may suppress the production of"}),
    ("question", SEROTONIN, {"question": "____ may suppress the production of ____."}),
    ("question", SEROTONIN, {"question": "Magnesium may suppress the production of __."}),
    ("question", SEROTONIN, {"question": "Which?"}),
    ("options", SEROTONIN, {"wrong": ("dopamine",)}),
    ("options", SEROTONIN, {"wrong": ("dopamine", "histamine", "insulin", "adrenaline")}),
    ("options", SEROTONIN, {"wrong": ("dopamine", " ", "insulin")}),
    ("one key", NERVE, {"wrong": ("The vitamin  B12", "Vitamin D", "Vitamin A")}),
    ("same options", SYMPTOM, {"wrong": ("Fever", "a fevér", "Hearing loss")}),
    ("same options", SYMPTOM, {"answer": "Nausea", "wrong": ("Nosebleed", "Nosebleeds")}),
    ("aliases", NERVE, {"wrong": ("Vitamin C", "Cobalamin", "Vitamin A")}),
    ("aliases", SYMPTOM, {"wrong": ("Fever", "Hypertension", "High blood pressure")}),
    ("one within another", NERVE, {"wrong": ("Vitamins", "Zinc", "Iron")}),
    ("one within another", NERVE, {"wrong": ("B vitamins", "Zinc", "Iron")}),
    ("one within another", SEROTONIN, {"wrong": ("magnesium", "magnesium chloride", "insulin")}),
    ("key given away", NERVE, {"question": "Which of the B12 vitamins is important in nerves?"}),
    ("key given away", NIACIN, {"question": "What does niacin stimulate in the peripheral body?"}),
    ("distractor true", SYMPTOM, {"wrong": ("Vomiting", "Fever", "Hearing loss")}),
    ("same form", SEROTONIN, {"wrong": ("to relax muscles", "histamine", "insulin")}),
    ("same form", SEROTONIN, {"wrong": ("relaxing the muscles", "histamine", "insulin")}),
    ("same form", SEROTONIN, {"wrong": ("it relaxes them", "histamine", "insulin")}),
    ("same form", SEROTONIN, {"wrong": ("20 mg", "histamine", "insulin")}),
    ("same number", SYMPTOM, {"wrong": ("Swollen feet", "Nosebleeds", "Rashes")}),
    ("same number", SEROTONIN, {"question": "Magnesium suppresses the substance if ____ are high."}),
    ("same case", SEROTONIN, {"wrong": ("Inflammation", "histamine", "insulin")}),
    ("a or an", SEROTONIN, {"question": "The production of what is suppressed by magnesium, a ____?"}),
    ("key too long", NIACIN, {"wrong": ("Bone tissue", "Bile acid", "Uptake")}),
    ("qualifier", SYMPTOM, {"answer": "Often nausea"}),
    ("absolutes", SYMPTOM, {"wrong": ("Only a rash", "Fever", "Hearing loss")}),
    ("all of the above", SYMPTOM, {"wrong": ("Hair loss", "Fever", "All of the above")}),
    ("all of the above", SYMPTOM, {"wrong": ("Hair loss", "Fever", "None of these")}),
    ("all of the above", SYMPTOM, {"wrong": ("Hair loss", "Fever", "Both A and B")}),
    ("negative", SEROTONIN, {"question": "What is not produced for magnesium suppresses it?"}),
    ("negative", NERVE, {"question": "Without which vitamin don’t nerves keep up transmission?"}),
    ("negative", NERVE, {"question": "Which vitamin matters least in nerve transmission?"}),
    ("pronoun", SEROTONIN, {"question": "It may suppress the production of ____."}),
    ("pronoun", SEROTONIN, {"question": "This mineral may suppress the production of ____."}),
    ("quote", SEROTONIN, {"source": "Magnesium may suppress the production of serotonin"}),
    ("quote", SEROTONIN, {"source": ""}),
    ("quote does not support the answer", SEROTONIN, {"source": "This mineral is a great vasodilator"}),
    ("quote does not support the answer", NIACIN, {"answer": "Release of blood sugar"}),
    ("clinical judgement", NERVE, {"question": "Which vitamin should you give for nerve transmission?"}),
    ("clinical judgement", NERVE, {"question": "Which vitamin do experts recommend for nerve transmission?"}),
    ("too long", SEROTONIN, {"why": "x" * 1001}),
    ("too long", SEROTONIN, {"wrong": ("x", "insulin " * 200)}),
]


@pytest.mark.parametrize(("rule", "item", "changes"), FLAWS)
def test_each_flaw_is_reported_alone(rule: str, item: Item, changes: dict[str, Any], article: Article) -> None:
    problems = check_item(replace(item, **changes), article)
    assert {problem.rule for problem in problems} == {rule}, problems
    assert all("\n" not in problem.reason and len(problem.reason) < 300 for problem in problems)
    assert all(problem.item and problem.item.id == changes.get("id", item.id) for problem in problems)


SOUND: list[tuple[Item, dict[str, Any]]] = [
    (SEROTONIN, {"source": "Magnesium may also\n   suppress the production of serotonin"}),
    (SEROTONIN, {"question": "Magnesium may suppress the production of a(n) ____."}),
    (SEROTONIN, {"question": "Which hormone does magnesium suppress not only in rest?"}),
    (NERVE, {"question": "Which vitamin do nerves need at least?"}),
    (NERVE, {"topic": "B vitamins", "answer": "Cobalamin", "wrong": ("Retinol", "Biotin", "Niacin")}),
    (
        NERVE,
        {"question": "Which vitamin is also called pyridoxine?", "answer": "Vitamin B6", "source": "or pyridoxine"},
    ),
    (SYMPTOM, {"wrong": ("Sleep for a week", "Sleep for two weeks", "Hearing loss")}),
    (SYMPTOM, {"wrong": ("Weeks of bad sleep", "Less than weeks of bad sleep", "Hearing loss")}),
    (SYMPTOM, {"wrong": ("Salt loss", "Sodium loss", "Fever")}),
    (SYMPTOM, {"question": "Which new symptom can come with a migraine?", "answer": "New nausea"}),
    (
        SYMPTOM,
        {
            "question": "What does aura mean?",
            "answer": "Vision changes",
            "wrong": ("Body movements", "Nausea"),
            "source": "other symptoms such as vision changes (aura)",
        },
    ),
    (SYMPTOM, {"answer": "nausea", "wrong": ("MRI findings", "fever", "Parkinson tremor")}),
    (SYMPTOM, {"answer": "Vomiting", "wrong": ("Bleeding of gums", "Hair loss", "Fever")}),
]


@pytest.mark.parametrize(("item", "changes"), SOUND)
def test_what_only_looks_like_a_flaw_is_let_pass(item: Item, changes: dict[str, Any], article: Article) -> None:
    assert check_item(replace(item, **changes), article) == []


def test_signs_and_numbers_keep_options_apart(own: Article) -> None:
    item = Item(
        "a", "Storing", "How long does a starter stay in the fridge?", "two weeks", ("one week", "2 days"), "two weeks"
    )
    assert check_item(item, own) == []
    assert rules(replace(item, wrong=("2 weeks", "one week")), own) == {"one key"}
    assert check_item(replace(item, wrong=("<1 week", ">1 week")), own) == []
    assert rules(replace(item, wrong=("2 grams", "3 grams")), own) == {"units"}
    assert rules(replace(item, answer="four weeks"), own) == {"quote does not support the answer"}


def test_a_quote_that_stands_twice_may_have_either_topic(write: Callable[[str, str], Path]) -> None:
    text = "# Oils\n\n## Rape\n\nThis oil is golden and light.\n\n## Sunflower\n\nThis oil is golden and light.\n"
    article = read_articles(write("oils.md", text))[0]
    item = Item("a", "Sunflower", "Which colour has sunflower oil?", "Golden", ("Green", "Brown"), "This oil is golden")
    assert check_item(item, article) == []
    assert check_item(replace(item, topic="Rape"), article) == []
    assert rules(replace(item, topic="Oils"), article) == {"topic"}


def test_you_should_is_no_clinical_judgement_where_nobody_is_ill(own: Article) -> None:
    item = Item(
        "a",
        "Feeding a Starter",
        "At what temperature should you leave the starter?",
        "25 degrees",
        ("5 degrees", "40 degrees"),
        "Leave it at 25 degrees",
    )
    assert check_item(item, own) == []


def test_limits_are_counted_in_utf16_units(article: Article) -> None:
    question = "Magnesium may suppress the production of ____ 🙂."
    item = replace(SEROTONIN, question=question)
    fits = Limits(question=len(question) + 1, option=len("serotonin"), explanation=0)
    assert rules(item, article, fits) == set()
    assert rules(item, article, replace(fits, question=len(question))) == {"too long"}
    assert rules(item, article, replace(fits, option=len("serotonin") - 1)) == {"too long"}


texts = st.text(max_size=40) | st.sampled_from(
    ["", "a", "A", "to", "____", "It", "vitamin B12", "5 mg", "magnesium", "the", "B2", "-ing", "\ud800", "What?", "—"]
)


@given(
    st.builds(
        Item,
        id=texts,
        topic=texts | st.just("Magnesium"),
        question=texts | st.builds("{} is a ____".format, texts),
        answer=texts,
        wrong=st.lists(texts, max_size=5).map(tuple),
        source=texts | st.just("great vasodilator"),
        why=texts,
        enemies=st.lists(texts, max_size=2).map(tuple),
    )
)
def test_no_text_breaks_the_check(article: Article, item: Item) -> None:
    problems = check_item(item, article, Limits(10, 10, 10)) + check_bank(Bank("x", (item, item)), article)
    assert all(problem.reason and problem.reason.splitlines() == [problem.reason] for problem in problems)
