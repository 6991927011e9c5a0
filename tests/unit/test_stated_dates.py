"""Dates that documents state about themselves are found by their labels, in every format by the same ones."""

from time import perf_counter

import pytest

from corpus.dates import read_date
from corpus.formats.stated_dates import find_date, find_dates, find_dates_at_edges, kind_of_label
from corpus.formats.text.plain import read_text
from corpus.formats.web import html

_NOTHING = (None, None)

# A line, its date of publication and that of review, as written.
LINES = [
    # valid from, before all others
    ("Valid from 01.03.2024", ("01.03.2024", None)),
    ("Tea house, version 2, valid from 1 March 2024", ("1 March 2024", None)),
    ("Issued 03/01/2024, effective March 2, 2024", ("March 2, 2024", None)),
    ("Effective date | 1 March 2024", ("1 March 2024", None)),
    ("Effective Date (DD/MM/YYYY): 03/04/2024", ("03/04/2024", None)),
    ("In force since 1st of March 2024", ("1st of March 2024", None)),
    ("gültig ab dem 2. März 2024", ("2. März 2024", None)),
    ("In Kraft seit 02.03.2024", ("02.03.2024", None)),
    ("En vigueur depuis le 1er août 2020", ("1er août 2020", None)),
    ("Valable dès le 3 mars 2024", ("3 mars 2024", None)),
    ("Vigente desde el 5 de marzo de 2020", ("5 de marzo de 2020", None)),
    ("In vigore dal 2 giugno 2018", ("2 giugno 2018", None)),
    ("Geldig vanaf 1 mei 2016", ("1 mei 2016", None)),
    ("Obowiązuje od dnia 9 października 2017", ("9 października 2017", None)),
    # revised, then a version
    ("Revised: 2024-03-01", ("2024-03-01", None)),
    ("Last updated on 3rd March 2024", ("3rd March 2024", None)),
    ("Last updated: 3 February 2021", ("3 February 2021", None)),
    ("Last updated: Sunday, May 17, 2020", ("May 17, 2020", None)),
    ("Last reviewed 17.5.2020", ("17.5.2020", None)),
    ("Date of last revision: 3\xa0March\xa02024", ("3 March 2024", None)),
    ("Medically reviewed by Jane Doe, MD on March 3, 2024", ("March 3, 2024", None)),
    ("Stand: 3. März 2024", ("3. März 2024", None)),
    ("Stand: 01.03.2024", ("01.03.2024", None)),
    ("Preise (Stand: Montag, 3. 12. 2024)", ("3. 12. 2024", None)),
    ("Zuletzt aktualisiert am 3. März 2024", ("3. März 2024", None)),
    ("Mise à jour le 14 févr. 2021", ("14 févr. 2021", None)),
    ("Ultimo aggiornamento: 2 giugno 2018", ("2 giugno 2018", None)),
    ("Published 1 May 2020, last modified 3 May 2024", ("3 May 2024", None)),
    ("Version 2.1, March 3, 2024", ("March 3, 2024", None)),
    ("Version: 2.1 of 2024-03-01", ("2024-03-01", None)),
    ("Rev. C | 2024/03/01", ("2024/03/01", None)),
    ("Prices as of 3-Mar-2024", ("3-Mar-2024", None)),
    ("Fassung vom 3. März 2024", ("3. März 2024", None)),
    # published, then a mere date
    ("Published: 2024-03-01", ("2024-03-01", None)),
    ("Published on 17 May 2020", ("17 May 2020", None)),
    ("Issue date: 2024-03-01T10:00:00Z", ("2024-03-01", None)),
    ("Approved by the board on 1 March 2024", ("1 March 2024", None)),
    ("Veröffentlicht am 3. März 2024", ("3. März 2024", None)),
    ("Date de publication : 3 mars 2024", ("3 mars 2024", None)),
    ("Fecha de publicación: 5 de marzo de 2020", ("5 de marzo de 2020", None)),
    ("Date: Tue, 5 Mar 2024 10:15:00 +0100", ("5 Mar 2024", None)),
    ("Version 2 Date 1 March 2024", ("1 March 2024", None)),
    ("Data: 7 de outubro de 2019", ("7 de outubro de 2019", None)),
    # review
    ("Next review: 1 March 2026", (None, "1 March 2026")),
    ("Next review | 1 March 2026", (None, "1 March 2026")),
    ("Next review due: 3 May 2026", (None, "3 May 2026")),
    ("Next update: 3 May 2026", (None, "3 May 2026")),
    ("To be reviewed by 3 May 2026", (None, "3 May 2026")),
    ("Review date: 3 May 2026", (None, "3 May 2026")),
    ("Last review date: 3 May 2024", ("3 May 2024", None)),
    ("Nächste Überprüfung: 03.05.2026", (None, "03.05.2026")),
    ("Gültig bis 31. Dezember 2026", (None, "31. Dezember 2026")),
    ("Valable jusqu'au 3 mars 2026", (None, "3 mars 2026")),
    ("Version 3, valid until 31 December 2026", (None, "31 December 2026")),
    ("Expiry date: 2026-12-31", (None, "2026-12-31")),
    ("Version 2, valid from 1 March 2024. Next review: 1 March 2026", ("1 March 2024", "1 March 2026")),
    ("Last reviewed on 2 March 2024, valid until 1 March 2026", ("2 March 2024", "1 March 2026")),
    ("Valid from 1 March 2024 until 1 March 2026", ("1 March 2024", "1 March 2026")),
    ("Gültig ab 1.3.2024 bis 1.3.2026", ("1.3.2024", "1.3.2026")),
    # of something else, coarser than a day, no date, or no label
    ("Date of birth: 1 March 1990", _NOTHING),
    ("Birth date: 1 March 1990", _NOTHING),
    ("Born 1 May 1950", _NOTHING),
    ("© 2024 Example Clinic", _NOTHING),
    ("© 2024 Tea house, printed on 2 March 2024", _NOTHING),
    ("Print date: 2 March 2024", _NOTHING),
    ("Copyright 1999-2024", _NOTHING),
    ("Closing date: 2 March 2024", _NOTHING),
    ("Open since 1 March 1990", _NOTHING),
    ("We open on 2024-03-01", _NOTHING),
    ("Open until 3 March 2024", _NOTHING),
    ("The candidate 3 March 2024", _NOTHING),
    ("A public hearing on 3 March 2024", _NOTHING),
    ("The data from 3 March 2024", _NOTHING),
    ("They took a stand on 3 March 2024", _NOTHING),
    ("Published in March 2024", _NOTHING),
    ("Version 3.2 of March 2024", _NOTHING),
    ("Valid from 31.02.2024", _NOTHING),
    ("Valid from 12 pages 2024", _NOTHING),
    ("Updated 2024-03-012", _NOTHING),
    ("Updated " + "as ever " * 30 + "on 3 March 2024", _NOTHING),
]


@pytest.mark.parametrize(("line", "dates"), LINES)
def test_a_date_to_the_day_counts_where_a_label_says_what_it_is(
    line: str, dates: tuple[str | None, str | None]
) -> None:
    found = find_dates([line])
    assert (found.published, found.review) == dates


def test_of_several_lines_the_kind_counts_first_and_then_the_order() -> None:
    lines = ["Date: 1 May 2020", "Published: 2 May 2020", "Version 2 of 3 May 2020", "Revised: 4 May 2020"]
    assert find_dates(lines)[:2] == ("4 May 2020", "Revised")
    assert find_dates([*lines, "Valid from 5 May 2020", "Effective 6 May 2020"])[:2] == ("5 May 2020", "Valid from")
    assert find_dates(["Next review: 1 May 2026", "Review date: 1 May 2025"]).review == "1 May 2026"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Ward 3, 12 March 2024", "12 March 2024"),
        ("12 March 2024", "12 March 2024"),
        ("3.12.2024", "3.12.2024"),
        ("2014-05-01", "2014-05-01"),
        ("12 to 14 March 2024, again 16 March 2024", None),
        ("March 2024", None),
        ("2014-05", None),
        ("Next review: 12 March 2026", None),
        ("Printed on 12 March 2026", None),
    ],
)
def test_a_line_that_is_a_date_by_its_place_needs_no_label(line: str, day: str | None) -> None:
    assert find_date(line) == day


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Published", "published"),
        ("Published on", "published"),
        ("Last modified", "revised"),
        ("Reviewed on", "revised"),
        ("Effective date", "valid from"),
        ("Fassung", "version"),
        ("DATUM", "date"),
        ("Review", "review"),
        ("Review due", "review"),
        ("Author", None),
        ("Printed", None),
        ("The version", None),
    ],
)
def test_the_names_of_fields_are_the_labels_of_lines(name: str, kind: str | None) -> None:
    assert kind_of_label(name) == kind


def test_plain_text_and_web_pages_take_the_same_kind_first_and_give_the_review() -> None:
    lines = ("Published: 1 May 2020", "Last reviewed: 2.05.2023", "Next review due: 3 May 2026")
    words = "The water is boiled for two minutes and the cup is warmed before it is filled."
    text = read_text("\n".join(["Tea", "", *lines, "", words]))
    assert (text.published, text.published_from, text.review) == ("2.05.2023", 'the line "Last reviewed"', "3 May 2026")
    page = html.read(f"<h1>Tea</h1><p>{words}</p><p>{'<br>'.join(lines)}</p>".encode())
    assert (page.published, page.review) == ("2023-05-02", "3 May 2026")


@pytest.mark.parametrize("line", [line for line, (published, review) in LINES if published or review])
def test_what_is_found_is_a_date(line: str) -> None:
    found = find_dates([line])
    assert all(read_date(day) for day in (found.published, found.review) if day)


@pytest.mark.parametrize(
    "part", ["valid from ", "1 March 2024 ", "reviewed by a ", "on the ", "- ", "1.", "version 2 ", "1.3.2024,", "a"]
)
def test_the_time_grows_with_the_text_alone(part: str) -> None:
    start = perf_counter()
    find_dates([(part * 200)[:200]] * 500)
    find_dates([part * 200_000])
    assert perf_counter() - start < 10


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Example Pharmacy. In force from 1 May 2022."], "1 May 2022"),
        (["Desk", "IT, as of 10 February 2025"], "10 February 2025"),
        ([*["Boil the water."] * 9, "Obowiązuje od 2 stycznia 2023 r."], "2 stycznia 2023"),
        ([*["Boil the water."] * 9, "The procedure was last revised on 8 March 2021."], "8 March 2021"),
        ([*["Boil the water."] * 9, "Smith J. Tea and sleep. Published 12 March 2015."], None),
        ([*["Boil the water."] * 9, "Jones K. Kettles, updated 12 March 2015."], None),
        ([*["Boil the water."] * 9, "Valid from 1 May 2022.", *["Stir."] * 9], None),
        ([], None),
    ],
)
def test_a_text_is_dated_by_its_first_lines_and_by_those_at_its_end_that_speak_of_it(
    lines: list[str], day: str | None
) -> None:
    assert find_dates_at_edges(lines).published == day
