"""Articles in a folder: what was there before is kept, and a change that is cut short is there whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import time

import pytest

from corpus import find_upload, find_versions, keep_upload, move_away, put_file, replace_file, restore
from corpus.keeping import MOST_VERSIONS

OLD, NEW = b"Green tea draws for two minutes.", b"Green tea draws for three minutes."
BANK = b"article: tea\n"
STEPS = (
    (Path, "rename"), (Path, "replace"), (Path, "unlink"), (Path, "hardlink_to"), (Path, "mkdir"), (Path, "rmdir"),
    (Path, "chmod"), (os, "fsync"), (tempfile, "mkstemp"),
)  # fmt: skip


class KilledError(BaseException):
    """Ends what is done as a kill does: from then on nothing changes the disk."""


def dying_at(step: int, patch: pytest.MonkeyPatch) -> None:
    """Let the change of the disk with this number, and all that come after it, not happen."""
    taken = 0

    def stopping(real: Callable[..., object]) -> Callable[..., object]:
        def change(*args: object, **more: object) -> object:
            nonlocal taken
            taken += 1
            if taken >= step:
                raise KilledError
            return real(*args, **more)

        return change

    for owner, name in STEPS:
        patch.setattr(owner, name, stopping(getattr(owner, name)))


def state(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.startswith(".")}


def made(folder: Path, **files: bytes) -> Path:
    """A folder with an article, and perhaps its bank."""
    folder.mkdir()
    for name, content in files.items():
        (folder / f"tea.{name.replace('_', '.')}").write_bytes(content)
    return folder


def add(folder: Path) -> None:
    put_file(folder / "tea.md", NEW, replace=True)


def replace(folder: Path) -> None:
    replace_file(folder / "tea.md", NEW, "tea")


def remove(folder: Path) -> None:
    if (folder / "tea.md").exists():
        bank = folder / "tea.quiz.yaml"
        move_away([*([bank] if bank.exists() else []), folder / "tea.md"], "tea")


def put_back(folder: Path) -> None:
    if versions := [version for version in find_versions(folder, "tea") if version.differs]:
        restore(versions[0], folder / "tea.md" if (folder / "tea.md").exists() else None)


@pytest.mark.parametrize(
    ("before", "prepare", "change", "wanted"),
    [
        ({}, None, add, {"tea.md": NEW}),
        ({"md": OLD}, None, replace, {"tea.md": NEW}),
        ({"md": OLD, "quiz_yaml": BANK}, None, remove, {}),
        ({"md": OLD, "quiz_yaml": BANK}, remove, put_back, {"tea.md": OLD, "tea.quiz.yaml": BANK}),
        ({"md": OLD}, replace, put_back, {"tea.md": OLD}),
    ],
    ids=["add", "replace", "remove", "restore what was removed", "restore what was replaced"],
)
def test_a_change_that_is_cut_short_anywhere_leaves_the_old_or_the_new_and_is_done_by_doing_it_again(
    tmp_path: Path,
    before: dict[str, bytes],
    prepare: Callable[[Path], None] | None,
    change: Callable[[Path], None],
    wanted: dict[str, bytes],
) -> None:
    for step in range(1, 100):
        folder = made(tmp_path / f"{step}", **before)
        if prepare is not None:
            prepare(folder)
        old = state(folder).get("tea.md")
        killed = False
        with pytest.MonkeyPatch.context() as patch:
            dying_at(step, patch)
            try:
                change(folder)
            except KilledError:
                killed = True
        left = state(folder)
        assert left.get("tea.md") in (old, wanted.get("tea.md"))
        if "tea.md" in left and "tea.quiz.yaml" in wanted:
            assert left["tea.quiz.yaml"] == BANK, "an article that is served has what belongs to it"
        if left.get("tea.md") != wanted.get("tea.md"):
            change(folder)
            assert state(folder).get("tea.md") == wanted.get("tea.md")
        if not killed:
            assert step > 1
            assert left == wanted
            return
    raise AssertionError


def test_of_the_versions_of_an_article_the_latest_are_kept(tmp_path: Path) -> None:
    folder = made(tmp_path / "articles", md=OLD)
    (folder / "other.md").write_bytes(OLD)
    replace_file(folder / "other.md", NEW, "other")
    for number in range(MOST_VERSIONS + 5):
        replace_file(folder / "tea.md", b"Tea %d." % number, "tea")
    kept = [version.article.read_bytes() for version in find_versions(folder, "tea")]
    assert kept == [b"Tea %d." % number for number in reversed(range(4, MOST_VERSIONS + 4))]
    assert len(list((folder / ".removed").iterdir())) == MOST_VERSIONS + 1


def test_files_that_wait_for_a_decision_are_kept_until_they_are_too_many_bytes_the_oldest_going_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.uploads._MOST_BYTES", 35)
    for number in range(5):
        keep_upload(tmp_path, str(number), "tea.md", b"0123456789")
        os.utime(tmp_path / ".uploads" / str(number), (time() - 100 + number,) * 2)
    keep_upload(tmp_path, "last", "tea.md", b"0123456789")
    assert [key for key in ("0", "1", "2", "3", "4", "last") if find_upload(tmp_path, key)] == ["3", "4", "last"]
