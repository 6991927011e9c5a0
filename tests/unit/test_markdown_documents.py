"""Markdown is read as it looks when it is rendered: its HTML, its lists, its notes, and the fields above it."""

import pytest

from corpus.formats.web.markdown import MAX_ITEMS, read
from corpus.layout import lay_out
from corpus.parsed import FormatError, ParsedDocument
from tests.growth import grows_linearly

PROSE = "The pharmacy keeps its medicines in a cool room."


def shown(source: str) -> list[str]:
    return lines(read(source.encode()))


def lines(document: ParsedDocument) -> list[str]:
    pieces = document.pieces
    return ["# " * (piece.kind == "heading") + (piece.text or "\n".join(piece.rows)) for piece in pieces]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Some **bold** and [linked](http://x) `code`.", ["Some bold and linked code."]),
        ("|a|b|\n|-|-|\n|c|d|\n", ["a | b\nc | d"]),
        ("- one\n- two\n", ["• one\n• two"]),
        ("3. one\n   - deep\n4. two\n\n   more\n", ["3. one\n  • deep\n4. two\n  more"]),
        ("You need:\n- a card\n\nNothing else.", ["You need:", "• a card", "Nothing else."]),
        ("- [ ] open\n- [x] done\n", ["• ☐ open\n• ☑ done"]),
        ("```\n# no heading\n  kept\n```\n", ["# no heading\n  kept"]),
        ("**Opening hours**\n\nAt eight.", ["# Opening hours", "At eight."]),
        ("**Dose**: what is taken at once.", ["Dose: what is taken at once."]),
        ("**Wash** your hands.\n\nAlways.", ["Wash your hands.", "Always."]),
        ("One\\\ntwo\nthree", ["One\ntwo three"]),
        ("> Quoted.\n>\n> - a\n", ["Quoted.", "• a"]),
        ("Said[^1].\n\n[^1]: Ibid.\n[^2]: And\nmore.", ["Said[1].", "[1]: Ibid.", "[2]: And more."]),
        ("At 10<sup>3</sup> H<sub>2</sub>O.<br>Next", ["At 10³ H2O.\nNext"]),
        ("Ask <doctor name> or <title>.", ["Ask <doctor name> or <title>."]),
        ("Below <5 mg & over >2.", ["Below <5 mg & over >2."]),
    ],
)
def test_markdown_is_read_as_it_looks(source: str, expected: list[str]) -> None:
    assert shown(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<table><tr><th>a<th>b<tr><td>c<td>d</table>\n\nAfter.", ["a | b\nc | d", "After."]),
        ("<details>\n<summary>Why?</summary>\n\nIt is **so**.\n\n</details>\n\nAfter.", ["Why?\nIt is so.", "After."]),
        ('<div class="warning">Never freeze it.</div>', ["Never freeze it."]),
        ("<ul><li>a<li>b</ul>", ["• a\n• b"]),
        ("Give <del>5</del><ins>10</ins> ml.", ["Give 10 ml."]),
        ("<p hidden>Unseen.</p>\n\nSeen.", ["Seen."]),
    ],
)
def test_html_within_markdown_is_read(source: str, expected: list[str]) -> None:
    assert shown(source) == expected


def test_what_is_struck_commented_or_pictured_is_left_out_and_named() -> None:
    document = read(b"Give ~~5~~ 10 ml.\n\n<!-- ask again -->\n\n![a fridge](f.png)\n")
    assert lines(document) == ["Give 10 ml."]
    assert {(left.reason, left.text) for left in document.left_out} == {
        ("struck", "5"), ("comment", "ask again"), ("image", "a fridge"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("source", "title", "rest"),
    [
        ("# Tea\n\nBoil.", "Tea", ["Boil."]),
        ("Tea\n===\n\nBoil.\n\nMilk\n====\n\nPour.", "Tea", ["Boil.", "# Milk", "Pour."]),
        ("[![build](https://x/b.svg)](https://x)\n\n# Tea\n\nBoil.", "Tea", ["Boil."]),
        ("[English](a) [Deutsch](b)\n\n# Tea\n\nBoil.", "Tea", ["English Deutsch", "Boil."]),
        ("<h1 align=center>Tea</h1>\n\nBoil.", "Tea", ["Boil."]),
        ("---\ntitle: Tea\n---\n# Tea\n\nBoil.", "Tea", ["Boil."]),
        ("---\ntitle: Tea\n---\n# Brewing\n\nBoil.", "Tea", ["# Brewing", "Boil."]),
        ("## Brewing\n\nBoil.", None, ["# Brewing", "Boil."]),
    ],
)
def test_front_matter_or_the_first_heading_is_the_title(source: str, title: str | None, rest: list[str]) -> None:
    document = read(source.encode())
    assert (document.title, lines(document)) == (title, rest)


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Tea\ndate: 2024-03-01\nreview: 2025-03-01\ntags: [hot, wet]\nurl: https://example.org/tea\n---\n",
        """+++
title = "Tea"
date = 2024-03-01
review = "2025-03-01"
tags = ["hot", "wet"]
url = "https://example.org/tea"
+++
""",
    ],
)
def test_fields_are_read_in_yaml_and_in_toml(front: str) -> None:
    document = read(f"{front}\n{PROSE}".encode())
    assert (document.title, document.published, document.review) == ("Tea", "2024-03-01", "2025-03-01")
    assert (document.title_from, document.published_from) == ("front matter", "front matter")
    assert (document.topics, document.url) == (("hot", "wet"), "https://example.org/tea")
    assert lines(document) == [PROSE]


@pytest.mark.parametrize("url", ["/tea", "Ministry of Health", "javascript:alert(1)"])
def test_only_an_address_of_the_web_is_the_url(url: str) -> None:
    assert read(f"---\nurl: '{url}'\n---\n{PROSE}".encode()).url is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"---\n\n# Tea\n\n{PROSE}\n\n---\n\nMore.", ["# Tea", PROSE, "More."]),
        (f"---\n- a\n- b\n---\n\n{PROSE}", ["• a\n• b", PROSE]),
        (f"---\nWords alone.\n\n---\n\n{PROSE}", ["Words alone.", PROSE]),
        (f"---\n---\n{PROSE}", [PROSE]),
        (f"+++\n{PROSE}", [f"+++ {PROSE}"]),
    ],
)
def test_a_rule_at_the_top_is_no_front_matter(source: str, expected: list[str]) -> None:
    document = read(source.encode())
    titled = [f"# {document.title}"] if document.title else []
    assert titled + lines(document) == expected


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("---\ntitle: [\n---\ntext", 3, "is not YAML"),
        ("---\ntitle: a\ntitle: b\n---\ntext", 3, "is not YAML"),
        ('+++\ntitle = "a"\ndate = \n+++\ntext', 3, "is not TOML"),
        ("---\na: &a [x]\nb: [*a, *a]\n---\ntext", 3, "repeats another part"),
        ("---\na: " + "[" * 50 + "]" * 50 + "\n---\ntext", 2, "nests its lists too deep"),
        ("---\na: " + "x" * 70_000 + "\n---\ntext", 1, "more than 64 KB"),
        ("# T\n\n" + "- " * 200 + "a", 3, "nests lists or quotations"),
        ("- a\n" * (MAX_ITEMS + 1), None, "list items; split it"),
        ("<div>\n\n" * 200 + "a", None, "nests elements"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(source: str, line: int | None, reason: str) -> None:
    with pytest.raises(FormatError, match=reason) as error:
        read(source.encode())
    assert error.value.line == line
    assert "\n" not in str(error.value)


GROWING = {
    "items": ("- a\n", 1_000),
    "numbers": ("1. a\n", 1_000),
    "nested": ("- - - a\n", 300),
    "loose items": ("- a\n\n  b\n\n", 500),
    "quotations": ("> a\n", 1_000),
    "spaces": ("        ", 8_000),
    "brackets": ("[", 1_000),
    "emphasis": ("*a **b ", 1_000),
    "rows": ("|a|b|\n|-|-|\n|c|d|\n\n", 250),
    "struck": ("~~a~~ ", 1_000),
    "footnotes": ("[^a]: b\n", 1_000),
    "html": ("a <b>x</b> ", 1_000),
    "comments": ("<!-- ", 15_000),
    "headings": ("**Head**\n\ntext.\n\n", 500),
    "pictures": ("![a](b) ", 1_000),
}


@pytest.mark.parametrize("kind", GROWING)
def test_reading_takes_time_in_proportion_to_the_text(kind: str) -> None:
    unit, size = GROWING[kind]
    assert grows_linearly(read, lambda count: f"{PROSE}\n\n{unit * count}".encode(), size)


def test_no_piece_is_empty_where_a_document_holds_only_marks() -> None:
    text, blocks = lay_out(read(b"---\n\n- \n\n> \n\n| | |\n|-|-|\n\nWords.").pieces)
    assert text[blocks[-1].start : blocks[-1].end] == "Words."
