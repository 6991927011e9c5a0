"""Text -> sentences, by nltk's Punkt with the abbreviations below instead of downloaded data."""

import re
from collections.abc import Iterator

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from corpus import Span

_ABBREVIATIONS = """
    dr mr mrs ms prof rev hon gen col capt lt sgt st sr jr messrs ph.d m.d b.a m.a d.c u.s u.k u.n e.u
    e.g i.e viz cf vs etc al ca approx incl excl esp resp no nos vol vols fig figs eq eqs ref refs sec
    ch pp ed eds inc ltd co corp dept univ assoc bros mt ft jan feb mar apr jun jul aug sep sept oct
    nov dec a.m p.m a.d b.c max min temp wt tab spp var subsp
""".split()  # fmt: skip

OWN_LINE = re.compile(r"\s*(?:[•*–-]\s|\d+[.)]\s|[^\n|]* \| )")
"""The start of a line that stays one: a list item or a row of a table. Other line ends are wrapping."""

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\S+")
_SPEECH_END = re.compile(r"[?!][”\"'’)]*$|[”\"]$")


def _make_splitter() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = set(_ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


_splitter = _make_splitter()


def split_sentences(text: str) -> list[Span]:
    """Spans of the sentences of a text; white space between them belongs to none.

    Each item of a list and each row of a table is a sentence of its own.

    >>> split_sentences("Ask Dr. May. She knows.")
    [(0, 12), (13, 23)]
    """
    spans: list[Span] = []
    for start, end in _runs(text):
        fresh = True
        for first, last in _splitter.span_tokenize(text[start:end]):
            # “Is it hot?” she asked. - Punkt ends a sentence at every question mark.
            if not fresh and text[start + first].islower() and _SPEECH_END.search(text, *spans[-1]):
                spans[-1] = (spans[-1][0], start + last)
            else:
                spans.append((start + first, start + last))
            fresh = False
    return spans


def split_clauses(text: str, span: Span, most_words: int) -> list[Span]:
    """Cut a sentence into parts of at most so many words, at the ends of its clauses where there are such.

    >>> split_clauses("one two, three four", (0, 19), 2)
    [(0, 8), (9, 19)]
    """
    words = [(match.start(), match.end()) for match in _WORD.finditer(text, *span)]
    parts: list[Span] = []
    first = 0
    while first < len(words):
        most = min(first + most_words, len(words))
        ends = (i for i in range(most, first + most_words // 2, -1) if text[words[i - 1][1] - 1] in ",;:–—")
        end = most if most == len(words) else next(ends, most)
        parts.append((words[first][0], words[end - 1][1]))
        first = end
    return parts


def _runs(text: str) -> Iterator[Span]:
    """Cut a text at blank lines and before list items; other line ends are only wrapping."""
    start: int | None = None
    end = 0
    for line in _LINE.finditer(text):
        gap = text.count("\n", end, line.start()) > 1
        if start is not None and (gap or OWN_LINE.match(line[0])):
            yield start, end
            start = None
        if start is None:
            start = line.start()
        end = line.end()
    if start is not None:
        yield start, end
