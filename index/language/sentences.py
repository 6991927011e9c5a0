"""Text -> sentences, by nltk's Punkt with our own abbreviations, for its data would have to be downloaded."""

import re
from collections.abc import Iterator

from nltk.tokenize.punkt import PunktLanguageVars, PunktParameters, PunktSentenceTokenizer

from corpus import Span
from index.language.abbreviations import ABBREVIATIONS, BEFORE_FIGURES, BEFORE_ORDINALS, MAY_END, MONTHS, OPENERS

OWN_LINE = re.compile(r"\s*+(?:[•◦▪▫‣●○■□*–-]\s|\(?(?:\d{1,3}|[a-z])\)\s|\d+(?:\.\d+)*\.\s|[^\n|]*+(?<= )\| )")
"""The start of a line that stays one: a list item or a row of a table. Other line ends are wrapping."""

_LINE = re.compile(r"[^\n]+")
_FULL_WIDTH_END = re.compile(r"[。！？]+[”’」』）]*")  # written without a space after it
_SPEECH_END = re.compile(r"[?!][”\"'’)]*$|[”\"]$")
_WORD = re.compile(r"\S+")
_CLOSING = "\"'”’»)]}"
_OPENING = "\"'“„‘«»([{¿¡"
_TAIL = 60  # characters looked at before an end


class _Vars(PunktLanguageVars):  # type: ignore[misc]  # nltk ships no types
    sent_end_chars = (".", "?", "!", "؟", "۔", "।")


def _make_splitter() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters, lang_vars=_Vars())


_splitter = _make_splitter()


def split_sentences(text: str) -> list[Span]:
    """Give the spans of the sentences of a text; white space between them belongs to none.

    Each item of a list and each row of a table is a sentence of its own.

    >>> split_sentences("Ask Dr. May. She knows.")
    [(0, 12), (13, 23)]
    """
    spans: list[Span] = []
    for start, end in _runs(text):
        fresh = True
        for first, last in _split_run(text, start, end):
            if not fresh and _goes_on(text, spans[-1], first):
                spans[-1] = (spans[-1][0], last)
            else:
                spans.append((first, last))
            fresh = False
    return spans


def split_clauses(text: str, span: Span, most_words: int) -> list[Span]:
    """Cut a sentence of more than `most_words` words between its clauses: after ; and :, at dashes, after commas.

    Where there is no such border it is cut between words. White space between the parts belongs to none.

    >>> split_clauses("Boil water; wait, then pour it.", (0, 31), 4)
    [(0, 11), (12, 31)]
    """
    words = [match.span() for match in _WORD.finditer(text, *span)]
    spans: list[Span] = []
    first = 0
    while len(words) - first > most_words:
        cut = _best_cut(text, words, first, most_words)
        spans.append((words[first][0], words[cut - 1][1]))
        first = cut
    return [*spans, (words[first][0], words[-1][1])] if words else []


def _best_cut(text: str, words: list[Span], first: int, most: int) -> int:
    """Find the word before which to cut: the strongest border that makes no part shorter than half the bound."""
    least = min(max(most // 2, 1), len(words) - first - 1)
    latest = min(first + most, len(words) - min(least, (len(words) - first) // 2))
    borders = range(first + least, max(latest, first + least) + 1)
    return max(borders, key=lambda cut: (_strength(text, words[cut - 1], words[cut]), cut))


def _strength(text: str, before: Span, after: Span) -> int:
    last = text[before[0] : before[1]].rstrip(_CLOSING)[-1:]
    if last in (";", ":", "；", "："):
        return 3
    if last in "–—" or text[after[0]] in "–—":
        return 2
    return int(last in (",", "，", "、", "،"))


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


def _split_run(text: str, start: int, end: int) -> Iterator[Span]:
    for part_start, part_end in _full_width_parts(text, start, end):
        for first, last in _splitter.span_tokenize(text[part_start:part_end]):
            yield from _split_at_abbreviations(text, part_start + first, part_start + last)


def _full_width_parts(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _FULL_WIDTH_END.finditer(text, start, end):
        yield start, match.end()
        start = match.end()
    yield start, end


def _split_at_abbreviations(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut where Punkt saw only an abbreviation: "pears etc. Apples are", "in the U.S. The".

    Of the letter in "vitamin C. Then" it thinks that a name begins with it.
    """
    previous: str | None = None
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text, start, end):
        if before is None:
            start = word.start()
        elif before[0].endswith(".") and _ends_there(before[0], previous, word[0]):
            yield start, before.end()
            start = word.start()
        before, previous = word, before[0] if before else None
    if before:
        yield start, before.end()


def _ends_there(token: str, previous: str | None, following: str) -> bool:
    word = token.lstrip(_OPENING).removesuffix(".")
    opener = following.lstrip(_OPENING).rstrip(",") in OPENERS
    if word.casefold() == "etc":
        return following.lstrip(_OPENING)[:1].isupper()
    if len(word) == 1 and word.isalpha():
        return opener and previous is not None and (word.islower() or (previous.isalpha() and previous.islower()))
    return opener and word.casefold() in MAY_END


def _goes_on(text: str, before: Span, start: int) -> bool:
    """Tell whether a sentence goes on over the end that Punkt saw between two spans."""
    tail = text[max(before[0], before[1] - _TAIL) : before[1]]
    # “Is it hot?” she asked. - Punkt ends a sentence at every question mark.
    if text[start].islower() and _SPEECH_END.search(tail):
        return True
    *others, last = tail.split()
    token = last.rstrip(_CLOSING)
    following = text[start : start + _TAIL].split(maxsplit=1)[0].strip(_OPENING + ".,;:")
    if token[:-1].isdigit() and token.endswith(".") and len(token) <= 3:
        return _is_ordinal(others[-1] if others else "", following)
    if following[:1].isdigit() and token.endswith("."):
        word = token[:-1].strip(_OPENING).casefold()
        return word in BEFORE_FIGURES or (len(word) == 1 and word.isalpha())  # "S. 12"
    return following[:1].islower() and token.endswith(".") and _is_short_form(token[:-1])


def _is_ordinal(previous: str, following: str) -> bool:
    """Tell whether a number with a point is a day or a rank: "am 29. Juli", "die 2. Dosis"."""
    return (
        following.casefold() in MONTHS
        or following[:1].islower()
        or (previous.casefold() in BEFORE_ORDINALS and following[:1].isupper())
    )


def _is_short_form(word: str) -> bool:
    """Tell whether a word before a point is an abbreviation: one with points inside, or one known."""
    return "." in word or word.strip(_OPENING).casefold() in ABBREVIATIONS
