"""The chaos suite in short; `make chaos` runs all of it, and the faults of `test_delivery.py` over HTTP."""

import asyncio
from pathlib import Path
from random import Random

from tests.chaos.fuzz import fuzz_files, fuzz_texts, fuzz_updates
from tests.chaos.kills import MODES, kill_often
from tests.chaos.practising import practise_and_kill


async def test_nothing_is_lost_or_out_of_order_however_often_it_is_killed(tmp_path: Path) -> None:
    modes = MODES[1:3]  # each way of getting updates, and each way of asking
    counts = await asyncio.gather(
        *(kill_often(mode, 1, Random(seed), tmp_path / mode.name, burst=40) for seed, mode in enumerate(modes, 1))
    )
    for mode, count in zip(modes, counts, strict=True):
        assert count.answered == count.sent > 0, f"{mode.name}: {count}"
        assert count.in_order, mode.name


async def test_each_vote_counts_once_however_often_it_is_killed(tmp_path: Path) -> None:
    practised = await practise_and_kill(1, Random(1), tmp_path / "practice")
    assert practised.votes > 10
    assert (practised.lost, practised.wrong) == (0, 0)


async def test_damaged_documents_are_read_or_refused() -> None:
    files = await fuzz_files(8, Random(1))
    assert files.failed == ()
    assert files.read
    assert files.refused


async def test_what_makes_no_sense_holds_nothing_up(tmp_path: Path) -> None:
    updates, texts = await asyncio.gather(
        fuzz_updates(40, Random(1), tmp_path / "updates"), fuzz_texts(20, Random(1), tmp_path / "texts")
    )
    for fuzzed in (updates, texts):
        assert fuzzed.alive
        assert fuzzed.counted.answered == fuzzed.counted.sent > 0
