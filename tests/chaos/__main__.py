"""Run the chaos suite: python -m tests.chaos [--short] [--kills N] [--seed N] [--soak N]."""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.chaos.kills import MODES, kill_often
from tests.chaos.ledger import NOTHING, Count

_ROW = "{:<22}{:>7}{:>9}{:>10}{:>7}{:>10}{:>10}{:>8}"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def kills(count: int, seed: int, folder: Path) -> bool:
    """Kill in each mode, a quarter of the kills each; whether nothing was lost."""
    say(_ROW.format("mode", "kills", "updates", "answered", "lost", "given up", "repeated", "order"))
    total = NOTHING
    for index, mode in enumerate(MODES):
        share = count // len(MODES) + (index < count % len(MODES))
        counted = await kill_often(mode, share, Random(seed + index), folder / f"mode{index}")
        say(_row(mode.name, share, counted))
        total += counted
    say(_row("in all", count, total))
    return not total.lost and not total.given_up and total.in_order


def _row(name: str, kills: int, of: Count) -> str:
    order = "kept" if of.in_order else "BROKEN"
    return _ROW.format(name, kills, of.sent, of.answered, of.lost, of.given_up, of.repeated, order)


async def suite(options: argparse.Namespace, folder: Path) -> bool:
    good = True
    parts = options.only.split(",") if options.only else ["kills"]
    if "kills" in parts:
        good &= await kills(options.kills, options.seed, folder)
    return good


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--short", action="store_true", help="less of everything")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--soak", type=int, default=20_000, metavar="N", help="questions at a steady pace")
    parser.add_argument("--only", default="", help="of kills,faults,fuzz,soak those to run")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        good = asyncio.run(suite(parser.parse_args(), Path(folder)))
    say(f"{'all is well' if good else 'THERE ARE FAULTS'}, after {time.monotonic() - began:.0f} s")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
