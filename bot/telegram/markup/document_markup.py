"""Documents and their keeping -> messages for a manager. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering import messages
from bot.catalogues import Catalogue
from bot.telegram.markup.answer_markup import Reply, pager
from bot.telegram.markup.buttons import (
    ALL,
    DecideUpload,
    ListArticles,
    ManageArticle,
    RestoreVersion,
    ShowContents,
    article_key,
)
from bot.telegram.markup.quiz_markup import lines_to_html
from bot.text import clip
from bot.understood_lines import lines_of
from corpus import Article, Understood, Version

_PER_PAGE = 8
_MAX_LABEL = 50
_MAX_NAME = 100
_MAX_VALUE = 200
_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """Hold what may be done with a file that was sent: added, or put in the place of articles, by slug and title."""

    upload: str
    may_add: bool
    replaces: tuple[tuple[str, str], ...] = ()


def draw_upload(name: str, understood: Understood, today: date, offer: Offer, speech: Catalogue) -> Reply:
    """Draw what was understood of a file that was sent, with buttons for what may be done with it."""
    rows = [
        [DecideUpload(offer.upload, "replace", article_key(slug)).button(_label(speech.say("Replace"), title))]
        for slug, title in offer.replaces
    ]
    if offer.may_add:
        rows.append([DecideUpload(offer.upload, "add", ALL).button(speech.say("Add"))])
    rows.append([DecideUpload(offer.upload, "discard", ALL).button(speech.say("Discard"))])
    notes = [speech.say("Nothing is changed before you press a button.")]
    for _, title in offer.replaces:
        said = speech.say("Replace puts it in the place of “{title}”, which is kept.", title=clip(title, _MAX_NAME))
        notes.insert(0, said)
    lines = [*_understood(understood, today, speech), "", *notes]
    return Reply(f"<b>{escape(clip(name, _MAX_NAME))}</b>\n{lines_to_html(lines, speech)}", InlineKeyboardMarkup(rows))


def draw_kept(
    said: str, speech: Catalogue, *, served: str | None = None, before: Version | None = None, lost: int = 0
) -> Reply:
    """Draw what was done: with a button to open the article served under a slug, and one to restore what it was.

    `lost` quiz questions quote what the article no longer says.
    """
    lines = [said]
    if lost:
        drafts = speech.say_n(
            "{n} quiz question quotes what it no longer says, and is a draft again: /questions.",
            "{n} quiz questions quote what it no longer says, and are drafts again: /questions.",
            lost,
        )
        lines.append(drafts)
    row = [ShowContents(article_key(served), 0).button(speech.say("Open"))] if served else []
    if before:
        label = speech.say("Restore the version before") if served else speech.say("Restore it")
        row.append(RestoreVersion(before.key).button(label))
    return Reply(lines_to_html(lines, speech), InlineKeyboardMarkup([*([row] if row else []), [_all(speech)]]))


def draw_articles(
    articles: Sequence[Article],
    removed: Sequence[Version],
    speech: Catalogue,
    number: int = 0,
    *,
    unread: Sequence[tuple[str, str]] = (),
) -> Reply:
    """Draw a page of the articles, of what cannot be read (by slug and file) and of what was removed, each a button."""
    entries: list[InlineKeyboardButton] = [
        ManageArticle("show", article_key(slug)).button(clip(f"⚠ {name}", _MAX_LABEL)) for slug, name in unread
    ]
    entries += [
        ManageArticle("show", article_key(each.slug)).button(clip(messages.source_line(each, speech), _MAX_LABEL))
        for each in articles
    ]
    entries += [
        ManageArticle("show", article_key(each.slug)).button(_label(speech.say("Removed"), each.article.name))
        for each in removed
    ]
    pages = max(1, -(-len(entries) // _PER_PAGE))
    number = min(number, pages - 1)
    rows = [[button] for button in entries[number * _PER_PAGE : (number + 1) * _PER_PAGE]]
    turning = pager(ListArticles, number, pages, speech)
    lines = [
        speech.say_n("{n} article is served.", "{n} articles are served.", len(articles)),
        speech.say("Press one to see, replace or remove it. To add one, send me the file."),
    ]
    return Reply(
        lines_to_html(lines, speech), InlineKeyboardMarkup([*rows, *(turning.inline_keyboard if turning else ())])
    )


def draw_article(
    name: str, understood: Understood, today: date, speech: Catalogue, *, before: Version | None, own: bool
) -> Reply:
    """Draw an article for whoever keeps it: its file, what was understood of it, and what may be done."""
    key = article_key(understood.article.slug)
    rows = [[ShowContents(key, 0).button(speech.say("Open"))]]
    lines = _understood(understood, today, speech)
    if own:
        rows[0].append(ManageArticle("remove", key).button(speech.say("Remove it")))
        lines += ["", speech.say("To replace it, reply to this message with the new file.")]
    if own and before:
        rows.append([RestoreVersion(before.key).button(speech.say("Restore the version before"))])
    if own and understood.article.review:
        rows.append([ManageArticle("reviewed", key).button(speech.say("Looked over: due again in a year"))])
    rows.append([_all(speech)])
    return Reply(f"<b>{escape(clip(name, _MAX_NAME))}</b>\n{lines_to_html(lines, speech)}", InlineKeyboardMarkup(rows))


def draw_removed(version: Version, speech: Catalogue) -> Reply:
    """Draw an article that was removed, with a button that restores it."""
    said = speech.say("{file} was removed. It is kept.", file=clip(version.article.name, _MAX_NAME))
    restore = RestoreVersion(version.key).button(speech.say("Restore it"))
    return Reply(lines_to_html([said], speech), InlineKeyboardMarkup([[restore], [_all(speech)]]))


def draw_unread(slug: str, name: str, reason: str, speech: Catalogue, *, asks: bool) -> Reply:
    """Draw a file that cannot be read: why, and what to do; or ask whether it is to be removed."""
    key, file = article_key(slug), clip(name, _MAX_NAME)
    if asks:
        said = speech.say(
            "Remove {file}? Nobody is answered from it as it is. It is kept, and can be restored.", file=file
        )
        yes, no = speech.say("Yes, remove it"), speech.say("No")
        row = [ManageArticle("gone", key).button(yes), ManageArticle("show", key).button(no)]
        return Reply(lines_to_html([said], speech), InlineKeyboardMarkup([row]))
    lines = [
        speech.say("{file} cannot be read, so nobody is answered from it.", file=file),
        f"• {clip(reason, _MAX_VALUE)}",
        speech.say("Send me the file anew under the same name, or remove it."),
    ]
    remove = ManageArticle("remove", key).button(speech.say("Remove it"))
    return Reply(lines_to_html(lines, speech), InlineKeyboardMarkup([[remove], [_all(speech)]]))


def ask_to_remove(article: Article, speech: Catalogue) -> Reply:
    """Ask whether an article is to be removed."""
    key = article_key(article.slug)
    said = speech.say(
        "Remove “{title}”? Nobody is answered from it any more, nor quizzed on it. It is kept, and can be restored.",
        title=clip(article.title, _MAX_NAME),
    )
    row = [
        ManageArticle("gone", key).button(speech.say("Yes, remove it")),
        ManageArticle("show", key).button(speech.say("No")),
    ]
    return Reply(lines_to_html([said], speech), InlineKeyboardMarkup([row]))


def _understood(understood: Understood, today: date, speech: Catalogue) -> list[str]:
    """Say what was understood, on a screen of a phone: what was left out comes last, and is not all shown."""
    lines = sorted(lines_of(understood, today, speech), key=lambda line: line.left_out)
    said = [f"{line.name}: {clip(line.value, _MAX_VALUE)}" for line in lines[:_MOST_LINES]]
    left = len(lines) - len(said)
    return said + ([speech.say_n("… and {n} line more", "… and {n} lines more", left)] if left else [])


def _all(speech: Catalogue) -> InlineKeyboardButton:
    return ListArticles(0).button(speech.say("All articles"))


def _label(what: str, of: str) -> str:
    return clip(f"{what}: {of}", _MAX_LABEL)
