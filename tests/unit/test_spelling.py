"""Misspelt words are repaired against the articles' own; what is known, common or a number is left alone."""

import pytest

from index import Index
from index.language.spelling import is_known, repair, repair_by_stem
from index.language.stems import stem
from index.language.tokens import fold
from tests.unit.test_chunking import article_of

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
        ("gluthatione", "glutathione"),
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


@pytest.mark.parametrize("word", ["mother", "money", "police", "cancer", "rash", "sugar", "tyre", "colour", "wifi"])
def test_everyday_words_are_known(word: str) -> None:
    assert is_known(word)
    assert repair(word, {word[:-1] + "x": 3}) is None


@pytest.mark.parametrize(("typed", "meant"), [("wekly", "weekly"), ("freze", "freeze"), ("diffrence", "difference")])
def test_an_everyday_word_is_repaired_where_the_articles_have_its_stem(typed: str, meant: str) -> None:
    assert repair_by_stem(typed, {stem(meant)}.__contains__) == meant
    assert repair_by_stem(typed, {"other"}.__contains__) is None
    assert repair_by_stem(meant, {stem(meant)}.__contains__) is None


def test_the_question_is_read_with_the_everyday_word() -> None:
    tyres = "# Tyres\n\nPump the tyres up once a week, and look at the chain each month.\n"
    query = Index.build([article_of(tyres)]).parse("do I pump tyres up wekly")
    assert query.read_as == "do I pump tyres up weekly"
    assert all(word.used for word in query.asked)


MISSPELLINGS = """
    recieve definately seperate occured untill wich beleive adress becuase goverment tommorow wierd neccessary
    accomodate acheive arguement begining concious embarass enviroment existance foriegn freind happend
    independant knowlege occassion posession recomend refered succesful suprise medecine symtoms diarhea vaccum
    perscription
""".split()


@pytest.mark.parametrize("typed", MISSPELLINGS)
def test_common_misspellings_are_not_known(typed: str) -> None:
    assert not is_known(typed)


def test_a_word_of_three_letters_is_meant_only_where_nothing_else_is_near() -> None:
    assert repair("legg", {"leg": 1}) == "leg"
    assert repair("legg", {"leg": 9, "legs": 1}) == "legs"


@pytest.mark.parametrize(
    ("language", "typed", "article_has"),
    [
        ("es", "hígado", "hígados"),
        ("es", "casas", "casos"),
        ("de", "saaten", "staaten"),
        ("fr", "poisson", "poison"),
        ("ru", "поставки", "поставок"),
        ("nl", "bloed", "bloem"),
        ("sv", "hjarta", "hjartat"),
    ],
)
def test_words_of_other_languages_are_left_alone(language: str, typed: str, article_has: str) -> None:
    assert repair(fold(typed), {fold(article_has): 3}, language) is None


@pytest.mark.parametrize(
    ("language", "typed", "meant"), [("es", "magnseio", "magnesio"), ("de", "magnesuim", "magnesium")]
)
def test_misspelt_words_of_languages_with_a_dictionary_are_repaired(language: str, typed: str, meant: str) -> None:
    assert repair(typed, {meant: 3}, language) == meant
