"""How a parsed document comes back from the child, and what of it is believed: nothing that was not checked.

One line of JSON: an object of the fields of ParsedDocument, pieces as lists; or `[reason, line]`, as wire.py has it.
"""

import json
import re
from dataclasses import asdict, fields
from typing import Any, get_args

from corpus.parsed import Kind, LeftOut, ParsedDocument, Piece
from corpus.untrusted.wire import NonsenseError, RefusedError, clean

_KINDS = frozenset(get_args(Kind))
_SURROGATES = re.compile("[\ud800-\udfff]")
_LABELS = ("title", "title_from", "published", "published_from", "review", "url", "encoding")
_PIECE = tuple(field.name for field in fields(Piece))
_MOST_PAGES = 1_000_000
_MOST_LISTED = 10_000  # topics, doubts, texts that were left out
_LONGEST_LEFT_OUT = 10_000  # characters
_DEEPEST = 9
_LINES = 1_000_000_000


def most_bytes(text: int) -> int:
    """Say how long an answer can be whose document has so many characters: six bytes escape one."""
    return 8 * text + 100_000


def fits(answer: bytes, text: int) -> bool:
    """Tell whether an answer is within its bounds: in bytes, and in the objects that it can become."""
    return len(answer) <= most_bytes(text) and sum(map(answer.count, (b"[", b"{", b","))) <= text + 10_000


def pack_document(document: ParsedDocument) -> bytes:
    """Make the answer that brings a document; half characters, which no encoding knows, are replaced."""
    values = asdict(document) | {
        "pieces": [[getattr(piece, name) for name in _PIECE] for piece in document.pieces],
        "left_out": [[each.reason, each.text[:_LONGEST_LEFT_OUT]] for each in document.left_out[:_MOST_LISTED]],
    }
    packed = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return _SURROGATES.sub("\ufffd", packed).encode()


def unpack_document(answer: bytes, most: int) -> ParsedDocument:
    """Check every part of an answer; RefusedError where it is a reason, or NonsenseError for anything else."""
    if not fits(answer, most):
        raise NonsenseError
    try:
        values = json.loads(answer.decode())
    except (ValueError, RecursionError) as error:
        raise NonsenseError from error
    match values:
        case [str() as reason, (None | int()) as line]:
            raise RefusedError(clean(reason), line if type(line) is int and 0 < line < _LINES else None)
        case dict():
            return _document(values, most)
    raise NonsenseError


def _document(values: dict[str, Any], most: int) -> ParsedDocument:
    pieces = tuple(_piece(value) for value in _list(values.get("pieces")))
    if sum(len(piece.text) + sum(map(len, piece.rows)) for piece in pieces) > most:
        raise NonsenseError
    return ParsedDocument(
        pieces=pieces,
        **{name: _label(values.get(name)) for name in _LABELS},
        topics=_texts(values.get("topics")),
        pages=_number(values.get("pages"), _MOST_PAGES),
        left_out=tuple(_left_out(value) for value in _list(values.get("left_out"))[:_MOST_LISTED]),
        doubts=_texts(values.get("doubts")),
    )


def _piece(value: Any) -> Piece:
    match value:
        case [str() as kind, str() as text, level, list() as rows, bool() as has_header, page, clause] if (
            kind in _KINDS
        ):
            return Piece(
                kind=kind,  # type: ignore[arg-type] # it is one of them
                text=_text(text),
                level=_number(level, _DEEPEST) or 1,
                rows=tuple(map(_text, rows)),
                has_header=has_header,
                page=_number(page, _MOST_PAGES),
                clause=_label(clause),
            )
    raise NonsenseError


def _left_out(value: Any) -> LeftOut:
    match value:
        case [str() as reason, str() as text]:
            return LeftOut(clean(reason), clean(text, _LONGEST_LEFT_OUT))
    raise NonsenseError


def _text(value: Any) -> str:
    if not isinstance(value, str) or _SURROGATES.search(value):
        raise NonsenseError
    return value


def _label(value: Any) -> str | None:
    if value is None:
        return None
    return clean(_text(value)) or None


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(filter(None, map(_label, _list(values)[:_MOST_LISTED])))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise NonsenseError
    return value


def _number(value: Any, most: int) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 < value <= most:
        raise NonsenseError
    return value
