"""The synonyms that stand beside the articles, in the file synonyms.txt."""

from collections.abc import Callable
from pathlib import Path

from bot.logs import warn
from corpus import FileError
from index.language.synonyms import Rule, read_synonyms


def own_synonyms(corpus: Path) -> list[Rule]:
    """Read the rules in the file synonyms.txt beside the articles, where there is one; FileError says what is wrong."""
    path = (corpus if corpus.is_dir() else corpus.parent) / "synonyms.txt"
    return read_synonyms(path) if path.is_file() else []


def usable_synonyms(corpus: Path, tell: Callable[[FileError], object] = warn) -> list[Rule]:
    """Read the same rules; what is wrong with the file is told, and none are used then."""
    try:
        return own_synonyms(corpus)
    except FileError as error:
        tell(error)
        return []
