"""How the time that something takes grows with its input: as a ratio, for no two machines are equally fast."""

import gc
from collections.abc import Callable
from time import process_time
from typing import TypeVar

Input = TypeVar("Input")

MOST = 3.0
"""What is linear takes about twice as long for twice as much, what is quadratic four times as long."""


def growth(work: Callable[[Input], object], make: Callable[[int], Input], size: int) -> float:
    """How many times as much CPU the work takes on twice as much; the least of several measurements."""
    small, large = make(size), make(2 * size)
    gc.disable()  # whose time depends on all that there is besides
    try:
        return min(_seconds(work, large) / _seconds(work, small) for _ in range(3))
    finally:
        gc.enable()


def _seconds(work: Callable[[Input], object], given: Input) -> float:
    start = process_time()
    work(given)
    return process_time() - start
