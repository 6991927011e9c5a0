"""Whatever is sent, it is an article or one line that says why not, and nothing of it is left behind."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import ARTICLES, Article, FileError, read_articles
from corpus.formats import READERS
from corpus.untrusted.sandbox import Bounds, _article, _names, read_untrusted
from tests.hostile import (
    pdf,
    word,
    word_bomb,
    word_of_entities,
    word_of_many_members,
    word_that_lies_about_its_size,
)
from tests.pdf_documents import pdf_bytes
from tests.test_formats import BREWING, HTML, INTRODUCTION, MARKDOWN, docx_bytes

Write = Callable[[str, str | bytes], Path]

TEXT = f"Green tea\n\n{INTRODUCTION}\n\nBrewing\n\n{BREWING}\n"
CAFE = "Café\n\nLe café crème se boit très chaud, même l'été, à côté de la fenêtre. C'est déjà ça.\n"
GOOD: dict[str, bytes] = {
    "tea.txt": TEXT.encode(),
    "shipped.txt": (ARTICLES / "iv-treatment-of-migraines.txt").read_bytes(),
    "cafe.txt": CAFE.encode("latin-1") * 3,
    "tea.text": TEXT.encode("utf-16"),
    "tea.md": MARKDOWN.encode(),
    "tea.markdown": MARKDOWN.encode(),
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


@pytest.mark.parametrize("name", GOOD)
def test_a_document_is_read_as_the_file_would_be(write: Write, name: str) -> None:
    (expected,) = read_articles(write(name, GOOD[name]))
    assert read_untrusted(name, GOOD[name]) == expected


def test_no_half_character_comes_back() -> None:
    page = "<html><body><article><p>One &#xD83D; two &#xDE00; three, and more words here.</p></article></body></html>"
    article = read_untrusted("a.html", page.encode())
    assert article.text.encode()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b" \n", "is empty"),
        ("a.txt", b"Title only\n", "has no text"),
        ("a.txt", b"\x00\x01binary", "is binary"),
        ("a.md", b"---\ntitle: [\n---\ntext", "line 3: the front matter is not YAML"),
        ("a.exe", b"MZ", "has an ending that is not read; use one of .docx"),
        ("pdf", b"%PDF-1.4", "has an ending that is not read"),
        ("a.pdf", b"<html>", "is not a PDF, whatever its name says"),
        ("a.docx", b"%PDF-1.4", "is not a Word document, whatever its name says"),
        ("a.docx", b"PK\x03\x04 broken", "is not a Word document, or is damaged"),
        ("a.docx", docx_bytes()[:-500], "is not a Word document, or is damaged"),
        ("a.pdf", pdf_bytes()[:200], "is not a PDF that can be read"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(name: str, data: bytes, reason: str) -> None:
    assert refusal(name, data).startswith(name)
    assert reason in refusal(name, data)


def test_bounds_on_the_document_and_on_its_text_are_kept() -> None:
    assert "is too big: 0.001 MB are read at most" in refusal("a.txt", b"x" * 1001, Bounds(bytes=1000))
    assert "has more than 100 characters" in refusal("a.txt", TEXT.encode(), Bounds(text=100))
    assert "more headings and paragraphs" in refusal("a.txt", b"A\n\n" * 20_000, Bounds(text=60_000))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: word_bomb(1000), "unpacks to far more"),
        (lambda: word_of_many_members(6000), "unpacks to far more"),
        (lambda: word_that_lies_about_its_size(300), "is (damaged|not a Word document)"),
        (word_of_entities, "is damaged"),
        (lambda: word("<w:p/>" * 12_000_000), "(needs too much memory|is damaged|takes too long)"),
        (lambda: word("<w:tbl><w:tr><w:tc>" * 2000 + "</w:tc></w:tr></w:tbl>" * 2000), "is damaged"),
    ],
    ids=["bomb", "members", "lie", "entities", "paragraphs", "tables"],
)
def test_a_word_file_that_unfolds_without_end_is_refused(make: Callable[[], bytes], reason: str) -> None:
    data = make()
    assert len(data) < Bounds().bytes
    assert re.search(reason, refusal("a.docx", data))


def test_a_word_file_cannot_quote_files_of_the_reader(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the token", encoding="utf-8")
    article = read_untrusted("a.docx", word_of_entities(external=f"file://{tmp_path}/secret"))
    assert "Here it comes" in article.text
    assert "token" not in article.text


@pytest.mark.parametrize(
    "make",
    [
        lambda: pdf(ONE_PAGE, bytes(300_000_000)),
        lambda: pdf(ONE_PAGE, b"BT (a) Tj ET\n" * 3_000_000),
        lambda: pdf(b"/Kids[2 0 R]/Count 1"),
        lambda: pdf(b"/Kids[2 0 R 2 0 R]/Count 2"),
        lambda: pdf(b"/Kids[3 0 R]/Count 1000000000/Parent 2 0 R"),
        lambda: pdf(b"/Kids[%s]/Count 50000" % (b"3 0 R " * 50_000)),
        lambda: pdf(ONE_PAGE, trailer=b"/Prev %d"),
    ],
    ids=["flate", "operators", "own kid", "own twins", "count", "pages", "previous"],
)
def test_a_pdf_that_unfolds_without_end_is_refused(make: Callable[[], bytes]) -> None:
    assert refusal("a.pdf", make()).startswith("a.pdf: ")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<div>" * 100_000 + b"words here " * 50),
        ("a.html", b"<p><b>" * 30_000 + b"words here " * 50),
        ("a.html", b"<" * 500_000),
        ("a.md", b"[" * 1_000_000),
        ("a.md", b"![" * 500_000),
        ("a.md", b"> " * 500_000),
        ("a.md", b"a**" * 333_333),
        ("a.md", "".join("e" + "`" * size for size in range(1400)).encode()),
        ("a.md", b"".join(b"  " * depth + b"- a\n" for depth in range(1000))),
        ("a.md", ALIASES),
        ("a.txt", b"word " * 2_000_000),
        ("a.md", b"word " * 2_000_000),
        ("a.html", b"word " * 2_000_000),
        ("a.txt", b"a" + b" " * 1_900_000 + b"\nb"),
        ("a.txt", b"\xe9t\xe9 " * 400_000),
    ],
)
def test_traps_for_parsers_end_within_the_bounds(name: str, data: bytes) -> None:
    result = outcome(name, data, Bounds(seconds=2))
    assert result.sections if isinstance(result, Article) else str(result).startswith(name)


@settings(max_examples=12)
@given(
    suffix=st.sampled_from(sorted(READERS)),
    start=st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"---\n", b"<html>"]),
    data=st.binary(min_size=1, max_size=2000),
)
def test_arbitrary_bytes_are_an_article_or_a_reason(suffix: str, start: bytes, data: bytes) -> None:
    result = outcome(f"any{suffix}", start + data)
    assert result.slug == "any" if isinstance(result, Article) else str(result).startswith(f"any{suffix}")


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
    assert read_untrusted(name, TEXT.encode()).slug == slug
    assert refusal(name, b"").startswith(f"{label}: is empty")


@given(st.text() | st.text(alphabet="./\\ :-_\x00\u202e", max_size=20) | st.text(min_size=1).map(lambda s: s * 10_000))
def test_a_slug_is_safe_and_a_label_short_whatever_the_name(name: str) -> None:
    label, _, slug = _names(name)
    assert re.fullmatch(r"(?![.-])[\w.-]{1,60}", slug)
    assert ".." not in slug
    assert 0 < len(label) <= 80
    assert label.isprintable() or not label.isascii()


def test_a_long_name_keeps_its_ending() -> None:
    article = read_untrusted("x" * 10_000 + ".md", b"# T\n\nWords.")
    assert article.slug == "x" * 60
    assert re.fullmatch(r"x+…x+\.pdf: is empty; .*", refusal("x" * 10_000 + ".pdf", b""))


CRASHES = {
    "nothing": ("pass", "is damaged, or needs too much memory"),
    "sleeps": ("import time; time.sleep(60)", "takes too long"),
    "prints": ("while True: print('x' * 1000)", "is too big"),
    "dies": ("import os; os.abort()", "is damaged"),
    "nonsense": ("print('[')", "is damaged"),
    "nested": ("print('[' * 100_000)", "is damaged"),
    "speaks": ("print('[\"is\\\\n\\\\u202ebad\",3]')", "line 3: is bad"),
}


@pytest.mark.parametrize(("program", "reason"), CRASHES.values(), ids=CRASHES)
def test_a_child_that_goes_wrong_is_a_reason(program: str, reason: str) -> None:
    with pytest.raises(FileError, match=reason):
        _article([sys.executable, "-I", "-c", program], b"x", "a.txt", "a", Bounds(seconds=2))


def test_a_system_without_processes_is_a_reason() -> None:
    with pytest.raises(FileError, match="cannot be read just now"):
        _article(["/nowhere/at/all"], b"x", "a.txt", "a", Bounds())


def test_a_child_that_needs_more_memory_than_it_may_is_refused() -> None:
    assert "memory" in refusal("a.md", ALIASES, Bounds(memory=200_000_000))
