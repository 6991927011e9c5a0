"""A progress bar for what takes long."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

_Thing = TypeVar("_Thing")


def track_reading(files: Sequence[Path]) -> Iterable[Path]:
    """Give files one after the other, and show on standard error how far that has come."""
    return track_work(files, "Reading articles")


def track_work(things: Sequence[_Thing], doing: str) -> Iterable[_Thing]:
    """Give things one after the other, and show on standard error what is done with them and how far that has come."""
    return track(things, doing, console=Console(stderr=True), transient=True)
