"""The chaos suite in short; `make chaos` runs all of it."""

import asyncio
from pathlib import Path
from random import Random

from tests.chaos.faults import POLLING, WEBHOOK, inject, outage_at_start, token_revoked
from tests.chaos.fuzz import fuzz_texts, fuzz_updates
from tests.chaos.kills import MODES, kill_often

_LEFT_TO_THE_WHOLE_SUITE = {"getUpdates: 409", "getUpdates: no JSON"}  # for the poller waits long


async def test_nothing_is_lost_or_out_of_order_however_often_it_is_killed(tmp_path: Path) -> None:
    counts = await asyncio.gather(
        *(
            kill_often(mode, kills, Random(kills), tmp_path / mode.name, burst=80)
            for mode, kills in zip(MODES, (1, 2, 1, 2), strict=True)
        )
    )
    for mode, count in zip(MODES, counts, strict=True):
        assert count.answered == count.sent > 0, f"{mode.name}: {count}"
        assert count.in_order, mode.name


async def test_every_fault_has_its_outcome(tmp_path: Path) -> None:
    polling = {name: check for name, check in POLLING.items() if name not in _LEFT_TO_THE_WHOLE_SUITE}
    polled, posted, *_ = await asyncio.gather(
        inject(polling, tmp_path / "polling"),
        inject(WEBHOOK, tmp_path / "webhook", webhook=True),
        token_revoked(tmp_path / "revoked"),
        outage_at_start(tmp_path / "outage"),
    )
    assert not [one for one in (*polled, *posted) if not one.good]


async def test_what_makes_no_sense_holds_nothing_up(tmp_path: Path) -> None:
    updates, texts = await asyncio.gather(
        fuzz_updates(300, Random(1), tmp_path / "updates"), fuzz_texts(200, Random(1), tmp_path / "texts")
    )
    for fuzzed in (updates, texts):
        assert fuzzed.alive
        assert fuzzed.counted.answered == fuzzed.counted.sent > 0
