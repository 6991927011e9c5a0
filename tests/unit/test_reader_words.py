"""What readers say of documents is said in the language of whoever keeps the articles."""

import ast
import errno
import re
from collections.abc import Iterator

import pytest

from bot.catalogues import ENGLISH, catalogue_for
from bot.errors import BotError
from bot.reader_words import DOUBTS, explain, in_words_of
from bot.understood_lines import LANGUAGES
from corpus import CorpusError, FileError, Reason, explain_os_error
from corpus.formats.text.code_pages import _NAMES
from corpus.formats.text.letters import _LETTERS
from corpus.formats.web import page_content, page_tree
from corpus.language import _SCRIPTS, _WORDS
from corpus.untrusted.wire import RefusedError, unpack
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


def sources() -> Iterator[str]:
    """What the readers say that a title or a date is from, with places filled in."""
    for path in sorted((ROOT / "corpus").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said: list[ast.AST] = []
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sourced":
                said = [node.args[1]]
            elif isinstance(node, ast.keyword) and node.arg in ("title_from", "published_from"):
                said = [node.value]
            elif isinstance(node, ast.Assign) and re.search("title_from|published_from", ast.unparse(node.targets[0])):
                said = [node.value.elts[-1] if isinstance(node.value, ast.Tuple) else node.value]
            elif isinstance(node, ast.FunctionDef) and node.name in ("_title", "_dates", "_take_title", "_title_from"):
                returned = [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
                said = [value.elts[1] if isinstance(value, ast.Tuple) else value for value in returned]
            yield from (text for each in said for text in texts_in(each))


def texts_in(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr():
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
        case ast.IfExp():
            yield from (*texts_in(node.body), *texts_in(node.orelse))
        case ast.BoolOp():
            yield from (text for value in node.values for text in texts_in(value))
        case ast.Tuple(elts=[_, second]):
            yield from texts_in(second)


def test_each_source_of_a_title_or_a_date_is_said_in_spanish() -> None:
    found = set(sources())
    assert len(found) > 15
    assert [each for each in sorted(found) if in_words_of(SPANISH, each) == each] == []


def test_each_encoding_that_is_guessed_is_named_and_explained_in_spanish() -> None:
    for name in _NAMES.values():
        said = in_words_of(SPANISH, name)
        assert said != name or not re.search(r"\(|Mac (?!Roman$)", name), name
    for language in _LETTERS:
        doubt = f"Read as Windows-1252 (Western European), which is a guess: its letters are those of {language}; "
        said = in_words_of(SPANISH, f"{doubt}save it as UTF-8 to be sure.")
        assert "(Europa occidental), que es una suposición: sus letras son las del" in said
        assert language not in said


def test_each_sentence_is_said_in_spanish() -> None:
    for sentence in DOUBTS:
        said = sentence.replace("{", "").replace("}", "")
        assert in_words_of(ENGLISH, said) == said
        assert in_words_of(SPANISH, said) != said


def test_what_stands_in_it_stays_and_what_is_not_known_is_not_changed() -> None:
    assert in_words_of(SPANISH, "12 tracked changes were accepted.") == "Se aceptaron 12 cambios registrados."
    assert in_words_of(SPANISH, 'the line "Titel {x}"') == "la línea «Titel {x}»"
    assert in_words_of(SPANISH, "something new") == "something new"


RECEIVING = ("reason.py", "wire.py")
"""Where reasons are made of what others wrote."""


def reasons() -> Iterator[tuple[str, ast.Call]]:
    for path in (path for room in ("bot", "corpus", "index") for path in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason" and path.name not in RECEIVING:
                yield f"{path.name}:{node.lineno}", node


def test_each_reason_is_written_as_one_sentence_that_a_catalogue_can_hold_and_names_all_that_stands_in_it() -> None:
    """That each is translated, `test_catalogues` holds; that errors take reasons and no other text, mypy does."""
    found = list(reasons())
    assert len(found) > 150
    for where, call in found:
        template = call.args[0]
        assert isinstance(template, ast.Constant), where
        assert {value.arg for value in call.keywords} == set(re.findall(r"\{(\w+)\}", str(template.value))), where


def test_a_reason_is_said_in_spanish_with_the_reasons_in_it_and_what_people_wrote_as_it_stands() -> None:
    why = explain_os_error(OSError(errno.EACCES, "Permission denied"), Reason("check its permissions"))
    error = FileError("{reason}.pdf", Reason("cannot be opened {why}", why=why), 3)
    assert str(error) == "{reason}.pdf, line 3: cannot be opened (Permission denied); check its permissions"
    assert explain(ENGLISH, error) == str(error)
    spanish = "{reason}.pdf, línea 3: no se puede abrir (permiso denegado); compruebe sus permisos"
    assert explain(SPANISH, error) == spanish
    assert explain(SPANISH, CorpusError(Reason.lines([error.whole, "x"]))) == f"{spanish}\nx"
    assert explain(SPANISH, BotError(error.reason)) in spanish
    assert explain(SPANISH, BotError("no reason")) == "no reason"


def test_a_template_from_a_process_that_is_not_trusted_is_filled_in_without_formatting() -> None:
    answer = b'["{a} {a.__class__} {a:>999999999} {b}", {"a": "{b}"}, null]'
    with pytest.raises(RefusedError) as refused:
        unpack(answer, "tea", 100)
    assert explain(SPANISH, CorpusError(refused.value.reason)) == "{b} {a.__class__} {a:>999999999} {b}"


def test_what_a_manager_is_told_could_not_be_done_is_a_reason_or_said_in_their_language_already() -> None:
    for room in ("answering", "listening", "telegram/handlers"):
        for path in (ROOT / "bot" / room).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "BotError":
                    assert not isinstance(node.args[0], (ast.Constant, ast.JoinedStr)), f"{path.name}:{node.lineno}"


def test_each_language_that_is_guessed_has_a_name() -> None:
    assert set(LANGUAGES) == {*_WORDS, *_SCRIPTS}


def omitted() -> Iterator[str]:
    """Why the readers leave words out: what they hand to `leave_out` and `LeftOut`, or look up for it."""
    for path in sorted((ROOT / "corpus" / "formats").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ("leave_out", "_leave_out", "LeftOut") and node.args:
                    yield from texts_in(node.args[0])
    for table in (
        page_content._BY_TAG,
        page_content._BY_ROLE,
        page_content._SURE,
        page_content._LIKELY,
        page_tree._STRUCK_TAGS,
    ):
        yield from table.values()


def test_each_reason_for_leaving_words_out_is_said_in_spanish() -> None:
    found = set(omitted())
    assert len(found) > 15
    known = {each.replace("page x", "page header") for each in found}
    assert [each for each in sorted(known) if in_words_of(SPANISH, each) == each] == []
