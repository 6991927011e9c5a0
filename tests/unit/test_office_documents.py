"""Presentations, workbooks, OpenDocument texts and electronic books are read as a person sees them."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from pptx.util import Inches

from corpus.formats import reader_of, why_unread
from corpus.formats.office import delimited, epub, opendocument, slides, spreadsheet
from corpus.formats.office.numberformat import format_number
from corpus.parsed import FormatError, ParsedDocument
from corpus.structure import build
from corpus.untrusted import read_untrusted
from tests.growth import grows_linearly
from tests.office_documents import changed, odt, pptx, xlsx, zipped
from tests.office_documents import epub as book

TITLE, BULLETS, COMPARISON, TITLE_ONLY, BLANK = 0, 1, 4, 5, 6  # layouts of python-pptx's template


def outline(document: ParsedDocument) -> list[str | tuple[str, ...]]:
    """Headings as "# words", paragraphs as they are, lists and tables as their rows."""
    return [
        f"{'#' * piece.level} {piece.text}" if piece.kind == "heading" else piece.text or piece.rows
        for piece in document.pieces
    ]


def left_out(document: ParsedDocument) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for omitted in document.left_out:
        found.setdefault(omitted.reason, []).append(omitted.text)
    return found


def slide(presentation: Any, layout: int, title: str = "", *texts: str) -> Any:
    made = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if title:
        made.shapes.title.text = title
    for place, text in zip(list(made.placeholders)[1:], texts, strict=False):
        place.text_frame.text = text
    return made


def box(made: Any, text: str, left: float, top: float, width: float = 3, height: float = 1) -> Any:
    shape = made.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
    shape.text_frame.text = text
    return shape


# Presentations


def test_each_slide_is_a_section_under_its_title_and_a_passage_cites_the_slide() -> None:
    def make(deck: Any) -> None:
        slide(deck, TITLE, "Ward manual", "Clinic East\n12 March 2024")
        slide(deck, BULLETS, "Opening hours", "Open from 8 to 12\nClosed on Sundays")
        slide(deck, BULLETS, "Telephone", "Call 555")

    document = slides.read(pptx(make))
    assert (document.title, document.title_from, document.pages) == ("Ward manual", "title slide", 3)
    assert (document.published, document.published_from) == ("12 March 2024", "title slide")
    assert outline(document) == [
        "Clinic East",
        "# Opening hours",
        ("• Open from 8 to 12", "• Closed on Sundays"),
        "# Telephone",
        ("• Call 555",),
    ]
    assert [piece.page for piece in document.pieces] == [1, 2, 2, 3, 3]


def test_a_month_on_the_title_slide_is_no_date() -> None:
    assert slides.read(pptx(lambda deck: slide(deck, TITLE, "Manual", "March 2024"))).published is None


def test_bullets_keep_their_levels_and_numbers() -> None:
    def make(deck: Any) -> None:
        frame = slide(deck, BULLETS, "Hands", "Wash").placeholders[1].text_frame
        for text, level, numbered in (("with soap", 1, 0), ("First", 0, 1), ("Second", 0, 1), ("between", 1, 0)):
            line = frame.add_paragraph()
            line.text, line.level = text, level
            if numbered:
                line._p.get_or_add_pPr().insert(0, line._p.makeelement(f"{{{_A}}}buAutoNum", {"type": "arabicParenR"}))
        line = frame.add_paragraph()
        line.text = "No bullet here."
        line._p.get_or_add_pPr().append(line._p.makeelement(f"{{{_A}}}buNone", {}))

    assert outline(slides.read(pptx(make)))[1:] == [
        ("• Wash", "  • with soap", "1) First", "2) Second", "  • between"),
        "No bullet here.",
    ]


_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_text_boxes_are_read_from_top_to_bottom_and_left_to_right() -> None:
    def make(deck: Any) -> None:
        made = slide(deck, TITLE_ONLY, "Plan")
        for text, left, top in (("four", 5, 5), ("two", 5, 2.05), ("one", 1, 2), ("three", 1, 4.95)):
            box(made, text, left, top)

    assert outline(slides.read(pptx(make))) == ["# Plan", "one", "two", "three", "four"]


def test_columns_under_heads_are_read_one_after_the_other() -> None:
    document = slides.read(
        pptx(lambda deck: slide(deck, COMPARISON, "Doses", "Children", "Half a dose", "Adults", "A dose"))
    )
    assert outline(document) == ["# Doses", "Children", ("• Half a dose",), "Adults", ("• A dose",)]


def test_grouped_shapes_are_read_where_the_group_lies() -> None:
    def make(deck: Any) -> None:
        made = slide(deck, TITLE_ONLY, "Plan")
        box(made, "below", 1, 5)
        group = made.shapes.add_group_shape()
        for text, top in (("in group, second", 3), ("in group, first", 2)):
            group.shapes.add_textbox(Inches(1), Inches(top), Inches(3), Inches(0.5)).text_frame.text = text

    assert outline(slides.read(pptx(make)))[1:] == ["in group, first", "in group, second", "below"]


def test_a_table_on_a_slide_has_merged_cells_once() -> None:
    def make(deck: Any) -> None:
        grid = slide(deck, TITLE_ONLY, "Doses").shapes.add_table(3, 3, 0, Inches(2), Inches(6), Inches(2)).table
        for row, cells in enumerate((("Drug", "Doses", ""), ("Red", "1", "2"), ("Blue", "3", "4"))):
            for column, text in enumerate(cells):
                grid.cell(row, column).text = text
        grid.cell(0, 1).merge(grid.cell(0, 2))

    (table,) = (piece for piece in slides.read(pptx(make)).pieces if piece.kind == "table")
    assert (table.rows, table.has_header, table.page) == (("Drug | Doses", "Red | 1 | 2", "Blue | 3 | 4"), True, 1)


def test_notes_hidden_slides_and_footers_are_left_out_with_the_reason() -> None:
    def make(deck: Any) -> None:
        made = slide(deck, BULLETS, "Shown", "Words")
        made.notes_slide.notes_text_frame.text = "Smile."
        footer = box(made, "Valid from 3 May 2024", 1, 7)
        footer._element.nvSpPr.nvPr.append(footer._element.makeelement(f"{{{_P}}}ph", {"type": "ftr"}))
        struck = made.placeholders[1].text_frame.paragraphs[0].add_run()
        struck.text = " and old ones"
        struck.font._element.set("strike", "sngStrike")
        slide(deck, BULLETS, "Old", "Gone")._element.set("show", "0")

    document = slides.read(pptx(make))
    assert outline(document) == ["# Shown", ("• Words",)]
    assert left_out(document) == {
        "speaker notes": ["Smile."],
        "footer": ["Valid from 3 May 2024"],
        "struck through": ["and old ones"],
        "hidden": ["Old\n• Gone"],
    }
    assert (document.published, document.published_from) == ("Valid from 3 May 2024"[11:], "footer")


_P = "http://schemas.openxmlformats.org/presentationml/2006/main"


def test_a_shape_that_is_hidden_or_beside_the_slide_is_not_quoted() -> None:
    def make(deck: Any) -> None:
        made = slide(deck, TITLE_ONLY, "Plan")
        box(made, "seen", 1, 3)
        box(made, "parked", 40, 3)
        box(made, "unseen", 1, 4)._element.nvSpPr.cNvPr.set("hidden", "1")

    document = slides.read(pptx(make))
    assert outline(document) == ["# Plan", "seen"]
    assert left_out(document) == {"beside the slide": ["parked"], "hidden": ["unseen"]}


def test_a_shape_in_alternatives_for_newer_programs_is_read_once() -> None:
    def rewrite(name: str, content: bytes) -> bytes:
        if name != "ppt/slides/slide1.xml":
            return content
        text = content.decode()
        start, end = text.rindex("<p:sp>"), text.rindex("</p:sp>") + len("</p:sp>")
        shape = text[start:end]
        alternatives = (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f'<mc:Choice Requires="a14">{shape}</mc:Choice><mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent>'
        )
        return (text[:start] + alternatives + text[end:]).encode()

    data = pptx(lambda deck: box(slide(deck, TITLE_ONLY, "Plan"), "a formula", 1, 3))
    assert outline(slides.read(changed(data, rewrite))) == ["# Plan", "a formula"]


def test_a_text_box_that_does_the_work_of_the_title_is_the_heading() -> None:
    def make(deck: Any) -> None:
        made = slide(deck, BLANK)
        box(made, "The ward is open from 8 to 12.", 1, 3)
        box(made, "Opening hours", 1, 0.5)

    assert outline(slides.read(pptx(make))) == ["# Opening hours", "The ward is open from 8 to 12."]


def test_slides_that_go_on_under_the_same_title_are_one_section() -> None:
    def make(deck: Any) -> None:
        slide(deck, BULLETS, "Rules", "One")
        slide(deck, BULLETS, "Rules", "Two")

    assert outline(slides.read(pptx(make))) == ["# Rules", ("• One",), ("• Two",)]


# OpenDocument


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def items(*texts: str, style: str = "N", more: str = "") -> str:
    inner = "".join(f"<text:list-item>{text if text[:1] == '<' else p(text)}</text:list-item>" for text in texts)
    return f'<text:list text:style-name="{style}" {more}>{inner}</text:list>'


LISTS = (
    '<text:list-style style:name="N">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="1"/>'
    '</text:list-style><text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/>'
    "</text:list-style>"
)
SPANS = (
    '<style:style style:name="Hid" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Out" style:family="text">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="Bold" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
)


def test_headings_have_the_levels_and_the_numbers_of_the_outline() -> None:
    outline_style = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    document = opendocument.read(
        odt(h("Tea") + p("Words.") + h("Water", 2) + p("More.") + h("Leaves", 2) + h("Cups"), styles=outline_style)
    )
    assert outline(document) == ["Words.", "## 1.1 Water", "More.", "## 1.2 Leaves", "# 2 Cups"]
    assert (document.title, document.title_from) == ("1 Tea", "first heading")
    assert [piece.clause for piece in document.pieces if piece.kind == "heading"] == ["1.1", "1.2", "2"]


def test_lists_have_their_numbers_and_go_on_where_the_document_says_so() -> None:
    nested = p("Dry") + items("one hand", "the other", style="")
    body = (
        items("Wash", nested, "Wait", more='xml:id="l1"')
        + p("Then:")
        + items("Leave", more='text:continue-list="l1"')
        + items("Knock")
        + items("a cup", style="B")
    )
    assert outline(opendocument.read(odt(body, styles=LISTS))) == [
        ("1. Wash", "2. Dry", "  a) one hand", "  b) the other", "3. Wait"),
        "Then:",
        ("4. Leave",),
        ("1. Knock",),
        ("• a cup",),
    ]


def test_a_table_has_its_header_row_and_covered_cells_are_empty() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}>{p(text)}</table:table-cell>"

    spanned = 'table:number-columns-spanned="2"'
    rows = (
        f"<table:table-header-rows><table:table-row>{cell('Drug')}"
        f"{cell('Doses for children', spanned)}<table:covered-table-cell/></table:table-row>"
        f"</table:table-header-rows><table:table-row>{cell('Red')}{cell('1 mg')}{cell('2 mg')}</table:table-row>"
    )
    (table,) = opendocument.read(odt(f"<table:table>{rows}</table:table>")).pieces
    assert (table.rows, table.has_header) == (("Drug | Doses for children", "Red | 1 mg | 2 mg"), True)


def test_tables_within_cells_and_boxes_follow_and_are_not_lost() -> None:
    cell = f"<table:table-cell>{p('x')}</table:table-cell>"
    inner = f"<table:table><table:table-row>{cell * 2}</table:table-row></table:table>"
    outer = (
        f"<table:table><table:table-row><table:table-cell>{p('A')}{inner}</table:table-cell>"
        f"<table:table-cell>{p('B')}</table:table-cell></table:table-row></table:table>"
    )
    framed = p(f"See the box.<draw:frame><draw:text-box>{p('Never give two.')}</draw:text-box></draw:frame>")
    assert outline(opendocument.read(odt(outer + framed))) == [
        ("A | B",),
        ("x | x",),
        "See the box.",
        "Never give two.",
    ]


def test_tracked_changes_are_read_as_accepted_and_the_deleted_words_named() -> None:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>A</dc:creator>"
        f"</office:change-info>{p('500')}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    document = opendocument.read(odt(changes + p("Give <text:change-start/>250 <text:change-end/><text:change/>mg.")))
    assert outline(document) == ["Give 250 mg."]
    assert left_out(document) == {"deleted": ["500"]}
    assert document.doubts == ("Tracked changes are read as accepted (1); accept or reject them in the document.",)


def test_hidden_and_struck_words_comments_and_contents_are_left_out() -> None:
    body = (
        "<text:table-of-content><text:index-body><text:p>Tea 3</text:p></text:index-body></text:table-of-content>"
        + p(
            'Seen <text:span text:style-name="Hid">unseen </text:span><text:span text:style-name="Out">old </text:span>'
        )
        + p("Words<office:annotation><dc:creator>A</dc:creator><text:p>Sure?</text:p></office:annotation>.")
        + f'<text:section text:display="none">{p("Secret.")}</text:section>'
    )
    document = opendocument.read(odt(body, styles=SPANS))
    assert outline(document) == ["Seen", "Words."]
    assert left_out(document) == {
        "table of contents": ["Tea 3"],
        "hidden": ["unseen", "Secret."],
        "struck through": ["old"],
        "comment": ["Sure?"],
    }


def test_a_note_follows_its_paragraph_and_its_mark_is_glued_to_no_word() -> None:
    body = f"<text:note-body>{p('Not for children.')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    assert outline(opendocument.read(odt(p(f"Give 500 mg{note} a day.")))) == [
        "Give 500 mg a day.",
        "1 Not for children.",
    ]


def test_spaces_tabs_and_line_ends_part_words() -> None:
    body = p('Tea<text:tab/>two<text:s text:c="3"/>cups\n  a day<text:line-break/>or three')
    assert outline(opendocument.read(odt(body))) == ["Tea two cups a day\nor three"]


def test_a_short_bold_line_over_a_paragraph_is_a_heading_and_a_bold_lead_in_is_none() -> None:
    bold = '<text:span text:style-name="Bold">{}</text:span>'
    body = p(bold.format("Refrigerator")) + p("Four degrees.") + p(bold.format("Bring:")) + p("a passport")
    document = opendocument.read(odt(h("Ward") + p("Words.") + body, styles=SPANS))
    assert outline(document) == ["Words.", "## Refrigerator", "Four degrees.", "Bring:", "a passport"]


def test_title_and_dates_are_what_a_reader_sees_and_not_when_the_file_was_made() -> None:
    style = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    meta = "<dc:title>Untitled 1</dc:title><dc:date>2020-01-01T10:00:00</dc:date>"
    footer = f"<style:footer>{p('Valid from 3 May 2024')}</style:footer>"
    document = opendocument.read(odt(p("Clinic East") + p("Hand hygiene", "P1") + p("Wash."), style, footer, meta))
    assert outline(document) == ["Clinic East", "Wash."]
    assert (document.title, document.title_from) == ("Hand hygiene", "Title style")
    assert (document.published, document.published_from) == ("3 May 2024", "page header or footer")
    assert left_out(document) == {"page footer": ["Valid from 3 May 2024"]}
    undated = opendocument.read(odt(p("Wash."), meta=meta))
    assert (undated.title, undated.published) == (None, None)


# Workbooks and values parted by commas


def test_questions_and_answers_are_sections_with_the_other_columns_named() -> None:
    def make(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        for row, cells in enumerate(
            (
                ("Questions of patients",),
                ("Valid from 1 March 2024",),
                (),
                ("ID", "Question", "Answer", "Contact"),
                (),
                ("", "How long are we open?", "From 8 to 12.\nNot on Sundays.", "Desk"),
                ("", "Emergencies"),
                ("", "Whom do I call?", "The ward."),
                ("", "", "Or the desk."),
                ("", "What else?", "", "Desk"),
            )
        ):
            sheet.write_row(row, 0, cells)

    document = spreadsheet.read(xlsx(make))
    assert (document.title, document.title_from) == ("Questions of patients", "first line")
    assert document.published == "1 March 2024"
    assert outline(document) == [
        "Valid from 1 March 2024",
        "#### How long are we open?",
        "From 8 to 12.\nNot on Sundays.\nContact: Desk",
        "### Emergencies",
        "#### Whom do I call?",
        "The ward.",
        "Or the desk.",
    ]
    assert left_out(document) == {"question without an answer": ["What else? | Desk"]}


@pytest.mark.parametrize(
    "header",
    ["Q,A", "Frage,Antwort", "pregunta,RESPUESTA", "Question (EN),Answer (EN)", "Otázka:,Odpověď:", "質問,回答"],
)
def test_columns_of_questions_are_known_by_their_names_in_many_languages(header: str) -> None:
    document = delimited.read(f"{header}\nVisiting hours,Two to five\n".encode())
    assert outline(document) == ["#### Visiting hours", "Two to five"]


def test_a_column_that_mostly_asks_holds_questions_whatever_it_is_called() -> None:
    document = delimited.read(b"Topic;Text;By\nOpen when?;From eight to twelve;A\nWhere?;Here, upstairs;B\nNote;Hm;C\n")
    assert outline(document)[:2] == ["#### Open when?", "From eight to twelve\nBy: A"]


def test_letters_in_the_names_of_columns_make_no_questions() -> None:
    document = delimited.read(b"Food,Vitamin A,Q1\nCarrot,much,yes\nRice,none,no\n")
    assert [piece.kind for piece in document.pieces] == ["table"]


def test_exported_quiz_questions_are_no_article_for_they_hold_wrong_answers() -> None:
    with pytest.raises(FormatError, match="wrong answers"):
        delimited.read(b"id,topic,question,answer,wrong_1\n1,Tea,Hot?,Yes.,No.\n")


def test_an_answer_never_dates_the_article() -> None:
    assert delimited.read(b"Question,Answer\nSince when?,Valid from 1 March 2024\n").published is None


def test_any_other_sheet_is_a_table_under_the_name_of_its_sheet() -> None:
    def make(workbook: Any) -> None:
        first, second = workbook.add_worksheet("Doses"), workbook.add_worksheet("Rooms")
        for row, cells in enumerate(
            (("Drug", "mg"), ("Red", 3.0), ("Blue", 2.5), (), ("Green", 4), (), ("* at night",))
        ):
            first.write_row(row, 1, cells)
        for row, cells in enumerate((("Room", "Bed"), ("A", "one"), (), ("Key", "Hook"), ("x", "y"))):
            second.write_row(row, 0, cells)

    document = spreadsheet.read(xlsx(make))
    assert outline(document) == [
        "# Doses",
        ("Drug | mg", "Red | 3", "Blue | 2.5", "Green | 4"),
        "* at night",
        "# Rooms",
        ("Room | Bed", "A | one"),
        ("Key | Hook", "x | y"),
    ]
    assert all(piece.has_header for piece in document.pieces if piece.kind == "table")


def test_cells_are_read_as_a_person_sees_them() -> None:
    def make(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        formats = [
            workbook.add_format({"num_format": code}) for code in ("dd.mm.yy", '0 "mg"', "0%", "00000", "mmm yy")
        ]
        sheet.write_row(0, 0, ["Date", "Dose", "Share", "Code", "Month", "Sum", "Open"])
        sheet.write_datetime(1, 0, datetime(2024, 3, 1), formats[0])
        for column, (value, number) in enumerate(((250, 1), (0.25, 2), (123, 3), (45352, 4)), start=1):
            sheet.write(1, column, value, formats[number])
        sheet.write_formula(1, 5, "=1+1", None, 2)
        sheet.write_boolean(1, 6, True)

    (table,) = spreadsheet.read(xlsx(make)).pieces
    assert table.rows[1] == "2024-03-01 | 250 mg | 25% | 00123 | 2024-03 | 2 | TRUE"


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (1234.5, "#,##0.00 [$€-407]", "1,234.50 €"),
        (0.1 + 0.2, "General", "0.3"),
        (-3, "0;(0)", "(3)"),
        (1.5, "[h]:mm", "36:00"),
        (42331.604166, "dd/mm/yyyy hh:mm", "2015-11-23 14:30"),
        (2, 'General "tablets"', "2 tablets"),
        (59, "d/m/yyyy", "1900-02-28"),
        (3.5, "# ?/?", "3.5"),
        (-1, "d/m/yyyy", "-1"),
    ],
)
def test_a_number_is_shown_by_its_format(value: float, code: str, seen: str) -> None:
    assert format_number(value, code) == seen


def test_hidden_sheets_rows_and_columns_are_left_out_and_said() -> None:
    def make(workbook: Any) -> None:
        sheet, secret = workbook.add_worksheet("Shown"), workbook.add_worksheet("Secret")
        struck = workbook.add_format({"font_strikeout": True})
        for row, cells in enumerate((("Drug", "Price", "Room"), ("Red", "9", "A"), ("Blue", "8", "B"))):
            sheet.write_row(row, 0, cells)
        sheet.write(3, 0, "Grey", struck)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        secret.write(0, 0, "pw")
        secret.hide()

    document = spreadsheet.read(xlsx(make))
    assert outline(document) == [("Drug | Room", "Red | A")]
    assert left_out(document) == {"hidden": ["Price", "9", "Blue | 8 | B", "pw"], "struck through": ["Grey"]}
    assert document.doubts == ("Hidden rows are not read (1); show them if they should be quoted.",)


def test_a_merged_cell_is_read_once_even_where_words_were_left_beneath_it() -> None:
    def make(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Drug", "Dose", "Room"])
        sheet.merge_range(1, 0, 1, 1, "Red")
        sheet.write(1, 1, "beneath")
        sheet.write(1, 2, "A")

    assert outline(spreadsheet.read(xlsx(make))) == [("Drug | Dose | Room", "Red |  | A")]


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing() -> None:
    def make(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Drug", "Dose"])
        sheet.write(1, 0, "Red")
        sheet.write(1_048_575, 1, "far")

    assert outline(spreadsheet.read(xlsx(make)))[0] == ("Drug | Dose", "Red")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_values_are_parted_by_whichever_delimiter_fits(delimiter: str, encoding: str) -> None:
    rows = (("Drug", "Dose", "Note"), ("Réd", "1", '"two, or; three"'), ("Blue", "2", '"a ""b"" | c\td"'))
    document = delimited.read("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    assert outline(document) == [("Drug | Dose | Note", "Réd | 1 | two, or; three", 'Blue | 2 | a "b" | c d')]


def test_a_single_column_is_not_cut_at_its_commas() -> None:
    document = delimited.read(b"Note\nTake tea, then wait\nDrink it, slowly\n")
    assert outline(document) == [("Note", "Take tea, then wait", "Drink it, slowly")]


def test_a_line_above_the_header_row_is_no_table() -> None:
    document = delimited.read(b"Prices\nName;Price\nTea, green;3\nCup;2\n")
    assert (document.title, outline(document)) == ("Prices", [("Name | Price", "Tea, green | 3", "Cup | 2")])


def test_quotation_marks_that_do_not_pair_swallow_no_rows() -> None:
    document = delimited.read(b'Name,Size\nneedle,"5 inches\nthread,6\n')
    assert outline(document) == [("Name | Size", 'needle | "5 inches', "thread | 6")]
    assert "do not pair" in document.doubts[0]


# Electronic books


def page(body: str) -> str:
    return (
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Book of tea</title></head><body>{body}</body></html>'
    )


WORDS = "<p>Pour water of eighty degrees over the leaves and wait for two minutes before you pour the tea at once.</p>"
PROPERTIES = "<dc:title>Book of tea</dc:title><dc:date>{}</dc:date><dc:subject>Tea</dc:subject>"


def test_the_pages_of_a_book_are_read_in_the_order_of_its_spine() -> None:
    pages = {
        "nav.xhtml": page("<h1>Contents</h1><ol><li>Leaves and water, page one</li><li>Cups, page two</li></ol>"),
        "z.xhtml": page(f"<h1>Leaves &amp; water</h1>{WORDS}"),
        "a.xhtml": page(f"<h1>Cups</h1>{WORDS}<h2>Large cups</h2>{WORDS}"),
        "picture.xhtml": page("<img src='a.png'/>"),
    }
    document = epub.read(book(pages, PROPERTIES.format("2014-05-01T10:00:00Z")))
    headings = [piece.text for piece in document.pieces if piece.kind == "heading"]
    assert headings == ["Leaves & water", "Cups", "Large cups"]
    assert (document.title, document.published, document.topics) == ("Book of tea", "2014-05-01", ("Tea",))
    assert document.doubts == ("Pages without words that can be read: 1 (a cover, pictures).",)


@pytest.mark.parametrize("date", ["2014", "2014-05", "0101-01-01T00:00:00+00:00"])
def test_a_book_is_not_dated_by_less_than_a_day(date: str) -> None:
    assert epub.read(book({"a.xhtml": page(f"<h1>Tea</h1>{WORDS}")}, PROPERTIES.format(date))).published is None


def test_a_locked_book_is_refused_and_one_with_hidden_fonts_is_read() -> None:
    def encrypted(method: str) -> dict[str, str]:
        return {
            "META-INF/encryption.xml": '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
            f'<enc:EncryptedData><enc:EncryptionMethod Algorithm="{method}"/></enc:EncryptedData></encryption>'
        }

    pages = {"a.xhtml": page(f"<h1>Tea</h1>{WORDS}")}
    assert epub.read(book(pages, more=encrypted("http://www.idpf.org/2008/embedding"))).pieces
    with pytest.raises(FormatError, match="is locked"):
        epub.read(book(pages, more=encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc")))


# What is refused, in one line, and how much work a file may cause


@pytest.mark.parametrize(
    ("suffix", "instead"),
    [(".rtf", ".docx"), (".doc", ".docx"), (".ppt", ".pptx"), (".xls", ".xlsx"), (".mobi", ".epub")],
)
def test_a_document_of_a_kind_that_is_not_read_is_refused_with_the_kind_to_save_it_as(
    suffix: str, instead: str
) -> None:
    assert why_unread(suffix) == f"is a {suffix} file, which is not read; save it as {instead}"


ZIPPED = (".pptx", ".odt", ".xlsx", ".epub")


@cache
def many_members() -> bytes:
    return zipped({str(number): "" for number in range(5_001)})


@cache
def large_members() -> bytes:
    return zipped({f"{number}.bin": bytes(10_100_000) for number in range(10)})


@pytest.mark.parametrize("suffix", ZIPPED)
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"PK\x03\x04 and nothing", "or is damaged; save it again"),
        (lambda: b"no zip file at all", "or is damaged; save it again"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "is protected by a password"),
        (lambda: zipped({"other.xml": "<a/>"}), "or is damaged; save it again"),
        (many_members, "far more than a document holds"),
        (large_members, "far more than a document holds"),
    ],
    ids=["a beginning alone", "no zip", "password", "others", "many members", "large members"],
)
def test_what_is_no_document_or_unpacks_to_too_much_is_refused(
    suffix: str, make: Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(FormatError, match=reason) as error:
        reader_of(suffix)(make())
    assert "\n" not in str(error.value)


MAIN = {
    ".pptx": "ppt/slides/slide1.xml",
    ".odt": "content.xml",
    ".xlsx": "xl/worksheets/sheet1.xml",
    ".epub": "OEBPS/book.opf",
}
GOOD = {
    ".pptx": pptx(lambda deck: slide(deck, BULLETS, "Tea", "Pour water over the leaves")),
    ".odt": odt(h("Tea") + p("Pour water over the leaves.")),
    ".xlsx": xlsx(lambda workbook: workbook.add_worksheet().write_row(0, 0, ["Tea", "Pour water over the leaves"])),
    ".epub": book({"a.xhtml": page(f"<h1>Tea</h1>{WORDS}")}),
    ".csv": b"Question,Answer\nHow is tea made?,Pour water over the leaves.\n",
    ".tsv": b"Question\tAnswer\nHow is tea made?\tPour water over the leaves.\n",
}


@pytest.mark.parametrize("suffix", ZIPPED)
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>', "declares entities"),
        ('<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>', "declares entities"),
        ("<a>" * 5_000 + "</a>" * 5_000, "nested too deep"),
        ("<a><b></a>", "is damaged"),
        ("", "is damaged"),
    ],
)
def test_xml_that_is_made_to_harm_is_refused(suffix: str, content: str, reason: str) -> None:
    data = changed(GOOD[suffix], lambda name, old: content.encode() if name == MAIN[suffix] else old)
    with pytest.raises(FormatError, match=reason):
        reader_of(suffix)(data)


def test_a_document_type_that_declares_nothing_itself_is_no_harm() -> None:
    doctype = b'<!DOCTYPE m PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    data = changed(GOOD[".odt"], lambda name, old: doctype + old if name.endswith(".xml") else old)
    assert opendocument.read(data) == opendocument.read(GOOD[".odt"])


@pytest.mark.parametrize("suffix", ZIPPED)
def test_an_encrypted_member_is_called_a_password(suffix: str) -> None:
    data = bytearray(GOOD[suffix])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        places = [member.header_offset + 6 for member in archive.infolist()]
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        places.append(at + 8)
    for place in places:
        data[place] |= 1
    with pytest.raises(FormatError, match="is protected by a password"):
        reader_of(suffix)(bytes(data))


def test_a_string_that_stands_in_too_many_cells_is_refused() -> None:
    def make(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        for row in range(1_000):
            sheet.write_row(row, 0, ["x" * 30_000])

    with pytest.raises(FormatError, match="more text than is read"):
        spreadsheet.read(xlsx(make))


def test_a_cell_that_says_it_is_repeated_without_end_is_refused() -> None:
    row = f'<table:table-row><table:table-cell table:number-columns-repeated="9999999">{p("x")}</table:table-cell>'
    with pytest.raises(FormatError, match="more than 300000 cells"):
        opendocument.read(odt(f"<table:table>{row}<table:table-cell/></table:table-row></table:table>"))


@pytest.mark.parametrize("suffix", GOOD)
def test_a_document_that_somebody_sent_is_read_in_the_confined_process_as_in_this_one(suffix: str) -> None:
    assert read_untrusted(f"tea{suffix}", GOOD[suffix]) == build("tea", reader_of(suffix)(GOOD[suffix]))


def many_boxes(count: int) -> bytes:
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="9" name="b"/><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/>'
        "<p:txBody><a:bodyPr/><a:p><a:r><a:t>word</a:t></a:r></a:p></p:txBody></p:sp>"
    ) * count

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"</p:spTree>", shape.encode() + b"</p:spTree>") if name == MAIN[".pptx"] else content

    return changed(GOOD[".pptx"], change)


def many_cells(count: int) -> bytes:
    def make(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        for row in range(count):
            sheet.write_row(row, 0, ["a", row])

    return xlsx(make)


GROWING: dict[str, tuple[str, Callable[[int], bytes], int]] = {
    "boxes": (".pptx", many_boxes, 500),
    "paragraphs": (".odt", lambda count: odt(p("word " * 9) * count), 2_000),
    "notes in one paragraph": (
        ".odt",
        lambda count: odt(p(f"<text:note><text:note-body>{p('x')}</text:note-body></text:note>" * count)),
        1_500,
    ),
    "items": (".odt", lambda count: odt(items(*["word"] * count), styles=LISTS), 2_000),
    "spaces": (".odt", lambda count: odt(p("a" + " " * 30 * count + "b")), 30_000),
    "bold lines": (
        ".odt",
        lambda count: odt(p('<text:span text:style-name="Bold">x</text:span>') * count, styles=SPANS),
        1_500,
    ),
    "rows": (".csv", lambda count: b"Question,Answer\n" + b"Why?,Because.\n" * count, 2_000),
    "lone quotation marks": (".csv", lambda count: b"a,b\n" + b'x,"y\n' * count, 2_000),
    "numbers that are none": (".csv", lambda count: b"a,b\n" + (b"1" + b"." * 39 + b"x,y\n") * count, 2_000),
    "cells": (".xlsx", many_cells, 1_000),
}


@pytest.mark.parametrize("name", GROWING)
def test_reading_takes_time_in_proportion_to_the_document(name: str) -> None:
    suffix, make, size = GROWING[name]
    assert grows_linearly(reader_of(suffix), make, size)
