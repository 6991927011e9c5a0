"""What Landlock denies the confined reader, where the kernel has it."""

import json
import os
import sys
from pathlib import Path

import pytest

from corpus.untrusted.bounded import run_bounded
from corpus.untrusted.landlock import version
from tests.paths import ROOT

pytestmark = pytest.mark.skipif(version() < 1, reason="this kernel has no Landlock (Linux 5.13 and later have it)")

PROGRAM = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
from corpus.untrusted.landlock import give_up_rights
file, other, parent = sys.argv[2], sys.argv[3], int(sys.argv[4])
opened = open(file)
give_up_rights()
def outcome(attempt):
    try:
        attempt()
    except PermissionError:
        return "denied"
    return "allowed"
attempts = {
    "read": lambda: open(file), "make": lambda: open(other, "w"), "list": lambda: os.listdir(os.path.dirname(file)),
    "remove": lambda: os.unlink(file), "rename": lambda: os.rename(file, other), "link": lambda: os.link(file, other),
    "folder": lambda: os.mkdir(other), "start": lambda: os.execv(sys.executable, [sys.executable, "-c", ""]),
    "truncate": lambda: os.truncate(file, 0), "signal": lambda: os.kill(parent, 0), "go on": lambda: opened.read(),
}
print(json.dumps({name: outcome(attempt) for name, attempt in attempts.items()}))
"""


@pytest.fixture(scope="module")
def allowed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What a process may still do after it gave up its rights."""
    folder = tmp_path_factory.mktemp("landlock")
    (folder / "file").write_text("kept", encoding="utf-8")
    arguments = [str(ROOT), str(folder / "file"), str(folder / "other"), str(os.getpid())]
    answer = run_bounded([sys.executable, "-I", "-c", PROGRAM, *arguments], b"", seconds=30, most=10_000)
    assert (folder / "file").read_text(encoding="utf-8") == "kept"
    assert [path.name for path in folder.iterdir()] == ["file"]
    return {name for name, outcome in json.loads(answer).items() if outcome == "allowed"}


def test_files_can_neither_be_read_made_listed_removed_renamed_nor_started(allowed: set[str]) -> None:
    assert allowed <= {"truncate", "signal", "go on"}
    assert "go on" in allowed, "what was open stays open"


@pytest.mark.skipif(version() < 3, reason="truncating is denied by Linux 6.2 and later")
def test_files_cannot_be_truncated(allowed: set[str]) -> None:
    assert "truncate" not in allowed


@pytest.mark.skipif(version() < 6, reason="signals are denied by Linux 6.12 and later")
def test_other_processes_cannot_be_signalled(allowed: set[str]) -> None:
    assert "signal" not in allowed


def test_the_reader_gives_up_its_rights_before_it_reads() -> None:
    program = (ROOT / "corpus" / "untrusted" / "confined.py").read_text(encoding="utf-8")
    assert 0 < program.index("give_up_rights()") < program.index("stdin.buffer.read()")
    assert Path(ROOT).is_dir()
