"""Run the chaos suite: python -m tests.chaos [--short] [--only PART,PART]; --help tells more."""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.chaos import faults, machine
from tests.chaos.damage import damaged_in_place, restored_beside_a_stale_log, restored_on_a_full_disk
from tests.chaos.fuzz import Fuzzed, fuzz_files, fuzz_texts, fuzz_updates
from tests.chaos.kills import MODES, kill_often
from tests.chaos.ledger import NOTHING, Count
from tests.chaos.lost_answers import lose_answers_and_kill
from tests.chaos.practising import practise_and_kill
from tests.chaos.proxies import broken_proxy
from tests.chaos.soak import backlog, soak
from tests.chaos.swaps import swap
from tests.chaos.trial import Outcome, attempt, on_one_bot

PARTS = ("kills", "practice", "lost", "faults", "broken", "fuzz", "backlog", "soak", "swaps")
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


async def practice(count: int, seed: int, folder: Path) -> bool:
    """Kill while people practise; whether each vote counts once."""
    of = await practise_and_kill(count, Random(seed), folder)
    say(
        f"{count} kills during practice: {of.votes} votes, {of.recorded} recorded, {of.asked_again} asked again,"
        f" {of.lost} lost, {of.wrong} wrong"
    )
    return not of.lost and not of.wrong


async def lost_answers(count: int, seed: int, folder: Path) -> bool:
    """Kill while answers are lost and chats are flooded; whether no vote is lost or replaced."""
    of = await lose_answers_and_kill(count, Random(seed), folder)
    say(
        f"{count} kills while answers are lost (seed {seed}): {of.votes} votes, {of.lost} lost, {of.replaced} replaced,"
        f" {of.unknown} in polls it does not know; {of.repeated / count:.1f} questions repeated a kill"
    )
    return not of.lost and not of.replaced


async def faults_of_all_kinds(folder: Path, *, slow: bool) -> bool:
    """Inject every fault; whether each had the outcome that it should have."""
    polling = faults.POLLING | machine.SHARED | (faults.SLOW | machine.SLOW if slow else {})
    outcomes = await on_one_bot(polling, folder / "polling")
    outcomes += await on_one_bot(faults.WEBHOOK | machine.SHARED, folder / "webhook", webhook=True)
    for name, check in machine.ALONE.items():
        outcomes.append(await attempt(name, check(folder / name.replace(":", ""))))
    say_outcomes(outcomes)
    return all(one.good for one in outcomes)


async def broken(seed: int, folder: Path) -> bool:
    """Break the proxy, the database and the disk under a restore, each as the seed has it."""
    checks = {
        f"broken proxy, seed {seed}": broken_proxy(seed, folder / "proxy"),
        f"damage in place, seed {seed}": damaged_in_place(seed, folder / "damage"),
        "restore beside a stale log": restored_beside_a_stale_log(folder / "stale"),
        f"restore on a full disk, seed {seed}": restored_on_a_full_disk(seed, folder / "full"),
    }
    outcomes = [await attempt(name, check) for name, check in checks.items()]
    say_outcomes(outcomes)
    return all(one.good for one in outcomes)


def say_outcomes(outcomes: list[Outcome]) -> None:
    for one in outcomes:
        say(f"{'ok  ' if one.good else 'BAD '} {one.name:<32}{one.seconds:>6.1f} s  {one.remark}")


async def fuzz(updates: int, texts: int, seed: int, folder: Path) -> bool:
    """Send nonsense; whether all that was valid is answered."""
    strange = await fuzz_updates(updates, Random(seed), folder / "updates")
    good = _fuzzed("fuzzed updates", strange)
    good &= _fuzzed("fuzzed questions", await fuzz_texts(texts, Random(seed), folder / "texts"))
    files = await fuzz_files(texts, Random(seed))
    say(f"{texts} fuzzed files: {files.read} read, {files.refused} refused, {len(files.failed)} failed")
    for failure in files.failed:
        say(f"  {failure}")
    return good and not files.failed


def _fuzzed(name: str, of: Fuzzed) -> bool:
    counted = of.counted
    say(
        f"{of.strange} {name}: {counted.answered} of {counted.sent} valid questions answered, {counted.lost} lost,"
        f" {counted.given_up} given up; the process {'lives' if of.alive else 'IS DEAD'}"
    )
    return of.alive and not counted.lost and not counted.given_up


async def all_at_once(amount: int, folder: Path) -> bool:
    """Ask at once; whether what cannot be handled yet stays at Telegram."""
    found = await backlog(amount, folder)
    say(
        f"{amount} questions at once: {found.counted.lost} lost, order"
        f" {'kept' if found.counted.in_order else 'BROKEN'}; at most {found.taken} in hand;"
        f" memory {found.before:.0f} MB before, {found.most:.0f} MB at most"
    )
    return not found.counted.lost and found.counted.in_order and found.stays_at_telegram


async def memory(amount: int, folder: Path) -> bool:
    """Ask for long; whether all is answered and the memory does not grow."""
    soaked = await soak(amount, folder)
    memory, files = ("/".join(f"{quarter:.0f}" for quarter in each) for each in (soaked.memory, soaked.files))
    lost = soaked.counted.lost
    say(
        f"{amount} questions, {soaked.per_second:.0f} a second: {lost} lost; by quarters {memory} MB and {files} open"
        f" files; write-ahead log {soaked.most_wal / 1e6:.1f} MB at most, log {soaked.log / 1e6:.1f} MB"
    )
    return not lost and not soaked.grows


async def swaps(count: int, folder: Path) -> bool:
    """Replace an article so often while questions come in; whether all answers are right and the memory stays."""
    done = await swap(count, folder)
    tenths = " ".join(f"{used:.0f}" for used in done.memory[:: max(1, len(done.memory) // 10)])
    say(f"{done.swaps} swaps, {done.asked} questions: {done.wrong} answered wrongly; memory by tenths: {tenths} MB")
    return not done.wrong and not done.grows


async def suite(options: argparse.Namespace, folder: Path) -> bool:
    """Run the parts that are wanted."""
    parts = options.only.split(",")
    good = True
    if "kills" in parts:
        good &= await kills(8 if options.short else options.kills, options.seed, folder)
    if "practice" in parts:
        good &= await practice(4 if options.short else 20, options.seed, folder / "practice")
    if "lost" in parts:
        good &= await lost_answers(4 if options.short else 20, options.seed, folder / "lost")
    if "faults" in parts:
        good &= await faults_of_all_kinds(folder, slow=not options.short)
    if "broken" in parts:
        good &= await broken(options.seed, folder / "broken")
    if "fuzz" in parts:
        good &= await fuzz(*((500, 200) if options.short else (10_000, 2_000)), options.seed, folder)
    if "backlog" in parts:
        good &= await all_at_once(3000 if options.short else options.backlog, folder / "backlog")
    if "soak" in parts:
        good &= await memory(1000 if options.short else options.soak, folder / "soak")
    if "swaps" in parts:
        good &= await swaps(10 if options.short else options.swaps, folder / "swaps")
    return good


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--short", action="store_true", help="less of everything")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--soak", type=int, default=50_000, metavar="N", help="questions of 20,000 people")
    parser.add_argument("--backlog", type=int, default=50_000, metavar="N", help="questions at once")
    parser.add_argument("--swaps", type=int, default=100, metavar="N", help="times that an article is replaced")
    parser.add_argument("--only", default=",".join(PARTS), help="the parts to run")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        good = asyncio.run(suite(parser.parse_args(), Path(folder)))
    say(f"{'all is well' if good else 'THERE ARE FAULTS'}, after {time.monotonic() - began:.0f} s")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
