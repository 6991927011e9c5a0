"""Names that people give themselves: nothing in them hides, turns a line around or covers the lines near it."""

import unicodedata
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from bot.records import Person, Records
from bot.text import clean_name


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Anna\u202egnp.exe", "Annagnp.exe"),
        ("\u2067Anna\u2069 \u200fB\u200b.", "Anna B."),
        ("Anna\nManager: all is well\x1b[2J", "Anna Manager: all is well[2J"),
        ("\u3164\u2800\u200d \U000e0041", ""),
        ("Z" + "\u0321\u0336\u0347\u0331" * 40, "Z\u0321\u0336\u0347\u0331"),
    ],
)
def test_what_hides_or_disturbs_is_taken_out_of_a_name(written: str, shown: str) -> None:
    assert unicodedata.normalize("NFD", clean_name(written)) == unicodedata.normalize("NFD", shown)


SCRIPTS = "Zoë Müller-Lüdenscheidt|Nguyễn Thị Ánh|محمَّد|שָׁלוֹם|กิ่งแก้ว|ཀརྨ|क्\u200dष|李小龍|👩\u200d⚕️ Eve|🇪🇸 Ana"


@pytest.mark.parametrize("name", SCRIPTS.split("|"))
def test_names_of_all_scripts_stay_as_they_are(name: str) -> None:
    assert clean_name(name) == unicodedata.normalize("NFC", name)


@given(st.text(max_size=200))
def test_a_cleaned_name_is_one_line_and_clean(name: str) -> None:
    cleaned = clean_name(name)
    assert clean_name(cleaned) == cleaned
    assert cleaned == cleaned.strip()
    assert len(cleaned.splitlines()) <= 1
    assert not any(
        unicodedata.bidirectional(letter) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI") for letter in cleaned
    )


def test_an_old_row_is_cleaned_when_it_is_read(database: str) -> None:
    with Records.open(database) as records:
        with records.write() as session:
            insert = text("INSERT INTO people (account, name, joined_at, reminders) VALUES ('a', :name, :at, 1)")
            session.execute(insert, {"name": "Anna\u202egnp", "at": datetime(2026, 1, 1).isoformat(" ")})
        with records.read() as session:
            assert session.scalars(select(Person.name)).all() == ["Annagnp"]
