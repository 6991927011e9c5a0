"""What front ends share in showing a passage: clean text, cut into parts with their emphasis."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.answer import Answer
from bot.text import clean
from index import Hit, Passage
from index.language.sentences import OWN_LINE

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a passage: whether it belongs to the best sentence, and whether it is a matched word."""

    text: str
    best: bool
    match: bool


def unmarked(passage: Passage) -> Hit:
    """A passage to be shown though nothing was asked of it."""
    return Hit(passage, score=0.0, confidence=0.0, best_sentence=passage.sentences[0], matches=())


def pages(answer: Answer) -> list[tuple[Hit, bool]]:
    """What an answer has to show, one after another, and whether it answers or only stands beside."""
    return [(hit, True) for hit in answer.hits] + [(unmarked(passage), False) for passage in answer.beside]


def segments(hit: Hit, length: int) -> Iterator[Segment]:
    """The passage of a hit in parts, white space folded; about `length` characters of it at most.

    A passage that is longer is shown around its best sentence, "…" where something is left out.
    """
    start, end = _window(hit, length)
    text, (best_start, best_end) = hit.passage.text, hit.best_sentence
    matches = {span for span in hit.matches if start <= span[0] and span[1] <= end}
    edges = {start, end, best_start, best_end, *(edge for span in matches for edge in span)}
    cuts = sorted(edge for edge in edges if start <= edge <= end)
    matched = {span[0]: span[1] for span in matches}
    if start > 0:
        yield Segment("… ", best=False, match=False)
    for left, right in pairwise(cuts):
        shown = clean(_fold(text, left, right))
        yield Segment(shown, best=best_start <= left < best_end, match=matched.get(left) == right)
    if end < len(text):
        yield Segment(" …", best=False, match=False)


def _window(hit: Hit, length: int) -> tuple[int, int]:
    """The span of the passage that is shown: whole sentences around the best one, as many as fit."""
    if len(hit.passage.text) <= length:
        return 0, len(hit.passage.text)
    start, end = hit.best_sentence
    if end - start > length:
        return start, start + length
    end = max(right for _, right in hit.passage.sentences if right - start <= length)
    start = min(left for left, _ in hit.passage.sentences if end - left <= length)
    return start, end


def _fold(text: str, start: int, end: int) -> str:
    """A stretch of text with its white space folded: to a space, a line end or a paragraph's end."""
    folded = ""
    at = start
    for space in _SPACE.finditer(text, start, end):
        folded += text[at : space.start()]
        if space[0].count("\n") > 1:
            folded += "\n\n"
        else:
            folded += "\n" if "\n" in space[0] and OWN_LINE.match(text, space.end()) else " "
        at = space.end()
    return folded + text[at:end]
