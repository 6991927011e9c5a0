"""A PDF is read as a person reads it: words, columns, tables, headings, and nothing of what stands around them."""

import importlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus import read_corpus
from corpus.formats import reader_of
from corpus.formats.pdf.pdf_hyphens import Hyphens
from corpus.formats.pdf.pdf_layout import PdfTable, read_page
from corpus.formats.pdf.pdf_margins import body_size
from corpus.formats.pdf.pdf_words import PdfWord
from corpus.parsed import FormatError, LeftOut, ParsedDocument
from tests.growth import grows_linearly
from tests.paths import DATA
from tests.pdf_documents import (
    BUTTON,
    FRIDGE,
    HEIGHT,
    OPENING,
    VISITS,
    WIDTH,
    build,
    bullets,
    draw,
    encrypted,
    heading,
    in_columns,
    paragraph,
    pdf_bytes,
    table,
    title,
    wrap,
    write_lines,
)

ALL = " ".join([OPENING, FRIDGE, BUTTON, VISITS])


def read(data: bytes) -> ParsedDocument:
    return reader_of(".pdf")(data)


def texts(document: ParsedDocument, kind: str = "paragraph") -> list[str]:
    return [piece.text for piece in document.pieces if piece.kind == kind]


def headings(document: ParsedDocument) -> list[tuple[int, str]]:
    return [(piece.level, piece.text) for piece in document.pieces if piece.kind == "heading"]


def rows(document: ParsedDocument, kind: str) -> list[tuple[str, ...]]:
    return [piece.rows for piece in document.pieces if piece.kind == kind]


def left_out(document: ParsedDocument, reason: str) -> list[str]:
    return [each.text for each in document.left_out if each.reason == reason]


def page(*lines: str, **options: Any) -> Callable[[Canvas], object]:
    return lambda canvas: write_lines(canvas, lines, **options)


def test_lines_are_joined_to_the_paragraphs_that_they_are() -> None:
    document = read(build([title("Clinic rules"), paragraph(ALL), heading("Visits"), paragraph(VISITS * 2)]))
    assert (document.title, document.title_from) == ("Clinic rules", "largest type on the first page")
    assert headings(document) == [(1, "Visits")]
    assert texts(document) == [ALL, VISITS * 2]
    assert [piece.page for piece in document.pieces] == [1, 1, 1]
    assert document.pages == 1


def test_a_hyphen_at_a_lines_end_stays_where_the_word_has_it() -> None:
    lines = (
        "Costs must be pre-|approved, with a state-of-the-|art pump, a follow-|up visit by a non-|smoker and an anti-|"
        "inflammatory drug; the tempera-|ture and the pre-|scription are noted, and 10-|20 ml of X-|ray liquid and/|"
        "or 5 mg \u2013|no more \u2013 are given."
    )
    text = (
        "Costs must be pre-approved, with a state-of-the-art pump, a follow-up visit by a non-smoker and an "
        "anti-inflammatory drug; the temperature and the prescription are noted, and 10-20 ml of X-ray liquid and/or "
        "5 mg \u2013 no more \u2013 are given."
    )
    assert texts(read(draw(page(*lines.split("|"))))) == [text]


@pytest.mark.parametrize(
    ("elsewhere", "first", "second", "belongs"),
    [
        ("a coworker came", "co-", "worker", False),
        ("a co-worker came", "co-", "worker", True),
        ("the light house", "light-", "house", True),
        ("", "light-", "house", False),
        ("", "COVID-", "positive", True),
        ("", "self-", "made", True),
        ("", "Mrs. Baker-", "Smith", True),
        ("", "re-", "ported", False),
        ("", "half-", "hourly", True),
    ],
)
def test_the_documents_own_words_decide_about_a_hyphen_first(
    elsewhere: str, first: str, second: str, belongs: bool
) -> None:
    assert Hyphens([elsewhere]).belongs(first, second) is belongs


def furniture(canvas: Canvas, document: Any) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, HEIGHT - 40, "Clinic handbook, valid from 1 March 2024. Next review: 1 March 2026")
    canvas.drawCentredString(WIDTH / 2, 30, f"- {document.page} -")
    canvas.drawString(60, 45, "Example Clinic")
    canvas.setFont("Helvetica-Bold", 80)
    canvas.setFillGray(0.85)
    canvas.translate(150, 250)
    canvas.rotate(50)
    canvas.drawString(0, 0, "DRAFT")
    canvas.restoreState()


def test_heads_feet_page_numbers_and_stamps_are_left_out_and_named() -> None:
    document = read(build([title("Rules"), *[paragraph(ALL * 2) for _ in range(9)]], on_page=furniture))
    assert texts(document) == [ALL * 2] * 9
    assert document.pages == 2
    assert set(document.left_out) == {
        LeftOut("page header", "Clinic handbook, valid from 1 March 2024. Next review: 1 March 2026"),
        LeftOut("page footer", "Example Clinic"),
        LeftOut("page number", "- 1 - - 2 -"),
        LeftOut("stamp", "DRAFT"),
    }
    assert (document.published, document.published_from) == ("1 March 2024", 'a line of the document ("valid from")')
    assert document.review == "1 March 2026"


def test_heads_that_name_the_chapter_of_each_page_are_left_out() -> None:
    def chapter(name: str) -> Callable[[Canvas], object]:
        def draw_page(canvas: Canvas) -> None:
            write_lines(canvas, [name], top=805)
            write_lines(canvas, wrap(ALL, 400), top=760)

        return draw_page

    document = read(draw(*map(chapter, ("Hours", "Fridge", "Fridge", "Alarm", "Visits"))))
    assert texts(document) == [ALL] * 5
    assert left_out(document, "page header") == ["Hours", "Fridge", "Alarm", "Visits"]


def test_a_pale_stamp_across_the_page_is_left_out_though_it_is_not_turned() -> None:
    def stamped(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        write_lines(canvas, ["COPY"], top=500, size=60)
        canvas.setFillGray(0)
        write_lines(canvas, wrap(ALL, 400))

    document = read(draw(stamped))
    assert (texts(document), left_out(document, "stamp")) == ([ALL], ["COPY"])


def test_a_paragraph_goes_on_over_the_end_of_a_page_and_numbers_in_it_stay() -> None:
    lines = wrap(ALL, 300)
    document = read(draw(page("It was in", "1999", *lines[:3], top=120), page(*lines[3:], top=780)))
    assert texts(document)[-1].endswith(ALL)
    assert "1999" in " ".join(texts(document))


def noted(text: str, note: str) -> Callable[[Canvas], None]:
    def draw_page(canvas: Canvas) -> None:
        write_lines(canvas, wrap(text, 440))
        write_lines(canvas, [note], top=80, size=8)

    return draw_page


def test_notes_at_the_foot_of_a_page_come_after_the_sentence_that_they_would_interrupt() -> None:
    document = read(
        draw(noted(ALL + " The nurse who", "1 First note."), noted(f"comes at two opens. {ALL}", "2 Second."))
    )
    assert texts(document) == [f"{ALL} The nurse who comes at two opens. {ALL}", "1 First note.", "2 Second."]


def test_raised_numbers_are_powers_or_marks_of_notes_and_never_glued() -> None:
    def raised(canvas: Canvas) -> None:
        text = canvas.beginText(60, 700)
        for words, rise, size in (
            ("A count of 10", 0, 10), ("9", 4, 6), ("/L on 30 m", 0, 10), ("2", 4, 6), (" of a ward, as found", 0, 10),
            ("1", 4, 6), (", and H", 0, 10), ("2", -2, 6), ("O.", 0, 10),
        ):  # fmt: skip
            text.setFont("Helvetica", size)
            text.setRise(rise)
            text.textOut(words)
        canvas.drawText(text)

    assert texts(read(draw(raised))) == ["A count of 10⁹/L on 30 m² of a ward, as found[1], and H2O."]


def test_numbers_of_lines_are_left_out() -> None:
    def numbered(canvas: Canvas) -> None:
        for number, line in enumerate(wrap(ALL * 2, 300), start=1):
            write_lines(canvas, [str(number)], left=40, top=780 - 20 * number, size=7)
            write_lines(canvas, [line], left=60, top=780 - 20 * number)

    document = read(draw(numbered))
    assert texts(document) == [ALL * 2]
    assert left_out(document, "line number")[0].startswith("1 2 3 4")


@pytest.mark.parametrize("count", [1, 2, 3])
def test_columns_are_read_one_after_the_other_below_what_is_wide(count: int) -> None:
    body = [part for name in ("Methods", "Results") for part in (heading(name, 3), *[paragraph(ALL, alignment=4)] * 9)]
    document = read(in_columns(count, body, [title("The cold chain"), paragraph("By the working group")]))
    assert document.title == "The cold chain"
    assert [name for _, name in headings(document)] == ["Methods", "Results"]
    assert texts(document) == ["By the working group", *[ALL] * 18]


def test_half_sentences_of_narrow_columns_are_no_headings() -> None:
    left = [
        "The report was sent by the",
        "Ministry of Example and by",
        "Example Health Office in",
        "Exampletown. It asks to keep",
    ]
    right = [
        "Blue Vaccine between two and",
        "Eight degrees at any time in",
        "Every Practice of the region",
        "and to call when it is warm.",
    ]

    def columns(canvas: Canvas) -> None:
        write_lines(canvas, ["Report on the cold chain in small clinics"], size=14, bold=True)
        write_lines(canvas, left, top=740)
        write_lines(canvas, right, left=300, top=740)

    document = read(draw(columns))
    assert document.title == "Report on the cold chain in small clinics"
    assert headings(document) == []
    assert texts(document) == [" ".join(left + right)]


DOSES = [["Drug", "Adult dose", "Child dose"], ["Ibuprofen", "400 mg", "200 mg"], ["Aspirin", "500 mg", "not allowed"]]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_is_rows_of_cells_kept_apart(ruled: bool) -> None:
    document = read(
        build([title("Doses"), paragraph(OPENING), table(DOSES, [80, 80, 80], ruled=ruled), paragraph(FRIDGE)])
    )
    assert rows(document, "table") == [tuple(map(" | ".join, DOSES))]
    assert texts(document) == [OPENING, FRIDGE]


def test_cells_of_several_lines_are_one_cell_and_a_table_goes_on_over_pages() -> None:
    cells = [["Drug", "Remark"], *[[f"Drug number {n}", FRIDGE] for n in range(30)]]
    document = read(build([paragraph(OPENING), table(cells, [100, 200])]))
    assert document.pages == 2
    assert rows(document, "table") == [tuple(map(" | ".join, cells))]


def test_cells_of_prose_stay_side_by_side() -> None:
    cells = [
        ["Question", "Answer"],
        [f"{FRIDGE} Why?", BUTTON],
        [f"{OPENING} Why?", f"{VISITS} {FRIDGE}"],
        [BUTTON, VISITS],
    ]
    document = read(build([title("Questions"), table(cells, [220, 220], ruled=False), paragraph(ALL)]))
    assert rows(document, "table") == [tuple(map(" | ".join, cells))]


def test_a_row_without_a_first_cell_goes_on_with_the_row_above() -> None:
    def tight(canvas: Canvas) -> None:
        for number, row in enumerate([*DOSES, ["", "with food", "at any age"]]):
            for left, cell in zip((60, 150, 240), row, strict=True):
                write_lines(canvas, [cell], left=left, top=700 - 12 * number)

    assert rows(read(draw(tight)), "table")[0][-1] == "Aspirin | 500 mg with food | not allowed at any age"


def test_a_table_inside_of_a_column_stays_in_it() -> None:
    body = [paragraph(ALL * 2), table(DOSES, [70, 60, 60], ruled=False), *[paragraph(ALL)] * 9]
    document = read(in_columns(2, body))
    assert rows(document, "table") == [tuple(map(" | ".join, DOSES))]
    assert texts(document) == [ALL * 2, *[ALL] * 9]


def test_bullets_and_numbers_are_lists_with_an_item_in_a_row() -> None:
    long = "a photo of yourself that is not older than six months and shows your face without glasses or a hat on it"
    story = [
        paragraph("Bring these:"),
        bullets("a passport", long),
        paragraph("Then:"),
        bullets("Wash.", VISITS, kind="1"),
    ]
    document = read(build([title("Visits"), *story, paragraph(OPENING)]))
    assert rows(document, "list") == [("• a passport", f"• {long}"), ("1. Wash.", f"2. {VISITS}")]
    assert texts(document) == ["Bring these:", "Then:", OPENING]


def test_items_within_items_are_indented() -> None:
    def nested(canvas: Canvas) -> None:
        for number, (left, line) in enumerate(
            [(60, "• Drinks"), (80, "\u2013 tea"), (80, "\u2013 water"), (60, "• Food")]
        ):
            write_lines(canvas, [line], left=left, top=700 - 12 * number)

    assert rows(read(draw(nested)), "list") == [("• Drinks", "  \u2013 tea", "  \u2013 water", "• Food")]


def test_the_round_letter_that_word_processors_use_as_a_bullet_is_one() -> None:
    def letters(canvas: Canvas) -> None:
        for number, item in enumerate(("tea", "water")):
            write_lines(canvas, ["o"], left=60, top=700 - 12 * number)
            write_lines(canvas, [item], left=80, top=700 - 12 * number)
        write_lines(canvas, wrap(ALL, 400), top=660)

    assert rows(read(draw(letters)), "list") == [("o tea", "o water")]


def test_headings_are_ranked_by_type_and_number_and_may_be_questions_or_end_in_a_colon() -> None:
    story = [
        title("Rules"),
        heading("How long are we open?"),
        paragraph(ALL),
        heading("3. Emergencies:"),
        paragraph(ALL),
    ]
    story += [heading("3.1 Alarm", 2), paragraph(ALL), paragraph("<b>At night</b>"), paragraph(ALL)]
    story += [
        paragraph("<b>Never give the blue vaccine to a child under two.</b>"),
        paragraph("OPENING HOURS"),
        paragraph(ALL),
    ]
    document = read(build(story))
    assert [name for _, name in headings(document)] == [
        "How long are we open?", "3. Emergencies:", "3.1 Alarm", "At night", "OPENING HOURS",
    ]  # fmt: skip
    assert [level for level, _ in headings(document)] == [1, 1, 2, 3, 4]
    assert [piece.clause for piece in document.pieces if piece.kind == "heading"] == [None, "3", "3.1", None, None]
    assert "Never give the blue vaccine to a child under two." in texts(document)


def test_a_bold_beginning_of_a_sentence_is_no_heading() -> None:
    document = read(
        build(
            [
                paragraph(f"<b>{OPENING[:-1]}, and this part is bold as well as the line</b> above it. {FRIDGE}"),
                paragraph(ALL),
            ]
        )
    )
    assert headings(document) == []


def test_contents_cover_lines_and_letterheads_are_no_sections() -> None:
    listed = [paragraph(f"{n}. Section {n} {'.' * 60} {n}") for n in range(1, 8)]
    document = read(
        build(
            [
                title("Handbook"),
                heading("Example Clinic", 2),
                heading("Contents"),
                *listed,
                heading("Hours"),
                paragraph(ALL),
            ]
        )
    )
    assert headings(document) == [(1, "Hours")]
    assert texts(document) == ["Example Clinic", ALL]
    assert left_out(document, "table of contents")[0].startswith("1. Section 1 … 1; 2. Section 2")

    def letter(canvas: Canvas) -> None:
        write_lines(canvas, ["EXAMPLE CLINIC"], left=350, size=16, bold=True)
        write_lines(canvas, ["Hand hygiene on the wards"], top=720, size=14, bold=True)
        write_lines(canvas, wrap(ALL, 400), top=690)

    document = read(draw(letter, title="Hand hygiene on the wards"))
    assert (document.title, headings(document)) == ("Hand hygiene on the wards", [])


def test_a_title_may_run_over_two_lines_and_the_authors_line_heads_nothing() -> None:
    long = "Safe handling of vaccines in small clinics and surgeries of the whole region"
    document = read(
        build(
            [title(long), heading("Working group on cold chains, March 2024", 3), heading("Hours", 2), paragraph(ALL)]
        )
    )
    assert document.title == long
    assert headings(document) == [(1, "Hours")]
    assert texts(document) == ["Working group on cold chains, March 2024", ALL]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Hygiene", ("Hygiene", "document properties")),
        ("Microsoft Word - x.doc", (None, None)),
        ("untitled", (None, None)),
        ("scan_0012.pdf", (None, None)),
    ],
)
def test_the_properties_name_an_article_without_a_title_unless_they_hold_junk(
    named: str, expected: tuple[str | None, str | None]
) -> None:
    document = read(draw(page(*wrap(ALL, 400)), title=named))
    assert (document.title, document.title_from) == expected


def test_the_date_on_which_the_file_was_made_is_not_the_date_of_the_article() -> None:
    assert read(pdf_bytes()).published is None


def picture(canvas: Canvas) -> None:
    white = ImageReader(io.BytesIO(b"P6 1 1 255 \xff\xff\xff"))
    canvas.drawImage(white, 0, 0, WIDTH, HEIGHT)


def test_scanned_pages_are_named_and_a_scan_is_refused() -> None:
    document = read(draw(page(*wrap(ALL, 400)), picture, picture, page(*wrap(ALL, 400))))
    assert document.doubts == ("Pages 2-3 hold no text (scans?).",)
    with pytest.raises(FormatError, match="holds no text"):
        read(draw(picture))


def test_an_empty_page_is_no_scan() -> None:
    assert read(draw(page(*wrap(ALL, 400)), lambda _: None)).doubts == ()


def test_what_opens_without_a_password_is_read() -> None:
    assert read(encrypted("", "owner")).title == "Clinic rules"
    assert read((DATA / "owner-password-aes.pdf").read_bytes()).title == "Clinic rules"
    with pytest.raises(FormatError, match="is protected by a password; save it without one"):
        read(encrypted("user", "owner"))


def test_bytes_before_the_header_are_no_fault() -> None:
    assert read(b"\r\n\r\n" + pdf_bytes()).title == "Clinic rules"


def test_a_page_whose_text_runs_up_its_side_is_read_and_what_is_turned_on_it_is_left_out() -> None:
    def turned(canvas: Canvas) -> None:
        write_lines(canvas, ["arXiv 1234"], left=300, top=20)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        write_lines(canvas, wrap(ALL, 600), top=500)

    document = read(draw(turned))
    assert (texts(document), left_out(document, "rotated text")) == ([ALL], ["arXiv 1234"])


def test_text_beside_the_page_is_left_out_and_a_line_over_its_edge_is_kept_whole() -> None:
    def beside(canvas: Canvas) -> None:
        write_lines(canvas, wrap(ALL, 400))
        write_lines(canvas, ["Notes of the typesetter"], left=WIDTH + 20, top=300)
        write_lines(canvas, [f"{OPENING} {FRIDGE}"], left=60, top=500)

    document = read(draw(beside))
    assert left_out(document, "outside the page") == ["Notes of the typesetter"]
    assert texts(document) == [ALL, f"{OPENING} {FRIDGE}"]


def test_what_is_printed_twice_in_one_place_is_one_word() -> None:
    def doubled(canvas: Canvas) -> None:
        write_lines(canvas, wrap(ALL, 400))
        write_lines(canvas, wrap(ALL, 400), left=60.3)

    assert texts(read(draw(doubled))) == [ALL]


def test_ligatures_are_letters_and_nothing_that_is_not_seen_remains() -> None:
    words = [PdfWord("e\ufb03cient", 0, 40, 0, 10)]
    assert body_size(words) == 10
    data = draw(page("Cafe\u0301 e\ufb03cient wo\u00adrds."))
    assert "\u00ad" not in str(read(data))


def test_a_missing_library_says_which_command_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str) -> Any:
        if name == "pypdfium2":
            raise ImportError(name)
        return importlib.import_module(name)

    monkeypatch.setattr("corpus.formats.extra.import_module", without)
    with pytest.raises(FormatError, match=r"needs the extra “pdf” .* 'article-bot\[pdf\]'"):
        read(pdf_bytes())


def test_pdfs_of_a_folder_are_read_with_the_rest_and_a_bad_one_stops_none(write: Callable[[str, bytes], Path]) -> None:
    write("rules.pdf", pdf_bytes())
    write("locked.pdf", encrypted("user", "owner"))
    folder = write("tea.md", b"# Tea\n\nBoil water.").parent
    corpus = read_corpus(folder)
    assert [(article.slug, article.title) for article in corpus.articles] == [("rules", "Clinic rules"), ("tea", "Tea")]
    assert [str(problem) for problem in corpus.problems] == [
        "locked.pdf: is protected by a password; save it without one"
    ]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 800), st.sampled_from([6.0, 10.0, 18.0])), max_size=60))
def test_every_word_of_a_page_is_read_once_wherever_it_stands(places: list[tuple[float, float, float]]) -> None:
    words = [PdfWord(f"<{n}>", left, left + 2 * size, up, size) for n, (left, up, size) in enumerate(places)]
    found: list[str] = []
    for part in read_page(words, 1):
        cells = (
            [line for row in part.rows for cell in row for line in cell]
            if isinstance(part, PdfTable)
            else [part.row.text]
        )
        found += re.findall("<[0-9]+>", " ".join(cells))
    assert sorted(found) == sorted(word.text for word in words)


def crowded(count: int) -> list[PdfWord]:
    """Words in short rows with gaps, so that every row may be one of a table."""
    return [
        PdfWord(f"word{n}-", 30.0 * (n % 7), 30.0 * (n % 7) + 12 + n % 5, 1e6 - 5.0 * (n // 7), 4.0 + n % 3)
        for n in range(count)
    ]


def in_one_row(count: int) -> list[PdfWord]:
    return [PdfWord("w", 9.0 * n, 9.0 * n + 3, 0.0, 3.0) for n in range(count)]


@pytest.mark.parametrize(("make", "count"), [(crowded, 2_500), (in_one_row, 20_000)])
def test_a_full_page_takes_time_in_proportion_to_its_words(make: Callable[[int], list[PdfWord]], count: int) -> None:
    assert grows_linearly(lambda words: read_page(words, 1), make, count)


def test_a_long_document_takes_time_in_proportion() -> None:
    assert grows_linearly(read, lambda pages: draw(*[page(*wrap(ALL, 90)[:60], top=800)] * pages), 20)
