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
        *(
            kill_often(mode, kills, Random(kills), tmp_path / mode.name, burst=50)
            for mode, kills in zip(modes, (2, 1), strict=True)
        )
    )
    for mode, count in zip(modes, counts, strict=True):
        assert count.answered == count.sent > 0, f"{mode.name}: {count}"
        assert count.in_order, mode.name


async def test_each_vote_counts_once_however_often_it_is_killed(tmp_path: Path) -> None:
    practised = await practise_and_kill(2, Random(1), tmp_path / "practice")
    assert practised.votes > 20
    assert (practised.lost, practised.wrong) == (0, 0)


async def test_damaged_documents_are_read_or_refused() -> None:
    files = await fuzz_files(8, Random(1))
    assert files.failed == ()
    assert files.read
    assert files.refused


async def test_what_makes_no_sense_holds_nothing_up(tmp_path: Path) -> None:
    updates, texts = await asyncio.gather(
        fuzz_updates(60, Random(1), tmp_path / "updates"), fuzz_texts(30, Random(1), tmp_path / "texts")
    )
    for fuzzed in (updates, texts):
        assert fuzzed.alive
        assert fuzzed.counted.answered == fuzzed.counted.sent > 0
