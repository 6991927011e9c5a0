"""What a search returns: the contract of this package, read first."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from corpus import Span


class Wording(Protocol):
    """Say how the few words of a citation and its dates are written in a language."""

    def say(self, text: str, **values: object) -> str:
        """Translate a text, and put values into it."""

    def day(self, moment: date) -> str:
        """Write a date."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Say where a passage stands, so that a reader can find it.

    `article` is the article's slug; `section` names the headings from the outermost in;
    `paragraph` to `last_paragraph` are the paragraphs (from 1) that the passage is taken from, `page` to `last_page`
    its pages and `clause` to `last_clause` the numbers that the author gave, where there are such;
    `url` opens the article at the passage. `overdue` is when the article was due to be reviewed, once that is past.
    """

    article: str
    title: str
    section: tuple[str, ...]
    paragraph: int
    last_paragraph: int
    published: date | None
    url: str | None
    page: int | None = None
    last_page: int | None = None
    clause: str | None = None
    last_clause: str | None = None
    review: date | None = None
    overdue: bool = False

    @property
    def label(self) -> str:
        """Give the citation as shown: "Title › Section, ¶ 12 (23 Nov 2015)", or with page or clause."""
        return self.label_in(_English())

    def label_in(self, wording: Wording) -> str:
        """Give the citation as shown, in the wording of a language; title and headings stay as they are."""
        place = ", ".join((" › ".join((self.title, *self.section)), *self._places(wording)))
        when = f" ({wording.day(self.published)})" if self.published else ""
        late = ""
        if self.review and self.overdue:
            late = " – " + wording.say("review was due {day}", day=wording.day(self.review))
        return place + when + late

    def as_of(self, today: date) -> "Citation":
        """Give the citation as it is on a day: past the review date, its label says so."""
        overdue = self.review is not None and self.review < today
        return self if overdue == self.overdue else replace(self, overdue=overdue)

    def _places(self, wording: Wording) -> list[str]:
        places = []
        if self.clause and not self._is_in_heading(self.clause):
            places.append(_span(self.clause, self.last_clause))
        if self.page:
            pages = _span(self.page, self.last_page)
            one = self.last_page in (None, self.page)
            places.append(wording.say("p. {pages}", pages=pages) if one else wording.say("pp. {pages}", pages=pages))
        return places if places or self.clause else [f"¶ {_span(self.paragraph, self.last_paragraph)}"]

    def _is_in_heading(self, clause: str) -> bool:
        """Tell whether the section's heading is numbered so itself, and no further clause is meant."""
        heading = self.section[-1] if self.section else ""
        begins = re.match(rf"{re.escape(clause.rstrip('.)'))}(?!\w|\.\d)", heading)
        return begins is not None and self.last_clause in (None, clause)


def _span(first: object, last: object) -> str:
    return f"{first}" if last in (None, first) else f"{first}–{last}"


class _English:
    """Write citations in English."""

    def say(self, text: str, **values: object) -> str:
        return text.format(**values)

    def day(self, moment: date) -> str:
        return f"{moment.day} {moment:%b %Y}"


@dataclass(frozen=True, slots=True)
class Passage:
    """Hold a piece of an article that is shown whole: `text` is the article's text from `start` on.

    `sentences` are spans of `text`, in order and without overlap. `is_reference` marks works that the
    article cites. `language` is the code of the article's language.
    """

    text: str
    start: int
    sentences: tuple[Span, ...]
    citation: Citation
    is_reference: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold a passage found for a question.

    `score` orders the hits of one search, more is better, and means nothing across searches.
    `confidence` in [0, 1] is how sure it is that the passage answers the question.
    `best_sentence` is the span of `passage.text` that fits the question best, `matches` the spans
    of its words that the question asked for. `meant` marks a passage that is near the question in meaning, but has
    too few of its words to be an answer by itself. `example` is the example question, if any, that points to it and
    that the question is like.
    """

    passage: Passage
    score: float
    confidence: float
    best_sentence: Span
    matches: tuple[Span, ...]
    meant: bool = False
    example: str | None = None
