"""What a poll shows after an answer: what the author explains, then the quote, cut around the key, and its citation."""

import re

from telegram.constants import PollLimit

from bot.catalogues import Catalogue
from bot.quiz.asking import AskedQuestion
from bot.telegram.markup.limits import fitting, units
from bot.text import clean, clip

_MAX_CITATION = 90
_BESIDE_WHY = 60  # characters of the citation where the author explains something, too
_CONTEXT = 16  # units of the quote around the key, the least
_SHORTEST_WHY = 20


def explanation(question: AskedQuestion, speech: Catalogue) -> str:
    """Write what a poll shows after an answer: 200 UTF-16 units at most, the key among them where the quote has it."""
    place = question.place
    quote, why = _line(place.quote), _line(place.why)
    citation = _line(place.label(speech))
    longest = _BESIDE_WHY if why else _MAX_CITATION
    if len(citation) > longest:
        citation = clip(citation.rpartition(" › ")[2], longest)
    room = PollLimit.MAX_EXPLANATION_LENGTH - units(f"“” — {citation}")
    first, last = question.key_in(quote)
    least = min(units(quote), units(quote[first:last]) + _CONTEXT)
    if why:
        why = fitting(why, max(room - least - 1, 0)) if room - least > _SHORTEST_WHY else ""
        room -= units(why) + 1
    cited = f"“{cut_around(quote, (first, last), room)}” — {citation}"
    return f"{why}\n{cited}" if why else cited


def cut_around(text: str, span: tuple[int, int], room: int) -> str:
    """Cut a text to `room` UTF-16 units such that a span of it stays in, whole words around it.

    >>> cut_around("Magnesium is needed for the nerves and for the muscles.", (28, 34), 24)
    '… needed for the nerves…'
    """
    if units(text) <= room:
        return text
    first, last = span
    best = _with_dots(text, first, last)
    if units(best) > room:
        return fitting(text[first:], max(room, 1))
    edges = [0, *(match.end() for match in re.finditer(r"\s", text))], [m.start() for m in re.finditer(r"\s|$", text)]
    for left in sorted((edge for edge in edges[0] if edge <= first), reverse=True):
        longer = _with_dots(text, left, last)
        if units(longer) > room:
            break
        best, first = longer, left
    for right in (edge for edge in edges[1] if edge >= last):
        longer = _with_dots(text, first, right)
        if units(longer) > room:
            break
        best = longer
    return best


def _with_dots(text: str, first: int, last: int) -> str:
    before, after = "… " * (first > 0), "…" * (last < len(text))
    return f"{before}{text[first:last]}{after}"


def _line(text: str) -> str:
    return " ".join(clean(text).split())
