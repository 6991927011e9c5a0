"""Notices that stand before an answer when someone writes of an emergency: words and texts from a file."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.logs import warn
from corpus import EMERGENCIES, Article, FileError, Reason, read_word_file
from index.language.detection import question_language
from index.language.spelling import is_known, repair
from index.language.stems import stems
from index.language.tokens import forms

_MAX_BYTES = 100_000
_MAX_TEXT = 600  # characters of what is said: the answer follows in the same message
_BETWEEN = "(?: [^ ]+){0,3}"  # words that may stand where "..." is written
_SPOKEN = ("en", "es")  # languages whose words are not misspelt words of a notice: Spanish "hecho" is no "pecho"


@dataclass(frozen=True, slots=True)
class Emergency:
    """Hold a text to show before the answer, and a pattern for each phrase that calls for it.

    The patterns match text as `_stemmed` gives it. `words` are those of the phrases, folded.
    """

    text: str
    patterns: tuple[re.Pattern[str], ...]
    words: tuple[str, ...]


def read_emergencies(path: Path) -> tuple[Emergency, ...]:
    """Read a file of lines such as "chest pain, pain ... chest => Call 112."; FileError names the wrong line."""
    lines = read_word_file(
        path,
        _MAX_BYTES,
        Reason("has more than {most} kB; keep the notices that are needed", most=f"{_MAX_BYTES / 1e3:g}"),
    )
    numbered = [(number, line.strip()) for number, line in enumerate(lines, start=1)]
    return tuple(_read_line(line, path.name, number) for number, line in numbered if line and line[0] != "#")


@lru_cache(maxsize=1)
def shipped_emergencies() -> tuple[Emergency, ...]:
    """Return the notices that come with the project."""
    return read_emergencies(EMERGENCIES)


def own_emergencies(corpus: Path) -> tuple[Emergency, ...]:
    """Read emergencies.txt beside the articles; without one, the shipped notices. FileError says what is wrong."""
    path = (corpus if corpus.is_dir() else corpus.parent) / EMERGENCIES.name
    return read_emergencies(path) if path.is_file() else shipped_emergencies()


def usable_emergencies(corpus: Path, tell: Callable[[FileError], object] = warn) -> tuple[Emergency, ...]:
    """Read the same notices; what is wrong with the file is told, and the shipped ones serve then."""
    try:
        return own_emergencies(corpus)
    except FileError as error:
        tell(error)
        return shipped_emergencies()


def find_emergency(
    question: str,
    emergencies: Sequence[Emergency],
    article: Article | None,
    is_used: Callable[[tuple[str]], bool] = lambda _: False,
) -> str | None:
    """Give the texts of the notices that a question calls for; None if there are none.

    A misspelt word counts as the word of a notice that it stands for, except where the articles have it: `is_used`
    tells. A phrase does not count where the article that the answer is from is itself about it.
    """
    asked = _stemmed(" ".join(_repaired(question, emergencies, is_used)))
    found = [
        emergency.text
        for emergency in emergencies
        if any(pattern.search(asked) and not _is_about(article, pattern) for pattern in emergency.patterns)
    ]
    return " ".join(dict.fromkeys(found)) or None


def _repaired(question: str, emergencies: Sequence[Emergency], is_used: Callable[[tuple[str]], bool]) -> Iterator[str]:
    """Give the folded words of a question, with those of the notices in place of misspelt ones."""
    words_of_notices = _words_of(tuple(emergencies))
    spoken = question_language(question, _SPOKEN)
    for form in forms(question):
        meant = None if form in words_of_notices else repair(form, words_of_notices)
        is_right = meant is None or is_used((form,)) or (spoken is not None and is_known(form, spoken))
        yield form if meant is None or is_right else meant


@lru_cache(maxsize=8)
def _words_of(emergencies: tuple[Emergency, ...]) -> Mapping[str, int]:
    return Counter(word for emergency in emergencies for word in emergency.words)


def _is_about(article: Article | None, pattern: re.Pattern[str]) -> bool:
    """Tell whether a phrase stands in the title of an article, in its topics, or in a third of its paragraphs."""
    if article is None:
        return False
    if any(pattern.search(_stemmed(text)) for text in (article.title, *article.topics)):
        return True
    paragraphs = [paragraph for section in article.sections for paragraph in section.paragraphs]
    having = sum(bool(pattern.search(_stemmed(article.text[each.start : each.end]))) for each in paragraphs)
    return having > len(paragraphs) / 3


def _read_line(line: str, name: str, number: int) -> Emergency:
    left, arrow, text = line.partition("=>")
    text = " ".join(text.split())
    patterns = tuple(_patterns(left))
    if not (arrow and text and patterns):
        raise FileError(
            name, Reason("is no notice; write words, an arrow and what to say: chest pain => Call 112."), number
        )
    if len(text) > _MAX_TEXT:
        raise FileError(
            name, Reason("says more than {most} characters; the answer follows, so say less", most=_MAX_TEXT), number
        )
    return Emergency(text, patterns, tuple(forms(left)))


def _patterns(phrases: str) -> Iterator[re.Pattern[str]]:
    for phrase in phrases.split(","):
        parts = [_stemmed(part).strip() for part in phrase.split("...")]
        if all(parts):
            yield re.compile(f"{_BETWEEN} ".join(f"{re.escape(part)}" for part in parts).join(("(?<= )", "(?= )")))


def _stemmed(text: str) -> str:
    """Give the stems of a text between spaces, so that whole words are found."""
    return f" {' '.join(stems(forms(text)))} "
