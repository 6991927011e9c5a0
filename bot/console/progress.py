"""A progress bar for what takes long."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track


def track_reading(files: Sequence[Path]) -> Iterable[Path]:
    """Give files one after the other, and show on standard error how far that has come."""
    return track(files, "Reading articles", console=Console(stderr=True), transient=True)
