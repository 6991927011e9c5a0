"""What is quoted of a Word file is what a person reads who opens it."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given
from hypothesis import strategies as st

from corpus import read_articles, read_corpus
from corpus.formats.word.docx import read
from corpus.formats.word.word_numbering import write_number
from corpus.parsed import FormatError, ParsedDocument, Piece
from tests.growth import grows_linearly
from tests.process.test_untrusted import refusal
from tests.unit.test_formats import docx_bytes
from tests.word_files import (
    HEADING_STYLES,
    STRICT,
    box,
    cell,
    field,
    level,
    numbered,
    numbering,
    p,
    pack,
    r,
    row,
    table,
    word_file,
)

Write = Callable[[str, str | bytes], Path]

LONG = (
    "Green tea is made from leaves that are not oxidised, and it is drunk hot or cold in many countries of the world."
)
BOLD = "<w:b/>"
CHANGED = 'w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z"'


def document(*body: str, **parts: str) -> ParsedDocument:
    return read(word_file("".join(body), **parts))


def texts(read_document: ParsedDocument) -> list[str]:
    return [piece.text or "\n".join(piece.rows) for piece in read_document.pieces]


def headings(read_document: ParsedDocument) -> list[tuple[int, str]]:
    return [(piece.level, piece.text) for piece in read_document.pieces if piece.kind == "heading"]


def left_out(read_document: ParsedDocument, reason: str) -> list[str]:
    return [one.text for one in read_document.left_out if one.reason == reason]


# Words


def test_tracked_changes_are_accepted_and_counted() -> None:
    found = document(
        p(
            r("Give ")
            + f"<w:del {CHANGED}><w:r><w:delText>four</w:delText></w:r></w:del>"
            + f"<w:ins {CHANGED}>{r('two')}</w:ins>"
            + r(" cups")
            + f"<w:ins {CHANGED}>{r(' and no more')}</w:ins>"
            + f"<w:moveFrom {CHANGED}>{r(' today')}</w:moveFrom>"
            + r(".")
        )
    )
    assert texts(found) == ["Give two cups and no more."]
    assert left_out(found, "deleted") == ["four today"]
    assert found.doubts == ("3 tracked changes were accepted.",)


def test_moved_words_are_quoted_where_they_were_moved_to() -> None:
    moved = f"<w:moveTo {CHANGED}>{r('Boil the water.')}</w:moveTo>"
    found = document(p(f"<w:moveFrom {CHANGED}>{r('Boil the water.')}</w:moveFrom>"), p("Then wait."), p(moved))
    assert texts(found) == ["Then wait.", "Boil the water."]
    assert found.doubts == ("1 tracked change was accepted.",)


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    mark = f"<w:rPr><w:del {CHANGED}/></w:rPr>"
    assert texts(document(p("Boil the water, ", properties=mark), p("then wait."))) == ["Boil the water, then wait."]


def test_a_deleted_row_of_a_table_is_not_quoted() -> None:
    gone = row(cell("Black"), cell("95"), properties=f"<w:del {CHANGED}/>")
    found = document(table(row(cell("Tea"), cell("Degrees")), row(cell("Green"), cell("80")), gone))
    assert texts(found) == ["Tea | Degrees\nGreen | 80"]
    assert left_out(found, "deleted") == ["Black", "95"]


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ("<w:strike/>", "struck"),
        ("<w:dstrike/>", "struck"),
        ("<w:vanish/>", "hidden"),
        ('<w:rStyle w:val="Secret"/>', "hidden"),
    ],
)
def test_struck_and_hidden_words_are_left_out_with_the_reason(properties: str, reason: str) -> None:
    styles = '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    found = document(p(r("Wait for two") + r(" or ten", properties) + r(" minutes.")), styles=styles)
    assert texts(found) == ["Wait for two minutes."]
    assert left_out(found, reason) == ["or ten"]


def test_what_a_paragraph_style_hides_is_hidden_but_for_what_is_shown_again() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Note"><w:basedOn w:val="Base"/></w:style>'
    )
    found = document(p(r("For staff only. ") + r("For all.", '<w:vanish w:val="0"/>'), style="Note"), styles=styles)
    assert texts(found) == ["For all."]


def test_a_field_shows_its_result_and_not_its_code() -> None:
    nested = field("IF " + "</w:instrText></w:r>" + field("AGE", r("7")) + "<w:r><w:instrText>", r("a child"))
    simple = f'<w:fldSimple w:instr="REF x">{r("section 2")}</w:fldSimple>'
    assert texts(document(p(r("For ") + nested + r(", see ") + simple + r(".")))) == ["For a child, see section 2."]


def test_a_field_that_never_ends_hides_nothing() -> None:
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    assert texts(document(p(r("One") + opened + r(" two.")), p("Three."))) == ["One two.", "Three."]


def test_forms_show_what_was_ticked_and_chosen_and_no_placeholder() -> None:
    ticked = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    chosen = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="hot"/>'
        '<w:listEntry w:val="cold"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Click here.')}</w:sdtContent></w:sdt>"
    found = document(p(ticked + r(" Tea, ") + chosen + r(". Name: ") + empty))
    assert texts(found) == ["☒ Tea, cold. Name:"]
    assert left_out(found, "placeholder") == ["Click here."]


def test_a_text_box_is_quoted_once_after_the_paragraph_that_holds_it() -> None:
    found = document(p(r("See the box.") + box(p("Never boil it."))), p("Then wait."))
    assert texts(found) == ["See the box.", "Never boil it.", "Then wait."]


def test_words_drawn_as_a_picture_are_read() -> None:
    drawn = '<w:r><w:pict><v:shape><v:textpath string="Mind the steam"/></v:shape></w:pict></w:r>'
    assert texts(document(p(drawn))) == ["Mind the steam"]


def test_what_stands_in_a_small_box_heads_nothing() -> None:
    found = document(p(r("See the box.") + box(p(r("Warning", BOLD)), p("Hot."))), p(LONG))
    assert headings(found) == []


def test_content_controls_smart_tags_and_links_are_read_through() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    inner = r("Ask ") + control(r("the cook")) + f"<w:smartTag>{r(' at ')}</w:smartTag>"
    link = f"<w:hyperlink>{r('the door')}</w:hyperlink>"
    found = document(control(p(inner + link + r("."))), control(table(control(row(cell("a"), control(cell("b")))))))
    assert texts(found) == ["Ask the cook at the door.", "a | b"]


def test_signs_that_are_no_text_are_read_as_they_are_seen() -> None:
    run = (
        "<w:r><w:t>20</w:t><w:noBreakHyphen/><w:t>25 refrig</w:t><w:softHyphen/><w:t>erators</w:t><w:tab/><w:t>at</w:t>"
        '<w:br/><w:sym w:font="Symbol" w:char="F0A3"/><w:t> 5 </w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    )
    assert texts(document(p(run))) == ["20-25 refrigerators at\n≤ 5 ✓"]


def test_a_symbol_that_nobody_can_name_is_reported() -> None:
    found = document(p('<w:r><w:t>Tea</w:t><w:sym w:font="Wingdings 3" w:char="F021"/></w:r>'))
    assert left_out(found, "symbol") == ["Wingdings 3 F021"]


def test_a_large_initial_is_one_word_with_what_it_begins() -> None:
    assert texts(document(p("T", properties='<w:framePr w:dropCap="drop"/>'), p("ea is hot."))) == ["Tea is hot."]


def test_a_page_break_in_a_paragraph_parts_it() -> None:
    assert texts(document(p('<w:r><w:t>One.</w:t><w:br w:type="page"/><w:t>Two.</w:t></w:r>'))) == ["One.", "Two."]


def test_simple_formulas_are_written_on_a_line() -> None:
    def said(name: str, text: str) -> str:
        return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"

    square = f"<m:sSup>{said('e', 'h')}{said('sup', '2')}</m:sSup>"
    formula = f"<m:oMath><m:f>{said('num', 'w')}<m:den>{square}</m:den></m:f></m:oMath>"
    assert texts(document(p(r("The index is ") + formula + r(".")))) == ["The index is w/(h^2)."]


def test_footnotes_follow_their_paragraph_and_endnotes_end_their_section() -> None:
    foot = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="7"/></w:r>'
    found = document(
        p("Doses", "Heading1"),
        p(r("Two cups") + foot + r(" a day.") + end),
        p("Not more."),
        p("Storage", "Heading1"),
        p("Keep it dry."),
        styles=HEADING_STYLES,
        footnotes='<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>" + r(" For adults."))}</w:footnote>',
        endnotes=f'<w:endnote w:id="7">{p("Tea board, 2020.")}</w:endnote>',
    )
    assert texts(found) == [
        "Doses",
        "Two cups[1] a day.[i]",
        "[1] For adults.",
        "Not more.",
        "[i] Tea board, 2020.",
        "Storage",
        "Keep it dry.",
    ]


def test_a_footnote_in_a_list_or_table_waits_for_its_end() -> None:
    def note(key: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{key}"/></w:r>'

    found = document(
        p(r("One") + note(1), properties=numbered(1)),
        p("Two", properties=numbered(1)),
        table(row(cell("Tea"), cell("Degrees")), row(cell("Green"), cell(p(r("80") + note(2))))),
        numbering=numbering(level(0, "%1.")),
        footnotes="".join(f'<w:footnote w:id="{key}">{p(f"Note {key}.")}</w:footnote>' for key in (1, 2)),
    )
    assert texts(found) == ["1. One[1]\n2. Two", "[1] Note 1.", "Tea | Degrees\nGreen | 80[2]", "[2] Note 2."]


def test_comments_and_pictures_are_named_but_not_quoted() -> None:
    picture = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="P" descr="A cup"/></wp:inline></w:drawing></w:r>'
    found = document(p(r("Tea.") + picture), comments=f'<w:comment w:id="1">{p("Is that so?")}</w:comment>')
    assert texts(found) == ["Tea."]
    assert left_out(found, "comment") == ["Is that so?"]
    assert left_out(found, "image without text") == ["A cup"]
    assert found.doubts == ("1 picture is not read: write what they show beside them.",)


# Title, date, contents


def test_page_headers_and_footers_are_not_quoted_but_date_the_document() -> None:
    found = document(
        p("Tea is drunk hot."),
        header=p("Tea house, version 2, valid from 1 March 2024"),
        footer=p(r("Page ") + field("PAGE", r("1")) + r(", printed ") + field("DATE", r("5 May 2025"))),
    )
    assert texts(found) == ["Tea is drunk hot."]
    assert (found.published, found.published_from) == ("1 March 2024", "page header")
    assert left_out(found, "page header") == ["Tea house, version 2, valid from 1 March 2024"]
    assert left_out(found, "page footer") == ["Page 1, printed"]


def test_when_the_file_was_saved_is_no_date_of_publication() -> None:
    assert document(p("Tea is drunk hot.")).published is None


def test_a_table_of_versions_on_the_first_page_dates_the_document() -> None:
    versions = table(row(cell("Effective date"), cell("1 March 2024")), row(cell("Next review"), cell("1 March 2026")))
    found = document(p("Tea", "Title"), versions, p(LONG), styles=HEADING_STYLES)
    assert (found.published, found.published_from, found.review) == ("1 March 2024", "first lines", "1 March 2026")


@pytest.mark.parametrize("in_properties", ["Word Document", "Microsoft Word - tea_v3.doc", "Document1", "tea.docx", ""])
def test_a_title_that_a_template_left_gives_way_to_the_first_heading(in_properties: str) -> None:
    found = document(
        p("Hand hygiene", "Heading1"),
        p(LONG),
        p("When", "Heading2"),
        p(LONG),
        styles=HEADING_STYLES,
        title=in_properties,
    )
    assert (found.title, found.title_from) == ("Hand hygiene", "first heading")
    assert headings(found) == [(2, "When")]


def test_the_line_in_style_title_goes_before_the_properties_and_these_before_a_heading() -> None:
    body = p("Opening hours", "Heading1") + p(LONG) + p("Storage", "Heading1") + p(LONG)
    titled = document(p("Tea", "Title") + p("for all", "Title") + body, styles=HEADING_STYLES, title="Leaflet")
    assert (titled.title, titled.title_from) == ("Tea for all", "style Title")
    plain = document(body, styles=HEADING_STYLES, title="Leaflet")
    assert (plain.title, plain.title_from) == ("Leaflet", "document properties")
    assert headings(plain) == [(1, "Opening hours"), (1, "Storage")]


def test_of_several_sections_the_first_gives_its_title_but_stays_a_section() -> None:
    body = p("Opening hours", "Heading1") + p(LONG) + p("Storage", "Heading1") + p(LONG)
    found = document(body, styles=HEADING_STYLES)
    assert found.title == "Opening hours"
    assert headings(found) == [(1, "Opening hours"), (1, "Storage")]


def test_the_largest_line_of_a_cover_is_the_title_and_no_line_of_it_a_section() -> None:
    found = document(
        p(r("Tea House Example", BOLD)),
        p("12 Water Street"),
        p(r("For guests", BOLD)),
        p(r("How to make tea", f'{BOLD}<w:sz w:val="48"/>')),
        p(LONG),
        p(r("Storage", BOLD)),
        p(LONG),
    )
    assert found.title == "How to make tea"
    assert headings(found) == [(1, "Storage")]
    assert texts(found)[:4] == ["Tea House Example", "12 Water Street", "For guests", LONG]


TOC_STYLES = HEADING_STYLES + '<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style>'
GALLERY = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
LINE = "<w:r><w:t>Brewing</w:t><w:tab/><w:t>3</w:t></w:r>"


@pytest.mark.parametrize(
    "contents",
    [
        p("Contents") + p(LINE, "V1") + p(LINE, "V1"),
        p("Inhalt", "Heading1") + p(LINE, "V1"),
        p("Contents") + p(field(r"TOC \o", LINE + "</w:p><w:p>" + LINE)),
        f"{GALLERY}<w:sdtContent>{p('Overview')}{p(LINE)}</w:sdtContent></w:sdt>",
        p("Contents:") + p(LINE) + p("Storage ........ 4"),
    ],
    ids=["style", "another language", "field", "gallery", "typed"],
)
def test_a_table_of_contents_is_left_out(contents: str) -> None:
    found = document(
        p("Tea", "Title"), contents, p("Brewing", "Heading1"), p(LONG), p("Contents"), p(LONG), styles=TOC_STYLES
    )
    assert texts(found) == ["Brewing", LONG, "Contents", LONG]
    assert "Brewing 3" in " ".join(left_out(found, "table of contents"))


# Headings


@pytest.mark.parametrize(
    ("style", "properties"),
    [
        ('<w:name w:val="heading 2"/>', ""),
        ('<w:name w:val="Überschrift 2"/>', ""),
        ('<w:name w:val="Titre 2"/>', ""),
        ('<w:name w:val="Заголовок 2"/>', ""),
        ('<w:name w:val="House style"/><w:basedOn w:val="Heading2"/>', ""),
        ('<w:name w:val="House style"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>', ""),
        ('<w:name w:val="House style"/>', '<w:outlineLvl w:val="1"/>'),
    ],
)
def test_a_heading_is_told_by_its_style_in_any_language_by_what_that_is_based_on_and_by_outline(
    style: str, properties: str
) -> None:
    styles = HEADING_STYLES + f'<w:style w:type="paragraph" w:styleId="X">{style}</w:style>'
    found = document(p("Tea", "Title"), p("Brewing", "X", properties), p(LONG), styles=styles)
    assert headings(found) == [(2, "Brewing")]


def test_headings_are_told_without_any_styles_part() -> None:
    assert headings(document(p("Tea", "Title"), p("Brewing", "Heading2"), p(LONG))) == [(2, "Brewing")]


def test_a_style_for_a_heading_on_a_whole_sentence_hides_no_words() -> None:
    found = document(p("Tea", "Title"), p(LONG, "Heading1"), styles=HEADING_STYLES)
    assert [(piece.kind, piece.text) for piece in found.pieces] == [("paragraph", LONG)]


def test_short_lines_in_bold_directly_above_text_are_headings_below_those_by_style() -> None:
    found = document(
        p("Tea", "Title"),
        p("Brewing", "Heading1"),
        p(r("With leaves", BOLD)),
        p(LONG),
        p(r("Warning: it is hot.", BOLD)),
        p(LONG),
        p(r("The end", BOLD)),
        styles=HEADING_STYLES,
    )
    assert headings(found) == [(1, "Brewing"), (2, "With leaves")]
    assert texts(found)[-1] == "The end"


def test_bold_items_of_a_list_and_bold_cells_are_no_headings() -> None:
    found = document(
        p("Tea", "Title"),
        p(r("Wash", BOLD), properties=numbered(1)),
        p(r("Wait", BOLD), properties=numbered(1)),
        table(row(cell(p(r("Tea", BOLD))), cell("80"))),
        numbering=numbering(level(0, "%1.")),
        styles=HEADING_STYLES,
    )
    assert headings(found) == []


# Lists and clauses


def test_numbers_are_counted_by_level_and_nesting_is_visible() -> None:
    levels = (level(0, "%1."), level(1, "%2)", "lowerLetter"), level(2, "(%3)", "lowerRoman"))
    depths = [0, 1, 1, 2, 0, 1]
    items = [p(f"Item {count}", properties=numbered(1, depth)) for count, depth in enumerate(depths)]
    (piece,) = document(*items, numbering=numbering("".join(levels))).pieces
    assert piece.rows == ("1. Item 0", "  a) Item 1", "  b) Item 2", "    (i) Item 3", "2. Item 4", "  a) Item 5")


def test_numbers_go_on_after_a_paragraph_and_start_anew_where_the_list_says_so() -> None:
    anew = (
        '<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    lines = [(1, "One"), (1, "Two"), (None, LONG), (1, "Three"), (None, LONG), (9, "One"), (9, "Two")]
    body = [p(text, properties=numbered(key) if key else "") for key, text in lines]
    found = document(*body, numbering=numbering(level(0, "%1."), more=anew))
    assert texts(found) == ["1. One\n2. Two", LONG, "3. Three", LONG, "1. One\n2. Two"]


def test_a_list_that_is_given_by_its_style_or_by_a_list_style_is_counted() -> None:
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:pPr>{numbered(key)}</w:pPr></w:style>'
        for kind, name, key in (("paragraph", "Steps", 1), ("paragraph", "Under", 1), ("numbering", "House", 2))
    )
    numbers = numbering(
        level(0, "Step %1:", more='<w:pStyle w:val="Steps"/>') + level(1, "%1.%2", more='<w:pStyle w:val="Under"/>'),
        '<w:styleLink w:val="House"/>' + level(0, "%1.", "upperRoman"),
        '<w:numStyleLink w:val="House"/>',
    )
    body = p("Wash", "Steps") + p("hands", "Under") + p("Wait", "Steps") + p(LONG) + p("Drink", properties=numbered(3))
    found = document(body, styles=styles, numbering=numbers)
    assert texts(found) == ["Step 1: Wash\n  1.1 hands\nStep 2: Wait", LONG, "I. Drink"]


def test_bullets_are_bullets_whatever_their_font_and_check_marks_stay() -> None:
    fonts = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    bullet, check = (level(0, sign, "bullet").replace("</w:lvl>", f"{fonts}</w:lvl>") for sign in "\uf0a7\uf0fc")
    body = p("Tea", properties=numbered(1)) + p(LONG) + p("Water", properties=numbered(2))
    assert texts(document(body, numbering=numbering(bullet, check))) == ["• Tea", LONG, "✓ Water"]


def test_an_item_without_its_number_in_the_file_stays_an_item() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="LB"><w:name w:val="List Bullet"/></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="LB2"><w:name w:val="List Bullet 2"/></w:style>'
    (piece,) = document(p("Bring", "LB"), p("a cup", "LB2"), styles=styles).pieces
    assert piece.rows == ("• Bring", "  • a cup")


def test_numbered_headings_keep_their_number_and_clauses_name_it() -> None:
    styles = HEADING_STYLES.replace("<w:outlineLvl", '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl')
    numbers = numbering(
        level(0, "%1", more='<w:pStyle w:val="Heading1"/>')
        + level(1, "%1.%2", more='<w:pStyle w:val="Heading2"/>')
        + level(2, "%1.%2.%3")
        + level(3, "(%4)", "lowerLetter")
    )
    found = document(
        p("Tea", "Title"),
        p("Rules", "Heading1"),
        p("Opening hours", "Heading2"),
        p("The house opens at eight.", properties=numbered(1, 2)),
        p("It closes", properties=numbered(1, 2)),
        p("at six, or", properties=numbered(1, 3)),
        p("at seven.", properties=numbered(1, 3)),
        styles=styles,
        numbering=numbers,
    )
    assert found.pieces == (
        Piece("heading", "1 Rules", 1),
        Piece("heading", "1.1 Opening hours", 2),
        Piece("paragraph", "1.1.1 The house opens at eight.", clause="1.1.1"),
        Piece("paragraph", "1.1.2 It closes", clause="1.1.2"),
        Piece("list", rows=("(a) at six, or", "(b) at seven.")),
    )


def test_legal_numbers_are_decimal_throughout() -> None:
    numbers = numbering(level(0, "Part %1", "upperRoman") + level(1, "%1.%2", more="<w:isLgl/>"))
    body = p("Tea", properties=numbered(1)) + p(LONG, properties=numbered(1, 1)) + p(LONG, properties=numbered(1, 1))
    assert [piece.clause for piece in document(body, numbering=numbers).pieces] == [None, "1.1", "1.2"]


def test_typed_clause_numbers_count_where_they_follow_each_other() -> None:
    found = document(p(f"1.1 {LONG}"), p(f"1.2 {LONG}"), p("2.5 mg are given to a child on each day of the week."))
    assert [piece.clause for piece in found.pieces] == ["1.1", "1.2", None]


@given(count=st.integers(-5, 5000), form=st.sampled_from(["lowerLetter", "upperRoman", "ordinal", "cardinalText", "x"]))
def test_any_number_can_be_written_in_any_form(count: int, form: str) -> None:
    assert 0 < len(write_number(count, form)) < 20


# Tables


def test_merged_cells_are_quoted_once_and_columns_stay_in_line() -> None:
    def merged(text: str, kind: str) -> str:
        return cell(text, properties=f'<w:vMerge w:val="{kind}"/>')

    found = document(
        table(
            row(cell("Tea for children", properties='<w:gridSpan w:val="3"/>')),
            row(cell("Tea"), cell("Cup", properties='<w:gridSpan w:val="2"/>')),
            row(merged("Green", "restart"), cell("small"), cell("1")),
            row(merged("", "continue"), cell("large"), cell("2")),
        )
    )
    assert texts(found) == ["Tea for children", "Tea | Cup | \nGreen | small | 1\n | large | 2"]


def test_paragraphs_and_items_of_a_cell_stay_apart() -> None:
    items = p("leaf", properties=numbered(1)) + p("bag", properties=numbered(1))
    found = document(
        table(row(cell("Tea"), cell("Kinds")), row(cell("Green", "Wait two minutes.", "White"), cell(items))),
        numbering=numbering(level(0, "%1.")),
    )
    assert texts(found) == ["Tea | Kinds\nGreen; Wait two minutes. White | 1. leaf; 2. bag"]


def test_a_row_of_headers_is_told_from_names_of_rows() -> None:
    def has_header(*rows: str, look: str = "") -> bool:
        (piece,) = document(table(*rows, look=look)).pieces
        return piece.has_header

    bold = row(cell(p(r("Tea", BOLD))), cell(p(r("Degrees", BOLD))))
    marked = row(cell("Tea:"), cell("80"), properties="<w:tblHeader/>")
    assert has_header(row(cell("Tea"), cell("Degrees")), row(cell("Green"), cell("80")))
    assert has_header(bold, row(cell("Green"), cell("80")), look='<w:tblLook w:firstRow="0"/>')
    assert has_header(marked, row(cell("Green"), cell("80")))
    assert not has_header(row(cell("Phone:"), cell("123")), row(cell("Street:"), cell("12")))
    assert not has_header(*(row(cell(p(r(name, BOLD))), cell("123")) for name in ("Phone", "Street")))
    assert not has_header(
        row(cell("Green"), cell("80")), row(cell("White"), cell("75")), look='<w:tblLook w:firstRow="0"/>'
    )
    assert not has_header(row(cell("Phone"), cell("555")), row(cell("Street"), cell("Mill Lane")))
    assert not has_header(row(cell("Green"), cell("80")))


def test_a_table_that_only_places_text_is_paragraphs_and_a_nested_table_a_table() -> None:
    boxed = document(table(row(cell(p("Brewing", "Heading1"), LONG))), styles=HEADING_STYLES)
    assert [(piece.kind, piece.text) for piece in boxed.pieces] == [("paragraph", LONG)]
    assert boxed.title == "Brewing"
    inner = table(row(cell("Tea"), cell("Degrees")), row(cell("Green"), cell("80")))
    nested = document(table(row(cell("Left."), cell("Right.", inner))))
    assert texts(nested) == ["Left.", "Right.", "Tea | Degrees\nGreen | 80"]


def test_a_table_in_a_list_style_is_read(write: Write) -> None:
    made = Document()
    made.add_heading("Tea", 0)
    made.add_paragraph(LONG)
    grid = made.add_table(rows=1, cols=2)
    grid.style = made.styles.add_style("List Table 3", WD_STYLE_TYPE.TABLE)
    grid.rows[0].cells[0].text, grid.rows[0].cells[1].text = "green", "80 degrees"
    buffer = io.BytesIO()
    made.save(buffer)
    (article,) = read_articles(write("tea.docx", buffer.getvalue()))
    assert "green | 80 degrees" in article.text


# Files


def test_a_strict_file_reads_as_any_other() -> None:
    body = p("Tea", "Title") + p("Brewing", "Heading1") + p("Wait.", properties=numbered(1))
    parts = {"styles": HEADING_STYLES, "numbering": numbering(level(0, "%1."))}
    assert read(word_file(body, namespace=STRICT, **parts)) == read(word_file(body, **parts))
    assert texts(read(word_file(body, namespace=STRICT, **parts))) == ["Brewing", "1. Wait."]


def test_a_file_with_macros_or_with_nothing_but_its_text_is_read() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    text = (
        f"<w:document {space}><w:body><w:p><w:r><w:t>Tea.</w:t></w:r></w:p><w:tbl><w:tr/></w:tbl></w:body></w:document>"
    )
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    assert texts(read(pack({"word/document.xml": text, "[Content_Types].xml": types}))) == ["Tea."]


def test_a_style_without_a_name_and_properties_without_values_are_read() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="Foo"/><w:style/>'
    found = document(p("Tea.", "Foo", "<w:outlineLvl/><w:numPr/><w:ind/>"), p("Hot.", "Bar"), "<w:tbl/>", styles=styles)
    assert texts(found) == ["Tea.", "Hot."]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "is in the format of Word 97 to 2003"),
        (b"{\\rtf1 Tea}", "is RTF"),
        (b"Tea", "is not a Word document, or is damaged"),
        (pack({"tea.txt": "Tea"}), "is not a Word document, or is damaged"),
        (pack({"word/document.xml": "<workbook/>"}), "is an Office file, but not a text of Word"),
        (pack({"word/document.xml": "<w:document"}), "is damaged: its part word/document.xml cannot be read"),
    ],
)
def test_a_file_that_is_no_word_document_is_refused_with_what_it_is(data: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(data)


def test_a_file_with_a_password_that_somebody_sends_is_told_so() -> None:
    assert "is protected by a password" in refusal("a.docx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"))


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


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tr><w:tc>" * 80 + p("Tea.") + "</w:tc></w:tr></w:tbl>" * 80,
        "<w:sdt><w:sdtContent>" * 120 + p("Tea.") + "</w:sdtContent></w:sdt>" * 120,
        "<w:p>" + "<w:smartTag>" * 240 + r("Tea.") + "</w:smartTag>" * 240 + "</w:p>",
    ],
    ids=["tables", "controls", "tags"],
)
def test_what_is_nested_as_deep_as_xml_may_be_is_read(body: str) -> None:
    assert texts(document(body)) == ["Tea."]


def test_what_is_nested_deeper_is_refused() -> None:
    with pytest.raises(FormatError, match="is damaged"):
        document("<w:sdt>" * 5000 + "</w:sdt>" * 5000)


def test_styles_that_are_based_on_each_other_in_a_circle_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in ("ab", "ba")
    )
    assert texts(document(p("Tea.", "a"), styles=styles)) == ["Tea."]


OPENED = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
GROWING: dict[str, tuple[Callable[[int], bytes], int]] = {
    "paragraphs": (lambda n: word_file(p("Tea is hot.") * n), 500),
    "runs": (lambda n: word_file(p(r("Tea ", BOLD) * n)), 500),
    "bold lines": (lambda n: word_file(p(r("Tea", BOLD)) * n), 500),
    "items": (
        lambda n: word_file(
            p("Tea", properties=numbered(1, 0)) + p("Tea", properties=numbered(1, 8)) * n,
            numbering=numbering("".join(level(depth, "%1.%2.%3") for depth in range(9))),
        ),
        500,
    ),
    "cells": (lambda n: word_file(table(row(cell("a"), cell("b")) * 2 + row(cell("c") * n))), 500),
    "rows": (lambda n: word_file(table(row(cell("a"), cell("b")) * n)), 500),
    "fields": (lambda n: word_file(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * n + r("Tea"))), 1_500),
    "nested fields": (
        lambda n: word_file(p(OPENED * n + r("Tea ") * n + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * n)),
        500,
    ),
    "deleted": (lambda n: word_file(p("Tea ", properties=f"<w:rPr><w:del {CHANGED}/></w:rPr>") * n), 500),
    "styles": (
        lambda n: word_file(
            "".join(p("Tea", f"s{i}") for i in range(n)),
            styles="".join(
                f'<w:style w:type="paragraph" w:styleId="s{i}"><w:basedOn w:val="s{i + 1}"/></w:style>'
                for i in range(n)
            ),
        ),
        300,
    ),
    "contents": (lambda n: word_file(p("Contents") + p("Tea ..... 1") * n), 500),
    "spaces": (lambda n: word_file(p("a" + " " * (20 * n) + "b") + p("1" + "." * (20 * n))), 1_500),
    "header": (lambda n: word_file(p("Tea."), header=p("1. Januar " * n)), 2_000),
}


@pytest.mark.parametrize("name", GROWING)
def test_reading_takes_time_in_proportion_to_the_file(name: str) -> None:
    make, size = GROWING[name]
    assert grows_linearly(read, make, size)


def test_the_date_of_a_page_header_is_that_of_the_article(write: Write) -> None:
    data = word_file(p("Tea is drunk hot."), header=p("gültig ab 02.03.2024"))
    (article,) = read_articles(write("tea.docx", data))
    assert article.published == date(2024, 3, 2)
