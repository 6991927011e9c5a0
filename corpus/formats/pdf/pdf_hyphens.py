"""Whether a hyphen at the end of a line is the word's own ("pre-approved") or the line's ("tempera-ture")."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TAIL = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_HEAD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST_WORD = 60  # characters

# First parts, and what follows them where the hyphen is the word's own, or with "!" where it is not.
_PREFIXES = {
    prefix: (not rest.startswith("!"), re.compile(rest.lstrip("!")))
    for prefix, rest in {
        "non": r"!e$|sens|ethel|chal",
        "self": r"!ish|less|ie",
        "pre": r"!(?:sent|senc|vent|val|vail|par|pon|dict|dom|scri|cis|cip|cious|fer|fix|serv|sid|ced|cau|cur|clu|tend|"
        r"ten[ct]|sum|sup|limin|matur|mi|natal|par|pos|jud|cari|view)",
        "post": r"!pon|ag|al|er|ur|man|men|card|code|ul|hum|script|grad",
        "anti": r"i|[aeou]",
        "re": r"e",
        "co": r"o|worker|author|pay|found|exist",
        "ex": r"smok|drink|user|husb|wife|partner|presid|direct|soldier",
        "mid": r"term",
        "multi": r"!pl|tud",
        "semi": r"!nar|col|n",
    }.items()
}
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred half".split()
)
_COUNTED = frozenset(
    "year years month months week weeks day days hour hours hourly minute minutes monthly weekly yearly dose doses "
    "part third thirds quarter quarters page way bed step stage person sided time".split()
)
_DEGREES = frozenset("well high low long short full cross first second third single double open hard slow fast".split())
_VERBS = frozenset(
    "follow check start set make break warm clean top build run take hand pick fill pull push put lock log work drop "
    "wash pay grown walk drive knock back stand sign turn roll".split()
)
_PARTICLES = frozenset("up down off out in on by through over away back".split())
_LAST = frozenset(
    "based free related dependent specific resistant induced term smoker smokers old associated acquired positive "
    "negative guided centred centered certified qualified trained approved controlled sensitive deficient".split()
)
_ENDINGS = re.compile(
    r"(?:ings?|ers?|est|ly|ed|als?|ar(?:y|ily)|ally|ages?|ness|ments?|[st]ions?|ish|en(?:s|ed|ing)?|t?y|ities|[ai]ble|"
    r"ful|less|wards?|lights?|lighted|ways?|lands?|hand|comings?|ware|ship|itud\w*|evity|cuts?|roads?|ity|ate[ds]?)$"
)
# What is written together with the word that follows ("under-stand", "some-times").
_TOGETHER = frozenset(
    "over under out with some any every after more them our your him there where here fore through never week day head "
    "heart blood birth eye hand foot life bed bath work home house un in dis mis for inter super trans hyper hypo "
    "micro macro".split()
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
        if second[0].isupper() or "-" in first or "-" in second or first.isupper() or len(first) == 1:
            return True
        first, second = first.casefold(), second.casefold()
        whole, parted = self._known[first + second], self._known[f"{first}-{second}"]
        if whole or parted:
            return parted > whole
        return _is_compound(first, second) or (
            first not in _TOGETHER
            and min(len(first), len(second)) > 3
            and bool(self._known[first] and self._known[second])
            and not _ENDINGS.match(second)
        )


def _is_compound(first: str, second: str) -> bool:
    """Tell whether English writes two parts with a hyphen between them.

    >>> _is_compound("non", "smoker"), _is_compound("second", "ary"), _is_compound("holi", "day")
    (True, False, False)
    """
    if first in _PREFIXES:
        own, rest = _PREFIXES[first]
        return (rest.match(second) is not None) is own
    if first in _NUMBERS:
        return second in _NUMBERS or second in _COUNTED
    if second in _PARTICLES:
        return first in _VERBS
    return (first in _DEGREES and not _ENDINGS.match(second)) or (second in _LAST and first not in _TOGETHER)
