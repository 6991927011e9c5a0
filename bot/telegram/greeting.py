"""The first lines of a bot that starts: what it serves, and how it is reached and stopped."""

from collections.abc import Callable
from pathlib import Path

from bot.settings import Settings, settings_file
from bot.text import counted
from corpus import ARTICLES, Corpus


def greet(show: Callable[[str], None], settings: Settings, corpus: Corpus, database: str, listen: str | None) -> None:
    """Say from where everything is taken, so that a start in another folder never serves something else unseen."""
    file = settings_file()
    show(f"settings: {file.resolve()}" if file else "settings: the environment alone; no .env was found")
    show(f"articles: {_articles(corpus)} in {_place(settings.corpus)}")
    show(f"database: {database}")
    ids = ", ".join(map(str, sorted(settings.managers)))
    show(f"managers: {ids or 'nobody; write /invite to the bot, which tells you your id for ARTICLE_BOT_MANAGERS'}")
    if listen:
        show(f"health:   http://{listen}/healthz")


def introduce(show: Callable[[str], None], username: str) -> None:
    """Say who answers from now on."""
    show(f"@{username} answers now: https://t.me/{username} (Ctrl-C stops it)")


def _articles(corpus: Corpus) -> str:
    found = counted(len(corpus.articles), "article")
    problems = counted(len(corpus.problems), "problem")
    return f"{found}, {problems} (article-bot corpus check tells more)" if corpus.problems else found


def _place(corpus: Path) -> str:
    return f"{corpus} (which comes with the program)" if corpus == ARTICLES else str(corpus.resolve())
