"""A notice stands before the answer for whoever writes of an emergency, in the manager's words."""

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from bot.answering.answer import Answer, NoAnswer, NoQuestion, to_json
from bot.answering.assistant import Assistant
from bot.answering.emergencies import (
    find_emergency,
    own_emergencies,
    read_emergencies,
    shipped_emergencies,
    usable_emergencies,
)
from bot.answering.page import page_of
from bot.catalogues import ENGLISH
from bot.console.screen import make_console, print_answer
from bot.telegram.markup.answer_markup import draw, read_as
from corpus import FileError, read_articles
from tests.growth import grows_linearly

Write = Callable[[str, str | bytes], Path]

OPENING = "# Practice\n\nThe practice opens at eight. The nurse takes blood.\n\nParking is free behind the house.\n"
PAIN = "# Chest pain in athletes\n\nChest pain after training has many causes. A doctor listens to the heart.\n"


def shipped(question: str) -> str:
    return find_emergency(question, shipped_emergencies(), None) or ""


@pytest.mark.parametrize(
    "question",
    ["I have chest pains", "There is a pain in my chest!", "my chest really hurts", "CHEST  PAIN", "heart-attack?"],
)
def test_chest_pain_is_noticed_however_it_is_put(question: str) -> None:
    assert "emergency number" in shipped(question)


@pytest.mark.parametrize(
    "question",
    ["chest pian", "I have pain in my chets", "heart atack", "Tengo un dolro en el pecho", "presure on my chest"],
)
def test_a_misspelt_emergency_is_noticed(question: str) -> None:
    assert shipped(question)


@pytest.mark.parametrize("question", ["¿Qué dolor han hecho?", "What is a pawn chest?", "Is the chest paid?"])
def test_words_of_their_own_are_no_misspelt_emergency(question: str) -> None:
    assert shipped(question) == ""


def test_a_misspelt_word_that_the_article_is_about_calls_for_no_notice(write: Write) -> None:
    assert Assistant(read_articles(write("pain.md", PAIN))).ask("What are the causes of chest pian?").emergency is None
    pian = "# Yaws\n\nThe chest pian of the tropics is a rash.\n\nIt heals.\n\nIt is rare.\n\nChildren have it.\n"
    assert Assistant(read_articles(write("yaws.md", pian))).ask("Where is chest pian found?").emergency is None


@pytest.mark.parametrize(
    "question", ["I want to die", "I don't want to live", "are suicides common", "I could kill myself"]
)
def test_thoughts_of_suicide_are_noticed(question: str) -> None:
    assert "talk to a person" in shipped(question)


@pytest.mark.parametrize("question", ["Me duele el pecho", "Tengo un dolor en el pecho", "No aguanto, quiero morir"])
def test_spanish_is_noticed_in_spanish(question: str) -> None:
    assert "Soy un programa" in shipped(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is a chest X-ray?",
        "Does it help with pain?",
        "Where may I want to diet?",
        "How long do aardvarks live?",
        "",
    ],
)
def test_other_questions_get_no_notice(question: str) -> None:
    assert shipped(question) == ""


def test_a_message_of_two_emergencies_gets_both_emergencies() -> None:
    assert shipped("My chest hurts and I want to die").count("I am a program") == 2


def test_the_answer_follows_the_notice(write: Write) -> None:
    assistant = Assistant(read_articles(write("practice.md", OPENING)))
    result = assistant.ask("I have chest pain. When does the practice open?")
    assert isinstance(result, Answer)
    assert result.emergency is not None
    assert "opens at eight" in result.hits[0].passage.text
    assert "emergency" not in to_json(result)
    assert assistant.ask("When does the practice open?").emergency is None


def test_what_is_not_answered_or_no_question_has_its_notice_too(write: Write) -> None:
    assistant = Assistant(read_articles(write("practice.md", OPENING)))
    refused = assistant.ask("How is chest pain treated?")
    assert isinstance(refused, NoAnswer)
    assert refused.emergency
    assert page_of(NoQuestion("hi", emergency="Call."), list(assistant.articles.values()), ENGLISH).emergency == "Call."


def test_words_that_the_article_is_about_call_for_none(write: Write) -> None:
    about = Assistant(read_articles(write("pain.md", PAIN)))
    assert about.ask("What are the causes of chest pain?").emergency is None
    assert about.ask("What are the causes of chest pain? I want to die").emergency is not None
    often = "# Training\n\nChest pain is common.\n\nChest pain needs a doctor.\n\nWarm up first.\n"
    assert Assistant(read_articles(write("often.md", often))).ask("Is chest pain common?").emergency is None
    once = "# Training\n\nChest pain is common.\n\nDrink water.\n\nStretch.\n\nWarm up first.\n"
    assert Assistant(read_articles(write("once.md", once))).ask("Is chest pain common?").emergency is not None


def test_both_front_ends_draw_it_first_and_the_terminal_once(write: Write) -> None:
    articles = read_articles(write("practice.md", OPENING))
    assistant = Assistant(
        articles, emergencies=read_emergencies(write("emergencies.txt", "chest pain => Call <112>.\n"))
    )
    result = assistant.ask("I have chest pain. When does the practice open? Where is parking free?")
    assert draw(page_of(result, articles, ENGLISH), ENGLISH).html.startswith("<b>Call &lt;112&gt;.</b>\n\n")
    assert draw(page_of(result, articles, ENGLISH, 1), ENGLISH).html.startswith("<b>Call")
    shown = StringIO()
    print_answer(make_console(shown), result, assistant, ENGLISH)
    assert shown.getvalue().startswith("Call <112>.\n")
    assert shown.getvalue().count("Call <112>.") == 1


def test_how_a_question_was_read_is_found_below_a_notice() -> None:
    assert read_as("Call 112.\n\nRead as: why magnesium\n\nText") == "why magnesium"
    assert read_as("Read as: why magnesium\n\nText") == "why magnesium"
    assert read_as("Call 112.\n\nText\n\nRead as: this") is None


def test_the_managers_file_takes_the_place_of_the_shipped_one(write: Write) -> None:
    write("articles/practice.md", OPENING)
    folder = write("articles/emergencies.txt", "# ours\n\nchest pain, pain ... chest => Ring the bell.\n").parent
    assistant = Assistant.open(folder)
    assert list(assistant.articles) == ["practice"]
    assert assistant.ask("a pain in my chest").emergency == "Ring the bell."
    assert assistant.ask("I want to die").emergency is None
    write("articles/emergencies.txt", "")
    assert own_emergencies(folder) == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("# a\nchest pain\n", "emergencies.txt, line 2: is no notice"),
        ("=> Call 112.\n", "line 1: is no notice"),
        ("chest pain =>\n", "line 1: is no notice"),
        ("chest pain => " + "Call. " * 200, "line 1: says more than 600 characters"),
        (b"\xff\xff", "is no UTF-8 text"),
        ("a => b\n" * 20_000, "has more than 100 kB"),
    ],
)
def test_what_is_wrong_is_named_and_the_shipped_emergencies_serve(
    write: Write, content: str | bytes, reason: str
) -> None:
    path = write("emergencies.txt", content)
    with pytest.raises(FileError, match=reason):
        read_emergencies(path)
    assert usable_emergencies(path.parent) == shipped_emergencies()


def test_looking_for_notices_takes_time_in_proportion_to_the_message() -> None:
    assert grows_linearly(shipped, lambda size: "pain pressure tightness " * size, 100)


def test_a_page_keeps_its_notice_when_its_number_changes(write: Write) -> None:
    articles = read_articles(write("practice.md", OPENING))
    result = replace(Assistant(articles).ask("When does the practice open?"), emergency="Call.")
    assert page_of(result, articles, ENGLISH, 99).emergency == "Call."
