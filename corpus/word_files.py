"""Files of words that a person keeps beside articles: synonyms, and notices for emergencies."""

from pathlib import Path

from corpus.errors import FileError


def read_word_file(path: Path, most: int, too_long: str) -> list[str]:
    """Read the lines of a UTF-8 file of `most` bytes; FileError says why not, `too_long` of one that has more."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise FileError(path.name, too_long)
        return content.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(path.name, f"cannot be read ({error}); save it as UTF-8 text") from error
