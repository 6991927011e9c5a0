"""Misspelt words are repaired against the articles' own; what is known, common or a number is left alone."""

import pytest

from index.language.spelling import repair

VOCABULARY = {
    "magnesium": 4,
    "glutathione": 3,
    "homocysteine": 2,
    "niacin": 2,
    "pain": 5,
    "the": 9,
    "causes": 1,
    "carries": 1,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("magnesum", "magnesium"),
        ("magnsieum", "magnesium"),
        ("magnisum", "magnesium"),
        ("glutatione", "glutathione"),
        ("homocystine", "homocysteine"),
        ("niacine", "niacin"),
    ],
)
def test_a_misspelt_word_is_repaired(typed: str, meant: str) -> None:
    assert repair(typed, VOCABULARY) == meant


@pytest.mark.parametrize("typed", ["children", "b12", "pai", "2015", "sumatriptan", "calories", "the", "house"])
def test_common_words_numbers_short_and_unlike_words_are_left_alone(typed: str) -> None:
    assert repair(typed, VOCABULARY) is None


def test_of_equally_near_words_the_more_frequent_is_meant() -> None:
    assert repair("vitemin", {"vitamin": 1, "vitimin": 5}) == "vitimin"


@pytest.mark.parametrize(
    ("typed", "article_has"), [("insulin", "inulin"), ("prednisolone", "prednisone"), ("creatinine", "creatine")]
)
def test_one_substance_is_not_taken_for_another(typed: str, article_has: str) -> None:
    assert repair(typed, {article_has: 3}) is None
