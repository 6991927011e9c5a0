"""What a message asks is told from greetings, thanks, signatures and what it only tells."""

import pytest

from bot.answering.answer import Answer, NoAnswer, NoQuestion, to_json
from bot.answering.assistant import Assistant
from bot.answering.courtesies import Message, read_message
from bot.answering.page import page_of
from bot.catalogues import ENGLISH

LETTER = """Dear Sir or Madam,

My name is Clara. I have had a headache since last summer, and my neighbour told me of your clinic.

{}

I look forward to hearing from you.

Kind regards,
Clara Stone"""


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Hello! What is tea?", ["What is tea?"]),
        ("good morning doctor, what is tea?", ["what is tea?"]),
        ("Hi there, I'm Ann from Bath. What is tea? Thanks in advance, Ann", ["What is tea?"]),
        ("what is tea, thanks", ["what is tea"]),
        ("hola, can I ask you something? What is tea? thx!!", ["What is tea?"]),
        ("Thank you! And coffee?", ["And coffee?"]),
        ("Sorry to bother you again. Quick question: is tea hot", ["is tea hot"]),
        ("I was wondering if tea is hot.", ["tea is hot."]),
        ("What is tea?\nWhat is milk?", ["What is tea?", "What is milk?"]),
        ("Which tea is\nfor the evening?", ["Which tea is for the evening?"]),
        ("What did J.W. Wild build?", ["What did J.W. Wild build?"]),
        ("does it help? (tea)", ["does it help? (tea)"]),
        ("how do I say thank you?", ["how do I say thank you?"]),
        ("green tea", ["green tea"]),
        (LETTER.format("How hot should tea be?"), ["How hot should tea be?"]),
        ("Hola, ¿qué es el té?", ["¿qué es el té?"]),
        ("¡Buenos días, doctora! ¿Qué es el té? Muchas gracias de antemano.", ["¿Qué es el té?"]),
        ("Tengo una duda: ¿el té es sano? Un saludo, Ana", ["¿el té es sano?"]),
        ("Quisiera saber si el té es sano", ["el té es sano"]),
        ("¿Podría decirme qué es el té, por favor?", ["qué es el té, por favor?"]),
        ("Perdone, ¿qué es el té? gracias", ["¿qué es el té?"]),
    ],
)
def test_courtesies_are_left_out(text: str, questions: list[str]) -> None:
    assert list(read_message(text).questions) == questions


@pytest.mark.parametrize(
    "text",
    [
        "Hello",
        "thanks a lot!",
        "Good evening, how are you?",
        "ok, great",
        "?",
        "😀",
        "",
        "¡Hola!",
        "Muchas gracias",
        "Buenas tardes",
        "adiós",
        "Hola, ¿qué tal?",
        "vale, perfecto",
    ],
)
def test_what_holds_nothing_but_courtesies_asks_nothing(text: str) -> None:
    assert read_message(text) == Message(())


def test_what_a_message_tells_is_kept_beside_its_question() -> None:
    assert read_message("I drink green tea. Is it safe? Bye") == Message(("Is it safe?",), "I drink green tea.")


@pytest.mark.parametrize("wrapped", ["Hello! {}", "{} Thank you very much!", "Hi, I am Tom. {} Cheers, Tom", LETTER])
def test_a_question_is_answered_as_well_within_courtesies(assistant: Assistant, wrapped: str) -> None:
    plain = assistant.ask("What is glutathione?")
    polite = assistant.ask(wrapped.format("What is glutathione?"))
    assert isinstance(plain, Answer)
    assert isinstance(polite, Answer)
    assert polite.hits[0].passage == plain.hits[0].passage
    assert polite.confidence == plain.confidence
    assert (polite.unknown_words, polite.read_as) == ((), None)


def test_what_is_told_beside_a_question_names_its_topic(assistant: Assistant) -> None:
    answer = assistant.ask("I am given niacin. What is it for?")
    assert isinstance(answer, Answer)
    assert answer.hits[0].passage.citation.section[-1] == "Niacin"


def test_each_question_of_a_message_has_a_page(assistant: Assistant) -> None:
    articles = list(assistant.articles.values())
    result = assistant.ask("What is niacin? And glutathione? Do zebras sing?")
    assert isinstance(result, Answer)
    pages = [page_of(result, articles, ENGLISH, number) for number in range(3)]
    assert [page.passage and page.passage.passage.citation.section[-1:] for page in pages[:2]] == [
        ("Niacin",), ("Glutathione",),
    ]  # fmt: skip
    assert pages[1].asked == "Question 2 of 3: And glutathione?"
    assert pages[2].verdict is not None
    assert "zebras" in pages[2].verdict


def test_the_first_question_of_a_message_decides_what_is_told_to_programs(assistant: Assistant) -> None:
    for message, answered in (("What is niacin? Do zebras sing?", True), ("Do zebras sing? What is niacin?", False)):
        told = to_json(assistant.ask(message))
        assert (told["question"], told["answered"]) == (message, answered)


def test_a_message_of_several_questions_is_read_in_a_way_that_can_be_asked_again(assistant: Assistant) -> None:
    result = assistant.ask("What does magnesum do? And niacin?")
    assert isinstance(result, Answer)
    assert result.read_as is not None
    again = assistant.ask(result.read_as)
    assert isinstance(again, Answer)
    assert again.hits[0].passage == result.hits[0].passage
    assert len(again.further) == 1


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("stop", "nothing to stop"),
        ("Start", "Please ask in words"),
        ("menu", "I answer questions from"),
        ("more", "More"),
        ("Thanks a lot for your help!", "You are welcome"),
        ("who are you?", "I am a program"),
        ("Who wrote this?", "I quote"),
        ("source?", "IV Treatment of Migraines"),
        ("which articles do you have", "IV Treatment of Migraines"),
        ("I want to talk to a real person please", "turn to those who gave you this bot"),
        ("¡Muchas gracias por su ayuda!", "You are welcome"),
        ("¿Quién es usted?", "I am a program"),
        ("Más", "More"),
        ("¿Cuáles son sus fuentes?", "IV Treatment of Migraines"),
        ("Ayuda, por favor", "I answer questions from"),
        ("para", "nothing to stop"),
        ("¿Puedo hablar con una persona?", "turn to those who gave you this bot"),
        ("¿Quién escribió esto?", "I quote"),
    ],
)
def test_words_to_the_bot_have_a_reply_and_are_no_question_on_the_subject(
    assistant: Assistant, said: str, reply: str
) -> None:
    result = assistant.ask(said)
    assert result == NoQuestion(said)
    assert reply in (page_of(result, list(assistant.articles.values()), ENGLISH).verdict or "")


def test_questions_that_only_begin_like_words_to_the_bot_are_searched_for(assistant: Assistant) -> None:
    for question in ("Who are at risk?", "What are sources of magnesium?", "Does it stop nausea?"):
        assert isinstance(assistant.ask(question), Answer | NoAnswer)


@pytest.mark.timeout(5)
@pytest.mark.parametrize("said", ["thanks for all", " for all", "hi ", "please ", "!", "I ", "a. ", "no, ", "(", "? ("])
def test_no_message_takes_long_to_read(said: str) -> None:
    read_message(f"thanks {said * 4000}"[:4096] + "?")
