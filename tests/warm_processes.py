"""Start the command in a process that has its libraries already, in a tenth of the time.

The process is a real one: it has an environment and a folder of its own, and is stopped and killed by signals. But
it is forked from a server that has imported what the bot imports, once for all tests of a worker. A test of the start
itself executes the command instead.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TextIO

from bot.cli import main

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["bot.cli", "bot.telegram.service", "tests.warm_processes"])


class WarmProcess:
    """A running command, handled like a process of `asyncio`."""

    def __init__(
        self, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], output: Path | None = None
    ) -> None:
        """Start it; what it says is appended to the file `output`, or can be read from `stdout`."""
        self._reading, writing = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(
            target=_run, args=(arguments, folder, dict(environment), output or writing), daemon=True
        )
        self._process.start()
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


def _run(arguments: tuple[str, ...], folder: Path, environment: dict[str, str], output: Path | Connection) -> None:
    """Be the command, in the forked process."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests may run under nohup
    file = (
        output.fileno() if isinstance(output, Connection) else os.open(output, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    )
    # What the server was started with may have been a file, with a position: these are new.
    sys.stdout, sys.stderr = _stream(file, 1), _stream(file, 2)
    main(list(arguments), prog_name="article-bot")


def _stream(file: int, number: int) -> TextIO:
    os.dup2(file, number)
    return open(number, "w", buffering=1, closefd=False)
