"""A question is known by the kind of answer it wants, and answered by a sentence that gives that kind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import read_articles
from index import Index
from index.answer_types import answer_type

WORKSHOP = """\
# The Hollis pottery workshop

The workshop was opened by Nora Hollis in 2009.

## Courses

Courses are as long as the holidays allow. An evening course lasts two hours, with a break for tea. It costs 35 euros.
A weekend course ends with an exhibition. A pot is an open vessel of fired clay.

## Kiln

The kiln is as heavy as a car. The kiln weighs 410 kg. It is fired every Thursday.
Old glazes are never used in the kiln. Glazed plates dry on the shelf. Glaze is sold by the jar.

## House rules

Only members open the kiln. Children paint tiles on the terrace.
"""


@pytest.fixture
def workshop(write: Callable[[str, str], Path]) -> Index:
    return Index.build(read_articles(write("workshop.md", WORKSHOP)))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How long is the course?", "duration"),
        ("How many days does it last?", "duration"),
        ("How old must I be?", "age"),
        ("How much is a ticket?", "money"),
        ("How much does it cost?", "money"),
        ("How much magnesium is given?", "count"),
        ("How often do I take it?", "frequency"),
        ("How far is the station?", "length"),
        ("How many miles is it?", "length"),
        ("How many milligrams of it do I take?", "weight"),
        ("How many grams?", "weight"),
        ("When was it founded?", "date"),
        ("When should I call?", "time"),
        ("Who wrote it?", "person"),
        ("Who is the treasurer?", "name"),
        ("What's the name of your nurse?", "name"),
        ("Who is the course for?", "person"),
        ("Where is it?", "place"),
        ("Can dogs come in?", "verdict"),
        ("Can you say where dogs may go?", None),
        ("Is it made of clay or of stone?", None),
        ("Why is the sky blue?", None),
        ("as long as possible", None),
    ],
)
def test_the_kind_of_answer_follows_from_the_question(question: str, name: str | None) -> None:
    kind = answer_type(question)
    assert (kind.name if kind else None) == name


@pytest.mark.parametrize(
    ("question", "gives", "does_not"),
    [
        ("How long?", "for three and a half hours", "as long as needed"),
        ("How long?", "10-15 minutes", "room 12"),
        ("How long?", "an hour", "a course"),
        ("How much is the key?", "a deposit of €30", "30 keys"),
        ("How much is the key?", "The key is free.", "The key is brass."),
        ("How heavy?", "about 2.5 kg", "12 keys"),
        ("How often?", "twice a day", "on a rainy day"),
        ("How old?", "aged under 16", "in the old mill"),
        ("How many?", "twelve plates", "B12 and plates"),
        ("How warm?", "25 °C", "25 metres"),
        ("When was it?", "in March", "in the marsh"),
        ("Who did it?", "by Nora Hollis", "by hand"),
        ("Who is the potter?", "The potter is Nora.", "The potter is well known."),
        ("Where is it?", "behind the mill", "a windmill"),
        ("Is it so?", "It isn't.", "It is noted."),
    ],
)
def test_a_sentence_gives_a_kind_of_answer_or_not(question: str, gives: str, does_not: str) -> None:
    kind = answer_type(question)
    assert kind is not None
    assert (kind.is_in(gives), kind.is_in(does_not)) == (True, False)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How long is an evening course?", "An evening course lasts two hours, with a break for tea."),
        ("How heavy is the kiln?", "The kiln weighs 410 kg."),
        ("How often is the kiln fired?", "It is fired every Thursday."),
        ("Who opened the workshop?", "The workshop was opened by Nora Hollis in 2009."),
        ("Are old glazes used in the kiln?", "Old glazes are never used in the kiln."),
        ("May anyone open the kiln?", "Only members open the kiln."),
        ("What is meant by a pot?", "A pot is an open vessel of fired clay."),
        ("What counts as a pot?", "A pot is an open vessel of fired clay."),
    ],
)
def test_the_sentence_that_gives_the_kind_of_answer_is_the_best(workshop: Index, question: str, sentence: str) -> None:
    hit = workshop.search(question)[0]
    assert hit.passage.text[slice(*hit.best_sentence)] == sentence
    assert hit.confidence >= 0.5


@pytest.mark.parametrize(
    "question",
    [
        "Who is the child on the terrace?",
        "How long is the exhibition?",
        "How much is a jar of glaze?",
        "How heavy are plates?",
    ],
)
def test_a_passage_without_the_kind_of_answer_does_not_answer(workshop: Index, question: str) -> None:
    assert workshop.search(question)[0].confidence < 0.5


def test_a_sentence_that_refers_back_answers_for_the_one_before(workshop: Index) -> None:
    assert workshop.search("How much does an evening course cost?")[0].confidence >= 0.5


@pytest.mark.parametrize(
    "question", ["Can members bring a dog into the kiln?", "Do children paint vases on the terrace?"]
)
def test_yes_or_no_needs_every_telling_word_in_the_article(workshop: Index, question: str) -> None:
    assert workshop.search(question)[0].confidence < 0.5


@pytest.mark.parametrize(
    "question", ["Are children permitted to paint tiles on the terrace?", "Is it ok to paint tiles?"]
)
def test_a_word_that_others_may_express_is_not_needed_for_yes_or_no(workshop: Index, question: str) -> None:
    assert workshop.search(question)[0].confidence >= 0.5


CITING = """\
# Glazes

Glazes melt in the kiln and close the pores of the clay.

## References

1. Pemberton R. Celadon glazes and crackle of porcelain bowls. Journal of Ceramics. 2011;14(2):55-61.
2. Okonjo F. Barium in matt glazes. Journal of Ceramics. 2015;18(1):12-19.
"""


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("What makes celadon glazes crackle on porcelain bowls?", False),
        ("Do celadon glazes crackle on porcelain bowls?", False),
        ("Who wrote about celadon glazes and crackle of porcelain bowls?", True),
        ("Which journal has celadon glazes and crackle of porcelain bowls?", True),
        ("Pemberton 2011 celadon glazes", True),
    ],
)
def test_a_cited_work_answers_only_a_question_about_works(
    write: Callable[[str, str], Path], question: str, answers: bool
) -> None:
    hit = Index.build(read_articles(write("glazes.md", CITING))).search(question)[0]
    assert hit.passage.is_reference
    assert (hit.confidence >= 0.5) is answers


def test_a_question_in_another_language_has_no_kind_of_answer(write: Callable[[str, str], Path]) -> None:
    text = "# Das Haus\n\nDas Haus wurde von den Eltern gebaut. Der Garten ist nicht so alt wie das Haus.\n"
    index = Index.build(read_articles(write("haus.md", text)))
    assert index.parse("Was ist mit dem Garten?").wanted is None
