"""Bytes -> text, whatever common encoding they were saved in."""

import codecs

from charset_normalizer import from_bytes

from corpus.parsed import FormatError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = ((b"%PDF-", "a PDF"), (b"PK\x03\x04", "a ZIP or Office file"), (b"\x89PNG", "a PNG picture"))


def decode(data: bytes) -> str:
    """The text of a file, its line ends made one; FormatError when it is not text."""
    text = _decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise FormatError(f"is marked as {encoding} but is not; save it as UTF-8") from error
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise FormatError(f"is {name}, not text; give it its own ending")
    if b"\x00" in data:
        raise FormatError("is binary, not text; save the article as UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess(data, error)


def _guess(data: bytes, error: UnicodeDecodeError) -> str:
    """Text in an encoding of the time before UTF-8, by the statistics of its letters.

    Western European is taken where it is likely at all: other guesses that fit the same few letters
    are far rarer in practice.
    """
    likely = from_bytes(data)
    best = next(
        (match for match in likely if "cp1252" in (match.encoding, *match.could_be_from_charset)), likely.best()
    )
    if best is None:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError("is in no encoding that can be recognised; save it as UTF-8", line) from error
    return str(best)
