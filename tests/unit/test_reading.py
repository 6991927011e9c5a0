"""Files become articles with title, date, topics, sections, paragraphs and references."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ARTICLES, Article, CorpusError, read_articles, read_corpus
from corpus.dates import read_date
from corpus.formats.text.plain import read_text
from corpus.structure import build

Write = Callable[[str, str | bytes], Path]


def test_the_shipped_article_is_read_whole(article: Article) -> None:
    assert article.title == "IV Treatment of Migraines"
    assert article.published == date(2015, 11, 23)
    assert article.topics[:2] == ("Linseed oil", "Antioxidant")
    assert article.headings() == (
        "Intravenous nutrition", "Magnesium", "Riboflavin (B2)", "Niacin", "B vitamins", "Glutathione",
    )  # fmt: skip
    assert [paragraph.number for paragraph in article.paragraphs()] == list(range(1, 16))
    assert len(article.references()) == 3


def test_each_paragraph_of_a_plain_article_stands_in_its_file_word_for_word(article: Article) -> None:
    file = (ARTICLES / "iv-treatment-of-migraines.txt").read_text(encoding="utf-8")
    paragraphs = [article.text[paragraph.start : paragraph.end] for paragraph in article.paragraphs()]
    assert len(paragraphs) > 10
    assert [text for text in paragraphs if text not in file] == []


def test_a_run_in_heading_opens_a_subsection_until_the_next(article: Article) -> None:
    magnesium = next(section for section in article.sections if section.path[-1:] == ("Magnesium",))
    assert magnesium.path == ("Intravenous nutrition", "Magnesium")
    first, second = (article.text[p.start : p.end] for p in magnesium.paragraphs)
    assert first.startswith("There is scientific evidence")
    assert second.startswith("Magnesium may also suppress")


def test_one_run_in_heading_is_no_habit() -> None:
    document = read_text("Tea\n\nNote: This is a sentence.\n\nAnother one.\n")
    article = build("tea", document)
    assert article is not None
    assert article.headings() == ()


def test_page_residue_is_dropped(article: Article) -> None:
    shown = [article.text[p.start : p.end] for p in article.paragraphs()]
    assert not [text for text in shown if "Share this content" in text]


@pytest.mark.parametrize(
    "last",
    [
        "Smith J, Doe A. Effects of tea. J Tea Res. 2004;12:34-40.",
        "https://example.org/tea (2019)",
        "Jane Doe, MD. Green Leaves.",
        "1. Doe, A., et al. (1999). Tea.",
    ],
)
def test_references_at_the_end_are_told_from_paragraphs(last: str) -> None:
    article = build("tea", read_text(f"Tea\n\nTea is made from leaves, in 2004 as ever.\n\n{last}\n"))
    assert article is not None
    assert [article.text[p.start : p.end] for p in article.references()] == [last]


def test_a_last_paragraph_with_a_year_is_no_reference() -> None:
    article = build("tea", read_text("Tea\n\nOne two three.\n\nIn 2015 people drank more tea than ever before.\n"))
    assert article is not None
    assert article.references() == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("11/23/2015 19:46:05", date(2015, 11, 23)),
        ("2015-11-23", date(2015, 11, 23)),
        ("23 November 2015", date(2015, 11, 23)),
        ("Nov 23, 2015", date(2015, 11, 23)),
        ("2015-11-23T10:00:00+02:00", date(2015, 11, 23)),
        ("May 2007", None),
        ("yesterday", None),
        ("99/99/9999", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, read: date | None) -> None:
    assert read_date(written) == read


def test_a_date_that_is_none_is_named_and_the_article_served(write: Write) -> None:
    corpus = read_corpus(write("a.txt", "Tea\n\nPublished: soon\n\nText here.\n"))
    assert len(corpus.articles) == 1
    assert "'soon' is no date" in str(corpus.problems[0])


def test_an_empty_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"holds no article; put a file there that ends in \.csv, \.docx"):
        read_articles(tmp_path)


def test_a_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file or folder"):
        read_articles(tmp_path / "missing")


def test_a_folder_of_bad_files_names_each(write: Write) -> None:
    write("a.txt", b"")
    folder = write("b.txt", b"\x00").parent
    with pytest.raises(CorpusError, match=r"(?s)no article can be read.*a\.txt.*b\.txt"):
        read_articles(folder)


def test_subfolders_are_read_and_what_is_no_article_is_left_alone(write: Write) -> None:
    write("README.md", "# Not an article\n\nText.")
    write(".hidden.md", "# Not an article\n\nText.")
    write("synonyms.txt", "a, b")
    write("quiz.yaml", "- a")
    folder = write("deep/down/tea.md", "# Tea\n\nText.").parent.parent.parent
    corpus = read_corpus(folder)
    assert [article.slug for article in corpus.articles] == ["tea"]
    assert corpus.problems == ()


def test_a_link_that_leads_nowhere_is_named(write: Write) -> None:
    good = write("good.md", "# Good\n\nFine.")
    (good.parent / "gone.md").symlink_to(good.parent / "nothing")
    assert "gone.md: cannot be opened" in str(read_corpus(good.parent).problems[0])


@given(st.text(max_size=400))
def test_paragraphs_are_slices_in_order_whatever_the_text(text: str) -> None:
    article = build("any", read_text(text))
    if article is None:
        return
    at = 0
    for number, paragraph in enumerate(article.paragraphs(), start=1):
        assert paragraph.number == number
        assert at <= paragraph.start < paragraph.end
        at = paragraph.end


def test_everything_under_references_is_a_reference() -> None:
    article = build(
        "tea", read_text("Tea\n\nDrink it hot, not cold.\n\nReferences\n\nSmith J: The effect.\n\nDoe A: The cause.\n")
    )
    assert article is not None
    assert len(article.references()) == 2


def test_two_sections_of_one_name_stay_two() -> None:
    article = build("tea", read_text("Tea\n\nUse\n\nDrink it hot.\n\nUse\n\nDrink it cold.\n"))
    assert article is not None
    assert [section.path for section in article.sections] == [("Use",), ("Use",)]
