"""Read the word lists that come with the project."""

from pathlib import Path

DATA = Path(__file__).parent / "data"


def read_word_list(name: str) -> list[list[str]]:
    """Return the lines of a word list in `data`, split into words, without comments and blank lines."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def has_word_list(name: str) -> bool:
    """Return whether there is a word list of that name in `data`."""
    return (DATA / name).is_file()


def read_words(name: str) -> str:
    """Return the words of a list in `data` as one text, with a space before and after each."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return f" {' '.join(line for line in lines if not line.startswith('#'))} "
