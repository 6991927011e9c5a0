"""Lines that were wrapped -> one line again, words joined as they were before."""

import re
from collections.abc import Iterable

_SCRIPT_WITHOUT_SPACES = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
_HYPHEN = re.compile(r"[^\W\d_][-\u2010]\Z")
# "Vor- und Nachteile" has its hyphen for a word that is left out.
_AFTER_HANGING_HYPHEN = re.compile(r"(?:und|oder|bzw|and|or|to|bis|et|ou|y|o|e|og|och|en|of)\b", re.IGNORECASE)


def join_lines(lines: Iterable[str]) -> str:
    r"""Join lines that were wrapped: with a space, but after a hyphen and between Chinese or Japanese without one.

    >>> join_lines(["A follow-", "up is", "planned."])
    'A follow-up is planned.'
    """
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append(_between(parts[-1], line))
        parts.append(line)
    return "".join(parts)


def has_no_spaces(letter: str) -> bool:
    """Tell whether a letter is of Chinese or Japanese, which have no spaces between words."""
    return _SCRIPT_WITHOUT_SPACES.match(letter) is not None


def _between(above: str, below: str) -> str:
    if has_no_spaces(above[-1:]) and has_no_spaces(below[:1]):
        return ""
    if below[:1].islower() and _HYPHEN.search(above[-2:]) and not _AFTER_HANGING_HYPHEN.match(below):
        return ""
    return " "
