"""Start the command in a process that has its libraries already, in a tenth of the time.

The process is a real one: it has an environment and a folder of its own, and is stopped and killed by signals. But
it is forked from a server that has imported what the bot imports, once for all tests of a worker. A test of the start
itself executes the command instead.
"""

import asyncio
import fcntl
import multiprocessing
import os
import pty
import signal
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import IO, Any, TextIO, cast

from pexpect.fdpexpect import fdspawn

from bot.cli import main

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["bot.cli", "bot.telegram.service", "bot.console.chat", "tests.warm_processes"])


class WarmProcess:
    """A running command, handled like a process of `asyncio`."""

    def __init__(
        self, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], output: Path | None = None
    ) -> None:
        """Start it; what it says is appended to the file `output`, or can be read from `stdout`."""
        self._reading, writing = _CONTEXT.Pipe(duplex=False)
        self._process = _start(_say_to, arguments, folder, environment, output or writing)
        writing.close()
        self.stdout = asyncio.StreamReader()

    async def listen(self) -> None:
        """Begin to read what it says."""
        file = os.fdopen(os.dup(self._reading.fileno()), "rb", 0)
        protocol = asyncio.StreamReaderProtocol(self.stdout)
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, file)

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, signal: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, signal)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()

    async def wait(self) -> int:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        assert self.returncode is not None
        return self.returncode


def run_warm(
    *arguments: str | Path,
    folder: Path,
    typed: str = "",
    stdout: IO[Any] | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; what is `typed` is piped to it."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        given.write(typed.encode())
        given.seek(0)
        files = [DupFd(file.fileno()) for file in (given, stdout or said, complained)]
        process = _start(_be_piped, tuple(map(str, arguments)), folder, {**os.environ, **(env or {})}, files)
        process.join()
        said.seek(0)
        complained.seek(0)
        code = process.exitcode
        assert code is not None
        return subprocess.CompletedProcess(arguments, code, said.read().decode(), complained.read().decode())


class WarmTerminal(fdspawn):  # type: ignore[type-arg]
    """A running command in a terminal of its own, handled like one that pexpect has spawned."""

    def __init__(
        self, *arguments: str | Path, folder: Path, columns: int = 80, env: Mapping[str, str] | None = None
    ) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        process = _start(
            _be_in_terminal, tuple(map(str, arguments)), folder, {**os.environ, **(env or {})}, DupFd(theirs)
        )
        os.close(theirs)
        self._process = process
        super().__init__(ours, encoding="utf-8", timeout=30)

    def wait(self) -> int:
        """The exit code, once it has ended."""
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode

    def end(self) -> None:
        """Kill it if it still runs, and close the terminal."""
        self._process.kill()
        self._process.join()
        self.close()


def _start(
    how: Any, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], files: Any
) -> multiprocessing.process.BaseProcess:
    process = _CONTEXT.Process(target=_run, args=(how, arguments, folder, dict(environment), files), daemon=True)
    process.start()
    return process


def _run(how: Any, arguments: tuple[str, ...], folder: Path, environment: dict[str, str], files: Any) -> None:
    """Be the command, in the forked process."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests may run under nohup
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whom the server of the forks does not listen to
    how(files)
    main(list(arguments), prog_name="article-bot")


def _say_to(output: Path | Connection) -> None:
    file = (
        output.fileno() if isinstance(output, Connection) else os.open(output, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    )
    _use(None, file, file)


def _be_piped(files: list[Any]) -> None:
    _use(*(file.detach() for file in files))


def _be_in_terminal(file: Any) -> None:
    terminal = file.detach()
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    _use(terminal, terminal, terminal)


def _use(stdin: int | None, stdout: int, stderr: int) -> None:
    # What the server was started with may have been a file, with a position: these are new.
    if stdin is not None:
        sys.stdin = _stream(stdin, 0, "r")
    sys.stdout, sys.stderr = _stream(stdout, 1), _stream(stderr, 2)


def _stream(file: int, number: int, mode: str = "w") -> TextIO:
    os.dup2(file, number)
    return cast("TextIO", open(number, mode, buffering=1, encoding="utf-8", closefd=False))
