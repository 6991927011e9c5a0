"""What measures that time grows in proportion tells a line from a square, also on a busy machine."""

import gc

import pytest

from tests.growth import MOST, ROUNDS, Growth, grows_linearly


def line(numbers: range) -> int:
    return sum(number % 7 for number in numbers)


def square(numbers: range) -> int:
    return sum((number + other) % 7 for number in numbers for other in numbers)


def test_what_is_linear_passes() -> None:
    assert grows_linearly(line, range, 150_000)


def test_what_is_sorted_passes() -> None:
    assert grows_linearly(lambda numbers: sorted(numbers, key=lambda n: n * 7919 % 10_007), range, 60_000)


def test_what_is_quadratic_fails() -> None:
    assert not grows_linearly(square, range, 300)


def test_what_a_busy_machine_slows_for_a_while_is_measured_until_it_passes() -> None:
    size = 40_000
    slowed = iter(range(ROUNDS - 1))

    def work(numbers: range) -> None:
        line(numbers)
        if len(numbers) > size and next(slowed, None) is not None:
            line(range(2 * MOST * size))

    assert grows_linearly(work, range, size)
    assert next(slowed, None) is None


def test_a_failure_tells_both_times() -> None:
    with pytest.raises(AssertionError, match=r"<5\.0 ms, and for 4 times as much 80\.0 ms>"):
        assert Growth(0.005, 0.08)


def test_garbage_is_collected_again_after_an_error() -> None:
    def work(numbers: range) -> None:
        assert len(numbers) == 1, "too many"

    with pytest.raises(AssertionError, match="too many"):
        grows_linearly(work, range, 1)
    assert gc.isenabled()
