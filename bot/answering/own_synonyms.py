"""The synonyms that stand beside the articles, in the file synonyms.txt."""

import logging
from pathlib import Path

from corpus import FileError
from index.language.synonyms import Rule, read_synonyms

logger = logging.getLogger(__name__)


def own_synonyms(corpus: Path) -> list[Rule]:
    """Read the rules in the file synonyms.txt beside the articles, where there is one; FileError says what is wrong."""
    path = (corpus if corpus.is_dir() else corpus.parent) / "synonyms.txt"
    return read_synonyms(path) if path.is_file() else []


def usable_synonyms(corpus: Path) -> list[Rule]:
    """Read the same rules; where something is wrong with the file, a warning says so and none are used."""
    try:
        return own_synonyms(corpus)
    except FileError as error:
        logger.warning("%s", error)
        return []
