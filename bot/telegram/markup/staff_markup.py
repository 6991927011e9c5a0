"""People, invitations and announcements, for managers -> messages for Telegram, within its limits. Pure."""

from collections.abc import Sequence
from datetime import tzinfo
from functools import partial
from html import escape

from telegram import InlineKeyboardMarkup

from bot.catalogues import Catalogue
from bot.quiz import staff_messages
from bot.quiz.announcing import AnnouncementDraft
from bot.quiz.invitations import Invitation
from bot.quiz.staff import Member
from bot.telegram.markup.answer_markup import Reply, pager
from bot.telegram.markup.buttons import (
    Announce,
    RemovePerson,
    ShowActions,
    ShowInvitations,
    ShowPerson,
    ShowStaff,
    WithdrawInvitation,
    account_key,
)
from bot.telegram.markup.quiz_markup import lines_to_html
from bot.text import clean, clip

PER_PAGE = 8
_MAX_NAME = 40


def page_of_list(number: int, length: int) -> tuple[int, int]:
    """Give the page of a list that there is, for one that was asked for, and how many pages it has."""
    pages = max(-(-length // PER_PAGE), 1)
    return min(number, pages - 1), pages


def draw_people(people: Sequence[tuple[Member, str]], total: int, page: int, pages: int, speech: Catalogue) -> Reply:
    """Draw a page of the staff: each with a line on how they stand, and a button to more."""
    if not people:
        return Reply(escape(speech.say("Nobody has joined yet. /invite makes an invitation.")))
    head = speech.say_n("Staff: {n} person", "Staff: {n} people", total)
    rows = [
        [ShowPerson(account_key(member.account), page).button(clip(member.name, _MAX_NAME))] for member, _ in people
    ]
    turning = pager(ShowStaff, page, pages, speech)
    rows += [list(row) for row in turning.inline_keyboard] if turning else []
    lines = lines_to_html([standing for _, standing in people], speech)
    return Reply(f"<b>{escape(head)}</b>\n{lines}", InlineKeyboardMarkup(rows))


def draw_person(lines: Sequence[str], key: str, page: int, speech: Catalogue) -> Reply:
    """Draw what there is about a person, with buttons to remove them and back to the list."""
    name, *rest = lines
    row = [
        ShowStaff(page).button("‹ " + speech.say("Back")),
        RemovePerson(key, page, "ask").button(speech.say("Remove")),
    ]
    return Reply(f"<b>{escape(name)}</b>\n{lines_to_html(rest, speech)}", InlineKeyboardMarkup([row]))


def draw_removal(name: str, key: str, page: int, speech: Catalogue) -> Reply:
    """Ask whether a person is to be removed."""
    question = speech.say(
        "Remove {name} from the list of staff? Their answers, results and schedule are deleted, and cannot be brought"
        " back. /report gives you a file with all answers first.",
        name=clip(name, _MAX_NAME),
    )
    row = [
        RemovePerson(key, page, "yes").button(speech.say("Yes, remove")),
        ShowPerson(key, page).button(speech.say("No")),
    ]
    return Reply(escape(question), InlineKeyboardMarkup([row]))


def draw_removed(name: str, open_invitations: int, page: int, speech: Catalogue) -> Reply:
    """Say that a person was removed, and how they could come back."""
    lines = [speech.say("{name} is removed, and what was stored about them is deleted.", name=clip(name, _MAX_NAME))]
    if open_invitations:
        lines.append(
            speech.say_n(
                "{n} invitation is still open, by which they could join again: /invitations.",
                "{n} invitations are still open, by which they could join again: /invitations.",
                open_invitations,
            )
        )
    back = ShowStaff(page).button("‹ " + speech.say("Back"))
    return Reply(lines_to_html(lines, speech), InlineKeyboardMarkup([[back]]))


def draw_invitation(made: Invitation, link: str, zone: tzinfo | None, speech: Catalogue) -> Reply:
    """Draw an invitation that was made: its link is shown this once."""
    use = speech.say_n(
        "This link lets one person join, once, until {day}. Send it to them:",
        "This link lets {n} people join, until {day}. Send it to them:",
        made.places,
        day=_until(made, zone, speech),
    )
    again = speech.say("I keep no copy of it. /invitations lists what is open, and withdraws it.")
    return Reply("\n".join([escape(use), "", escape(link), "", escape(again)]))


def draw_invitations(
    invitations: Sequence[Invitation], page: int, pages: int, zone: tzinfo | None, speech: Catalogue
) -> Reply:
    """Draw a page of the invitations that are open, with a button to withdraw each."""
    if not invitations:
        return Reply(escape(speech.say(staff_messages.NO_INVITATIONS)))
    lines = [
        speech.say(
            "{number}: {taken} of {places} have joined, open until {day}",
            number=each.number,
            taken=each.taken,
            places=each.places,
            day=_until(each, zone, speech),
        )
        for each in invitations
    ]
    rows = [
        [WithdrawInvitation(each.number, page).button(speech.say("Withdraw {number}", number=each.number))]
        for each in invitations
    ]
    turning = pager(ShowInvitations, page, pages, speech)
    rows += [list(row) for row in turning.inline_keyboard] if turning else []
    head = speech.say("Open invitations")
    return Reply(f"<b>{escape(head)}</b>\n{lines_to_html(lines, speech)}", InlineKeyboardMarkup(rows))


def draw_announcement(author: str, text: str, speech: Catalogue) -> str:
    """Draw an announcement as those see it who get it, as HTML."""
    head = speech.say("Announcement from {name}", name=clip(author, _MAX_NAME))
    return f"<b>{escape(head)}</b>\n\n{escape(clean(text))}"


def draw_preview(draft: AnnouncementDraft, author: str, speech: Catalogue) -> Reply:
    """Show an announcement before it is sent, and to how many it goes."""
    asked = speech.say_n("Send this to {n} person?", "Send this to {n} people?", draft.people)
    button = partial(Announce, draft.number)
    row = [button("send").button(speech.say("Send")), button("drop").button(speech.say("Do not send"))]
    shown = draw_announcement(author, draft.text, speech)
    return Reply(f"{shown}\n\n<i>{escape(asked)}</i>", InlineKeyboardMarkup([row]))


def draw_actions(done: Sequence[str], page: int, pages: int, speech: Catalogue) -> Reply:
    """Draw a page of what managers have done, a line each."""
    if not done:
        return Reply(escape(speech.say("Nothing was done yet.")))
    head = speech.say("What managers have done; it is kept for a year")
    return Reply(f"<b>{escape(head)}</b>\n{lines_to_html(done, speech)}", pager(ShowActions, page, pages, speech))


def _until(invitation: Invitation, zone: tzinfo | None, speech: Catalogue) -> str:
    """Name the last day of an invitation. It may end with that day, or at the hour at which it was made."""
    return speech.day(invitation.expires_at.astimezone(zone).date())
