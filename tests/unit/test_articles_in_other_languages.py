"""An article and a question to it are read in the article's language; a library may hold several."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answering import messages
from bot.answering.answer import NoAnswer
from bot.answering.assistant import Assistant
from bot.answering.page import page_of
from bot.catalogues import ENGLISH
from corpus import read_articles
from index import Index
from index.chunking import MAX_WORDS
from index.language.tokens import count_words, fold, forms
from index.other_answer_types import answer_type_in
from tests.paths import DATA

Write = Callable[[str, str | bytes], Path]

TEXTS = {
    "en": (
        "# Green tea\n\nThe leaves of green tea are steamed soon after they are picked, so that they stay green.\n\n"
        "## Caffeine\n\nA cup of the tea has about thirty milligrams of caffeine, which is less than coffee has.\n\n"
        "## Storage\n\nThe tea is kept in a dark tin that is closed well, and it is used within one year.\n"
    ),
    "es": (
        "# Las abejas\n\nLas abejas obreras recogen el néctar de las flores y lo llevan a la colmena con el polen.\n\n"
        "## La reina\n\nLa reina pone cerca de dos mil huevos cada día y vive hasta cinco años en la colmena.\n\n"
        "## El invierno\n\nEn el invierno las abejas se juntan para darse calor y comen la miel que han guardado.\n"
    ),
    "de": (
        "# Das Brot\n\nDas Brot wird aus Mehl und Wasser gemacht, und der Teig ruht über Nacht in der Schüssel.\n\n"
        "## Der Ofen\n\nDer Bäcker heizt den Ofen mit Holz, bis die Steine so heiß sind, dass das Mehl bräunt.\n\n"
        "## Die Lagerung\n\nIm Leinentuch bleibt das Brot eine Woche lang frisch, doch im Kühlschrank wird es hart.\n"
    ),
    "ru": (
        "# Волки\n\nВолки живут стаями, и каждая стая охраняет свой участок леса от чужих животных.\n\n"
        "## Охота\n\nНа охоте волки преследуют оленей по снегу много часов, пока олень не устанет.\n\n"
        "## Волчата\n\nВолчата рождаются весной слепыми и первые недели остаются с матерью в норе.\n"
    ),
    "zh": (
        "# 竹子\n\n竹子是一种生长很快的植物，有些竹子一天可以长高一米。\n\n"
        "## 用途\n\n人们用竹子建造房屋、制作家具，也用它来造纸。\n\n"
        "## 熊猫\n\n大熊猫每天要吃十几公斤的竹叶，因为竹叶的营养很少。\n"
    ),
}
ASKED = [
    ("en", "How much caffeine does a cup have?", "Caffeine"),
    ("es", "¿Cuántos huevos pone una reina al día?", "La reina"),
    ("es", "¿Qué comen las abejas durante el invierno?", "El invierno"),
    ("de", "Womit heizen Bäcker ihre Öfen?", "Der Ofen"),
    ("ru", "Где остаётся волчонок первую неделю с матерью?", "Волчата"),
    ("zh", "大熊猫每天吃多少竹叶？", "熊猫"),
    ("zh", "人们用什么造纸？", "用途"),
]


def make_index(folder: Path, *languages: str) -> Index:
    for language in languages:
        (folder / f"{language}.md").write_text(TEXTS[language], encoding="utf-8")
    return Index.build(read_articles(folder))


@pytest.mark.parametrize("language", TEXTS)
def test_passages_know_the_language_of_their_article(tmp_path: Path, language: str) -> None:
    assert {passage.language for passage in make_index(tmp_path, language).passages} == {language}


@pytest.mark.parametrize(("language", "question", "section"), ASKED)
def test_a_question_finds_its_passage(tmp_path: Path, language: str, question: str, section: str) -> None:
    first = make_index(tmp_path, language).search(question)[0]
    assert first.passage.citation.section == (section,)
    assert first.confidence >= 0.5


@pytest.mark.parametrize(("language", "question", "section"), ASKED)
def test_a_library_of_several_languages_finds_it_too(
    tmp_path: Path, language: str, question: str, section: str
) -> None:
    index = make_index(tmp_path, *TEXTS)
    query = index.parse(question)
    assert query.language == language
    assert query.read_as is None
    assert index.find(query)[0].passage.citation.section == (section,)


def test_a_question_without_stop_words_is_read_in_the_language_that_knows_its_words(tmp_path: Path) -> None:
    assert make_index(tmp_path, "en", "es").parse("colmenas, invierno").language == "es"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("es", "¿En qué año se fundó la universidad de Salamanca?"),
        ("de", "Wann wurde der Kölner Dom fertig gebaut?"),
        ("ru", "Кто написал роман о войне и мире?"),
        ("zh", "法国的首都是哪座城市？"),
    ],
)
def test_a_question_on_something_else_is_not_answered(tmp_path: Path, language: str, question: str) -> None:
    assert all(hit.confidence < 0.5 for hit in make_index(tmp_path, language).search(question))


def test_stop_words_of_the_language_are_no_content(tmp_path: Path) -> None:
    asked = make_index(tmp_path, "es").parse("¿Cuándo se juntan las abejas?").asked
    assert [word.typed for word in asked] == ["juntan", "abejas"]


def test_chinese_is_searched_by_pairs_of_characters() -> None:
    assert forms("绿茶好喝，24 度 tea") == ["绿茶", "茶好", "好喝", "24", "度", "tea"]


def test_marked_pairs_that_overlap_are_one_span(tmp_path: Path) -> None:
    hit = make_index(tmp_path, "zh").search("大熊猫")[0]
    assert [hit.passage.text[start:end] for start, end in hit.matches] == ["大熊猫"]


def test_a_russian_letter_is_not_folded_into_another() -> None:
    assert fold("Чай") == "чай"
    assert fold("ёлка") == "елка"


def test_chinese_passages_are_no_longer_than_others_on_a_screen(tmp_path: Path) -> None:
    (tmp_path / "long.md").write_text("# 竹子\n\n" + "竹子是一种生长很快的植物。" * 100, encoding="utf-8")
    passages = Index.build(read_articles(tmp_path)).passages
    assert len(passages) > 1
    assert all(count_words(passage.text) <= MAX_WORDS for passage in passages)


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("¿Qué es el sumatriptán y para qué sirve?", ("sumatriptán", "sirve")),
        ("Was ist denn Sumatriptan?", ("Sumatriptan",)),
        ("What is sumatriptan?", ("sumatriptan",)),
    ],
)
def test_of_a_question_in_another_language_only_words_that_tell_are_named_as_unknown(
    assistant: Assistant, question: str, unknown: tuple[str, ...]
) -> None:
    result = assistant.ask(question)
    assert isinstance(result, NoAnswer)
    assert result.unknown_words == unknown


@pytest.mark.parametrize(
    ("question", "said", "lead"),
    [
        (
            "¿Qué horario tienen los sábados para tomar té green?",
            "El artículo está escrito en inglés: por favor, pregunte así.",
            "El pasaje más próximo",
        ),
        (
            "Was kostet die Behandlung mit dem Tee green?",
            "The article is written in English: please ask so.",
            "The near",
        ),
        ("Сколько стоит лечение green?", "The article is written in English: please ask so.", "The nearest"),
    ],
)
def test_a_refusal_of_a_question_in_another_language_says_which_the_articles_have(
    write: Write, question: str, said: str, lead: str
) -> None:
    articles = read_articles(write("tea.md", "# Green tea\n\nBoil the water and pour it over the leaves.\n"))
    page = page_of(Assistant(articles).ask(question), articles, ENGLISH)
    assert said in (page.verdict or "")
    assert (page.lead or "").startswith(lead)
    assert page.remarks == ()


def test_a_refusal_in_the_articles_own_language_names_no_language(write: Write) -> None:
    articles = read_articles(write("tea.md", "# Green tea\n\nBoil the water and pour it over the leaves.\n"))
    for question in ("What does the gardener say?", "Zebra?"):
        result = Assistant(articles).ask(question)
        assert isinstance(result, NoAnswer)
        assert "written" not in (messages.not_answered(result, articles, ENGLISH) or "")


def test_the_sentence_with_a_number_is_the_best_where_one_is_asked_for() -> None:
    tea = Index.build(read_articles(DATA / "spanish"))
    hit = tea.search("¿Cuánta cafeína tiene?")[0]
    assert "treinta miligramos" in hit.passage.text[slice(*hit.best_sentence)]


@pytest.mark.parametrize(
    ("language", "question", "gives", "does_not"),
    [
        ("de", "Wie viele Eier legt sie?", "Sie legt zwanzig Eier.", "Sie legt Eier."),
        ("de", "In welchem Jahr war das?", "Es war im Mai.", "Es war im Wald."),
        ("es", "¿Qué porcentaje es?", "Es el 5 %.", "Es una parte."),
        ("es", "¿En qué año fue?", "Fue en 1999.", "Fue en Lima."),
        ("fr", "Combien de temps ?", "Trente minutes.", "Une minute."),
        ("it", "Quanto dura?", "Dura due ore.", "Dura a lungo."),
        ("nl", "Hoeveel eieren?", "Twaalf eieren.", "Veel eieren."),
        ("pt", "Quando abriu?", "Abriu em março.", "Abriu em casa."),
        ("ru", "Сколько весит волк?", "Сорок килограммов.", "Он тяжёлый."),
    ],
)
def test_a_number_or_a_date_is_known_in_other_languages(
    language: str, question: str, gives: str, does_not: str
) -> None:
    kind = answer_type_in(language, question)
    assert kind is not None
    assert (kind.is_in(gives), kind.is_in(does_not)) == (True, False)
    assert answer_type_in("zh", question) is None
