"""What a search returns: the contract of this package, read first."""

from dataclasses import dataclass
from datetime import date

from corpus import Span


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a passage stands, so that a reader can find it.

    `article` is the article's slug; `section` names the headings from the outermost in;
    `paragraph` to `last_paragraph` are the paragraphs (from 1) that the passage is taken from;
    `url` opens the article at the passage.
    """

    article: str
    title: str
    section: tuple[str, ...]
    paragraph: int
    last_paragraph: int
    published: date | None
    url: str | None

    @property
    def label(self) -> str:
        """The citation as shown: "Title › Section, ¶ 12 (23 Nov 2015)"."""
        place = " › ".join((self.title, *self.section))
        numbers = f"{self.paragraph}"
        if self.last_paragraph != self.paragraph:
            numbers += f"–{self.last_paragraph}"
        when = f" ({self.published.day} {self.published:%b %Y})" if self.published else ""
        return f"{place}, ¶ {numbers}{when}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article that is shown whole: `text` is the article's text from `start` on.

    `sentences` are spans of `text`, in order and without overlap. `is_reference` marks works that the
    article cites.
    """

    text: str
    start: int
    sentences: tuple[Span, ...]
    citation: Citation
    is_reference: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    `score` orders the hits of one search, more is better, and means nothing across searches.
    `confidence` in [0, 1] is how sure it is that the passage answers the question.
    `best_sentence` is the span of `passage.text` that fits the question best, `matches` the spans
    of its words that the question asked for.
    """

    passage: Passage
    score: float
    confidence: float
    best_sentence: Span
    matches: tuple[Span, ...]
