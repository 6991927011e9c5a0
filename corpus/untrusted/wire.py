"""How an article comes back from the child, and what of it is believed: nothing that was not checked.

Two lines of JSON: `[title, published, topics, url, sections]` and the text, or `[reason, line]` alone.
A section is `[path, is_references, [start, end, start, end, ...]]`. The text has a line of its own so
that few bytes cannot become many objects.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from typing import Any

from corpus.article import Article, Paragraph, Section

LABEL = 300  # characters of a title, a heading, a topic or a reason
_DEPTH = 30
_TOPICS = 50
_LINES = 1_000_000_000
_SURROGATES = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[!-~]{1,2000}", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

# What turns the direction of the text around it, or is not seen; joiners stay, for scripts need them.
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class NonsenseError(Exception):
    """The answer is no answer."""


class RefusedError(Exception):
    """The child says why there is no article; `line` counts from 1."""

    def __init__(self, reason: str, line: int | None) -> None:
        super().__init__(reason)
        self.line = line


def most_bytes(text: int) -> int:
    """How long an answer can be whose article has so many characters: six bytes escape one."""
    return _most_structure(text) + 6 * text + 10


def fits(answer: bytes, text: int) -> bool:
    """Whether what an answer says beside the text is within its bounds."""
    return len(answer.partition(b"\n")[0]) <= _most_structure(text)


def _most_structure(text: int) -> int:
    return text + 10_000


def clean(label: str, most: int = LABEL) -> str:
    r"""A label on one line: nothing unseen, nothing that turns the line around, clipped in the middle.

    >>> clean("tea\x00\n\u202efdp.txt")
    'tea fdp.txt'
    """
    if len(label) > 20 * most:
        label = label[: 10 * most] + label[-10 * most :]
    label = _UNSEEN.sub("", _SURROGATES.sub("", label))
    label = " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in label).split())
    return label if len(label) <= most else f"{label[: most * 2 // 3]}…{label[-(most // 4) :]}"


def pack(article: Article) -> bytes:
    """The answer that brings an article; half characters, which no encoding knows, are replaced."""
    sections = [
        [section.path, section.is_references, [at for p in section.paragraphs for at in (p.start, p.end)]]
        for section in article.sections
    ]
    published = article.published.isoformat() if article.published else None
    return _lines([article.title, published, article.topics, article.url, sections], article.text)


def refuse(reason: str, line: int | None = None) -> bytes:
    """The answer that says why there is none."""
    return _lines([reason, line])


def _lines(*values: Any) -> bytes:
    lines = (json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return _SURROGATES.sub("\ufffd", "\n".join(lines)).encode()


def unpack(answer: bytes, slug: str, most: int) -> Article:
    """The article of an answer, every part of it checked; RefusedError, or NonsenseError for anything else."""
    if not fits(answer, most):
        raise NonsenseError
    structure, _, text = answer.partition(b"\n")
    match _load(structure):
        case [str() as reason, (None | int()) as line] if not text:
            raise RefusedError(clean(reason), line if type(line) is int and 0 < line < _LINES else None)
        case [str() as title, published, list() as topics, url, list() as sections] if text[:1] == b'"':
            return _article(slug, _text(text, most), title, published, topics, url, sections)
    raise NonsenseError


def _article(
    slug: str, text: str, title: str, published: object, topics: list[object], url: object, sections: list[object]
) -> Article:
    return Article(
        slug=slug,
        title=clean(title) or slug,
        text=text,
        sections=tuple(_sections(sections, len(text))),
        published=_published(published),
        topics=tuple(dict.fromkeys(filter(None, map(_label, topics[:_TOPICS])))),
        url=url if isinstance(url, str) and _ADDRESS.fullmatch(url) else None,
    )


def _load(line: bytes) -> Any:
    try:
        return json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise NonsenseError from error


def _text(line: bytes, most: int) -> str:
    text = _load(line)
    if not isinstance(text, str) or not 0 < len(text) <= most or _SURROGATES.search(text):
        raise NonsenseError
    return text


def _label(value: object) -> str:
    if not isinstance(value, str):
        raise NonsenseError
    return clean(value)


def _published(value: object) -> date | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise NonsenseError


def _sections(values: list[object], length: int) -> Iterator[Section]:
    """Sections whose paragraphs follow each other through the text; numbers are given here."""
    if not values:
        raise NonsenseError
    numbers = count(1)
    at = 0
    for value in values:
        match value:
            case [list() as path, bool() as is_references, [_, _, *_] as spans] if len(path) <= _DEPTH:
                paragraphs = tuple(_paragraphs(spans, at, length, numbers))
                at = paragraphs[-1].end
                yield Section(tuple(map(_label, path)), paragraphs, is_references)
            case _:
                raise NonsenseError


def _paragraphs(spans: Sequence[object], at: int, length: int, numbers: "count[int]") -> Iterator[Paragraph]:
    places = [value for value in spans if type(value) is int]
    if len(places) < len(spans) or len(places) % 2:
        raise NonsenseError
    for start, end in zip(places[::2], places[1::2], strict=True):
        if not at <= start < end <= length:
            raise NonsenseError
        yield Paragraph(next(numbers), start, end)
        at = end
