"""Bytes -> text, whatever common encoding they were saved in, and what is doubtful about it."""

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from corpus.formats.text.code_pages import rank_code_pages
from corpus.parsed import FormatError
from corpus.reason import Reason

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_WITHOUT_MARK = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_SIGNATURES = (
    (b"%PDF-", Reason("a PDF")),
    (b"PK\x03\x04", Reason("a ZIP or Office file")),
    (b"\x89PNG", Reason("a PNG picture")),
)

# ISO 2022 changes its alphabet by these, and is ASCII for those who do not know them.
_ISO_2022 = (
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr", "ISO-2022-KR (Korean)"),
    (re.compile(rb"\x1b\$(?:[@AB]|\([CD])|\x1b\([IJ]"), "iso2022_jp_ext", "ISO-2022-JP (Japanese)"),
    (re.compile(rb"\x1b\$(?:[@AB]|\([CD])|\x1b\([IJ]"), "iso2022_jp_2", "ISO-2022-JP (Japanese)"),
)
_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
_BROKEN = re.compile("[\udc80-\udcff]")
_LETTER_OF_BYTES = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")

# What single bytes among UTF-8 are in practice: quotation marks and dashes pasted from Windows.
_PASTED = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}

_LARGEST_SHARE_BROKEN = 0.1
_MOST_SAMPLED = 20_000  # characters


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Hold a text with the name of its encoding; `doubt` is a sentence for whoever checks it, where it was guessed."""

    text: str
    encoding: str
    doubt: str | None = None


def decode(data: bytes) -> str:
    """Give the text of a file, its line ends made one; FormatError when it is not text."""
    return decode_text(data).text


def decode_text(data: bytes) -> DecodedText:
    r"""Give the text of a file, its line ends made one, and its encoding; FormatError when it is not text.

    >>> decode_text(b"\xef\xbb\xbfTea\r\n")
    DecodedText(text='Tea\n', encoding='UTF-8', doubt=None)
    """
    decoded = _marked(data) or _unmarked(data)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    return DecodedText(text, decoded.encoding, decoded.doubt)


def _marked(data: bytes) -> DecodedText | None:
    for mark, codec, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return DecodedText(data.decode(codec), name)
            except UnicodeDecodeError as error:
                raise FormatError(
                    Reason("is marked as {encoding} but is not; save it as UTF-8", encoding=codec)
                ) from error
    return None


def _unmarked(data: bytes) -> DecodedText:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise FormatError(Reason("is {name}, not text; give it its own ending", name=name))
    if b"\x00" in data:
        return _without_mark(data)
    if b"\x1b" in data and data.isascii() and (decoded := _iso_2022(data)):
        return decoded
    try:
        return DecodedText(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        return _mostly_utf8(data) or _guessed(data, error)


def _without_mark(data: bytes) -> DecodedText:
    """Read UTF-16 or UTF-32 that does not say so: its spaces and line ends are zeros and one byte."""
    best: tuple[int, str, str] | None = None
    for codec in _WITHOUT_MARK:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if _is_writing(text) and (best is None or _spaces(text) > best[0]):
            best = _spaces(text), codec, text
    if best is None:
        raise FormatError(Reason("is binary, not text; save the article as UTF-8 text"))
    name = best[1].upper()
    return DecodedText(best[2], name, _doubt(f"{name}, without a byte order mark", "its zero bytes stand as there"))


def _is_writing(text: str) -> bool:
    """Tell whether a text has spaces or line ends, and hardly anything that no one writes."""
    kinds = Counter(map(unicodedata.category, text[:_MOST_SAMPLED]))
    controls = kinds["Cc"] - sum(text.count(end, 0, _MOST_SAMPLED) for end in "\n\r\t\f")
    odd = controls + kinds["Cn"] + kinds["Co"] + kinds["Cs"]
    return "\x00" not in text and _spaces(text) > 0 and odd <= 0.01 * min(len(text), _MOST_SAMPLED)


def _spaces(text: str) -> int:
    return text.count(" ") + text.count("\n")


def _iso_2022(data: bytes) -> DecodedText | None:
    for escape, codec, name in _ISO_2022:
        if escape.search(data):
            try:
                return DecodedText(data.decode(codec), name)
            except UnicodeDecodeError:
                continue
    return None


def _mostly_utf8(data: bytes) -> DecodedText | None:
    """Read UTF-8 with a few bytes of Windows-1252 in it, such as a quotation mark that was pasted."""
    text = data.decode("utf-8", "surrogateescape")
    broken = _BROKEN.findall(text)
    letters = sum(1 for _ in _LETTER_OF_BYTES.finditer(data))
    if len(broken) > _LARGEST_SHARE_BROKEN * letters:
        return None
    line = text.count("\n", 0, text.index(broken[0])) + 1
    count = f"{len(broken)} byte{'s' * (len(broken) > 1)}"
    doubt = f"Read as UTF-8, but {count} as Windows-1252, first in line {line}; look there, and save it as UTF-8."
    return DecodedText(text.translate(_PASTED), "UTF-8", doubt)


def _guessed(data: bytes, error: UnicodeDecodeError) -> DecodedText:
    """Read text in an encoding of the time before UTF-8; what the guess cannot read whole, the next one may."""
    failures = []
    for page in rank_code_pages(data):
        try:
            text = data.decode(page.codec)
        except UnicodeDecodeError as failure:
            failures.append(failure.start)
            continue
        if not (control := _CONTROLS.search(text)):
            return DecodedText(text, page.name, _doubt(page.name, page.reason))
        failures.append(control.start())
    line = data.count(b"\n", 0, failures[0] if failures else error.start) + 1
    raise FormatError(Reason("is in no encoding that can be recognised; save it as UTF-8"), line) from error


def _doubt(name: str, reason: str) -> str:
    return f"Read as {name}, which is a guess: {reason}; save it as UTF-8 to be sure."
