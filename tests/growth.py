"""Whether something takes time in proportion to its input: told by a ratio, for no two machines are equally fast."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time
from typing import TypeVar

Input = TypeVar("Input")

TIMES = 4
"""How many times as large the large input is."""
MOST = 8
"""For four times as much, what is linear takes about four times as long, what is quadratic sixteen times."""
ROUNDS = 18
ENOUGH = 0.008
"""Seconds that the small input should take: more makes no ratio clearer."""


@dataclass(frozen=True)
class Growth:
    """The least CPU that each input took; true if that grows in proportion."""

    small: float
    large: float

    def __bool__(self) -> bool:
        return self.large < MOST * self.small

    def __repr__(self) -> str:
        small, large = (f"{1000 * seconds:.1f} ms" for seconds in (self.small, self.large))
        return f"<{small}, and for {TIMES} times as much {large}>"


def grows_linearly(work: Callable[[Input], object], make: Callable[[int], Input], size: int) -> Growth:
    """Compare the work on an input of this size and on one four times as large.

    What else the machine does can only add to a time, so the least of several counts, and what looks too slow is
    measured again: a busy machine makes the test slower, it does not fail it. Choose a size that takes 5 ms or more;
    one that takes very long is reduced.
    """
    work(make(max(size // 10, 1)))  # what is loaded at the first use is not measured
    small = make(size)
    if (taken := _seconds(work, small)) > 2 * ENOUGH:
        size = max(int(size * ENOUGH / taken), 1)
        small = make(size)
    large = make(TIMES * size)
    growth = Growth(float("inf"), float("inf"))
    for _ in range(ROUNDS):
        growth = _measured(work, small, large, growth)
        if growth:
            break
    return growth


def _measured(work: Callable[[Input], object], small: Input, large: Input, before: Growth) -> Growth:
    collects = gc.isenabled()
    gc.disable()  # whose time depends on all that there is besides
    try:
        return Growth(min(before.small, _seconds(work, small)), min(before.large, _seconds(work, large)))
    finally:
        if collects:
            gc.enable()


def _seconds(work: Callable[[Input], object], given: Input) -> float:
    start = process_time()
    work(given)
    return process_time() - start
