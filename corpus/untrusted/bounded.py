"""Runs a program that is not trusted to end, to be brief or to be alone: bytes in, bytes out, within bounds."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic
from typing import IO

_CHUNK = 1 << 16
_GRACE = 5.0  # seconds for the system to take back what was killed

# What Python itself needs to start: its libraries, and on Windows the system's folder.
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


class OutOfBoundsError(Exception):
    """The program took longer or wrote more than it may, and was killed."""


class TooSlowError(OutOfBoundsError):
    """The program had not closed its output when its time was over."""


class TooMuchError(OutOfBoundsError):
    """The program wrote more than it may."""


def run_bounded(command: Sequence[str], data: bytes, *, seconds: float, most: int) -> bytes:
    """Give `data` to a program and return what it writes: `most` bytes at most, within `seconds`.

    It runs in an empty folder with an empty environment. When it has closed its output, and in every
    other case, its process group is killed: nothing that it started there goes on. Raises
    OutOfBoundsError, or OSError or RuntimeError where the system has no process or thread to give.
    """
    deadline = monotonic() + seconds
    with TemporaryDirectory(prefix="article-", ignore_cleanup_errors=True) as folder:
        process = _start(command, folder)
        drain = _Drain(process.stdout, most)
        try:
            drain.start()
            Thread(target=_feed, args=(process.stdin, data), daemon=True).start()
            finished = drain.finished.wait(max(0.0, deadline - monotonic()))
        finally:
            _kill(process)
    if drain.overflowed:
        raise TooMuchError
    if not finished:
        raise TooSlowError
    return bytes(drain.output)


class _Drain(Thread):
    """Reads a pipe to its end or to `most` bytes. It closes the pipe, for nobody else may while it reads."""

    def __init__(self, pipe: IO[bytes] | None, most: int) -> None:
        super().__init__(daemon=True)
        self._pipe = pipe
        self._most = most
        self.output = bytearray()
        self.overflowed = False
        self.finished = Event()

    def run(self) -> None:
        with suppress(OSError, MemoryError):
            self._read()
        self.finished.set()

    def _read(self) -> None:
        assert self._pipe is not None  # noqa: S101 - it was asked for
        with self._pipe as pipe:
            while chunk := os.read(pipe.fileno(), _CHUNK):
                if len(self.output) + len(chunk) > self._most:
                    self.overflowed = True
                    return
                self.output += chunk


def _start(command: Sequence[str], folder: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - the command is the caller's own
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        cwd=folder,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        start_new_session=True,
    )


def _feed(pipe: IO[bytes] | None, data: bytes) -> None:
    assert pipe is not None  # noqa: S101 - it was asked for
    rest = memoryview(data)
    with suppress(OSError), pipe:
        while rest:
            rest = rest[os.write(pipe.fileno(), rest[:_CHUNK]) :]


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill the group while its leader is not yet waited for, so that its number is nobody else's."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE)
