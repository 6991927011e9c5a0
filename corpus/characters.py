r"""Take out of a text the characters that nobody sees, and write each letter in one way.

They hide words from the search ("refri\u00adgerator" is not found as "refrigerator") and show as boxes in a citation.
"""

import re
from unicodedata import normalize

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_LINE_ENDS = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028), "\n") | {0x2029: "\n\n"}
_CONTROLS = (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))
_UNSEEN = (0xAD, 0x180E, 0x200B, *range(0x2060, 0x2065), 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB)
_DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_TABLE = dict.fromkeys((*_CONTROLS, *_UNSEEN, *_DIRECTIONS)) | _LINE_ENDS | _LIGATURES

# A joiner changes how letters of Arabic, Indic and other scripts look, and makes one emoji of several.
_NEEDLESS_JOINER = re.compile(
    "(?<![\u0600-\u109f\u1700-\u18af\ua800-\uabff\ufb50-\ufdff\ufe0f\ufe70-\ufefc\u2190-\u2bff\U0001f000-\U0001faff])"
    "[\u200c\u200d]"
)
# Beside a space it parts no words, and stays: a text without fault is left as it is.
_NO_BREAK_SPACE = re.compile("(?<! )[\u00a0\u2007\u202f](?! )")
_SOFT_LINE_END = re.compile("\u00ad\r?\n[ \t]*")
_MANY_MARKS = re.compile(r"([^\w\x00-\x7f]{31,})")


def clean_text(text: str) -> str:
    r"""Give a text with nothing unseen in it: composed letters, plain spaces, "\n" as the only end of a line.

    Digits, superscripts and symbols stay as they are, and so do joiners in the scripts that need them.

    >>> clean_text("Refri\u00adgerator,\u00a0\ufb01ne, cm\u00b2")
    'Refrigerator, fine, cm²'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _SOFT_LINE_END.sub("", text).replace("\r\n", "\n").translate(_TABLE)
    if text.isascii():
        return text
    return _compose(_NO_BREAK_SPACE.sub(" ", _NEEDLESS_JOINER.sub("", text)))


def _compose(text: str) -> str:
    """Compose letters with their accents (NFC).

    Sorting marks takes time in the square of their number, so more than 30 in a row, which no language has
    (Unicode Annex 15, "stream-safe"), are left as they are.
    """
    parts = _MANY_MARKS.split(text)
    return "".join(part if number % 2 else normalize("NFC", part) for number, part in enumerate(parts))
