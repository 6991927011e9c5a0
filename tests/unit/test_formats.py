"""Each format is read into the same article."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from corpus import Article, CorpusError, FileError, read_articles

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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
def test_common_encodings_are_read(write: Write, encoding: str) -> None:
    text = "Café\n\nLe café crème se boit très chaud, même l'été, à côté de la fenêtre. C'est déjà ça.\n" * 3
    assert "café crème" in read_one(write("a.txt", text.encode(encoding))).text


def test_windows_line_ends_make_no_difference(write: Write) -> None:
    article = read_one(write("a.txt", "Tea\r\n\r\nOne.\r\nTwo.\r\n\r\nThree.\r\n"))
    assert [text for _, text in paragraphs(article)] == ["One.\nTwo.", "Three."]


def test_an_author_line_does_not_cost_the_title_and_the_date(write: Write) -> None:
    article = read_one(write("tea.txt", f"My Title\nAuthor: Jane\nPublished: 2020-01-02\n\n{INTRODUCTION}\n"))
    assert (article.title, article.published) == ("My Title", date(2020, 1, 2))


def test_errors_are_errors_of_the_corpus() -> None:
    assert issubclass(FileError, CorpusError)
