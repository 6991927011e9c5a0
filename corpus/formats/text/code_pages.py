"""Guess the encoding of bytes from the time before Unicode, best guess first, from a sample of bounded size."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from corpus.formats.text.letters import Fit, best_fit

# Encodings of one byte a letter, those that are as common together, with the logarithm of how much rarer they are.
_OF_ONE_BYTE = {
    0.0: ("cp1252", "cp1251", "cp1253"),
    -1.0: ("cp1250", "cp1254", "cp1255", "cp1256", "cp1257"),
    -2.0: ("iso8859_15", "iso8859_2", "iso8859_9", "mac_roman", "cp850", "cp852", "koi8_r", "cp866", "iso8859_7"),
    -4.0: ("iso8859_16", "iso8859_13", "cp437", "cp857", "cp858", "koi8_u", "iso8859_5", "mac_cyrillic", "cp1125"),
    -6.0: ("mac_latin2", "mac_turkish", "mac_romanian", "mac_croatian", "mac_iceland", "cp775", "cp861", "cp865",
           "mac_greek", "cp737", "iso8859_6", "iso8859_8", "cp862"),
}  # fmt: skip
_NAMES = {
    "cp1250": "Windows-1250 (Central European)", "cp1251": "Windows-1251 (Cyrillic)",
    "cp1252": "Windows-1252 (Western European)", "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)", "cp1255": "Windows-1255 (Hebrew)", "cp1256": "Windows-1256 (Arabic)",
    "cp1257": "Windows-1257 (Baltic)", "cp1258": "Windows-1258 (Vietnamese)", "latin_1": "ISO 8859-1",
    "mac_roman": "Mac Roman", "mac_latin2": "Mac Central European", "mac_turkish": "Mac Turkish",
    "mac_croatian": "Mac Croatian", "mac_romanian": "Mac Romanian", "mac_iceland": "Mac Icelandic",
    "mac_cyrillic": "Mac Cyrillic", "mac_greek": "Mac Greek", "koi8_r": "KOI8-R (Cyrillic)",
    "koi8_u": "KOI8-U (Cyrillic)", "big5": "Big5 (Chinese)", "big5hkscs": "Big5 (Chinese)",
    "gb2312": "GB 2312 (Chinese)", "gbk": "GBK (Chinese)", "gb18030": "GB 18030 (Chinese)",
    "shift_jis": "Shift JIS (Japanese)", "cp932": "Shift JIS (Japanese)", "euc_jp": "EUC-JP (Japanese)",
    "euc_jis_2004": "EUC-JP (Japanese)", "cp866": "DOS 866 (Cyrillic)", "cp1125": "DOS 866 (Cyrillic)",
    "cp437": "DOS 437 (United States)", "cp850": "DOS 850 (Western European)", "cp858": "DOS 858 (Western European)",
    "cp852": "DOS 852 (Central European)", "cp857": "DOS 857 (Turkish)", "cp775": "DOS 775 (Baltic)",
    "euc_kr": "EUC-KR (Korean)", "cp949": "EUC-KR (Korean)", "johab": "Johab (Korean)",
}  # fmt: skip

_SAMPLE = 30_000  # bytes
_BEFORE, _AFTER = 200, 2_000  # bytes of a sample's part around the first byte beyond ASCII
# The least average likelihood of letters beyond ASCII, where they are alone, as in Latin script, or whole words.
_LIKELY = -11.0
_LIKELY_IN_WORDS = -6.5
_IN_WORDS = 0.4  # share of the bytes beyond ASCII that stand three or more in a row
_WORSE = 0.5  # how much less likely on average the letters of a second choice may be
_CLOSE = 3.0  # two readings whose likelihoods differ less are both possible

_KANA = re.compile("[\u3041-\u30fe]")
_SHARE_OF_KANA = 0.3
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_BREAK = re.compile(rb"[\x00-\x2f]")  # never a part of a longer character, but in ISO 2022 and UTF-16
_PART = re.compile(rb"[^\x00-\x2f]{1,5000}\Z")


@dataclass(frozen=True, slots=True)
class CodePage:
    """Name an encoding as Python calls it, as people call it, and why it is taken."""

    codec: str
    name: str
    reason: str


def rank_code_pages(data: bytes) -> Iterator[CodePage]:
    """Give the encodings that bytes beyond ASCII may be in, the most likely first."""
    sample = _sample(data)
    if pages := _rank_by_letters(sample):
        yield from pages
    else:
        yield from _find_japanese(sample)
        yield from (_code_page(match.encoding, "its bytes are most regular so") for match in from_bytes(sample))


def encoding_name(codec: str) -> str:
    """Give the name that people know an encoding by.

    >>> encoding_name("cp1250"), encoding_name("iso8859_2")
    ('Windows-1250 (Central European)', 'ISO 8859-2')
    """
    if codec in _NAMES:
        return _NAMES[codec]
    if codec.startswith("iso8859_"):
        return f"ISO 8859-{codec[8:]}"
    if codec.startswith("cp"):
        return f"code page {codec[2:]}"
    return codec.upper().replace("_", "-")


def _code_page(codec: str, reason: str) -> CodePage:
    return CodePage(codec, encoding_name(codec), reason)


@dataclass(frozen=True, slots=True)
class _Reading:
    codec: str
    text: str
    fit: Fit
    score: float


def _rank_by_letters(sample: bytes) -> list[CodePage]:
    """Rank the encodings of one byte a letter; none where no language known has such letters: Chinese, say."""
    readings = sorted(
        (_read(sample, codec, rarity) for rarity, codecs in _OF_ONE_BYTE.items() for codec in codecs),
        key=lambda reading: -reading.score,
    )
    best = readings[0]
    runs = [len(run) for run in _HIGH_RUN.findall(sample)]
    in_words = sum(run for run in runs if run > 2) > _IN_WORDS * sum(runs)
    if best.fit.letters < (_LIKELY_IN_WORDS if in_words else _LIKELY) * sum(runs):
        return []
    close = [other.codec for other in readings if other.text != best.text and best.score - other.score < _CLOSE]
    close_to = f"{encoding_name(close[0])} is nearly as likely" if close else None
    reason = close_to or f"its letters are those of {best.fit.language}"
    least = best.score - _WORSE * sum(runs)
    return [_code_page(reading.codec, reason) for reading in readings if reading.score >= least]


def _find_japanese(sample: bytes) -> Iterator[CodePage]:
    """Give the encoding in which much of a sample is kana, which no other language has."""
    for codec in ("shift_jis", "euc_jp"):
        text = sample.decode(codec, "replace")
        letters = sum(character > "\x7f" for character in text)
        if len(_KANA.findall(text)) > _SHARE_OF_KANA * letters:
            yield _code_page(codec, "its letters are those of Japanese")


def _read(sample: bytes, codec: str, rarity: float) -> _Reading:
    text = sample.decode(codec, "replace")
    fit = best_fit(text)
    return _Reading(codec, text, fit, fit.total + rarity)


def _sample(data: bytes) -> bytes:
    """Gather the surroundings of bytes beyond ASCII, whole characters of any encoding, from all over the file."""
    parts: list[bytes] = []
    at = size = 0
    step = max(len(data) // (_SAMPLE // _AFTER), 1)
    while size < _SAMPLE and (found := _HIGH.search(data, at)):
        before = data[max(found.start() - _BEFORE, at) : found.start()]
        begin = found.start() - (len(part[0]) if (part := _PART.search(before)) else 0)
        edge = _BREAK.search(data, found.start() + _AFTER, found.start() + 5 * _AFTER)
        end = edge.start() if edge else min(found.start() + 5 * _AFTER, len(data))
        parts.append(data[begin:end])
        size += end - begin
        at = max(end, found.start() + step)
    return b"\n".join(parts)
