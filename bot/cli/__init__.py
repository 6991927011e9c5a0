"""The `article-bot` command: one short function per command."""

from bot.cli.main import main

__all__ = ["main"]
