"""Follow-ups are read in the light of the question before, and new questions are not."""

import pytest

from bot.answering.answer import Answer, NoAnswer, NoQuestion
from bot.answering.assistant import Assistant
from bot.answering.conversation import MAX_AGE, Conversation


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
