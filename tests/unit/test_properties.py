"""A title in a file's properties counts only where a person wrote it, whatever the format."""

import pytest

from corpus.formats.properties import is_made_up


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - Draft 3", "Microsoft PowerPoint - talk.pptx", "PowerPoint Presentation", "Word Document",
        "Untitled", "Untitled Document", "Unbenannt 1", "Ohne Titel", "Sans titre", "Document1", "Tabelle 1", "Folie 1",
        "scan0001.pdf", "https://example.org/page", "[Title]", "Click to add title", "Enter the title here",
        "x", "12-3", "", "_",
    ],
)  # fmt: skip
def test_what_programs_and_templates_fill_in_is_no_title(title: str) -> None:
    assert is_made_up(title)


@pytest.mark.parametrize(
    "title",
    ["Type 2 diabetes", "Word games for children", "Title deeds and wills", "Documents to bring", "附則", "X-rays"],
)
def test_a_title_that_only_begins_like_one_of_those_is_kept(title: str) -> None:
    assert not is_made_up(title)
