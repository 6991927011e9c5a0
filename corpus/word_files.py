"""Files of words that a person keeps beside articles: synonyms, and notices for emergencies."""

from pathlib import Path

from corpus.errors import FileError, explain_os_error
from corpus.reason import Reason


def read_word_file(path: Path, most: int, too_long: Reason) -> list[str]:
    """Read the lines of a UTF-8 file of `most` bytes; FileError says why not, `too_long` of one that has more."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise FileError(path.name, too_long)
        return content.decode("utf-8-sig").splitlines()
    except OSError as error:
        why = explain_os_error(error, Reason("check its permissions"))
        raise FileError(path.name, Reason("cannot be read {why}", why=why)) from error
    except UnicodeDecodeError as error:
        raise FileError(path.name, Reason("is no UTF-8 text; save it as UTF-8")) from error
