"""A saved page is read with the words, and in the order, in which a person sees them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import read_articles
from corpus.formats.web.html import read
from corpus.layout import lay_out
from corpus.parsed import FormatError, ParsedDocument, Piece
from tests.growth import grows_linearly
from tests.saved_pages import PAGES, SavedPage, words

PROSE = "The pharmacy keeps its medicines in a cool room, and a pharmacist looks at the thermometer every morning."
MORE = "Medicines that were brought back are never sold again, they are burnt by the town at the end of the month."


def page(body: str, head: str = "") -> ParsedDocument:
    return read(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode())


def article(body: str, head: str = "") -> ParsedDocument:
    """Read a body that stands in an article beside some prose."""
    return page(f"<article><h1>Pharmacy</h1><p>{PROSE}</p>{body}</article>", head)


def shown(document: ParsedDocument) -> list[str]:
    """Give the pieces after the prose, headings marked."""
    return [line(piece) for piece in document.pieces if piece.text != PROSE]


def line(piece: Piece) -> str:
    return "# " * (piece.kind == "heading") + (piece.text or "\n".join(piece.rows))


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


def left_out(document: ParsedDocument) -> set[tuple[str, str]]:
    return {(left.reason, left.text) for left in document.left_out}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Open on<br>Monday</p>", ["Open on\nMonday"]),
        ("<p>One.<br><br>Two.</p>", ["One.", "Two."]),
        ("<p>One.</p>Bare words.<p>Two.</p>", ["One.", "Bare words.", "Two."]),
        ("<div>One.<p>Two.</p>Three.</div>", ["One.", "Two.", "Three."]),
        ("<div><span>A span alone.</span></div><div><span>Another.</span></div>", ["A span alone.", "Another."]),
        (
            "<div><span class=a>Opening hours</span><span class=b>The room opens early.</span></div>",
            ["Opening hours\nThe room opens early."],
        ),
        ("<p>Take <em>two</em> a<b>b</b>c.</p>", ["Take two abc."]),
        ("<pre>a  b\n  c</pre>", ["a  b\n  c"]),
        ("<p>He said <q>stop</q>.</p>", ["He said “stop”."]),
        ("<p>10&nbsp;mg</p>", ["10 mg"]),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", ["漢(kan)"]),
    ],
)
def test_words_are_neither_glued_nor_lost(body: str, expected: list[str]) -> None:
    assert shown(article(body)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Give <del>5</del><ins>10</ins> ml.</p>", "Give 10 ml."),
        ("<p>Give one<del> or two</del>daily.</p>", "Give one daily."),
        ("<p>Give <s>5</s> <strike>6</strike> 10 ml.</p>", "Give 10 ml."),
        ("<p>Give <span style='text-decoration: line-through'>5</span> 10 ml.</p>", "Give 10 ml."),
        ("<p>It was treat<del>s</del>ed.</p>", "It was treated."),
    ],
)
def test_struck_words_are_left_out_and_named(body: str, expected: str) -> None:
    document = article(body)
    assert shown(document) == [expected]
    assert {left.reason for left in document.left_out} <= {"struck", "deleted"}
    assert document.left_out


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>Unseen words.</p>",
        "<p style='display:none'>Unseen words.</p>",
        "<p style='color:red; visibility: hidden'>Unseen words.</p>",
        "<template><p>Unseen words.</p></template>",
        "<noscript>Unseen words.</noscript>",
        "<span class=sr-only>Unseen words.</span>",
        "<p class=draft>Unseen words.</p>",
        "<p id=old>Unseen words.</p>",
    ],
)
def test_hidden_words_are_left_out_and_named(hidden: str) -> None:
    sheet = "<style>.draft, #old { display: none } @media print { article { display: none } }</style>"
    document = article(f"{hidden}<p>{MORE}</p>", sheet)
    assert shown(document) == [MORE]
    assert left_out(document) == {("hidden", "Unseen words.")}


def test_an_answer_that_opens_at_a_click_is_read() -> None:
    document = article("<button aria-expanded=false>Is it free?</button><div style='display:none'>Yes, it is.</div>")
    assert shown(document) == ["# Is it free?", "Yes, it is."]


def test_decoration_that_screen_readers_skip_is_no_word_and_other_words_are() -> None:
    assert shown(article("<p><i aria-hidden=true>★</i> Starred. <b aria-hidden=true>Seen by all.</b></p>")) == [
        "Starred. Seen by all."
    ]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("<ol start=3><li>a<li>b</ol>", ["3. a", "4. b"]),
        ("<ol type=a><li>a<li value=5>b</ol>", ["a. a", "e. b"]),
        ("<ol type=I reversed><li>a<li>b</ol>", ["II. a", "I. b"]),
        ("<ol style='list-style-type: lower-roman'><li>a</ol>", ["i. a"]),
        ("<ul><li>Bring:<ul><li>a card<li>money</ul>Both.</ul>", ["• Bring:", "  • a card", "  • money", "  Both."]),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", ["• a", "  • b"]),
        ("<ol><li><p>Wash.</p><p>With soap.</p></ol>", ["1. Wash.\n  With soap."]),
        ("<ul><li><input type=checkbox checked> done<li><input type=checkbox> open</ul>", ["• ☑ done", "• ☐ open"]),
    ],
)
def test_lists_keep_their_numbers_and_their_nesting(body: str, rows: list[str]) -> None:
    piece = article(f"<p>You need:</p>{body}").pieces[-1]
    assert (piece.kind, list(piece.rows)) == ("list", rows)


def test_a_list_stands_below_the_words_that_lead_to_it() -> None:
    assert shown(article("<div>You need:<ul><li>a card</ul>Nothing else.</div>")) == [
        "You need:",
        "• a card",
        "Nothing else.",
    ]


@pytest.mark.parametrize(
    ("table", "rows", "has_header"),
    [
        ("<tr><th>Day<th>Open<tr><td>Mon<td>8<br>14", ["Day | Open", "Mon | 8; 14"], True),
        (
            "<tr><th>Day<th>Open<tr><td>Mon<td><ul><li>8 to 12<li>14 to 18</ul>",
            ["Day | Open", "Mon | 8 to 12; 14 to 18"],
            True,
        ),
        ("<tr><td rowspan=2>Mon<td>8<tr><td>14", ["Mon | 8", " | 14"], False),
        (
            "<tr><th colspan=2>Dose<th>When<tr><td>a<td>b<td>c",
            ["Dose |  | When", "a | b | c"],
            True,
        ),
        ("<tr><td><b>Drug</b><td><b>Dose</b><tr><td>Iron<td>10 mg", ["Drug | Dose", "Iron | 10 mg"], True),
        (
            "<tr><td>Iron<td>10 mg<table><tr><td>child<td>5 mg</table><tr><td>Zinc<td>5 mg",
            ["Iron | 10 mg; child, 5 mg", "Zinc | 5 mg"],
            False,
        ),
        ("<tr><th>Iron<td>10 mg<tr><th>Zinc<td>5 mg", ["Iron | 10 mg", "Zinc | 5 mg"], False),
        (
            "<tfoot><tr><td>end<td>x</tfoot><thead><tr><td>a<td>b</thead><tbody><tr><td>c<td>d",
            ["a | b", "c | d", "end | x"],
            True,
        ),
    ],
)
def test_a_table_is_read_row_by_row(table: str, rows: list[str], has_header: bool) -> None:
    piece = article(f"<table>{table}</table>").pieces[-1]
    assert (piece.kind, list(piece.rows), piece.has_header) == ("table", rows, has_header)


def test_a_caption_stands_above_its_table() -> None:
    body = "<table><caption>Our <b>doses</b></caption><tr><th>Drug<th>Dose<tr><td>Iron<td>10 mg</table>"
    assert shown(article(body)) == ["Our doses", "Drug | Dose\nIron | 10 mg"]


def test_a_table_for_layout_is_read_as_the_text_that_it_places_and_its_menu_is_dropped() -> None:
    document = page(
        "<table><tr><td><a href=/>Start</a> <a href=/map>Map</a></td><td>"
        f"<table><tr><td><h2>Storage</h2><p>{PROSE}</p><h2>Return</h2><p>{MORE}</p></td></tr></table></td></tr></table>"
    )
    assert [line(piece) for piece in document.pieces] == ["# Storage", PROSE, "# Return", MORE]
    assert ("menu", "Start Map") in left_out(document)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p><b>Storage</b></p><p>Dry.</p>", ["# Storage", "Dry."]),
        ("<div style='font-weight: bold'>Storage</div>Dry.", ["# Storage", "Dry."]),
        ("<p><font size=5>Storage</font></p><p>Dry.</p>", ["# Storage", "Dry."]),
        ("<div class=section-heading>Storage</div><p>Dry.</p>", ["# Storage", "Dry."]),
        ("<div role=heading aria-level=2>Storage</div><p>Dry.</p>", ["# Storage", "Dry."]),
        ("<p><strong>Storage</strong><br>Dry.</p>", ["# Storage", "Dry."]),
        ("<h3><button>Is it dry?</button></h3><div>It is.</div>", ["# Is it dry?", "It is."]),
        ("<p><b>Never keep it wet.</b></p><p>Dry.</p>", ["Never keep it wet.", "Dry."]),
        ("<p><b>The end</b></p>", ["The end"]),
        ("<p><b>Dry</b> rooms are best.</p>", ["Dry rooms are best."]),
        ("<h2>" + "Many words stand here. " * 9 + "</h2>", [("Many words stand here. " * 9).strip()]),
    ],
)
def test_a_line_that_looks_like_a_heading_heads_what_follows(body: str, expected: list[str]) -> None:
    assert shown(article(body)) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<details><summary>Is it free?</summary>Yes.</details><details><summary>And now?</summary>No.</details>",
        "<dl><dt>Is it free?<dd>Yes.<dt>And now?<dd>No.</dl>",
        "<div><h3>Is it free?</h3><p>Yes.</p></div><div><h3>And now?</h3><p>No.</p></div>",
        "<div class=faq-question>Is it free?</div><div>Yes.</div><div class=faq-question>And now?</div><div>No.</div>",
    ],
)
def test_questions_head_their_answers(body: str) -> None:
    assert shown(article(body)) == ["# Is it free?", "Yes.", "# And now?", "No."]


def test_a_question_that_folds_does_not_swallow_what_stands_below() -> None:
    body = "<details><summary>Is it free?</summary>Yes.</details><p>Unrelated.</p>"
    assert shown(article(body)) == ["Is it free?\nYes.", "Unrelated."]


def test_a_term_stays_with_its_definition() -> None:
    assert shown(article("<dl><dt>Dose<dd>What is taken at once.<dt>Course<dd>All doses.</dl>")) == [
        "Dose\nWhat is taken at once.",
        "Course\nAll doses.",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("H<sub>2</sub>O", "H2O"),
        ("10<sup>3</sup> per m<sup>2</sup>", "10³ per m²"),
        ("5 m<sup>2 </sup>and more", "5 m² and more"),
        ("10<sup>-3</sup>", "10⁻³"),
        ("the 1<sup>st</sup>", "the 1st"),
        ("shown<sup>1, 2</sup>", "shown¹,²"),
        ("shown<sup>[3]</sup>", "shown[3]"),
    ],
)
def test_raised_and_lowered_text_is_readable(source: str, expected: str) -> None:
    assert shown(article(f"<p>It is {source}.</p>")) == [f"It is {expected}."]


def test_pictures_are_named_and_not_quoted() -> None:
    document = article("<p>Look.<img src=a alt='A red fridge'></p><img src=b><img src=c><img src=d width=1 height=1>")
    assert shown(document) == ["Look."]
    assert left_out(document) == {("image", "A red fridge")}
    assert document.doubts == ("2 pictures have no description; what pictures show is not quoted.",)


def test_menus_notices_and_shares_are_named_and_not_quoted() -> None:
    document = page(
        "<header><a href=/>Example Clinic</a></header><nav><a href=/a>Start</a></nav>"
        "<div id=cookie-consent><p>We use cookies to see how this page is used by you.</p><button>Fine</button></div>"
        f"<div class=content><h1>Pharmacy</h1><p>{PROSE}</p><div class=share><a href=x>Share</a></div><p>{MORE}</p>"
        "<h2>Related articles</h2><ul><li><a href=y>Ten ways to be well</a></ul></div><footer>All rights</footer>"
    )
    assert shown(document) == [MORE]
    reasons = {left.reason for left in document.left_out}
    assert {"menu", "cookie notice", "share row", "related pages", "page footer"} <= reasons


def test_a_list_of_links_to_which_the_text_leads_is_kept() -> None:
    links = "<ul><li><a href=1>Doctor Gray</a><li><a href=2>Doctor Brown</a><li><a href=3>Doctor White</a></ul>"
    document = page(f"<main><h1>Pharmacy</h1><p>{PROSE}</p><p>Our doctors:</p>{links}<p>{MORE}</p></main>")
    assert shown(document) == ["Our doctors:", "• Doctor Gray\n• Doctor Brown\n• Doctor White", MORE]


def test_a_class_that_sounds_like_a_menu_does_not_cost_the_article() -> None:
    document = page(f"<div class='has-sidebar with-menu'><h1>Pharmacy</h1><p>{PROSE}</p><p>{MORE}</p></div>")
    assert shown(document) == [MORE]


def test_a_list_that_word_wrote_as_paragraphs_is_a_list() -> None:
    item = (
        "<p class=MsoListParagraph style='mso-list:l0 level{} lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>{}<span>&nbsp;</span></span><![endif]>{}</p>"
    )
    body = item.format(1, "1.", "Wash") + item.format(2, "·", "with soap") + item.format(1, "2.", "Dry")
    assert shown(article(f"<!--[if gte mso 9]><xml>Unseen</xml><![endif]-->{body}")) == [
        "1. Wash\n  • with soap\n2. Dry"
    ]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Storage | Example</title>", "<h1>Storage</h1>", "Storage"),
        ("<title>Storage | Example</title>", "", "Storage"),
        ("<title>Storage - Example</title><meta property=og:site_name content=Example>", "", "Storage"),
        ("<title>Iron - a guide</title>", "", "Iron - a guide"),
        ("<meta property=og:title content='Storage'><title>x</title>", "", "Storage"),
        ("<title>Storage | Example Ltd</title>", "<h1>Example Ltd</h1><h2>Storage</h2>", "Storage"),
        ("<title>Example | Storage</title>", "<h1>Storage</h1>", "Storage"),
        ("<title>Rules</title>", "<p class=MsoTitle>House rules</p><h1>Storage</h1>", "House rules"),
    ],
)
def test_the_title_is_the_pages_not_the_sites(head: str, body: str, title: str) -> None:
    document = page(f"<main>{body}<p>{PROSE}</p><p>{MORE}</p></main>", head)
    assert document.title == title
    assert document.pieces[-2:] == (Piece("paragraph", PROSE), Piece("paragraph", MORE))


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ("<meta property=article:published_time content=2020-05-17T10:00:00Z>", "", "2020-05-17"),
        (linked('{"@graph": [{"@type": "Article", "datePublished": "2020-05-17"}]}'), "", "2020-05-17"),
        (linked('{"@type": "Product", "datePublished": "2020-05-17"}'), "", None),
        (linked("{ broken"), "", None),
        ("", "<time datetime=2020-05-17>17 May</time>", "2020-05-17"),
        ("", "<p>Published on 17 May 2020</p>", "17 May 2020"),
        ("", "<p>Last updated: May 17, 2020</p>", "May 17, 2020"),
        ("", "<p>Last reviewed 17.5.2020</p>", "2020-05-17"),
        ("<meta name=date content=2020>", "", None),
        ("<meta property=article:published_time content=2020-05>", "", None),
        ("", "<footer>Copyright 1998-2024 Example</footer>", None),
        ("", "<table><tr><th>Born<td>1 May 1950<tr><th>Died<td>2001</table>", None),
        ("", "<p>It was founded in 1998.</p>", None),
    ],
)  # fmt: skip
def test_only_a_day_of_publication_is_a_date(head: str, body: str, published: str | None) -> None:
    document = article(body, head)
    assert document.published == published
    assert (document.published_from is None) == (published is None)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<link rel=canonical href='https://example.org/a'>", "https://example.org/a"),
        ("<meta property=og:url content='http://example.org/b'>", "http://example.org/b"),
        ("<link rel=canonical href='/a'>", None),
        ("<meta property=og:url content='javascript:alert(1)'>", None),
    ],
)
def test_only_an_address_of_the_web_is_the_articles(head: str, url: str | None) -> None:
    assert article("", head).url == url


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("windows-1250", "cp1250"),
        ("iso-8859-1", "cp1252"),
        ("shift_jis", "cp932"),
        ("utf-8", "utf-8"),
        ("", "utf-8-sig"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_bears(declared: str, encoding: str) -> None:
    word = {"cp1250": "żółty", "cp1252": "“café”", "cp932": "薬局"}.get(encoding, "żółty")
    meta = f"<meta charset={declared}>" if declared else ""
    document = read(f"<html><head>{meta}</head><body><p>{word} {PROSE}</p></body></html>".encode(encoding))
    assert document.pieces[0].text.startswith(word)
    assert not document.doubts


def test_a_page_that_declares_what_it_is_not_is_doubted() -> None:
    document = read(f"<meta charset=iso-8859-1><p>żółty {PROSE}</p>".encode())
    assert document.pieces[0].text.startswith("żółty")
    assert "declares iso-8859-1" in document.doubts[0]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<meta http-equiv=refresh content='0; url=https://example.org/new'><p>Moved.</p>", "only forwards to https"),
        ("<frameset cols='*'><frame src=a></frameset>", "is a set of frames"),
        ("<body><div id=root></div><script>run()</script>", "scripts may fill it in"),
        ("<html><body></body></html>", "has no main text"),
        ("From: <Saved by Browser>\nMIME-Version: 1.0\n", "is a web archive"),
        ("<div>" * 300 + PROSE, "nests elements more than 150 deep"),
    ],
)
def test_a_page_without_text_of_its_own_is_refused_with_the_reason(source: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(source.encode())


# What is longer than about 2,000 items is read in another, quicker way: the sizes stay on one side of that.
GROWING = {
    "items": ("<ul>{}</ul>|<li>a</li>", 500),
    "lines": ("<p>{}</p>|line<br>", 500),
    "rows": ("<table>{}</table>|<tr><td rowspan=999>a<td>b", 300),
    "wide row": ("<table><tr>{}</tr></table>|<td rowspan=999>a", 1_000),
    "struck": ("<p>{}</p>|<del>a b</del>x", 500),
    "folded": ("<div>{}</div>|<details><summary>q?</summary>a</details>", 150),
    "headings": ("<div>{}</div>|<p><b>Head</b></p><p>text.</p>", 150),
    "comments": ("<div>{}</div>|<h2>Comments</h2><a href=x>x</a>", 150),
    "spaces": ("<p>a{}b</p>|        ", 15_000),
    "rules": ("<style>{}</style>|a{{{{}}/*", 10_000),
    "open brackets": ("{}|<<<<<", 1_000),
}


@pytest.mark.parametrize("kind", GROWING)
def test_reading_takes_time_in_proportion_to_the_page(kind: str) -> None:
    source, size = GROWING[kind]
    frame, unit = source.split("|")

    def make(count: int) -> bytes:
        return f"<article><h1>Title</h1><p>{PROSE}</p>{frame.replace('{}', unit * count, 1)}</article>".encode()

    assert grows_linearly(read, make, size)


@given(parts=st.lists(st.sampled_from(
    ["<p>", "</p>", "<ul>",
     "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>", "<br>", "<b>", "</b>", "<h2>",
     "</h2>", "<dl>", "<dt>", "<dd>", "<details>", "<summary>",
     "</details>", "<sup>", "<span>", "<div>", "</div>", "<pre>"]
), max_size=25))  # fmt: skip
def test_whatever_the_tags_each_word_is_read_once_and_in_order(parts: list[str]) -> None:
    body = "".join(f"{part}word{number} " for number, part in enumerate(parts))
    text = lay_out(article(f"{body}</article>").pieces)[0]
    read_words = [word for word in words(text) if word.startswith("word")]
    assert sorted(read_words) == sorted(f"word{number}" for number in range(len(parts)))


@pytest.mark.parametrize("saved", PAGES, ids=lambda saved: saved.name)
def test_a_page_as_people_save_them_reads_as_a_person_reads_it(
    saved: SavedPage, write: Callable[[str, str], Path]
) -> None:
    (found,) = read_articles(write(saved.name, saved.source))
    headings = [" › ".join(section.path) for section in found.sections]
    assert words(found.text) == words(saved.seen)
    assert headings == saved.sections
    assert (found.title, found.published) == (
        saved.title,
        date.fromisoformat(saved.published) if saved.published else None,
    )


@pytest.mark.parametrize("rule", [".s{font-weight:700}", "p.s{font: bold 20px serif}", "#o{font-size:24px}"])
def test_a_line_that_its_class_sets_in_bold_or_large_type_is_a_heading(rule: str) -> None:
    body = f"<p class=s id=o>Opening hours</p><p>{MORE}</p>"
    assert shown(article(body, f"<style>{rule}</style>")) == ["# Opening hours", MORE]
    assert "# Opening hours" not in shown(article(body, "<style>p{font-weight:700;font-size:24px}</style>"))


def test_a_page_that_its_program_named_takes_the_heading_above_all_others_as_its_title() -> None:
    document = page(f"<h2>Cold chain</h2><p>{PROSE}</p><h3>Alarm</h3><p>{MORE}</p>", "<title>Untitled Document</title>")
    assert (document.title, document.title_from) == ("Cold chain", "first heading")
