"""What was read is kept on disk: used again while nothing changes, never trusted, never in the way."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Cache, Corpus, read_corpus
from corpus.cache import entry_name, reader_version

Write = Callable[[str, str | bytes], Path]

TEA = "# Tea\n\nBoil water.\n\n- cups\n- leaves\n"


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("cache") / "made" / "when needed")


def folder_of(cache: Cache) -> Path:
    return cache._folder


def read_counting(folder: Path, cache: Cache) -> tuple[Corpus, list[str]]:
    parsed: list[str] = []

    def note(files: object) -> object:
        parsed.extend(file.name for file in files)  # type: ignore[attr-defined]
        return files

    return read_corpus(folder, cache, note), sorted(parsed)  # type: ignore[arg-type]


def test_an_unchanged_file_is_parsed_once_and_comes_back_the_same(write: Write, cache: Cache) -> None:
    write("cup.txt", "Cup\n\nPublished: 2020-01-02\n\nOne cup.")
    folder = write("tea.md", TEA).parent
    first, parsed = read_counting(folder, cache)
    assert parsed == ["cup.txt", "tea.md"]
    again, parsed = read_counting(folder, cache)
    assert parsed == []
    assert again == first == read_corpus(folder)


def test_a_file_that_changes_is_parsed_again_and_one_that_moves_is_not(write: Write, cache: Cache) -> None:
    folder = write("tea.md", TEA).parent
    write("sub/cup.md", "One cup.")
    read_corpus(folder, cache)
    write("tea.md", TEA + "\nMore.\n")
    (folder / "sub" / "cup.md").rename(folder / "cup.md")
    corpus, parsed = read_counting(folder, cache)
    assert parsed == ["tea.md"]
    assert corpus.articles[1].text.endswith("More.")


def test_two_files_of_one_content_keep_their_own_titles(write: Write, cache: Cache) -> None:
    write("green.md", "Boil water.")
    folder = write("black.md", "Boil water.").parent
    for _ in range(2):
        assert [article.title for article in read_corpus(folder, cache).articles] == ["Black", "Green"]


def test_a_file_that_cannot_be_read_is_named_each_time_and_parsed_once(write: Write, cache: Cache) -> None:
    write("bad.txt", b"\x00\x01")
    folder = write("tea.md", TEA).parent
    first, _ = read_counting(folder, cache)
    again, parsed = read_counting(folder, cache)
    assert parsed == []
    assert [str(problem) for problem in again.problems] == [str(problem) for problem in first.problems] != []


def test_files_are_read_anew_when_the_reader_changes(
    write: Write, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write("tea.md", TEA).parent
    read_corpus(folder, cache)
    monkeypatch.setattr("corpus.reading.reader_version", lambda: b"another")
    assert read_counting(folder, cache)[1] == ["tea.md"]


def test_the_readers_version_changes_with_what_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = reader_version.__wrapped__()
    assert before == reader_version.__wrapped__()
    (tmp_path / "some_parser-2.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert reader_version.__wrapped__() != before


@given(st.integers(0, 1000), st.integers(1, 255))
def test_a_damaged_entry_is_ignored(tmp_path_factory: pytest.TempPathFactory, place: int, change: int) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    cache, name = Cache(folder), entry_name(b"tea")
    cache.put(name, b"value" * 20)
    content = bytearray((folder / name).read_bytes())
    content[place % len(content)] ^= change
    (folder / name).write_bytes(content)
    assert cache.get(name) is None
    (folder / name).write_bytes(content[: place % len(content)])
    assert cache.get(name) is None


def test_nonsense_in_an_entry_is_read_anew(write: Write, cache: Cache) -> None:
    folder = write("tea.md", TEA).parent
    expected = read_corpus(folder, cache)
    for entry in folder_of(cache).iterdir():
        cache.put(entry.name, b'["T",null,null,[],null,[],[]]\n"nonsense"')
    assert read_counting(folder, cache) == (expected, ["tea.md"])
    assert read_counting(folder, cache) == (expected, [])


@pytest.mark.parametrize("kind", ["a file in its place", "a folder that cannot be made", "an entry that is a folder"])
def test_where_nothing_can_be_kept_articles_are_read_all_the_same(write: Write, tmp_path: Path, kind: str) -> None:
    folder = write("articles/tea.md", TEA).parent
    place = tmp_path / "cache"
    if kind == "a file in its place":
        place.touch()
    elif kind == "a folder that cannot be made":
        place = Path("/dev/null/cache")
    cache = Cache(place)
    if kind == "an entry that is a folder":
        read_corpus(folder, cache)
        for entry in place.iterdir():
            entry.unlink()
            entry.mkdir()
    for _ in range(2):
        assert [article.slug for article in read_corpus(folder, cache).articles] == ["tea"]


def test_what_was_not_used_for_the_longest_time_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, most=1000)
    names = [entry_name(b"%d" % n) for n in range(8)]
    for age, name in enumerate(names[:7]):
        cache.put(name, b"x" * 100)
        os.utime(tmp_path / name, (age, age))
    assert cache.get(names[0]) == b"x" * 100  # used just now
    cache.put(names[7], b"x" * 100)
    assert {path.name for path in tmp_path.iterdir()} == {names[0], *names[3:]}
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1000


def test_what_is_bigger_than_the_whole_is_not_kept(tmp_path: Path) -> None:
    Cache(tmp_path, most=1000).put(entry_name(b"a"), b"x" * 2000)
    assert list(tmp_path.iterdir()) == []


def test_files_of_others_are_never_removed(tmp_path: Path) -> None:
    for name in ("letter.txt", "0" * 63, "f" * 64 + ".md"):
        (tmp_path / name).write_bytes(b"x" * 5000)
    (tmp_path / ".unfinished-old").touch()
    os.utime(tmp_path / ".unfinished-old", (0, 0))
    cache = Cache(tmp_path, most=1000)
    for n in range(30):
        cache.put(entry_name(b"%d" % n), b"x" * 300)
    left = {path.name for path in tmp_path.iterdir()}
    assert {"letter.txt", "0" * 63, "f" * 64 + ".md"} <= left
    assert ".unfinished-old" not in left


def test_nobody_else_can_look_into_the_cache(cache: Cache) -> None:
    cache.put(entry_name(b"a"), b"x")
    assert stat.S_IMODE(folder_of(cache).stat().st_mode) == 0o700
