"""A result -> the page of it that every front end draws, and the segments of a passage with their emphasis."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.answering import messages
from bot.answering.answer import Answer, NoAnswer, NoQuestion, Result
from bot.catalogues import Catalogue
from bot.text import clean
from corpus import Article
from index import Hit, Passage
from index.language.sentences import OWN_LINE
from index.language.tokens import forms

_SPACE = re.compile(r"\s+")
_DEEPEST = 8  # spaces before an item of a nested list

# First words of a sentence that does not name what it is about.
_SUBJECTLESS = frozenset(
    "it its they them their he she his her this these those that such both one is are was were has have had can may"
    " should must does do did used given taken also however".split()
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold a stretch of a passage: whether it belongs to the best sentence, and whether it is a matched word."""

    text: str
    best: bool
    match: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Hold what one screen shows of a result; every front end draws the same page in its own way.

    `emergency` comes first, on each page: it is for whoever writes of an emergency.
    `remarks` are next: how the question was read, words that no article uses, a fact about the article. `verdict` is
    what is said in place of an answer. `lead` introduces a passage that is no answer. `answers` tells whether the
    passage answers, so that its best sentence is bold, `refuses` whether the articles do not. `asked` tells which
    question of a message with several it is about. It is page `number` (from 0) of `count`. `notice` belongs to the
    article that is quoted; `contact` says to whom to turn where the articles do not answer.
    """

    emergency: str | None = None
    remarks: tuple[str, ...] = ()
    asked: str | None = None
    verdict: str | None = None
    lead: str | None = None
    passage: Hit | None = None
    answers: bool = False
    refuses: bool = False
    number: int = 0
    count: int = 1
    notice: str | None = None
    contact: str | None = None

    @property
    def heading(self) -> str | None:
        """Give what to show above a passage whose best sentence does not say what it is about."""
        return _heading(self.passage) if self.passage else None


def page_of(
    result: Result,
    articles: Sequence[Article],
    speech: Catalogue,
    number: int = 0,
    *,
    contact: str | None = None,
    complete: bool = True,
) -> Page:
    """Lay out a page of a result, in a language. A number beyond the last gives the last page.

    `contact` is the person to turn to where the articles do not answer. Unless the articles are `complete`, for not all
    files are read, no word is said to occur nowhere.

    The pages of an answer are the passages that answer, best first, then those beside the best one in its article. Of a
    message with several questions the first page of each comes before the others.
    """
    if isinstance(result, NoQuestion):
        return Page(emergency=result.emergency, verdict=messages.reply_to(result.question, articles, speech, contact))
    results = (result, *result.further)
    first = [_page(each, articles, speech, 0, complete=complete) for each in results]
    if len(results) > 1:
        first = [
            replace(page, asked=messages.question_of(each, place, len(results), speech))
            for place, (page, each) in enumerate(zip(first, results, strict=True), start=1)
        ]
    further = [
        replace(_page(each, articles, speech, later, complete=complete), asked=page.asked)
        for page, each in zip(first, results, strict=True)
        for later in range(1, _count(each))
    ]
    pages = [*first, *further]
    number = min(number, len(pages) - 1)
    page = replace(
        pages[number],
        number=number,
        count=len(pages),
        emergency=result.emergency,
        notice=_notice(pages[number].passage, articles),
    )
    return replace(page, contact=messages.turn_to(contact, speech)) if contact and page.refuses else page


def page_of_passage(passage: Passage, articles: Sequence[Article]) -> Page:
    """Lay out a passage that nothing was asked of, with its notice."""
    hit = unmarked(passage)
    return Page(passage=hit, notice=_notice(hit, articles))


def _notice(hit: Hit | None, articles: Sequence[Article]) -> str | None:
    """Give the notice of the article that a hit is from."""
    slug = hit.passage.citation.article if hit else None
    return next((article.notice for article in articles if article.slug == slug), None)


def _count(result: Answer | NoAnswer) -> int:
    return len(result.hits) + len(result.neighbours) if isinstance(result, Answer) else 1


def _page(
    result: Answer | NoAnswer, articles: Sequence[Article], speech: Catalogue, number: int, *, complete: bool
) -> Page:
    """Lay out a page of the result for one question."""
    if isinstance(result, NoAnswer):
        speech = messages.speech_to(result, speech)
    remarks = tuple(messages.remarks(result, articles, speech, complete=complete))
    if isinstance(result, NoAnswer):
        return Page(
            remarks=remarks,
            verdict=messages.not_answered(result, articles, speech, complete=complete),
            lead=messages.lead_of(result, speech),
            passage=result.nearest[0] if result.nearest else None,
            refuses=True,
        )
    answers = number < len(result.hits)
    passage = result.hits[number] if answers else unmarked(result.neighbours[number - len(result.hits)])
    return Page(
        remarks=remarks, lead=None if answers else speech.say(messages.BESIDE), passage=passage, answers=answers
    )


def _heading(hit: Hit) -> str | None:
    """Give the heading of a passage whose best sentence has no subject of its own: "It is used ...", "Lowers ..."."""
    start, end = hit.best_sentence
    words = forms(hit.passage.text[start:end])
    if not words or not _SUBJECTLESS.issuperset(words[:1]):
        return None
    citation = hit.passage.citation
    return citation.section[-1] if citation.section else citation.title


def unmarked(passage: Passage) -> Hit:
    """Make a hit of a passage that is shown though nothing was asked of it."""
    return Hit(passage, score=0.0, confidence=0.0, best_sentence=passage.sentences[0], matches=())


def segments(hit: Hit, length: int) -> Iterator[Segment]:
    """Cut the passage of a hit into segments, white space folded; about `length` characters of it at most.

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
    """Choose the span of the passage that is shown: whole sentences around the best one, as many as fit."""
    if len(hit.passage.text) <= length:
        return 0, len(hit.passage.text)
    start, end = hit.best_sentence
    if end - start > length:
        return start, start + length
    end = max(right for _, right in hit.passage.sentences if right - start <= length)
    start = min(left for left, _ in hit.passage.sentences if end - left <= length)
    return start, end


def _fold(text: str, start: int, end: int) -> str:
    """Fold the white space of a stretch of text: to a space, a line end or a paragraph's end."""
    folded = ""
    at = start
    for space in _SPACE.finditer(text, start, end):
        folded += text[at : space.start()]
        if space[0].count("\n") > 1:
            folded += "\n\n"
        elif "\n" in space[0] and OWN_LINE.match(text, space.end()):
            folded += "\n" + space[0].rpartition("\n")[2][:_DEEPEST]
        else:
            folded += " "
        at = space.end()
    return folded + text[at:end]
