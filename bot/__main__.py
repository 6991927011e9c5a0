"""`python -m bot` is the same as the `article-bot` command."""

from bot.cli import main

main(prog_name="article-bot")
