"""How a document comes back from the child, and what of it is believed: nothing that was not checked.

Two lines of JSON: `[title, published, review, topics, url, notice, sections, remarks]` and the text, or `[reason,
values, line]` alone, as `Reason` has the first two. A section is `[path, is_references, [start, end, kind, page,
start, ...], [[place, clause], ...]]` with a number for the kind, 0 for no page, and the places (from 0) of the
paragraphs that have a clause. The remarks are the fields of Understood in their order. The text has
a line of its own so that few bytes cannot become many objects.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from typing import Any, get_args

from corpus.article import Article, Paragraph, ParagraphKind, Section
from corpus.reason import Reason
from corpus.understood import Omission, Understood

LABEL = 300  # characters of a title, a heading, a topic or a reason
_DEPTH = 30
_TOPICS = 50
_REMARKS = 50  # omissions, doubts
_CLAUSE = 30  # characters
_PLACES = 10  # values of a reason
_MANY = 1_000_000_000  # lines, words, pages
_KINDS: tuple[ParagraphKind, ...] = get_args(ParagraphKind)
_PER_PARAGRAPH = 4  # numbers
_SURROGATES = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[!-~]{1,2000}", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

# What turns the direction of the text around it, or is not seen; joiners stay, for scripts need them.
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class NonsenseError(Exception):
    """Tell that the answer is none."""


class RefusedError(Exception):
    """Tell in the child's words why there is no article; `line` counts from 1."""

    def __init__(self, reason: Reason, line: int | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def most_bytes(text: int) -> int:
    """Say how long an answer can be whose article has so many characters: six bytes escape one."""
    return _most_structure(text) + 6 * text + 10


def fits(answer: bytes, text: int) -> bool:
    """Tell whether what an answer says beside the text is within its bounds."""
    return len(answer.partition(b"\n")[0]) <= _most_structure(text)


def _most_structure(text: int) -> int:
    return text + 10_000


def clean_label(label: str, most: int = LABEL) -> str:
    r"""Give a label on one line: nothing unseen, nothing that turns the line around, clipped in the middle.

    >>> clean_label("tea\x00\n\u202efdp.txt")
    'tea fdp.txt'
    """
    if len(label) > 20 * most:
        label = label[: 10 * most] + label[-10 * most :]
    label = _UNSEEN.sub("", _SURROGATES.sub("", label))
    label = " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in label).split())
    return label if len(label) <= most else f"{label[: most * 2 // 3]}…{label[-(most // 4) :]}"


def pack(understood: Understood) -> bytes:
    """Make the answer that brings an article; half characters, which no encoding knows, are replaced."""
    article = understood.article
    published, review = (day.isoformat() if day else None for day in (article.published, article.review))
    sections = [
        [
            section.path,
            section.is_references,
            [n for p in section.paragraphs for n in (p.start, p.end, _KINDS.index(p.kind), p.page or 0)],
            [[place, p.clause] for place, p in enumerate(section.paragraphs) if p.clause],
        ]
        for section in article.sections
    ]
    remarks = [
        *(None if label is None else clean_label(label) for label in _labels(understood)),
        understood.pages,
        understood.tables,
        [[omission.reason, omission.words, omission.sample] for omission in understood.omissions[:_REMARKS]],
        [clean_label(doubt) for doubt in understood.doubts[:_REMARKS]],
    ]
    notice = None if article.notice is None else clean_label(article.notice)
    head = [clean_label(article.title), published, review, article.topics[:_TOPICS], article.url, notice]
    return _lines([*head, sections, remarks], article.text)


def _labels(understood: Understood) -> tuple[str | None, ...]:
    whence = (understood.title_from, understood.published_from)
    return (*whence, understood.no_date, understood.no_review, understood.encoding)


def refuse(reason: Reason, line: int | None = None) -> bytes:
    """Make the answer that says why there is none."""
    return _lines([reason.template, dict(reason.values), line])


def _lines(*values: Any) -> bytes:
    lines = (json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return _SURROGATES.sub("\ufffd", "\n".join(lines)).encode()


def unpack(answer: bytes, slug: str, most: int) -> Understood:
    """Give the document of an answer, every part of it checked; RefusedError, or NonsenseError for anything else."""
    if not fits(answer, most):
        raise NonsenseError
    structure, _, text = answer.partition(b"\n")
    match _load(structure):
        case [str() as template, dict() as values, (None | int()) as line] if not text and len(values) <= _PLACES:
            reason = Reason(clean_label(template), **{name: _label(value) for name, value in values.items()})
            raise RefusedError(reason, line if type(line) is int and 0 < line < _MANY else None)
        case [str(), _, _, list(), _, _, list(), list() as remarks] as fields if text[:1] == b'"':
            return _understood(_article(slug, _text(text, most), fields), remarks)
    raise NonsenseError


def _article(slug: str, text: str, fields: Sequence[Any]) -> Article:
    title, published, review, topics, url, notice, sections, _ = fields
    return Article(
        slug=slug,
        title=clean_label(title) or slug,
        text=text,
        sections=tuple(_sections(sections, len(text))),
        published=_day(published),
        topics=tuple(dict.fromkeys(filter(None, map(_label, topics[:_TOPICS])))),
        url=url if isinstance(url, str) and _ADDRESS.fullmatch(url) else None,
        review=_day(review),
        notice=_label_or_none(notice) or None,
    )


def _understood(article: Article, remarks: list[Any]) -> Understood:
    match remarks:
        case [
            title_from,
            published_from,
            no_date,
            no_review,
            encoding,
            pages,
            tables,
            list() as omissions,
            list() as doubts,
        ]:
            return Understood(
                article,
                title_from=_label_or_none(title_from),
                published_from=_label_or_none(published_from),
                no_date=_label_or_none(no_date),
                no_review=_label_or_none(no_review),
                encoding=_label_or_none(encoding),
                pages=None if pages is None else _number(pages),
                tables=_number(tables),
                omissions=tuple(map(_omission, omissions[:_REMARKS])),
                doubts=tuple(map(_label, doubts[:_REMARKS])),
            )
    raise NonsenseError


def _omission(value: object) -> Omission:
    match value:
        case [reason, words, sample]:
            return Omission(_label(reason), _number(words), _label(sample))
    raise NonsenseError


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
    return clean_label(value)


def _label_or_none(value: object) -> str | None:
    return None if value is None else _label(value)


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _MANY:
        raise NonsenseError
    return value


def _day(value: object) -> date | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise NonsenseError


def _sections(values: list[object], length: int) -> Iterator[Section]:
    """Give sections whose paragraphs follow each other through the text; numbers are given here."""
    if not values:
        raise NonsenseError
    numbers = count(1)
    at = 0
    for value in values:
        match value:
            case [list() as path, bool() as is_references, [_, *_] as places, list() as clauses] if len(path) <= _DEPTH:
                paragraphs = tuple(_paragraphs(places, _clauses(clauses), at, length, numbers))
                at = paragraphs[-1].end
                yield Section(tuple(map(_label, path)), paragraphs, is_references)
            case _:
                raise NonsenseError


def _clauses(values: list[Any]) -> dict[int, str]:
    found = {}
    for value in values:
        match value:
            case [int() as place, str() as clause]:
                found[place] = clean_label(clause, _CLAUSE)
            case _:
                raise NonsenseError
    return found


def _paragraphs(
    values: Sequence[object], clauses: dict[int, str], at: int, length: int, numbers: "count[int]"
) -> Iterator[Paragraph]:
    if len(values) % _PER_PARAGRAPH:
        raise NonsenseError
    rows = iter(map(_number, values))
    for place, (start, end, kind, page) in enumerate(zip(rows, rows, rows, rows, strict=True)):
        if not at <= start < end <= length or kind >= len(_KINDS):
            raise NonsenseError
        yield Paragraph(next(numbers), start, end, _KINDS[kind], page or None, clauses.get(place) or None)
        at = end
