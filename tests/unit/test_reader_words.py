"""What readers say of documents is said in the language of whoever keeps the articles."""

import ast
from collections.abc import Iterator

from bot.catalogues import ENGLISH, catalogue_for
from bot.reader_words import DOUBTS, in_words_of
from tests.paths import ROOT

SPANISH = catalogue_for("es")


def fragments() -> Iterator[str]:
    """What stands between places to fill in, in each sentence of the readers where doubts are made."""
    for path in sorted((ROOT / "corpus" / "formats").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and "doubt" in ast.unparse(function).lower():
                said = ast.walk(ast.Module(function.body[bool(ast.get_docstring(function)) :], []))
                texts = (str(node.value) for node in said if isinstance(node, ast.Constant))
                yield from (text.strip() for text in texts if text.endswith(".") and " " in text)


def test_each_doubt_of_a_reader_has_its_sentence() -> None:
    found = set(fragments())
    assert len(found) > 10
    assert [each for each in found if not any(each in sentence for sentence in DOUBTS)] == []


def test_each_sentence_is_said_in_spanish() -> None:
    for sentence in DOUBTS:
        said = sentence.replace("{", "").replace("}", "")
        assert in_words_of(ENGLISH, said) == said
        assert in_words_of(SPANISH, said) != said


def test_what_stands_in_it_stays_and_what_is_not_known_is_not_changed() -> None:
    assert in_words_of(SPANISH, "12 tracked changes were accepted.") == "Se aceptaron 12 cambios registrados."
    assert in_words_of(SPANISH, 'the line "Titel {x}"') == "la línea «Titel {x}»"
    assert in_words_of(SPANISH, "something new") == "something new"
