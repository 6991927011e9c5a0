"""Whether a hyphen at the end of a line is the word's own ("pre-approved") or the line's ("tempera-ture")."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TAIL = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_HEAD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_LONGEST_WORD = 60  # characters

# First parts that are written with a hyphen, and what follows "pre", "post" or "re" in words that are not.
_FIRST = frozenset(
    "non self ex all half well cross low high long short first second third single double two three four five six "
    "seven eight nine ten multi quasi semi anti vice mid over-the one year day week month hour time blood "
    "evidence patient follow check sign stand set start make break back walk".split()
)
_LATIN = frozenset("pre post re co".split())
_LATIN_REST = re.compile(
    r"(?:[^aeiou]?(?:sent|vent|par|dict|scri|cis|fer|serv|ced|cau|tend|sum|cious|gnan|limin|senc|sid|judic|val|vious|"
    r"mi|mat|dom|ach|cip|pon|al|ag|er|ur|tul|main|ceiv|cei|duc|gard|gion|gist|gul|late|li|lev|mov|mem|mark|peat|plac|"
    r"port|pres|quest|quir|sear|sist|spect|spir|spon|sult|tain|tur|veal|view|ward|cov|cor|fl|fus|lax|leas|lat|nal|"
    r"mot|mind|nov|nowned|sour|stor|strict|trie|vers|vis|cogn|com|lour|lon|lum|unt|ver|oper))"
)
_LAST = frozenset(
    "up down off on in out by over through free based like related term time old year years day days hour hours week "
    "weeks month months dose scale line level world smoker smokers smoking art date to-date wide long side sided "
    "specific dependent resistant induced reported control controlled care risk quality certified approved called "
    "known being rays ray".split()
)


class Hyphens:
    """Decides by the words that the document uses elsewhere, then by how words are formed in English.

    >>> hyphens = Hyphens(["The follow-up of the temperature"])
    >>> hyphens.belongs("a follow-", "up visit"), hyphens.belongs("the tempera-", "ture is")
    (True, False)
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._known = Counter(word for line in lines for word in _WORD.findall(line.casefold()))

    def belongs(self, line: str, following: str) -> bool:
        """Tell whether the hyphen at the end of a line belongs to the word that goes on in the following line."""
        tail, head = _TAIL.search(line[-_LONGEST_WORD:-1]), _HEAD.match(following[:_LONGEST_WORD])
        return not (tail and head) or self._is_own(tail[0], head[0])

    def _is_own(self, first: str, second: str) -> bool:
        """Tell whether the hyphen belongs to the word."""
        if second[0].isupper() or "-" in first or first.isupper() or len(first) == 1:
            return True
        first, second = first.casefold(), second.casefold()
        whole, parted = self._known[first + second], self._known[f"{first}-{second}"]
        if whole or parted:
            return parted > whole
        if first in _LATIN:
            return _LATIN_REST.match(second) is None
        return (
            first in _FIRST or second in _LAST or bool(self._known[first] and self._known[second] and len(second) > 3)
        )
