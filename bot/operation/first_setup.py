"""Setting a bot up for the first time: what is asked, checked and written, whoever asks it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values
from pydantic import SecretStr

from bot.errors import BotError
from bot.operation.env_file import write_settings
from corpus import ARTICLES, Cache, Corpus, read_corpus

_TOKEN, _CORPUS, _MANAGERS = (f"ARTICLE_BOT_{name}" for name in ("TELEGRAM_TOKEN", "CORPUS", "MANAGERS"))
_NONE = "none"  # typed to take away what was there
_QUOTES = "'\""


@dataclass(frozen=True, slots=True)
class Setup:
    """Hold what a setup decides on; `token` None is still to come, `corpus` None the program's own article."""

    token: SecretStr | None
    corpus: Path | None
    managers: tuple[int, ...] = ()


def read_old_setup(file: Path) -> Setup:
    """Read what an earlier setup has written into a `.env`; nothing where there is none, or none that can be read."""
    try:
        given = dotenv_values(file) if file.exists() else {}
        managers = read_managers(given.get(_MANAGERS) or "")
    except (OSError, UnicodeDecodeError, BotError):
        return Setup(None, None)
    token, corpus = given.get(_TOKEN), given.get(_CORPUS)
    return Setup(
        SecretStr(token) if token else None,
        file.absolute().parent / Path(corpus).expanduser() if corpus else None,
        managers,
    )


def read_token(file: Path) -> SecretStr:
    """Read a token from a file, where no list of commands shows it."""
    try:
        with file.open("rb") as opened:
            return SecretStr(opened.read(1000).decode("utf-8-sig").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(
            f"{file}: no token can be read from it ({type(error).__name__}); name a file with just that"
        ) from None


def read_folder(typed: str, old: Path | None = None) -> Path | None:
    """Read the folder of documents as a person types or pastes it, with or without quotation marks.

    Nothing is the `old` one, "none" the article that comes with the program.
    """
    if not typed or typed == _NONE:
        return None if typed else old
    is_quoted = len(typed) > 2 and typed[0] == typed[-1] and typed[0] in _QUOTES
    return Path(typed[1:-1] if is_quoted else typed).expanduser()


def read_managers(given: str, old: tuple[int, ...] = ()) -> tuple[int, ...]:
    """Read Telegram ids with commas or spaces between; nothing is the `old` ones, "none" nobody.

    BotError for anything else.
    """
    if given in ("", _NONE):
        return () if given else old
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
    values = {_TOKEN: setup.token.get_secret_value() if setup.token else ""}
    values[_CORPUS] = str(setup.corpus.absolute()) if setup.corpus else ""
    values[_MANAGERS] = ",".join(map(str, setup.managers))
    try:
        old = file.read_text(encoding="utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(f"{file}: cannot be read ({type(error).__name__}); move it away") from None
    write_settings(file, values, old)
