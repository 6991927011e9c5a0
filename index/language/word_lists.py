"""Read the word lists that come with the project."""

from pathlib import Path

DATA = Path(__file__).parent / "data"
BEGINNING = 2
"""Letters that all words of a line have in common in a list read by `read_by_beginning`."""


def read_word_list(name: str) -> list[list[str]]:
    """Return the lines of a word list in `data`, split into words, without comments and blank lines."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def has_word_list(name: str) -> bool:
    """Return whether there is a word list of that name in `data`."""
    return (DATA / name).is_file()


def read_by_beginning(name: str) -> dict[str, str]:
    """Return the lines of a word list by the beginning that all words of a line have, a space around each word."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return {line[:BEGINNING]: f" {line} " for line in lines if not line.startswith("#")}
