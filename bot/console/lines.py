"""Read lines from a prompt, or from piped input."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.formatted_text import HTML
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from rich.console import Console
from rich.text import Text

from bot.text import clip


class Lines:
    """Read lines from a person at a prompt, or from standard input where it is no terminal.

    Piped lines are printed as they are read, so that the output reads as a conversation.
    """

    def __init__(self, console: Console, commands: Sequence[str] = (), history: Path | None = None) -> None:
        self._console = console
        self.interactive = sys.stdin.isatty() and console.is_terminal
        self._session: PromptSession[str] | None = None
        if self.interactive:
            self._session = PromptSession(
                history=_open_history(history),
                completer=WordCompleter(list(commands), sentence=True),
                reserve_space_for_menu=4,
            )

    def __iter__(self) -> Iterator[str]:
        """Yield lines that are not blank until the input ends."""
        while (line := self.read()) is not None:
            if line.strip():
                yield line

    def read(self, label: str = "", default: str = "") -> str | None:
        """Read one line after a label; return None when there are no more.

        `default` is the text to edit at the prompt, and stands in for a blank piped line.
        """
        if self._session is not None:
            try:
                return self._session.prompt(HTML("\n<b>{}&gt;</b> ").format(label), default=default)
            except (EOFError, KeyboardInterrupt):
                return None
        line = sys.stdin.readline()
        if not line:
            return None
        if line.strip():
            self._console.print(Text(f"{label}> {clip(line, 500)}"))
        return line.strip() or default


def _open_history(path: Path | None) -> History:
    """Open the history of typed lines; keep it in memory if there is no path or the file cannot be written."""
    if path is None:
        return InMemoryHistory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        return FileHistory(path)
    except OSError:
        return InMemoryHistory()
