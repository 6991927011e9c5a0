"""Each format is read into the same article."""

import builtins
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from corpus import Article, CorpusError, FileError, read_articles, read_corpus
from corpus.formats import READERS
from corpus.formats.pdf import _without_running_lines
from corpus.layout import lay_out
from corpus.parsed import FormatError

Write = Callable[[str, str | bytes], Path]

INTRODUCTION = (
    "Green tea is made from leaves that are not oxidised. It is drunk hot or cold in many countries of the world."
)
BREWING = (
    "Pour water of eighty degrees over the leaves. Wait for two minutes, then pour the tea through a sieve at once."
)


def paragraphs(article: Article) -> list[tuple[tuple[str, ...], str]]:
    return [(s.path, article.text[p.start : p.end]) for s in article.sections for p in s.paragraphs]


def read_one(path: Path) -> Article:
    (article,) = read_articles(path)
    return article


MARKDOWN = f"""---
title: Green tea
published: 2020-05-17
tags: [tea, drinks]
url: https://example.org/tea
---

# Green tea

{INTRODUCTION}

## Brewing

{BREWING}
"""

HTML = f"""<!doctype html><html><head><title>Green tea | Tea shop</title>
<meta property="article:published_time" content="2020-05-17T10:00:00+00:00">
<meta property="og:title" content="Green tea"></head><body>
<nav><a href="/">Home</a> <a href="/cart">Cart</a></nav>
<article><h1>Green tea</h1><p>{INTRODUCTION}</p><h2>Brewing</h2><p>{BREWING}</p></article>
<footer>Copyright of the tea shop. All rights reserved. Imprint and privacy.</footer></body></html>"""


def docx_bytes() -> bytes:
    document = Document()
    document.add_heading("Green tea", 0)
    document.add_paragraph(INTRODUCTION)
    document.add_heading("Brewing", 1)
    document.add_paragraph(BREWING)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf_bytes() -> bytes:
    styles = getSampleStyleSheet()
    buffer = io.BytesIO()
    story: list[Any] = [Paragraph("Green tea", styles["Title"]), Paragraph(INTRODUCTION * 3, styles["BodyText"])]
    story += [Paragraph("Brewing", styles["Heading1"]), Paragraph(BREWING, styles["BodyText"])]
    SimpleDocTemplate(buffer, title="Green tea").build(story)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tea.txt", f"Green tea\n\n{INTRODUCTION}\n\nBrewing\n\n{BREWING}\n"),
        ("tea.md", MARKDOWN),
        ("tea.html", HTML),
        ("tea.docx", docx_bytes()),
    ],
)
def test_title_sections_and_paragraphs_are_the_same_in_every_format(
    write: Write, name: str, content: str | bytes
) -> None:
    article = read_one(write(name, content))
    assert article.title == "Green tea"
    assert paragraphs(article) == [((), INTRODUCTION), (("Brewing",), BREWING)]


def test_a_pdf_is_read_with_its_lines_joined(write: Write) -> None:
    article = read_one(write("tea.pdf", pdf_bytes()))
    assert article.title == "Green tea"
    assert INTRODUCTION in article.text
    assert BREWING in article.text


@pytest.mark.parametrize(("name", "content"), [("tea.md", MARKDOWN), ("tea.html", HTML)])
def test_the_date_is_read_from_the_metadata(write: Write, name: str, content: str) -> None:
    assert read_one(write(name, content)).published == date(2020, 5, 17)


def test_front_matter_gives_topics_and_address(write: Write) -> None:
    article = read_one(write("tea.md", MARKDOWN))
    assert (article.topics, article.url) == (("tea", "drinks"), "https://example.org/tea")


def test_markup_is_not_quoted(write: Write) -> None:
    article = read_one(
        write("a.md", "# T\n\nSome **bold** and [linked](http://x) `code`.\n\n- one\n- two\n\n|a|b|\n|-|-|\n|c|d|\n")
    )
    assert [text for _, text in paragraphs(article)] == ["Some bold and linked code.", "• one\n• two", "a | b\nc | d"]


def test_menus_and_footers_of_a_web_page_are_left_out(write: Write) -> None:
    text = read_one(write("tea.html", HTML)).text
    assert "Cart" not in text
    assert "Copyright" not in text


def test_windows_line_ends_make_no_difference(write: Write) -> None:
    article = read_one(write("a.txt", "Tea\r\n\r\nOne.\r\nTwo.\r\n\r\nThree.\r\n"))
    assert [text for _, text in paragraphs(article)] == ["One.\nTwo.", "Three."]


def test_a_missing_extra_says_which_command_installs_it(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("tea.pdf", pdf_bytes())
    real_import = builtins.__import__

    def without_pypdf(name: str, *arguments: Any, **named: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == "pypdf":
            raise ImportError(name)
        return real_import(name, *arguments, **named)

    monkeypatch.setattr("corpus.formats.extra.import_module", without_pypdf)
    with pytest.raises(CorpusError, match="python -m pip install pypdf"):
        read_articles(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"  \n\t\n", "is empty"),
        ("a.txt", b"\x00\x01\x02binary", "is binary"),
        ("a.txt", b"%PDF-1.4 ...", "is a PDF, not text"),
        ("a.txt", b"\xff\xfeo", "is marked as utf-16"),
        ("a.txt", b"Title only\n", "no paragraph"),
        ("a.pdf", b"%PDF-1.4 broken", "is not a PDF that can be read"),
        ("a.pdf", b"no pdf at all", "is not a PDF that can be read"),
        ("a.docx", b"PK\x03\x04 broken", "is not a Word document"),
        ("a.html", b"<html><body></body></html>", "has no main text"),
        ("a.md", b"---\ntitle: [\n---\ntext", "line 3: the front matter is not YAML"),
        ("a.md", b"---\n- a\n- b\n---\ntext", "line 2: the front matter is not a list of"),
        ("a.jpg", b"\xff\xd8\xff", "has an ending that is not read"),
    ],
)
def test_a_bad_file_is_named_with_the_reason_and_the_rest_is_served(
    write: Write, name: str, content: bytes, reason: str
) -> None:
    good = write("good.md", "# Good\n\nThis one is fine.")
    write(name, content)
    corpus = read_corpus(good.parent)
    assert [article.slug for article in corpus.articles] == ["good"]
    (problem,) = corpus.problems
    assert str(problem).startswith(name)
    assert reason in str(problem)


def test_an_oversized_file_is_not_opened(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.reading.MAX_BYTES", 100)
    write("good.md", "# Good\n\nThis one is fine.")
    corpus = read_corpus(write("big.txt", "x" * 101).parent)
    assert "split it" in str(corpus.problems[0])


@given(data=st.binary(max_size=300), suffix=st.sampled_from(sorted(READERS)))
def test_arbitrary_bytes_are_read_or_refused_never_a_crash(data: bytes, suffix: str) -> None:
    try:
        document = READERS[suffix](data)
    except FormatError:
        return
    text, blocks = lay_out(document.pieces)
    for block in blocks:
        assert 0 <= block.start < block.end <= len(text)


def test_a_damaged_word_file_does_not_stop_the_others(write: Write) -> None:
    good = write("good.md", "# Good\n\nThis one is fine.")
    source, target = zipfile.ZipFile(io.BytesIO(docx_bytes())), io.BytesIO()
    with zipfile.ZipFile(target, "w") as damaged:
        for name in source.namelist():
            content = source.read(name)
            damaged.writestr(name, content[: len(content) // 2] if name == "word/document.xml" else content)
    write("damaged.docx", target.getvalue())
    corpus = read_corpus(good.parent)
    assert [article.slug for article in corpus.articles] == ["good"]
    assert str(corpus.problems[0]).startswith("damaged.docx: is damaged")


def test_a_word_table_in_a_list_style_is_read(write: Write) -> None:
    document = Document()
    document.add_heading("Tea", 0)
    document.add_paragraph(INTRODUCTION)
    table = document.add_table(rows=1, cols=2)
    table.style = document.styles.add_style("List Table 3", WD_STYLE_TYPE.TABLE)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "green", "80 degrees"
    buffer = io.BytesIO()
    document.save(buffer)
    assert "green | 80 degrees" in read_one(write("tea.docx", buffer.getvalue())).text


def test_numbers_in_the_middle_of_a_pdf_page_are_no_page_numbers() -> None:
    assert _without_running_lines([["Head", "grown in", "1999", "in Asia.", "1"]]) == [
        "Head",
        "grown in",
        "1999",
        "in Asia.",
    ]


def test_an_author_line_does_not_cost_the_title_and_the_date(write: Write) -> None:
    article = read_one(write("tea.txt", f"My Title\nAuthor: Jane\nPublished: 2020-01-02\n\n{INTRODUCTION}\n"))
    assert (article.title, article.published) == ("My Title", date(2020, 1, 2))


def test_errors_are_errors_of_the_corpus() -> None:
    assert issubclass(FileError, CorpusError)
