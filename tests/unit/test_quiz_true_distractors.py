"""Distractors of which the article says what the question asks, and those of which it does not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.authoring.checking import check_item
from bot.authoring.item import Item
from corpus import Article, read_articles
from tests.unit.test_quiz_checking import SEROTONIN, SYMPTOM, rules


def test_a_distractor_in_one_list_with_the_key_is_true(write: Callable[[str, str], Path]) -> None:
    article = read_articles(write("jars.md", "# Jars\n\nMould comes from dirty jars and from warm rooms.\n"))[0]
    item = Item("a", "Jars", "What can mould come from?", "Dirty jars", ("Warm rooms", "Old spoons"), "from dirty jars")
    assert rules(item, article) == {"distractor true"}
    assert check_item(replace(item, wrong=("Cold rooms", "Old spoons")), article) == []


def test_a_distractor_of_which_another_sentence_says_the_same_is_true(article: Article) -> None:
    item = Item(
        "a",
        "Magnesium",
        "Which nutrient helps in reducing pain?",
        "Magnesium",
        ("Niacin", "Zinc", "Selenium"),
        "Intravenous administration of magnesium also works by reducing pain, depression and anxiety.",
    )
    assert rules(item, article) == {"distractor true"}  # "Niacin: It ... helps in reducing pain."
    assert check_item(replace(item, wrong=("Iodine", "Zinc", "Selenium")), article) == []


def test_what_is_said_of_something_else_in_the_sentence_is_no_true_distractor(article: Article) -> None:
    # Glutathione removes molecules that trigger attacks; it triggers none.
    item = replace(
        SYMPTOM,
        question="What can trigger migraine attacks?",
        answer="Stress",
        wrong=("Glutathione", "Fever", "Rain"),
        source="lack of sleep, insomnia, stress",
    )
    assert check_item(item, article) == []
    assert rules(replace(item, wrong=("Insomnia", "Fever", "Rain")), article) == {"distractor true"}


def test_what_an_article_denies_is_no_true_distractor(write: Callable[[str, str], Path]) -> None:
    text = "# Bread\n\nStore sliced loaves in a bag. Do not store sliced loaves in the fridge or store them wet.\n"
    article = read_articles(write("bread.md", text))[0]
    item = Item("a", "Bread", "Where are sliced loaves stored?", "In a bag", ("In the fridge", "In a pot"), "in a bag")
    assert check_item(item, article) == []
    allowed = read_articles(write("bread.md", text.replace("Do not", "Also")))[0]
    assert rules(item, allowed) == {"distractor true"}


def test_a_sentence_that_shares_little_with_the_question_says_nothing(article: Article) -> None:
    # "The administration of glutathione favors the removal of harmful molecules"
    item = Item(
        "a",
        "Glutathione",
        "What is glutathione?",
        "An enzyme complex",
        ("A harmful molecule", "A fatty acid", "A blood protein"),
        "glutathione, an enzyme complex with detoxifying  capacity",
    )
    assert check_item(item, article) == []
    effect = replace(
        SEROTONIN, question="Which signal substance does magnesium suppress?", wrong=("anxiety", "insulin")
    )
    assert check_item(effect, article) == []


def test_words_of_the_title_tell_little(write: Callable[[str, str], Path]) -> None:
    text = "# Baking Sourdough Bread\n\nSourdough bread shines from steam. Baking sourdough bread takes a blade.\n"
    article = read_articles(write("bread.md", text))[0]
    question = "What polishes a sourdough bread in baking?"
    item = Item("a", "Baking Sourdough Bread", question, "Steam", ("A blade", "A lamp"), "shines from steam")
    assert check_item(item, article) == []


def test_numbers_of_different_things_in_one_sentence_are_good_distractors(write: Callable[[str, str], Path]) -> None:
    text = "# Tyres\n\nNarrow tyres take 6 bar, city tyres 4 bar and wide tyres 2 bar.\n"
    article = read_articles(write("tyres.md", text))[0]
    question = "What pressure do narrow tyres take?"
    item = Item("a", "Tyres", question, "6 bar", ("4 bar", "2 bar"), "Narrow tyres take 6 bar")
    assert check_item(item, article) == []


def test_a_distractor_of_another_kind_than_the_key_does_not_answer(article: Article) -> None:
    item = Item(
        "a",
        "IV Treatment of Migraines",
        "Where can intravenous treatment of migraine be done?",
        "In an outpatient clinic",
        ("Vitamin C", "In an operating theatre"),
        "This can be done without problems in an outpatient clinic.",
    )
    assert check_item(item, article) == []
    assert rules(replace(item, answer="Outpatient clinic", wrong=("Vitamin C", "Hospital ward")), article) == {
        "distractor true"
    }
