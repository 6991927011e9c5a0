"""Plain text is read by what people mean with blank lines, margins, capitals, rules and columns."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.text.plain import read_text
from corpus.layout import lay_out
from corpus.parsed import LeftOut
from tests.growth import grows_linearly

HOURS = "The shop opens at nine in the morning on every day of the week and closes at seven, except in August."
KETTLE = "The kettle is cleaned with vinegar once a month, and its lid is wiped every evening by whoever closes."


def outline(text: str) -> list[tuple[str, ...]]:
    """Give each piece as its first letter and its words; a heading with its level before."""
    return [
        (f"h{piece.level}", piece.text) if piece.kind == "heading" else (piece.kind[0], piece.text, *piece.rows)
        for piece in read_text(text).pieces
    ]


def headings(text: str) -> list[str]:
    return [piece.text for piece in read_text(text).pieces if piece.kind == "heading"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("OPENING HOURS", "THE KETTLE"),
        ("1. Opening hours", "2. The kettle:"),
        ("2.1 Opening hours", "2.2 The kettle"),
        ("When do we open?", "Who cleans the kettle?"),
        ("Opening hours", "The kettle"),
        ("§ 1 Opening hours", "§ 2 The kettle"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["above its text", "with a blank line"])
def test_headings_are_told_with_and_without_a_blank_line(first: str, second: str, gap: str) -> None:
    text = f"Tea shop\n\n{first}{gap}{HOURS}\n\n{second}{gap}{KETTLE}\n"
    assert [piece[1] for piece in outline(text)] == [first, HOURS, second, KETTLE]
    assert headings(text) == [first, second]


def test_underlined_headings_have_levels_and_their_lines_are_not_quoted() -> None:
    text = f"Tea shop\n========\n\nRules\n=====\n\nHours\n-----\n{HOURS}\n\n* * *\n\nKettle\n~~~~~~\n\n{KETTLE}\n"
    assert read_text(text).title == "Tea shop"
    assert outline(text) == [("h1", "Rules"), ("h2", "Hours"), ("p", HOURS), ("h3", "Kettle"), ("p", KETTLE)]


def test_lines_without_blank_lines_are_title_headings_and_paragraphs() -> None:
    text = f"Tea shop\nOpening hours\n{HOURS}\n{KETTLE}\nKettle\n{KETTLE}\n"
    document = read_text(text)
    assert document.title == "Tea shop"
    assert [piece.text for piece in document.pieces] == ["Opening hours", HOURS, KETTLE, "Kettle", KETTLE]
    assert headings(text) == ["Opening hours", "Kettle"]


def test_a_question_and_its_answer_are_heading_and_paragraph() -> None:
    text = f"Tea\n\nQ: When do\nyou open?\nA: {HOURS}\n\nQ: Who cleans?\n\nA: Anna.\n\nShe is quick.\n"
    assert [piece[1] for piece in outline(text)] == [
        "When do you open?", HOURS, "Who cleans?", "Anna.", "She is quick.",
    ]  # fmt: skip
    assert headings(text) == ["When do you open?", "Who cleans?"]


def test_labels_of_questions_are_known_in_other_languages() -> None:
    assert headings("Tee\n\nFrage: Wann öffnen wir?\nAntwort: Um neun.\n") == ["Wann öffnen wir?"]


def test_wrapped_lines_are_joined_and_short_lines_stay_lines() -> None:
    wrapped = "The water for green tea is hot and a follow-\nup is planned, with Vor-\nund Nachteile for us all here.\n"
    text = f"Tea\n\n{wrapped}\nTea House\n14 Mill Lane\nSampleford\n"
    assert [piece[1] for piece in outline(text)] == [
        "The water for green tea is hot and a follow-up is planned, with Vor- und Nachteile for us all here.",
        "Tea House\n14 Mill Lane\nSampleford",
    ]
    assert headings(text) == []


def test_the_first_line_of_wrapped_text_is_no_heading() -> None:
    text = (
        "The water for green tea has eighty degrees and Black\nTea is made with boiling water, as everybody knows it.\n"
    )
    assert outline(text) == [("p", text.strip().replace("\n", " "))]


def test_paragraphs_may_begin_with_a_margin_only() -> None:
    text = f"Tea\n\n{HOURS}\n   {KETTLE}\n   {HOURS}\n"
    assert outline(text) == [("p", HOURS), ("p", KETTLE), ("p", HOURS)]


def test_lists_keep_their_numbers_their_nesting_and_their_lead_in() -> None:
    text = (
        "Tea\n\nYou need:\n- water,\n- leaves that are\n  not too old,\n  - green\n  - black\n- a cup.\n\nThen:\n\n"
        "1. Boil.\n\n2. Pour it\nover the leaves.\n\n3. Wait.\n\na) hot\nb) cold\n"
    )
    assert outline(text) == [
        ("p", "You need:"),
        ("l", "", "• water,", "• leaves that are not too old,", "  • green", "  • black", "• a cup."),
        ("p", "Then:"),
        ("l", "", "1. Boil.", "2. Pour it over the leaves.", "3. Wait."),
        ("l", "", "a) hot", "b) cold"),
    ]


@pytest.mark.parametrize("mark", ["-", "*", "•", "–"])
def test_each_usual_bullet_opens_an_item(mark: str) -> None:
    assert outline(f"Tea\n\nBring:\n{mark} a cup\n{mark} a spoon\n")[1] == ("l", "", "• a cup", "• a spoon")


def test_a_dash_or_a_day_that_came_to_open_a_line_is_no_item() -> None:
    first = "The leaves of the second crop in the spring of that year\n- the best of all - are picked till the day of"
    text = f"Tea\n\n{first}\n29. Juli and dried.\n"
    assert [piece[0] for piece in outline(text)] == ["p"]


def test_numbered_lines_without_text_between_are_a_list() -> None:
    text = f"Tea\n\n{HOURS}\n\n1. Green tea\n\n2. Black tea\n\n3. White tea\n\n{KETTLE}\n"
    assert outline(text)[1] == ("l", "", "1. Green tea", "2. Black tea", "3. White tea")


def test_numbered_clauses_keep_their_number() -> None:
    document = read_text(f"Rules\n\n2.1 {HOURS}\n2.2 {KETTLE}\n\n3. Cups\n\nThey are white.\n")
    assert [(piece.text.split()[0], piece.clause) for piece in document.pieces] == [
        ("2.1", "2.1"), ("2.2", "2.2"), ("3.", "3"), ("They", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        "Tea\tWater\tTime\nGreen\t80\t2\nBlack\t100\t4\n",
        "| Tea | Water | Time |\n|-----|-------|------|\n| Green | 80 | 2 |\n| Black | 100 | 4 |\n",
        "Tea      Water   Time\n---------------------\nGreen    80      2\nBlack    100     4\n",
        "Tea      Water   Time\nGreen       80      2\nBlack      100      4\n",
    ],
    ids=["tabs", "strokes", "columns with a rule", "figures to the right"],
)
def test_tables_have_rows_cells_and_a_header(rows: str) -> None:
    (table,) = read_text(f"Brewing\n\n{rows}").pieces
    assert table.rows == ("Tea | Water | Time", "Green | 80 | 2", "Black | 100 | 4")
    assert table.has_header


def test_a_table_of_hours_has_no_header_and_keeps_empty_and_wrapped_cells() -> None:
    lines = (
        "Monday     9 to 12    14 to 19",
        "Tuesday    9 to 12    by appointment",
        "                      only",
        "Sunday                14 to 17",
    )
    (table,) = read_text("\n".join(("Hours", "", *lines))).pieces
    assert table.rows[0] == "Monday | 9 to 12 | 14 to 19"
    assert table.rows[1:] == ("Tuesday | 9 to 12 | by appointment only", "Sunday |  | 14 to 17")
    assert not table.has_header


def test_dots_that_lead_to_a_price_make_a_table() -> None:
    (table,) = read_text("Prices\n\nGreen tea ..... 2.50\nBlack tea ..... 3.00\n").pieces
    assert table.rows == ("Green tea | 2.50", "Black tea | 3.00")


def test_a_table_of_contents_is_left_out_and_said_to_be() -> None:
    text = f"Tea\n\nContents\n1. Hours ....... 2\n2. Kettle ...... 3\n\n1. Hours\n\n{HOURS}\n\n2. Kettle\n\n{KETTLE}\n"
    document = read_text(text)
    assert [piece.text for piece in document.pieces] == ["1. Hours", HOURS, "2. Kettle", KETTLE]
    assert LeftOut("table of contents", "1. Hours ....... 2") in document.left_out


def test_a_letterhead_is_no_title_and_no_section() -> None:
    text = f"Tea House\n14 Mill Lane, Sampleford\nPhone: 01234 567890\n\nRules of the shop\n\nHours\n\n{HOURS}\n"
    document = read_text(text)
    assert document.title == "Rules of the shop"
    assert headings(text) == ["Hours"]
    assert "01234 567890" in document.pieces[0].text


def test_dates_and_addresses_head_nothing() -> None:
    assert headings(f"Tea\n\n12 March 2024\n\n{HOURS}\n\nwww.example.org\n\n{KETTLE}\n") == []


def test_short_lines_at_the_end_head_nothing_and_are_kept() -> None:
    assert outline(f"Tea\n\n{HOURS}\n\nTHE END\n")[-1] == ("p", "THE END")


def test_a_first_sentence_is_no_title() -> None:
    document = read_text(f"{HOURS}\n\n{KETTLE}\n")
    assert document.title is None
    assert document.pieces[0].text == HOURS


@pytest.mark.parametrize(
    ("line", "published", "origin"),
    [
        ("Published: 2024-03-01", "2024-03-01", 'the line "Published"'),
        ("Valid from : 1 March 2024", "1 March 2024", 'the line "Valid from"'),
        ("Version: 2.1 of 2024-03-01", "2024-03-01", 'the line "Version"'),
        ("Version: 2.1", None, None),
    ],
)
def test_the_date_is_taken_from_the_line_that_tells_it(line: str, published: str | None, origin: str | None) -> None:
    document = read_text(f"Tea\nAuthor: the shop\n{line}\n\n{HOURS}\n")
    assert (document.published, document.published_from) == (published, origin)


def test_fields_give_review_topics_and_address_and_what_is_unused_is_shown() -> None:
    document = read_text(
        f"Tea\n\nReview: 2027-01-01\nTopics: tea, , shop\nSource: https://example.org/tea\nVersion: 2.1\n\n{HOURS}\n"
    )
    assert (document.review, document.topics, document.url) == (
        "2027-01-01",
        ("tea", "shop"),
        "https://example.org/tea",
    )
    assert document.left_out == (LeftOut("field", "Version: 2.1"),)


def test_a_source_that_is_no_address_is_doubted_and_not_lost() -> None:
    document = read_text(f"Tea\n\nSource: Society of Tea\n\n{HOURS}\n")
    assert document.url is None
    assert document.doubts == (
        "'Source: Society of Tea' is no address that begins with http or https, so no link is made of it.",
    )
    assert LeftOut("field", "Source: Society of Tea") in document.left_out


def test_a_mail_is_called_by_its_subject() -> None:
    text = f"From: Anna <anna@example.org>\nSubject: New kettle\nDate: Tue, 5 Mar 2024 10:15:00 +0100\n\n{KETTLE}\n"
    document = read_text(text)
    assert (document.title, document.title_from) == ("New kettle", 'the line "Subject"')
    assert document.left_out == (LeftOut("field", "From: Anna <anna@example.org>"),)


def test_form_feeds_and_colours_of_a_terminal_are_not_quoted() -> None:
    assert outline("Tea\n\nThe water is \x1b[31mhot\x1b[0m and\x07\fthe cup is white.\n\fIt is clean.\n") == [
        ("p", "The water is hot and the cup is white."),
        ("p", "It is clean."),
    ]


def test_text_from_right_to_left_and_chinese_have_sections() -> None:
    assert headings("כללי התה\n\nהמים\n\nהמים רותחים פעמיים, והעלים נכנסים אחר כך.\n") == ["המים"]
    assert outline("茶\n\n水\n\n水要烧开两次，\n然后再放茶叶。\n")[1] == ("p", "水要烧开两次，然后再放茶叶。")


@given(st.text(alphabet="aB1. \t\n-=|:?é•)", max_size=300))
def test_no_word_is_lost_whatever_the_lines(text: str) -> None:
    document = read_text(text)
    kept, _ = lay_out(document.pieces)
    kept += "".join(
        [document.title or "", document.review or "", *(part.text for part in document.left_out), *document.topics]
    )
    assert sum(map(kept.count, "Bé")) == sum(map(text.count, "Bé"))


HOSTILE: dict[str, tuple[Callable[[int], str], int]] = {
    "spaces": (lambda size: " " * size + "a", 1_000_000),
    "lines": (lambda size: "a\n" * (size // 2), 12_000),
    "bullets": (lambda size: "- item\n" * (size // 7), 20_000),
    "one-line": (lambda size: "word " * (size // 5), 80_000),
    "numbers": (lambda size: "".join(f"{number}. it\n" for number in range(size // 8)), 15_000),
    "capitals": (lambda size: "TEA IS HOT\n" * (size // 11), 20_000),
    "tabs": (lambda size: "a\tb\n" * (size // 4), 20_000),
    "columns": (lambda size: ("ab  " * 400 + "\n") * (size // 1600), 40_000),
    "dots": (lambda size: ("." * 200 + "\n") * (size // 200), 500_000),
    "short-lines": (lambda size: "Tea\n\n" * (size // 5), 8_000),
    "questions": (lambda size: "Q: Why?\nA: So.\n" * (size // 15), 15_000),
    "contents": (lambda size: "Contents\n" + "Tea\n" * (size // 4), 12_000),
    "pages": (lambda size: "a\f" * (size // 2), 12_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_time_of_reading_grows_no_faster_than_the_text(name: str) -> None:
    make, size = HOSTILE[name]
    assert grows_linearly(lambda text: lay_out(read_text(text).pieces), make, size)


def test_a_question_right_below_title_and_byline_is_not_the_title() -> None:
    document = read_text(f"Desk hours\nExample Clinic, 2 May 2024\n\nQ: When do you open?\nA: {HOURS}\n")
    assert document.title == "Desk hours"
    assert [piece.text for piece in document.pieces if piece.kind == "heading"] == ["When do you open?"]
