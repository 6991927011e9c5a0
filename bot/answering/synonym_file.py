"""Change the synonyms that stand beside the articles, a rule at a time; what people wrote there stays as it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import BotError
from corpus import CorpusError, FileError, Reason, explain_os_error, put_file
from index.language.synonyms import Phrase, read_rule, read_synonyms

_LOCK_TIMEOUT = 10  # seconds to wait for another program that is changing the file


def add_synonym(corpus: Path, rule: str, uses: Callable[[Phrase], bool]) -> str:
    """Append a rule in Solr's format, and return it as written; nothing where it is there already.

    BotError says what is wrong with it: it must be one line, with a word that the articles use.
    """
    rule = " ".join(rule.split())
    try:
        rules = read_rule(rule)
    except FileError as error:
        raise BotError(Reason("the rule {reason}", reason=error.reason)) from error
    if not rules:
        raise BotError(
            Reason("the rule is empty; write words that mean the same with commas between, such as pee, urine")
        )
    if not any(uses(phrase) for each in rules for phrase in each.synonyms):
        raise BotError(Reason("the articles use none of these words; write one that they use behind the comma"))
    with _editing(corpus) as lines:
        if rule not in lines:
            lines.append(rule)
    return rule


def remove_synonym(corpus: Path, key: str) -> str | None:
    """Remove the rule with a key of `rule_key`, and return it; None where it is not there."""
    with _editing(corpus) as lines:
        found = next((line for line in lines if rule_key(line) == key), None)
        lines[:] = [line for line in lines if line != found]
    return found


def rule_key(rule: str) -> str:
    """Make a short name for a rule."""
    return sha256(rule.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@contextmanager
def _editing(corpus: Path) -> Iterator[list[str]]:
    """Lock the file, give its lines, and write it whole when the block ends; a failed write leaves the old one."""
    path = (corpus if corpus.is_dir() else corpus.parent) / "synonyms.txt"
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_LOCK_TIMEOUT):
            if path.is_file():
                read_synonyms(path)  # what cannot be read is not written over
            lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
            yield lines
            put_file(path.resolve(), "".join(f"{line}\n" for line in lines).encode(), replace=True)
    except Timeout as error:
        raise BotError(
            Reason("{path}: another program is changing it; try again when it is done", path=path)
        ) from error
    except CorpusError as error:
        raise BotError(error.whole) from error
    except OSError as error:
        why = explain_os_error(error, Reason("check its permissions"))
        raise BotError(Reason("{path}: cannot be read {why}", path=path, why=why)) from error
