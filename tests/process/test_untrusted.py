"""Whatever is sent, it is an article or one line that says why not, and nothing of it is left behind."""

import re
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, FileError, read_articles
from corpus.formats import FORMATS
from corpus.untrusted.parsing import parse
from corpus.untrusted.sandbox import Bounds, _names, _run, _unpack, read_untrusted
from corpus.untrusted.wire import RefusedError, unpack
from tests.hostile import (
    pdf,
    word,
    word_bomb,
    word_of_entities,
    word_of_many_members,
    word_that_lies_about_its_size,
)
from tests.pdf_documents import pdf_bytes
from tests.unit.test_formats import BREWING, HTML, INTRODUCTION, MARKDOWN, docx_bytes

Write = Callable[[str, str | bytes], Path]

TEXT = f"Green tea\n\n{INTRODUCTION}\n\nBrewing\n\n{BREWING}\n"
CAFE = "Café\n\nLe café crème se boit très chaud, même l'été, à côté de la fenêtre. C'est déjà ça.\n"
GOOD: dict[str, bytes] = {
    "tea.txt": TEXT.encode(),
    "cafe.txt": CAFE.encode("latin-1") * 3,
    "tea.text": TEXT.encode("utf-16"),
    "tea.md": MARKDOWN.encode(),
    "untitled.md": INTRODUCTION.encode(),
    "tea.html": HTML.encode(),
    "tea.htm": HTML.replace("<head>", '<head><meta charset="windows-1251">').encode("cp1251"),
    "tea.pdf": pdf_bytes(),
    "tea.docx": docx_bytes(),
}
SHORT = Bounds(seconds=8)
ALIASES = (
    b"---\na: &a [x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (c, c, b"*%c," % (c - 1) * 9) for c in b"bcdefghijk")
    + b"title: *k\n---\nWords here."
)
ONE_PAGE = b"/Kids[3 0 R]/Count 1"


def refusal(name: str, data: bytes, bounds: Bounds = SHORT) -> str:
    with pytest.raises(FileError) as error:
        read_untrusted(name, data, bounds)
    assert "\n" not in str(error.value)
    return str(error.value)


def outcome(name: str, data: bytes, bounds: Bounds = SHORT) -> Article | FileError:
    try:
        return read_untrusted(name, data, bounds)
    except FileError as error:
        return error


def outcomes(documents: Mapping[str, tuple[str, bytes]], bounds: Bounds) -> dict[str, Article | FileError]:
    """Read documents in two processes at a time."""
    with ThreadPoolExecutor(2) as pool:
        read = pool.map(lambda document: outcome(document[0], document[1], bounds), documents.values())
        return dict(zip(documents, read, strict=True))


def reason(suffix: str, data: bytes, most: int = 2_000_000) -> str:
    """What the child would say to a document, without a child."""
    with pytest.raises(RefusedError) as error:
        unpack(parse(data, suffix, "any", most), "any", most)
    return str(error.value) if error.value.line is None else f"line {error.value.line}: {error.value}"


def test_documents_of_every_format_are_read_as_the_files_would_be(write: Write) -> None:
    sent = outcomes({name: (name, data) for name, data in GOOD.items()}, SHORT)
    for name, data in GOOD.items():
        (expected,) = read_articles(write(name, data))
        assert sent[name] == expected


def test_no_half_character_comes_back() -> None:
    page = "<html><body><article><p>One &#xD83D; two &#xDE00; three, and more words here.</p></article></body></html>"
    assert unpack(parse(page.encode(), ".html", "a", 1000), "a", 1000).article.text.encode()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b" \n", "is empty"),
        ("a.exe", b"MZ", "has an ending that is not read; use one of .csv, .docx"),
        ("pdf", b"%PDF-1.4", "has an ending that is not read"),
        ("a.pdf", b"<html>", "is not a PDF, whatever its name says"),
        ("a.docx", b"%PDF-1.4", "is not a Word document, whatever its name says"),
        ("a.md", b"---\ntitle: [\n---\ntext", "line 3: the front matter is not YAML"),
        ("a.pdf", pdf_bytes()[:200], "is not a PDF that can be read"),
    ],
)
def test_what_is_no_article_is_refused_with_its_name_and_the_reason(name: str, data: bytes, expected: str) -> None:
    told = refusal(name, data)
    assert told.startswith(name)
    assert expected in told


@pytest.mark.parametrize(
    ("suffix", "data", "expected"),
    [
        (".txt", b"Title only\n", "has a title at most"),
        (".txt", b"\x00\x01binary", "is binary"),
        (".md", b"---\ntitle: [\n---\ntext", "line 3: the front matter is not YAML"),
        (".docx", b"PK\x03\x04 broken", "is not a Word document, or is damaged"),
        (".docx", docx_bytes()[:-500], "is not a Word document, or is damaged"),
    ],
)
def test_the_child_says_what_is_wrong_with_a_document(suffix: str, data: bytes, expected: str) -> None:
    assert expected in reason(suffix, data)


def test_bounds_on_the_document_and_on_its_text_are_kept() -> None:
    assert "is too big: 0.001 MB are read at most" in refusal("a.txt", b"x" * 1001, Bounds(bytes=1000))
    assert "has more than 100 characters" in reason(".txt", TEXT.encode(), 100)
    assert "more headings and paragraphs" in reason(".txt", b"A\n\n" * 20_000, 60_000)


WORD_TRAPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: word_bomb(110), "unpacks to far more"),
    "members": (lambda: word_of_many_members(6000), "unpacks to far more"),
    "lie": (lambda: word_that_lies_about_its_size(50), "is (damaged|not a Word document)"),
    "entities": (word_of_entities, "is damaged"),
    "paragraphs": (lambda: word("<w:p/>" * 3_000_000), "(needs too much memory|is damaged|takes too long)"),
    "tables": (lambda: word("<w:tbl><w:tr><w:tc>" * 2000 + "</w:tc></w:tr></w:tbl>" * 2000), "is damaged"),
}


def test_word_files_that_unfold_without_end_are_refused() -> None:
    made = {name: ("a.docx", make()) for name, (make, _) in WORD_TRAPS.items()}
    assert all(len(data) < Bounds().bytes for _, data in made.values())
    for name, result in outcomes(made, Bounds(seconds=4, memory=250_000_000)).items():
        assert re.search(WORD_TRAPS[name][1], str(result)), name


def test_a_word_file_cannot_quote_files_of_the_reader(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the token", encoding="utf-8")
    article = read_untrusted("a.docx", word_of_entities(external=f"file://{tmp_path}/secret"))
    assert "Here it comes" in article.text
    assert "token" not in article.text


PDF_TRAPS: dict[str, Callable[[], bytes]] = {
    "flate": lambda: pdf(ONE_PAGE, bytes(150_000_000)),
    "operators": lambda: pdf(ONE_PAGE, b"BT (a) Tj ET\n" * 1_000_000),
    "own kid": lambda: pdf(b"/Kids[2 0 R]/Count 1"),
    "own twins": lambda: pdf(b"/Kids[2 0 R 2 0 R]/Count 2"),
    "count": lambda: pdf(b"/Kids[3 0 R]/Count 1000000000/Parent 2 0 R"),
    "pages": lambda: pdf(b"/Kids[%s]/Count 50000" % (b"3 0 R " * 50_000)),
    "previous": lambda: pdf(ONE_PAGE, trailer=b"/Prev %d"),
}


def test_pdfs_that_unfold_without_end_are_refused() -> None:
    made = {name: ("a.pdf", make()) for name, make in PDF_TRAPS.items()}
    for name, result in outcomes(made, Bounds(seconds=2, memory=250_000_000)).items():
        assert isinstance(result, FileError), name
        assert str(result).startswith("a.pdf: ")


TRAPS = {
    "divs": ("a.html", b"<div>" * 100_000 + b"words here " * 50),
    "bold": ("a.html", b"<p><b>" * 30_000 + b"words here " * 50),
    "less": ("a.html", b"<" * 500_000),
    "brackets": ("a.md", b"[" * 1_000_000),
    "pictures": ("a.md", b"![" * 500_000),
    "quotes": ("a.md", b"> " * 500_000),
    "stars": ("a.md", b"a**" * 333_333),
    "ticks": ("a.md", "".join("e" + "`" * size for size in range(1400)).encode()),
    "nested": ("a.md", b"".join(b"  " * depth + b"- a\n" for depth in range(1000))),
    "aliases": ("a.md", ALIASES),
    "words": ("a.txt", b"word " * 500_000),
    "marked words": ("a.md", b"word " * 500_000),
    "page of words": ("a.html", b"word " * 500_000),
    "spaces": ("a.txt", b"a" + b" " * 1_900_000 + b"\nb"),
    "letters": ("a.txt", b"\xe9t\xe9 " * 400_000),
}


def test_traps_for_parsers_end_within_the_bounds() -> None:
    for name, result in outcomes(TRAPS, Bounds(seconds=0.3)).items():
        assert result.sections if isinstance(result, Article) else str(result).startswith(TRAPS[name][0])


@given(
    suffix=st.sampled_from(sorted(FORMATS)),
    start=st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"---\n", b"<html>"]),
    data=st.binary(min_size=1, max_size=2000),
)
def test_arbitrary_bytes_are_an_article_or_a_reason(suffix: str, start: bytes, data: bytes) -> None:
    with suppress(RefusedError):
        assert unpack(parse(start + data, suffix, "any", 5000), "any", 5000).article.slug == "any"


@pytest.mark.parametrize(
    ("name", "label", "slug"),
    [
        ("../../etc/passwd.txt", "passwd.txt", "passwd"),
        ("C:\\Windows\\tea.txt", "tea.txt", "tea"),
        ("..txt", "..txt", "document"),
        (".txt", ".txt", "document"),
        ("/.txt", ".txt", "document"),
        ("tea\x00.txt", "tea .txt", "tea"),
        ("a\nb: c.txt", "a b: c.txt", "a-b-c"),
        ("tea\u202etxt.exe.txt", "teatxt.exe.txt", "teatxt.exe"),
        ("-rf.txt", "-rf.txt", "rf"),
        ("\ud800.txt", ".txt", "document"),
        ("зелёный чай.TXT", "зелёный чай.TXT", "зелёный-чай"),
    ],
)
def test_a_name_is_only_a_label(name: str, label: str, slug: str) -> None:
    assert _names(name) == (label, ".txt", slug)
    assert refusal(name, b"").startswith(f"{label}: is empty")


@given(st.text() | st.text(alphabet="./\\ :-_\x00\u202e", max_size=20) | st.text(min_size=1).map(lambda s: s * 10_000))
def test_a_slug_is_safe_and_a_label_short_whatever_the_name(name: str) -> None:
    label, _, slug = _names(name)
    assert re.fullmatch(r"(?![.-])[\w.-]{1,60}", slug)
    assert ".." not in slug
    assert 0 < len(label) <= 80
    assert label.isprintable() or not label.isascii()


def test_a_long_name_keeps_its_ending() -> None:
    assert _names("x" * 10_000 + ".md")[1:] == (".md", "x" * 60)
    assert re.fullmatch(r"x+…x+\.pdf: is empty; .*", refusal("x" * 10_000 + ".pdf", b""))


def _answer(program: str, bounds: Bounds) -> object:
    """What is understood of the answer of a program in the place of the child."""
    return _unpack(_run([sys.executable, "-I", "-c", program], b"x", "a.txt", bounds), "a.txt", "a", bounds)


CRASHES = {
    "nothing": ("pass", "is damaged, or needs too much memory"),
    "prints": ("while True: print('x' * 1000)", "is too big"),
    "dies": ("import os; os.abort()", "is damaged"),
    "nonsense": ("print('[')", "is damaged"),
    "nested": ("print('[' * 100_000)", "is damaged"),
    "speaks": ("print('[\"is\\\\n\\\\u202ebad\",{},3]')", "line 3: is bad"),
}


@pytest.mark.parametrize(("program", "reason"), CRASHES.values(), ids=CRASHES)
def test_a_child_that_goes_wrong_is_a_reason(program: str, reason: str) -> None:
    with pytest.raises(FileError, match=reason):
        _answer(program, SHORT)


def test_a_child_that_takes_too_long_is_a_reason() -> None:
    with pytest.raises(FileError, match="takes too long"):
        _answer("import time; time.sleep(60)", Bounds(seconds=0.2))


def test_a_system_without_processes_is_a_reason() -> None:
    with pytest.raises(FileError, match="cannot be read just now"):
        _run(["/nowhere/at/all"], b"x", "a.txt", Bounds())


def test_a_child_that_needs_more_memory_than_it_may_is_refused() -> None:
    assert "memory" in refusal("a.md", b"word\n\n" * 500_000, Bounds(memory=150_000_000))
