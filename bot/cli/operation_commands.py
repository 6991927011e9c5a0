"""The commands for who keeps a bot running: setting up, looking over, backing up and putting back."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cli.options import corpus_option, settings_for
from bot.errors import BotError
from bot.text import counted

if TYPE_CHECKING:
    from pydantic import SecretStr

    from bot.settings import Settings

_T = TypeVar("_T")
_TRIES = 3
_GET_A_TOKEN = "Write to @BotFather on Telegram, send /newbot, choose a name, and copy the token that it gives you."  # noqa: S105 - no token


@click.command()
@click.option("--token-file", metavar="FILE", type=click.Path(path_type=Path), help="Read the token from a file.")
@click.option("--managers", metavar="IDS", help="Telegram ids of managers, with commas between.")
@click.option("--offline", is_flag=True, help="Do not ask Telegram whose the token is.")
@click.option("--user", is_flag=True, help="Write into your configuration folder, for bots started in any folder.")
@click.option("--replace", is_flag=True, help="Change a .env that is there without asking.")
@corpus_option
def init(
    token_file: Path | None, managers: str | None, offline: bool, user: bool, replace: bool, corpus: Path | None
) -> None:
    """Set a bot up: ask for its token, documents and managers, check them, and write them into .env.

    What is not asked for in a terminal is read from standard input, one answer a line; what options name is not asked.
    Where a .env is there already, an empty answer keeps what it says, and "none" takes it away.
    """
    from bot.operation.first_setup import Setup, read_old_setup, write_setup
    from bot.settings import user_settings_file

    file = user_settings_file() if user else Path(".env")
    if file.exists() and not (replace or _confirmed(f"{file} is there. Change token, documents and managers in it?")):
        raise BotError(f"{file}: is there and stays as it is; add --replace to change it")
    settings, old = settings_for(None), read_old_setup(file)
    token = _token(token_file, settings, old.token, offline=offline)
    folder = _documents(corpus, settings.cache_folder, old.corpus)
    write_setup(Setup(token, folder, _managers(managers, old.managers)), file)
    click.echo(f"Written: {file.resolve()}, which only you can read. Next, type:")
    for command, what in (("doctor", "check everything"), ("chat", "try it here"), ("telegram", "start the bot")):
        click.echo(f"  {_program()} {command:<9} {what}")


def _token(file: Path | None, settings: "Settings", old: "SecretStr | None", *, offline: bool) -> "SecretStr":
    """Take a token from a file, or ask for it; Enter keeps the old one."""
    from pydantic import SecretStr

    from bot.operation.first_setup import read_token

    kept = "; Enter: as before" if old else ""

    def once() -> SecretStr:
        typed = read_token(file) if file else SecretStr(_ask(f"Token (what you paste is not shown{kept})", hidden=True))
        token = typed if typed or old is None else old
        _check_token(token, settings, offline=offline)
        return token

    if file is not None:
        return once()
    click.echo(_GET_A_TOKEN)
    return _tried(once)


def _documents(named: Path | None, cache: Path, old: Path | None) -> Path | None:
    """Ask for the folder of documents where none is named, and say what can be read in it."""
    from bot.operation.first_setup import look_at_documents, read_folder

    before = f"{old}, as before; none: " if old else ""
    question = f"Folder of your documents (Enter: {before}the article that comes with the program)"

    def once() -> Path | None:
        folder = named or read_folder(_ask(question), old)
        found = look_at_documents(folder, cache, _confirmed)
        if found is None:
            click.echo(f"{folder} is empty: put documents there before you start the bot.")
            return folder
        wrong = f", {counted(len(found.problems), 'problem')}: see article-bot corpus check" if found.problems else ""
        click.echo(f"Documents: {counted(len(found.articles), 'article')} can be read{wrong}.")
        return folder

    return once() if named else _tried(once)


def _managers(given: str | None, old: tuple[int, ...]) -> tuple[int, ...]:
    """Read the managers' ids, or ask for them."""
    from bot.operation.first_setup import read_managers

    if given is not None:
        return read_managers(given)
    enter = f"{', '.join(map(str, old))}, as before; none: nobody" if old else "none"
    return _tried(
        lambda: read_managers(_ask(f"Telegram ids of managers (Enter: {enter}; /invite tells each theirs)"), old)
    )


def _tried(once: Callable[[], _T]) -> _T:
    """Ask until the answer is a good one, in a terminal a few times; the last error is raised."""
    from corpus import CorpusError

    for _ in range(_TRIES - 1 if sys.stdin.isatty() else 0):
        try:
            return once()
        except (BotError, CorpusError) as error:
            click.echo(f"{error}", err=True)
    return once()


def _check_token(token: "SecretStr", settings: "Settings", *, offline: bool) -> None:
    """Tell whose a token is; BotError where it is nobody's. Where Telegram cannot be asked, that is said."""
    from bot.telegram.identity import UnreachableError, check_form, look_up_bot

    check_form(token)
    if offline:
        click.echo("Token: has the form of one; Telegram was not asked.")
        return
    try:
        identity = look_up_bot(str(settings.telegram_api), token)
    except UnreachableError as error:
        click.echo(f"Token: not checked: {error}. article-bot doctor checks it later.")
    else:
        click.echo(f"Token: of @{identity.username}, https://t.me/{identity.username}")


def _ask(question: str, *, hidden: bool = False) -> str:
    """Ask in a terminal; otherwise take the next line of standard input, nothing at its end."""
    if sys.stdin.isatty():
        answer: str = click.prompt(question, default="", show_default=False, hide_input=hidden)
        return answer.strip()
    return sys.stdin.readline().strip()


def _confirmed(question: str) -> bool:
    """Ask for a yes in a terminal; elsewhere nobody says it."""
    return sys.stdin.isatty() and click.confirm(question)


def _program() -> str:
    """Give what starts this program from here, as it was typed."""
    import shutil

    started = Path(sys.argv[0])
    if started.name == "__main__.py":
        return "python -m bot"
    return started.name if shutil.which(started.name) else str(started)


@click.command()
@click.option("--offline", is_flag=True, help="Do not ask Telegram.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per finding and line.")
@corpus_option
def doctor(offline: bool, as_json: bool, corpus: Path | None) -> None:
    """Look the bot over and change nothing: what is wrong, and what mends it. Exit code 1 where something is wrong."""
    import json
    import logging
    from dataclasses import asdict

    from bot.operation.health_check import State, look_over

    logging.disable()  # what the checks find is said in their lines
    try:
        findings = list(look_over(lambda: settings_for(corpus), offline=offline))
    finally:
        logging.disable(logging.NOTSET)
    for finding in findings:
        if as_json:
            click.echo(json.dumps(asdict(finding), ensure_ascii=False))
            continue
        click.echo(f"{finding.state:<8} {finding.thing}: {finding.says}")
        if finding.mend:
            click.echo(f"{'':<8} -> {finding.mend}")
    if any(finding.state is State.WRONG for finding in findings):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Write over FILE if it is there.")
@corpus_option
def backup(file: Path, replace: bool, corpus: Path | None) -> None:
    """Save database, articles, quizzes and settings to FILE (.tar.gz), or into the folder FILE, while the bot runs.

    Neither the token nor another secret is in it.
    """
    from bot.operation.backup import make_backup

    made = make_backup(settings_for(corpus), file, replace=replace)
    for left_out in made.left_out:
        click.echo(f"left out: {left_out}", err=True)
    holds = "the database and " if made.has_database else ""
    click.echo(f"{made.file}: holds {holds}{counted(made.files, 'file')} of articles; no token, no secret.")
    if not made.has_database:
        click.echo(_about_server(), err=True)


def _about_server() -> str:
    from bot.records.database import database_path
    from bot.settings import load_settings

    if database_path(load_settings().database_url) is None:
        return "Not the database: a server has it. Save that with its own program: pg_dump --format=custom NAME > FILE"
    return "No database: it is made at the bot's first start."


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only check that FILE is whole, and change nothing.")
@corpus_option
def restore(file: Path, check: bool, corpus: Path | None) -> None:
    """Put back what `article-bot backup` saved to FILE. Stop the bot first. What is there now is kept beside it."""
    from bot.operation.restore import check_backup, restore_backup
    from bot.settings import settings_file

    if check:
        unpacked = check_backup(file)
        click.echo(f"{file}: whole; made {unpacked.made} by article-bot {unpacked.version}.")
        return
    settings = settings_for(corpus)
    has_settings = settings_file() is not None or settings.telegram_token is not None
    restored = restore_backup(file, settings, None if has_settings else Path(".env"))
    click.echo(f"Restored what was saved {restored.made} by article-bot {restored.version}.")
    click.echo(
        f"database: {restored.database or 'as it was, for it is a server`s or none was saved'}".replace("`", "'")
    )
    click.echo(f"articles: {restored.articles or 'those that come with the program'}")
    for kept in restored.kept:
        click.echo(f"kept, as it was before: {kept}")
    if restored.settings:
        click.echo(f"settings: {restored.settings.resolve()}. Add the token: {_program()} init")
    elif restored.articles and restored.articles != settings.corpus.absolute():
        click.echo(f"To serve these articles, write into .env: ARTICLE_BOT_CORPUS={restored.articles}")
