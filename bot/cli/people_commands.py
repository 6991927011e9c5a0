"""The commands about people: what managers do in the chat, for who has a terminal instead."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.options import (
    CommandGroup,
    corpus_option,
    local_account,
    local_name,
    name_option,
    open_corpus,
    settings_for,
)
from bot.errors import BotError
from bot.text import clip

if TYPE_CHECKING:
    from bot.quiz.quizzes import Quizzes
    from bot.settings import Settings

_ACTIONS = 50
_MAX_SHOWN = 80


@click.group(cls=CommandGroup)
@corpus_option
@click.pass_context
def people(context: click.Context, corpus: Path | None) -> None:
    """Manage the staff: who they are, invitations, announcements, and what was done."""
    context.obj = corpus


@people.command(name="list")
@click.pass_context
def list_people(context: click.Context) -> None:
    """List the staff: account, name, the day on which they joined, and how they stand."""
    from bot.catalogues import ENGLISH
    from bot.quiz import report_messages

    with _opened(context) as (quizzes, settings):
        members = quizzes.staff.members()
        for member in members:
            found = quizzes.reports.person(member.account, datetime.now(UTC))
            standing = report_messages.person_lines(found[0], ENGLISH, topics=False)[0] if found else ""
            joined = member.joined_at.astimezone(settings.zone).date().isoformat()
            click.echo("\t".join((member.account, clip(member.name, _MAX_SHOWN), joined, standing)))
        click.echo(f"Staff: {len(members)}." if members else "Nobody has joined yet.")


@people.command()
@click.argument("account")
@click.pass_context
def show(context: click.Context, account: str) -> None:
    """Show how one person stands, and the exams that they took. ACCOUNT is as in the list, such as telegram:42."""
    from bot.catalogues import ENGLISH
    from bot.quiz import staff_messages

    with _opened(context) as (quizzes, _):
        member, found = quizzes.staff.member(account), quizzes.reports.person(account, datetime.now(UTC))
        if member is None or found is None:
            raise _not_listed(account)
        click.echo("\n".join(staff_messages.member_lines(member, *found, ENGLISH)))


@people.command()
@click.argument("account")
@click.option("--yes", is_flag=True, help="Do not ask.")
@name_option
@click.pass_context
def remove(context: click.Context, account: str, yes: bool, name: str | None) -> None:
    """Remove someone, and delete their answers and results. ACCOUNT is as in the list, such as telegram:42."""
    with _opened(context) as (quizzes, _):
        member = quizzes.staff.member(account)
        if member is None:
            raise _not_listed(account)
        if not yes:
            click.confirm(f"Remove {clip(member.name, _MAX_SHOWN)}, and delete their answers and results?", abort=True)
        quizzes.staff.remove(account, local_account(name), datetime.now(UTC))
        click.echo("Removed.")


@people.command()
@click.argument("number", metavar="PEOPLE", default="1")
@click.option("--until", metavar="WHEN", default="7", help="For how many days, or the last day.  [default: 7]")
@click.option("--bot", metavar="USERNAME", help="The bot's name at Telegram, to print a link.")
@name_option
@click.pass_context
def invite(context: click.Context, number: str, until: str, bot: str | None, name: str | None) -> None:
    """Make an invitation by which PEOPLE people can join, one if nothing is said."""
    from bot.quiz.invitations import MOST_DAYS, MOST_PLACES, terms_of

    with _opened(context) as (quizzes, settings):
        now = datetime.now(UTC)
        terms = terms_of([number, until], now, settings.zone)
        if terms is None:
            raise click.UsageError(
                f"write 1 to {MOST_PLACES} people, and 1 to {MOST_DAYS} days or a day such as {now:%Y}-12-31"
            )
        made, secret = quizzes.invitations.make(local_account(name), now, terms)
        day = made.expires_at.astimezone(settings.zone).date().isoformat()
        click.echo(f"Invitation {made.number}, for {made.places}, until {day}.", err=True)
        sent = f"https://t.me/{bot.removeprefix('@')}?start=join-{secret}" if bot else f"/start join-{secret}"
        click.echo(sent)
        if not bot:
            click.echo("That is what they write to the bot; with --bot USERNAME it is a link.", err=True)


@people.command()
@click.pass_context
def invitations(context: click.Context) -> None:
    """List the invitations that are open: number, who has joined of how many, last day."""
    with _opened(context) as (quizzes, settings):
        found = quizzes.invitations.open_ones(datetime.now(UTC))
        for each in found:
            day = each.expires_at.astimezone(settings.zone).date().isoformat()
            click.echo(f"{each.number}\t{each.taken} of {each.places}\t{day}")
        if not found:
            click.echo("No invitation is open.")


@people.command()
@click.argument("number", type=int)
@name_option
@click.pass_context
def withdraw(context: click.Context, number: int, name: str | None) -> None:
    """Withdraw the invitation NUMBER."""
    with _opened(context) as (quizzes, _):
        if not quizzes.invitations.withdraw(number, local_account(name), datetime.now(UTC)):
            raise BotError(f"no invitation {number} is open; `article-bot people invitations` lists them")
        click.echo("Withdrawn.")


@people.command()
@click.argument("text")
@click.option("--yes", is_flag=True, help="Do not ask.")
@name_option
@click.pass_context
def announce(context: click.Context, text: str, yes: bool, name: str | None) -> None:
    """Announce TEXT to the staff on Telegram. The bot sends it while it runs, or when it is started next."""
    from bot.quiz.announcing import MAX_ANNOUNCEMENT

    text, now = text.strip(), datetime.now(UTC)
    if not text or len(text.encode("utf-16-le", "surrogatepass")) > 2 * MAX_ANNOUNCEMENT:
        raise click.UsageError(f"write 1 to {MAX_ANNOUNCEMENT} characters")
    with _opened(context) as (quizzes, _):
        who = local_account(name)
        draft = quizzes.announcements.draft(text, who, local_name(name), now)
        if not draft.people:
            raise BotError("there is nobody on Telegram to announce it to; `article-bot people list` shows the staff")
        if not yes and not click.confirm(f"{text}\n\nSend this to {draft.people} people?"):
            quizzes.announcements.discard(draft.number, who, now)
            raise click.Abort
        quizzes.announcements.confirm(draft.number, who, now)
        click.echo(f"The bot sends it to {draft.people} people.")


@people.command(name="actions")
@click.pass_context
def list_actions(context: click.Context) -> None:
    """List what managers have done last: when, who, what. It is kept for a year."""
    from bot.records import actions

    with _opened(context) as (quizzes, settings), quizzes.records.read() as session:
        found = actions.latest(session, _ACTIONS)
        for each in found:
            when = each.at.astimezone(settings.zone).strftime("%Y-%m-%d %H:%M")
            click.echo("\t".join((when, each.account, each.what, clip(each.subject, _MAX_SHOWN))))
        if not found:
            click.echo("Nothing was done yet.")


@contextmanager
def _opened(context: click.Context) -> Iterator[tuple["Quizzes", "Settings"]]:
    from bot.quiz.quizzes import open_quizzes

    settings = settings_for(context.obj)
    with open_quizzes(open_corpus(settings), settings.database_url, settings.zone) as quizzes:
        yield quizzes, settings


def _not_listed(account: str) -> BotError:
    return BotError(f"{clip(account, 60)} is not on the list of staff; `article-bot people list` shows it")
