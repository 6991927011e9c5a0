"""What an article is: the contract of this package, read first.

Every position is a half-open span of characters `[start, end)` of `Article.text`, so that anything
quoted from an article can be an exact slice of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

Span = tuple[int, int]
"""Half-open range of characters."""

ParagraphKind = Literal["paragraph", "list", "table"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Mark one paragraph, without its run-in heading; `number` counts from 1 through the article.

    A list is one with the words that lead it in, each item on a line of its own; so is a table with its rows. A long
    list or table is several paragraphs, each beginning with the line that it cannot be understood without: lead-in or
    header row. `page` counts from 1 where the file has pages; `clause` is the number that the author gave ("2.3").
    """

    number: int
    start: int
    end: int
    kind: ParagraphKind = "paragraph"
    page: int | None = None
    clause: str | None = None

    @property
    def anchor(self) -> str:
        """Give the name of the paragraph in the published page: "p12"."""
        return f"p{self.number}"


@dataclass(frozen=True, slots=True)
class Section:
    """Hold the paragraphs under one heading; `path` names the headings from the outermost in.

    The path is empty for what stands before the first heading. Where `is_references`, each paragraph
    is a work that the article cites.
    """

    path: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    is_references: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """Hold an article as read from its file.

    `slug` identifies the article in a corpus: the file's name without its ending, or where two files have one name,
    its path. After `review` the article is due to be looked at by whoever answers for it. `notice` is to be shown
    with whatever is quoted, such as "This is not medical advice."; it is no part of the text. `url` is the author's own
    address of it; `page` that of a copy made by `publish`, where citations link to before `url`.
    """

    slug: str
    title: str
    text: str
    sections: tuple[Section, ...]
    published: date | None = None
    topics: tuple[str, ...] = ()
    url: str | None = None
    review: date | None = None
    notice: str | None = None
    page: str | None = None

    @property
    def version(self) -> str:
        """Give a short name for the state of the text: it changes whenever the text does."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:8]

    def paragraphs(self) -> Iterator[Paragraph]:
        """Give all paragraphs, in the article's order."""
        for section in self.sections:
            yield from section.paragraphs

    def references(self) -> tuple[Paragraph, ...]:
        """Give the works that the article cites, in its order."""
        return tuple(p for section in self.sections if section.is_references for p in section.paragraphs)

    def headings(self) -> tuple[str, ...]:
        """Give the innermost heading of each section on the subject, once, in the article's order."""
        named = (section.path[-1] for section in self.sections if section.path and not section.is_references)
        return tuple(dict.fromkeys(named))
