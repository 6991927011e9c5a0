"""Each catalogue has every sentence of the bot, translated, and the bot finds it."""

import ast
import gettext
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo

from bot.answering import messages
from bot.catalogues import ENGLISH, catalogue_for, catalogues
from tests.catalogues import KEYWORDS, read, sources, translations_of
from tests.catalogues import extracted as all_extracted
from tests.paths import ROOT

CATALOGUES = sources()
extracted = cache(all_extracted)


def ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_is_a_catalogue_for_each_language_and_it_was_compiled() -> None:
    assert {path.parts[-3] for path in CATALOGUES} == {"es"}
    assert set(catalogues()) == {"en", "es"}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_has_exactly_the_sentences_in_the_sources(path: Path) -> None:
    catalogue = read(path)
    there = {ids(message) for message in catalogue if message.id}
    assert there == {ids(message) for message in extracted() if message.id}
    assert not catalogue.obsolete


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_each_sentence_is_translated_with_the_same_placeholders(path: Path) -> None:
    catalogue = read(path)
    for message in catalogue:
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        plural = len(ids(message)) > 1
        assert len(translations_of(message)) == (catalogue.num_plurals if plural else 1), message.id
        assert all(translations_of(message)), message.id
        for string in translations_of(message):
            assert placeholders(string) in [placeholders(each) for each in ids(message)], message.id
            assert string.strip() == string, message.id


def test_spanish_quotes_as_spanish_does() -> None:
    said = [string for message in read(CATALOGUES[0]) for string in translations_of(message)]
    assert any("«" in string for string in said)
    assert [string for string in said if "“" in string or "”" in string] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_what_was_compiled_is_what_stands_in_the_catalogue(path: Path) -> None:
    compiled = BytesIO()
    write_mo(compiled, read(path))
    compiled.seek(0)
    fresh, used = gettext.GNUTranslations(compiled), catalogues()[path.parts[-3]].translations
    for message in extracted():
        if message.id:
            assert used.gettext(ids(message)[0]) == fresh.gettext(ids(message)[0])


def spoken() -> Iterator[tuple[str, ast.Call]]:
    for path in (path for room in ("bot", "corpus", "index") for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in KEYWORDS:
                    yield f"{path.name}:{node.lineno}", node


def test_babel_finds_every_sentence_that_is_said() -> None:
    """In an f-string it would not, on every version of Python that is supported."""
    found = {each for message in extracted() if message.id for each in ids(message)}
    literal = [
        (where, argument.value)
        for where, call in spoken()
        for argument in call.args[:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    assert len(literal) > 150
    assert not [where for where, text in literal if text not in found]


def test_a_catalogue_is_found_by_the_code_that_telegram_or_the_system_gives() -> None:
    assert [catalogue_for(code).language for code in ("es", "es-MX", "ES_ar.UTF-8", "es-419")] == ["es"] * 4
    strange = (None, "", "de", "C.UTF-8", "es" * 40, "../es", "es\x00", 7, "еs", "es-" + "x" * 99)
    assert {catalogue_for(code).language for code in strange} == {"en"}


def test_dates_and_lists_are_written_as_the_language_writes_them() -> None:
    spanish, day = catalogue_for("es"), date(2015, 11, 23)
    assert (ENGLISH.day(day), ENGLISH.long_day(day)) == ("23 Nov 2015", "23 November 2015")
    assert (spanish.day(day), spanish.long_day(day)) == ("23 nov 2015", "23 de noviembre de 2015")
    assert (spanish.listed(["a", "b", "c"]), spanish.listed(["a"])) == ("a, b y c", "a")
    for catalogue in catalogues().values():
        months = {catalogue.day(date(2020, month, 1)) for month in range(1, 13)}
        assert len(months) == 12


def test_how_a_question_was_read_is_found_in_a_message_of_any_language() -> None:
    for speech in catalogues().values():
        assert messages.read_as(speech.say(messages.READ_AS, question="niacin")) == "niacin"
    assert messages.read_as("niacin") is None


def test_decimal_places_stand_behind_the_sign_of_the_language() -> None:
    assert ENGLISH.decimal(0.034, 2) == "0.03"
    assert catalogue_for("es").decimal(12.5, 1) == "12,5"
