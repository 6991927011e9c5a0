"""Synonym files are read as Solr reads them, errors name their line, and texts explain names themselves."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import FileError, read_articles
from index import Index
from index.language.stems import stems
from index.language.synonyms import (
    Rule,
    Synonyms,
    is_about_health,
    learn_aliases,
    read_synonyms,
    shipped_synonyms,
)
from tests.growth import grows_linearly

Write = Callable[[str, str | bytes], Path]


def test_equivalents_find_each_other_and_arrows_go_one_way(write: Write) -> None:
    path = write("synonyms.txt", "# a comment\n\npill, oral contraceptive\ndrip => intravenous, infusion # by vein\n")
    assert read_synonyms(path) == [
        Rule(("pill",), (("oral", "contraceptive"),)),
        Rule(("oral", "contraceptive"), (("pill",),)),
        Rule(("drip",), (("intravenous",), ("infusion",)), replaces=True),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("a, b\nlonely\n", "synonyms.txt, line 2: has one word only"),
        ("a => b => c\n", "line 1: has two arrows"),
        ("a, , b\n", "line 1: has nothing between two commas"),
        ("a =>\n", "line 1: has nothing between two commas or beside an arrow"),
        (b"\xff\xfe\xff", "is no UTF-8 text"),
        ("a, b\n" + "word, " * 100_000, "line 2: has more than 50 words that mean the same"),
        ("a, b\n" + "word " * 100_000 + ", a", "line 2: has a phrase of more than 10 words"),
        ("a, b\n" * 300_000, "synonyms.txt: has more than 1 MB"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(write: Write, content: str | bytes, reason: str) -> None:
    with pytest.raises(FileError, match=reason):
        read_synonyms(write("synonyms.txt", content))


def test_rules_of_one_word_add_up_and_the_longest_phrase_wins() -> None:
    synonyms = Synonyms(
        [Rule(("iv",), (("drip",),)), Rule(("iv",), (("infusion",),)), Rule(("iv", "bag"), (("sac",),))]
    )
    assert synonyms.match(stems(["iv", "bags"]), 0) == (2, Rule(("iv", "bag"), (("sac",),)))
    assert synonyms.match(stems(["iv"]), 0) == (1, Rule(("iv",), (("drip",), ("infusion",))))
    assert synonyms.match(stems(["bag"]), 0) is None


def test_a_word_has_so_many_synonyms_as_can_be_searched_for() -> None:
    synonyms = Synonyms(Rule(("tea",), ((f"tea{n}",),)) for n in range(1000))
    found = synonyms.match(["tea"], 0)
    assert found is not None
    assert len(found[1].synonyms) == 50


@pytest.mark.parametrize(
    ("make", "size"),
    [
        (lambda n: "a, b\n" * n, 2_000),
        (lambda n: "".join(f"a, b{i}\n" for i in range(n)), 2_000),
        (lambda n: "a, b" + " " * 20 * n + "c", 8_000),
    ],
    ids=["the same", "many", "spaces"],
)
def test_time_grows_in_proportion(write: Write, make: Callable[[int], str], size: int) -> None:
    def saved(count: int) -> Path:
        return write(f"synonyms{count}.txt", make(count))

    assert grows_linearly(lambda path: Synonyms(read_synonyms(path)), saved, size)


def test_the_shipped_file_is_valid_and_knows_lay_words() -> None:
    synonyms = Synonyms(shipped_synonyms())
    pairs = {"drip": "intravenous", "throw up": "vomit", "B3": "niacin", "Mg": "magnesium", "the pill": "contraceptive"}
    for lay, term in pairs.items():
        found = synonyms.match(stems(lay.lower().split()), 0)
        assert found, lay
        assert stems(term.split()) in [stems(phrase) for phrase in found[1].synonyms], lay


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Riboflavin (B2)", "b2", "riboflavin"),
        ("mother-to-child transmission (MTCT) is", "mtct", "mother to child transmission"),
        ("Vitamin B6 or pyridoxine can", "pyridoxine", "vitamin b6"),
        ("autolyse, also known as rest, lets", "autolyse", "rest"),
    ],
)
def test_names_that_a_text_explains_are_learnt(text: str, one: str, other: str) -> None:
    rules = {rule.phrase: rule.synonyms for rule in learn_aliases(text)}
    assert rules[tuple(one.split())] == (tuple(other.split()),)


@pytest.mark.parametrize(
    "text", ["nausea or vomiting", "the United Nations (Geneva)", "it is also called (A)", "a year (2015)"]
)
def test_what_is_no_name_is_not_learnt(text: str) -> None:
    assert list(learn_aliases(text)) == []


@given(st.text(max_size=200))
def test_any_text_can_be_searched_for_names(text: str) -> None:
    for rule in learn_aliases(text):
        assert rule.phrase
        assert all(rule.synonyms)


CLINIC = """\
# Hillside clinic

The doctor treats pain, fever, migraine, allergy and infection. The nurse gives tablets, and an injection where needed.

## Travel

A vaccination is given on Tuesdays by the nurse. Ask for it by telephone before noon.
"""

STUDIO = """\
# Photographs of birds

A telephone lens is heavy. The injection moulding of the case is cheap.

## Light

Every picture needs patience and a vaccination against haste. A rest for the elbow stops shaking.
"""


def _indexed(write: Write, *texts: str) -> Index:
    return Index.build([article for i, text in enumerate(texts) for article in read_articles(write(f"a{i}.md", text))])


@pytest.mark.parametrize("question", ["When do I get the jab?", "When is the shot given?"])
def test_medical_synonyms_count_in_an_article_about_health(write: Write, question: str) -> None:
    assert _indexed(write, CLINIC).search(question)[0].passage.text.startswith("A vaccination is given")


@pytest.mark.parametrize("question", ["a jab", "a shot"])
def test_medical_synonyms_do_not_count_in_other_articles(write: Write, question: str) -> None:
    assert _indexed(write, STUDIO).search(question) == []


def test_in_a_library_medical_synonyms_count_in_the_articles_about_health_alone(write: Write) -> None:
    library = _indexed(write, CLINIC, STUDIO)
    hits = library.search("immunisation")
    assert [hit.passage.citation.title for hit in hits] == ["Hillside clinic"]


@pytest.mark.parametrize("text", [CLINIC, STUDIO])
def test_general_synonyms_count_everywhere(write: Write, text: str) -> None:
    assert "telephone" in _indexed(write, text).search("phone")[0].passage.text


def test_ten_words_of_the_medical_list_make_an_article_one_about_health() -> None:
    words = stems("migraine fever allergy infection nurse doctor tablet injection pain".split())
    assert not is_about_health(frozenset(words))
    assert is_about_health(frozenset([*words, "stroke"]))


def test_a_form_of_comparison_has_no_synonyms_of_another_word() -> None:
    assert Synonyms(shipped_synonyms()).match(stems(["best"]), 0) is None
