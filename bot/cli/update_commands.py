"""The command about updates of Telegram's that could not be handled."""

import json
from typing import TYPE_CHECKING, Any

import click

from bot.cli.options import settings_for
from bot.errors import BotError
from bot.text import clip

if TYPE_CHECKING:
    from bot.records import StoredUpdate

_MOST_TEXT = 60


@click.command(name="updates")
@click.option("--retry", metavar="N", type=int, multiple=True, help="Have the bot handle N again after its next start.")
def list_updates(retry: tuple[int, ...]) -> None:
    """List what came from Telegram and could not be handled, with the reason. It is kept for a month."""
    from bot.records import Records, updates

    with Records.open(settings_for(None).database_url) as records, records.write() as session:
        for number in retry:
            if not updates.retry(session, number):
                raise BotError(f"no update is kept as number {number}; `article-bot updates` lists them")
        if retry:
            click.echo("The bot handles that after its next start.")
            return
        kept = updates.kept(session)
        for row in kept:
            click.echo("\t".join(_columns(row)))
        click.echo(f"Kept: {len(kept)}." if kept else "All that came was handled.")


def _columns(row: "StoredUpdate") -> tuple[str, ...]:
    when = row.received_at.astimezone().strftime("%Y-%m-%d %H:%M")
    reason = clip((row.error or "").splitlines()[0] if row.error else "", 200)
    return str(row.update_id), when, row.state, reason, clip(_text(json.loads(row.body or "{}")), _MOST_TEXT)


def _text(update: dict[str, Any]) -> str:
    """Give what somebody wrote or pressed, if the update has it."""
    for kind, content in update.items():
        if isinstance(content, dict):
            return str(content.get("text") or content.get("data") or kind)
    return ""
