"""Pages of answers -> messages for Telegram: HTML with everything escaped, within Telegram's limits. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.answering import messages
from bot.answering.page import Page, Segment, segments
from bot.catalogues import Catalogue
from bot.telegram.markup.buttons import ButtonData
from bot.text import clean, clip
from index import Hit, Passage

_PASSAGE_LENGTH = 900  # characters, of which each may be two of Telegram's UTF-16 units
_SENTENCE_LENGTH = 380
_HEADING_LENGTH = 80
_LABEL_LENGTH = 160
_OTHER_ENTITIES = 14  # the best sentence, twice, the fold, the citation and the remarks
_FOLD = "<blockquote expandable>"


@dataclass(frozen=True, slots=True)
class Reply:
    """Hold a message to send: HTML and the buttons under it."""

    html: str
    buttons: InlineKeyboardMarkup | None = None


def draw(page: Page, speech: Catalogue) -> Reply:
    """Draw a page of a result for one screen of a phone.

    What the bot says comes first, then the sentence that answers, the whole passage folded, and its citation. Where
    the articles do not answer, the nearest passage is folded with all that belongs to it.
    """
    said = [*page.remarks, *([page.asked] if page.asked else [])]
    parts = ["\n".join(f"<i>{escape(line)}</i>" for line in said)]
    if page.verdict:
        parts.append(escape(page.verdict))
    if page.passage:
        parts.append(_refused(page, page.passage, speech) if page.refuses else _quoted(page, page.passage, speech))
    after = (None if page.passage and page.refuses else page.notice, page.contact)
    parts += [f"<i>{escape(line)}</i>" for line in after if line]
    return Reply(("\n" if page.refuses else "\n\n").join(filter(None, parts)))


def read_as(sent: str) -> str | None:
    """Tell how a question was read, if a sent message says so: it carries that over a restart."""
    return messages.read_as(sent.partition("\n")[0])


def _quoted(page: Page, hit: Hit, speech: Catalogue) -> str:
    """Draw a passage: the sentence that answers in bold, then all of it folded, and its citation."""
    lines = [
        f"<i>{escape(line)}</i>" for line in (page.lead, page.heading and clip(page.heading, _HEADING_LENGTH)) if line
    ]
    pieces = list(segments(hit, _PASSAGE_LENGTH))
    if page.answers:
        lines.append(_sentence([piece for piece in pieces if piece.best]))
    if not page.answers or any(piece.text.strip() and not piece.best for piece in pieces) or _is_long(pieces):
        lines.append(f"{_FOLD}{_whole(pieces, answers=page.answers)}</blockquote>")
    return "\n".join([*lines, cite(hit.passage, speech)])


def _refused(page: Page, hit: Hit, speech: Catalogue) -> str:
    """Draw the nearest passage, folded together with what introduces it, its citation and its notice."""
    text = _whole(list(segments(hit, _PASSAGE_LENGTH)), answers=False)
    notice = f"<i>{escape(page.notice)}</i>" if page.notice else None
    lines = filter(None, (escape(page.lead or ""), text, cite(hit.passage, speech), notice))
    return f"{_FOLD}{chr(10).join(lines)}</blockquote>"


def _sentence(pieces: Sequence[Segment]) -> str:
    """Draw the sentence that answers, its matched words underlined; a very long one is cut: the fold has all."""
    marks_left, length_left = MessageLimit.MESSAGE_ENTITIES - _OTHER_ENTITIES, _SENTENCE_LENGTH
    html = ""
    for piece in pieces:
        text = piece.text if len(piece.text) <= length_left else piece.text[: max(length_left - 1, 0)].rstrip() + "…"
        length_left -= len(piece.text)
        if piece.match and marks_left >= 2:
            # Counted twice: Telegram may cut the bold around a marked word in two.
            html += f"<u>{escape(text)}</u>"
            marks_left -= 2
        else:
            html += escape(text)
        if length_left < 0:
            break
    return f"<b>{html.strip()}</b>"


def _whole(pieces: Sequence[Segment], *, answers: bool) -> str:
    """Draw all of a passage that is shown; where it answers, the sentence that does is bold."""
    html = "".join(f"<b>{escape(piece.text)}</b>" if piece.best and answers else escape(piece.text) for piece in pieces)
    return html.replace("</b><b>", "").strip()


def _is_long(pieces: Sequence[Segment]) -> bool:
    return sum(len(piece.text) for piece in pieces) > _SENTENCE_LENGTH


def cite(passage: Passage, speech: Catalogue) -> str:
    """Draw the citation of a passage, with a link where the article has an address."""
    label = escape(clip(passage.citation.label_in(speech), _LABEL_LENGTH))
    return f"— {link_to(passage.citation.url, label) or f'<i>{label}</i>'}"


def link_to(url: str | None, label: str) -> str | None:
    """Put a link behind a label, which is HTML; None where the address is none of the web."""
    return f'<a href="{escape(url)}">{label}</a>' if url is not None and _is_web_address(url) else None


def _is_web_address(url: str) -> bool:
    return url.startswith(("https://", "http://")) and clean(url) == url and len(url) < 2000


def pager(kind: Callable[[int], ButtonData], page: int, pages: int, speech: Catalogue) -> InlineKeyboardMarkup | None:
    """Make buttons to the pages before and after; each carries the page it leads to."""
    if pages < 2:
        return None
    row = []
    if page > 0:
        row.append(kind(page - 1).button("‹ " + speech.say("Back")))
    if page + 1 < pages:
        row.append(kind(page + 1).button(speech.say("More ({page} of {pages})", page=page + 1, pages=pages) + " ›"))
    return InlineKeyboardMarkup([row])
