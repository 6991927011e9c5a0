"""The `article-bot` command: the group that all commands belong to, and what becomes of errors.

A command imports what it uses when it is called, so that `--help` need not load what other commands use.
"""

import errno
import logging
import os
import sys
from typing import Any

import click

from bot.cli.answer_commands import ask, chat, evaluate, run_telegram
from bot.cli.corpus_commands import corpus
from bot.cli.operation_commands import backup, doctor, init, restore
from bot.cli.options import APP, CommandGroup
from bot.cli.people_commands import people
from bot.cli.publish_command import publish
from bot.cli.quiz_commands import quiz
from bot.cli.report_commands import report
from bot.cli.update_commands import list_updates
from bot.errors import BotError, UnknownArticleError


class _Commands(CommandGroup):
    """Turn the project's errors into one line and exit code 1, a wrong slug into wrong usage (2)."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UnknownArticleError as error:
            raise click.UsageError(str(error)) from error
        except BotError as error:
            raise click.ClickException(str(error)) from error
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            from corpus import CorpusError, explain_os_error

            if isinstance(error, CorpusError):
                raise click.ClickException(str(error)) from error
            if isinstance(error, OSError) and error.filename is None and error.errno != errno.EPIPE:
                _leave_output()
                reason = explain_os_error(error, "send it elsewhere")
                raise click.ClickException(f"the output cannot be written {reason}") from error
            raise


def _leave_output() -> None:
    """Send what is still to be printed nowhere; Python would fail again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=APP)
def main() -> None:
    """Answer questions from articles, word for word and with a citation."""
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING, force=True)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # A character that the terminal's encoding lacks is replaced; it must not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


_SERVING = (chat, ask, run_telegram, corpus, evaluate, quiz, people, publish, report, list_updates)
_RUNNING = (init, doctor, backup, restore)
for command in (*_SERVING, *_RUNNING):
    main.add_command(command)
