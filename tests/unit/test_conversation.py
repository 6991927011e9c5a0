"""Follow-ups are read in the light of the question before, and new questions are not."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.answer import Answer, NoAnswer, NoQuestion
from bot.answering.assistant import Assistant
from bot.answering.conversation import MAX_AGE, Conversation
from bot.answering.messages import note_of
from bot.answering.page import page_of
from bot.catalogues import ENGLISH
from corpus import Article, read_articles
from tests.unit.test_chunking import article_of


def converse(assistant: Assistant, *questions: str, pause: float = 10) -> Answer | NoAnswer:
    """Ask one question after another; gives the last answer."""
    conversation = Conversation()
    for number, question in enumerate(questions):
        answer = assistant.ask(question, conversation, now=number * pause)
    assert not isinstance(answer, NoQuestion)
    return answer


@pytest.mark.parametrize(
    ("questions", "snippet"),
    [
        (["What does magnesium do?", "and niacin?"], "blood flow to the periphery"),
        (["What does magnesium do?", "what about women?"], "For women"),
        (["Which patients are given niacin?", "why?"], "blood flow to the periphery"),
        (["What does vitamin B12 do?", "what happens when it is low?"], "Low levels of vitamin B12"),
        (["What is glutathione?", "how does it get rid of harmful molecules?"], "favors the removal"),
    ],
)
def test_a_follow_up_is_understood(assistant: Assistant, questions: list[str], snippet: str) -> None:
    answer = converse(assistant, *questions)
    assert isinstance(answer, Answer)
    assert snippet in answer.hits[0].passage.text


BOAT = """# Boat

## Pump

The pump takes water from the bilge and pushes it over the side. The pump starts by itself when the water is high. It \
is a pump that needs no oil, and the pump is heard below.

## Lamp

The lamp hangs on the mast. It is seen from two miles away, and burns all night when the boat lies at anchor.

## Repairs

- The lamp is repaired by Ada.
- The pump and the anchor winch are repaired by Ben.

## Cleaning

- The lamp is cleaned with a cloth.
- The pump, the sink and the drain are cleaned with vinegar.

## Fuses

- Lamp: the fuse has ten amperes.
- Pump and radio: the fuse has twenty amperes.
"""


@pytest.mark.parametrize(
    ("before", "question", "snippet"),
    [
        ("Which fuse does the lamp have?", "and the pump?", "twenty amperes"),
        ("How is the lamp cleaned?", "and the pump?", "vinegar"),
        ("Who repairs the lamp?", "what about the pump?", "repaired by Ben"),
    ],
)
def test_a_follow_up_that_goes_on_asks_the_same_of_something_else(
    tmp_path: Path, before: str, question: str, snippet: str
) -> None:
    (tmp_path / "boat.md").write_text(BOAT, encoding="utf-8")
    answer = converse(Assistant(read_articles(tmp_path)), before, question)
    assert isinstance(answer, Answer)
    assert snippet in answer.hits[0].passage.text


def test_a_new_question_is_not_mixed_with_the_old_topic(assistant: Assistant) -> None:
    for question in ("What triggers a migraine?", "Is it true that niacin helps?", "Can stress cause a migraine?"):
        alone = assistant.ask(question)
        after = converse(assistant, "What is glutathione?", question)
        assert isinstance(alone, Answer)
        assert isinstance(after, Answer)
        assert after.hits == alone.hits
        assert after.read_as is None


def test_how_a_follow_up_was_read_is_said(assistant: Assistant) -> None:
    assert converse(assistant, "What does vitamin B12 do?", "what happens when it is low?").read_as == (
        "what happens when it is low? (vitamin B12)"
    )


def test_the_topic_alone_is_no_answer_to_a_follow_up(assistant: Assistant) -> None:
    answer = converse(assistant, "What does niacin do?", "does it help with depression?")
    assert isinstance(answer, NoAnswer)
    assert "depression" in answer.nearest[0].passage.text


def test_after_half_an_hour_a_follow_up_stands_alone(assistant: Assistant) -> None:
    answer = converse(assistant, "What does vitamin B12 do?", "why?", pause=MAX_AGE + 1)
    assert isinstance(answer, NoAnswer)
    assert answer.read_as is None


def test_without_a_conversation_nothing_is_remembered(assistant: Assistant) -> None:
    assistant.ask("What does vitamin B12 do?")
    assert isinstance(assistant.ask("why?"), NoAnswer)


def test_a_clock_that_jumps_back_forgets_rather_than_fails(assistant: Assistant) -> None:
    conversation = Conversation()
    assistant.ask("What does vitamin B12 do?", conversation, now=1000)
    assert isinstance(assistant.ask("why?", conversation, now=0), NoAnswer)


def test_thanks_and_signs_are_not_followed_up_and_leave_the_topic(assistant: Assistant) -> None:
    for between in ("thanks", "😀", "?"):
        assert assistant.ask(between) == NoQuestion(between)
        answer = converse(assistant, "What does niacin do?", between, "why?")
        assert isinstance(answer, Answer)
        assert answer.read_as == "why? (What does niacin do?)"


def test_follow_ups_in_a_row_are_read_with_the_first_question(assistant: Assistant) -> None:
    assert converse(assistant, "What does niacin do?", "why?", "how so?").read_as == "how so? (What does niacin do?)"


def test_more_about_it_is_a_follow_up_and_not_the_table_of_contents(assistant: Assistant) -> None:
    answer = converse(assistant, "What is glutathione?", "tell me more about it")
    assert isinstance(answer, Answer)
    assert answer.note is None
    assert "glutathione" in answer.hits[0].passage.text


def test_there_and_that_point_nowhere(assistant: Assistant) -> None:
    assert converse(assistant, "What does niacin do?", "is there zinc?").read_as is None


def test_an_unknown_word_is_never_a_topic(assistant: Assistant) -> None:
    answer = converse(assistant, "What does niacin do?", "can children have it (hola)", "does it help with pain?")
    assert answer.read_as == "does it help with pain? (niacin)"


def machine(slug: str, title: str, verb: str) -> Article:
    """An article that differs from others of its kind in a few words only."""
    return replace(
        article_of(
            f"{title}\n\n"
            f"Cleaning\n\nThe {title} is cleaned with {verb} water. Let it dry before you close the lid again.\n\n"
            f"Storage\n\nKeep it in a {verb} cupboard and out of the reach of children at all times.\n\n"
            f"Warranty\n\nThe guarantee covers {verb} parts. Keep the receipt in a safe place for two years.\n"
        ),
        slug=slug,
        title=title,
    )


@pytest.fixture(scope="module")
def library() -> Assistant:
    ladders = article_of("Ladders\n\nHeight\n\nA ladder reaches the ceiling. Aluminium rungs must never be painted.\n")
    machines = [
        machine("norva", "Norva", "boiled"),
        machine("piko", "Piko", "salted"),
        machine("rondo", "Rondo", "icy"),
    ]
    return Assistant([*machines, replace(ladders, slug="ladders", title="Ladders")])


@pytest.mark.parametrize("slug", ["norva", "piko", "rondo"])
@pytest.mark.parametrize(
    "follow_up", ["and the guarantee?", "warranty", "where do I keep the receipt?", "does it have a guarantee?"]
)
def test_a_follow_up_stays_in_the_article_cited_last(library: Assistant, slug: str, follow_up: str) -> None:
    answer = converse(library, f"How is the {slug.title()} cleaned?", follow_up)
    assert isinstance(answer, Answer)
    citation = answer.hits[0].passage.citation
    assert (citation.article, citation.section[-1]) == (slug, "Warranty")
    assert answer.read_as is not None
    assert slug.title() in answer.read_as


def test_a_question_of_its_own_that_names_another_article_takes_nothing_from_the_one_before(library: Assistant) -> None:
    assert "receipt" in (converse(library, "Where do I keep the receipt of the Norva?", "and the Piko?").read_as or "")
    for question in ("What is the Piko?", "Can the Piko do it?"):
        assert "receipt" not in (converse(library, "Where do I keep the receipt of the Norva?", question).read_as or "")


def test_how_a_follow_up_was_read_can_be_asked_alone(library: Assistant) -> None:
    answer = converse(library, "How is the Piko cleaned?", "how is it stored?")
    assert isinstance(answer, Answer)
    assert answer.read_as is not None
    again = library.ask(answer.read_as)
    assert isinstance(again, Answer)
    assert again.hits[0].passage == answer.hits[0].passage
    assert answer.hits[0].passage.citation.section[-1] == "Storage"


@pytest.mark.parametrize("follow_up", ["and the Rondo?", "Rondo", "And how do I clean the Rondo?"])
def test_a_follow_up_that_names_another_article_goes_there(library: Assistant, follow_up: str) -> None:
    answer = converse(library, "How is the Piko cleaned?", follow_up)
    assert isinstance(answer, Answer)
    citation = answer.hits[0].passage.citation
    assert (citation.article, citation.section[-1]) == ("rondo", "Cleaning")


def test_another_subject_is_found_in_another_article_which_is_named(library: Assistant) -> None:
    answer = converse(library, "How is the Piko cleaned?", "may aluminium rungs be painted?")
    assert isinstance(answer, Answer)
    assert answer.hits[0].passage.citation.article == "ladders"
    assert answer.note is not None
    assert note_of(answer.note, ENGLISH) == "From “Ladders”."


def test_after_it_no_other_article_answers(library: Assistant) -> None:
    assert isinstance(converse(library, "How is the Piko cleaned?", "does it have aluminium rungs?"), NoAnswer)


def test_a_refusal_leaves_the_talk_in_its_article(library: Assistant) -> None:
    answer = converse(library, "How is the Piko cleaned?", "does it sing?", "and the guarantee?")
    assert isinstance(answer, Answer)
    assert answer.hits[0].passage.citation.article == "piko"


def test_where_several_articles_might_be_meant_the_answer_says_whose_it_is(library: Assistant) -> None:
    answer = library.ask("What does the guarantee cover?")
    assert isinstance(answer, Answer)
    shown = answer.hits[0].passage.citation.title
    assert {shown, *answer.others} == {"Norva", "Piko", "Rondo"}
    (remark,) = page_of(answer, list(library.articles.values()), ENGLISH).remarks
    assert remark.startswith(f"From “{shown}”. Also in ")
    named = library.ask("What does the guarantee of the Piko cover?")
    assert isinstance(named, Answer)
    assert named.others == ()
