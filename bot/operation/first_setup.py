"""Setting a bot up for the first time: what is asked, checked and written, whoever asks it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.errors import BotError
from bot.operation.env_file import write_settings
from corpus import ARTICLES, Cache, Corpus, read_corpus


@dataclass(frozen=True, slots=True)
class Setup:
    """Hold what a first setup decides on; `corpus` None is the article that comes with the program."""

    token: SecretStr
    corpus: Path | None
    managers: tuple[int, ...] = ()


def read_token(file: Path) -> SecretStr:
    """Read a token from a file, where no list of commands shows it."""
    try:
        with file.open("rb") as opened:
            return SecretStr(opened.read(1000).decode("utf-8-sig").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(
            f"{file}: no token can be read from it ({type(error).__name__}); name a file with just that"
        ) from None


def read_managers(given: str) -> tuple[int, ...]:
    """Read Telegram ids with commas or spaces between; BotError for anything else."""
    try:
        ids = tuple(dict.fromkeys(int(one) for one in given.replace(",", " ").split()))
    except ValueError:
        raise BotError(
            f"{given[:40]!r} is no Telegram id; ids are numbers, such as 123456789, with commas between"
        ) from None
    if any(one <= 0 for one in ids):
        raise BotError("a manager's id is above 0; those below are of groups")
    return ids


def look_at_documents(folder: Path | None, cache: Path, ask: Callable[[str], bool]) -> Corpus | None:
    """Read the documents to be served; None where the folder is still empty. `ask` says whether to make a new one."""
    if folder is None:
        return read_corpus(ARTICLES, Cache(cache))
    if not folder.exists():
        if not ask(f"There is no folder {folder}. Make it?"):
            raise BotError(f"{folder}: there is no such folder; make it, or name another with --corpus")
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise BotError(f"{folder}: cannot be made ({error.strerror}); name another with --corpus") from error
    if folder.is_dir() and not any(folder.iterdir()):
        return None
    return read_corpus(folder, Cache(cache))


def write_setup(setup: Setup, file: Path) -> None:
    """Write what was decided on into a `.env`; what else stands in it stays."""
    values = {"ARTICLE_BOT_TELEGRAM_TOKEN": setup.token.get_secret_value()}
    values["ARTICLE_BOT_CORPUS"] = str(setup.corpus.absolute()) if setup.corpus else ""
    values["ARTICLE_BOT_MANAGERS"] = ",".join(map(str, setup.managers))
    try:
        old = file.read_text(encoding="utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(f"{file}: cannot be read ({type(error).__name__}); move it away") from None
    write_settings(file, values, old)
