"""Reading an article where it was quoted: its text in pages of whole passages, and its contents. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.passage_names import digest_in, digest_of, paragraph_in
from corpus import Article
from index import Passage

_PAGE_LENGTH = 1500  # characters of text and headings, so that a page is a message
_MOST_PASSAGES = 30


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """Hold a page of an article: page `number` (from 0) of `count`; `marked` is the place of a passage in it, or None.

    `before` and `after` are the first passages of the pages beside it.
    """

    article: Article
    passages: tuple[Passage, ...]
    number: int
    count: int
    marked: int | None = None
    before: Passage | None = None
    after: Passage | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """Hold a heading of an article, and the passage with which what stands under it begins."""

    heading: str
    first: Passage


class ReaderText:
    """Hold the text of an article, divided into pages."""

    def __init__(self, article: Article, passages: Sequence[Passage]) -> None:
        self.article = article
        self._pages = tuple(_divide(passages))

    def page(self, number: int, marked: int | None = None) -> ReadingPage:
        """Give a page, a place on it marked; a number beyond the last gives the last."""
        number = min(number, len(self._pages) - 1)
        around = {at: self._pages[at][0] for at in (number - 1, number + 1) if 0 <= at < len(self._pages)}
        return ReadingPage(
            self.article,
            self._pages[number],
            number,
            len(self._pages),
            marked,
            before=around.get(number - 1),
            after=around.get(number + 1),
        )

    def open(self, name: str) -> tuple[int, int] | None:
        """Find the page that a named passage stands on, and its place there; None where the text has it no more."""
        wanted = digest_in(name)
        return next((place for place, passage in self._places() if digest_of(passage) == wanted), None)

    def open_near(self, name: str) -> tuple[int, int | None]:
        """Find the page of the passage that stands nearest to where a named one stood, and its place there.

        For a name that does not tell where that was, give the first page and None.
        """
        paragraph = paragraph_in(name)
        if paragraph is None:
            return 0, None
        return min(self._places(), key=lambda each: abs(each[1].citation.paragraph - paragraph))[0]

    def _places(self) -> Iterator[tuple[tuple[int, int], Passage]]:
        """Give all passages, each with the number of its page and its place there."""
        for number, page in enumerate(self._pages):
            for place, passage in enumerate(page):
                yield (number, place), passage

    def chapters(self) -> tuple[Chapter, ...]:
        """Give the headings of the article in their order, each where it begins."""
        found: list[Chapter] = []
        last: tuple[str, ...] = ()
        for passage in (passage for page in self._pages for passage in page):
            section = passage.citation.section
            if section and section != last:
                found.append(Chapter(section[-1], passage))
            last = section
        return tuple(found)


def heading_of(passage: Passage, before: Passage | None) -> tuple[str, ...]:
    """Give the headings that begin with a passage: those that did not stand above the one before it already."""
    section = passage.citation.section
    above = before.citation.section if before else ()
    shared = next((at for at, pair in enumerate(zip(section, above, strict=False)) if pair[0] != pair[1]), None)
    shared = min(len(section), len(above)) if shared is None else shared
    return section[shared:]


def _divide(passages: Sequence[Passage]) -> Iterator[tuple[Passage, ...]]:
    """Cut an article into pages: as many whole passages on each as fit, at least one."""
    page: list[Passage] = []
    length = 0
    for passage in passages:
        size = len(passage.text) + sum(map(len, passage.citation.section))
        if page and (length + size > _PAGE_LENGTH or len(page) == _MOST_PASSAGES):
            yield tuple(page)
            page, length = [], 0
        page.append(passage)
        length += size
    if page:
        yield tuple(page)
