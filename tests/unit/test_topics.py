"""What an article can be asked about reads well in a sentence, and is something."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from bot.answering.topics import topics_of
from corpus import Article, read_articles

Write = Callable[[str, str], Path]
TEXT = "Somebody of the ward looks after this twice a day, in the morning and in the evening."


def phrases(write: Write, *headings: str, text: str = TEXT) -> list[str]:
    body = "\n\n".join(f"## {heading}\n\n{text}" for heading in headings)
    (article,) = read_articles(write("ward.md", f"# Ward\n\n{body}\n"))
    return [topic.phrase for topic in topics_of([article])]


@pytest.mark.parametrize(
    ("heading", "phrase"),
    [
        ("3 Waste", "waste"),
        ("3.2. Waste disposal", "waste disposal"),
        ("Section 4: Waste", "waste"),
        ("IV. Waste", "waste"),
        ("b) Waste", "waste"),
        ("Opening Hours", "opening hours"),
        ("SIDE EFFECTS", "side effects"),
        ("MRI", "MRI"),
        ("Riboflavin (B2)", "riboflavin"),
        ("B vitamins", "B vitamins"),
        ("2 weeks after surgery", None),
        ("Who may enter?", "Who may enter?"),
        ("3. WHO MAY ENTER?", "Who may enter?"),
        ("Introduction", None),
        ("1. Introduction", None),
        ("Version history", None),
        ("Appendix A", None),
        ("When", None),
        ("Call 112 at once!", None),
        ("2024-03-01", None),
        ("What the nurse on duty has to do in the evening", None),
    ],
)
def test_a_heading_becomes_what_reads_well_in_a_sentence_or_nothing(
    write: Write, heading: str, phrase: str | None
) -> None:
    assert phrases(write, heading) == ([phrase] if phrase else [])


def test_a_name_keeps_its_capital(write: Write) -> None:
    assert phrases(write, "Travel to Berlin", text=f"{TEXT} Who goes to Berlin takes the train.") == [
        "travel to Berlin"
    ]


def test_what_the_text_speaks_of_in_the_same_words_comes_first(write: Write) -> None:
    assert phrases(write, "Storage", "Waste", text=f"{TEXT} All waste is weighed.") == ["waste", "storage"]


def test_topics_come_from_one_article_after_the_other(write: Write) -> None:
    for name in ("a", "b", "c"):
        write(f"many/{name}.md", f"# {name}\n\n## Waste {name}\n\n{TEXT}\n\n## Visits {name}\n\n{TEXT}\n")
    topics = islice(topics_of(read_articles(write("many/d.md", f"# d\n\n{TEXT}\n").parent)), 4)
    assert [topic.article for topic in topics] == ["a", "b", "c", "a"]


def test_the_shipped_article_can_be_asked_about_each_of_its_subjects(article: Article) -> None:
    assert {topic.phrase for topic in topics_of([article])} == {
        "magnesium", "riboflavin", "niacin", "B vitamins", "glutathione", "intravenous nutrition",
    }  # fmt: skip
