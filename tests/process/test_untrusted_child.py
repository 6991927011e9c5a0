"""The process that reads what was sent: what it may do, what is left of it, and what of its answer is believed."""

import json
import os
import subprocess
import sys
import tempfile
import tracemalloc
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.formats.text.plain import read_text
from corpus.reason import Reason
from corpus.structure import understand
from corpus.understood import Understood
from corpus.untrusted.bounded import TooMuchError, TooSlowError, run_bounded
from corpus.untrusted.wire import NonsenseError, RefusedError, most_bytes, pack, refuse, unpack
from tests.paths import ROOT

unix = pytest.mark.skipif(sys.platform == "win32", reason="limits and groups of processes are of Unix")
linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")


def python(program: str, *arguments: str, data: bytes = b"", seconds: float = 20, most: int = 100_000) -> bytes:
    return run_bounded([sys.executable, "-I", "-c", program, *arguments], data, seconds=seconds, most=most)


def living(group: int) -> list[str]:
    """Processes of a group; those that nobody has waited for yet do not live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = path.read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(its_group) == group and state not in "ZX":
            found.append(path.parent.name)
    return found


def wait_until_gone(group: int) -> bool:
    deadline = monotonic() + 5
    while living(group) and monotonic() < deadline:
        sleep(0.05)
    return not living(group)


def test_what_is_given_comes_back_whole() -> None:
    data = bytes(range(256)) * 2000
    echo = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"
    assert python(echo, data=data, most=len(data)) == data
    with pytest.raises(TooMuchError):
        python(echo, data=data, most=len(data) - 1)


def test_a_program_that_does_not_read_is_not_waited_for() -> None:
    assert python("print('ready')", data=bytes(5_000_000)).split() == [b"ready"]


def test_nothing_of_the_surroundings_is_seen_and_nothing_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("ARTICLE_BOT_TELEGRAM_TOKEN", "secret")
    program = "import json, os; print(json.dumps([dict(os.environ), os.listdir(), os.getcwd()])); open('left', 'w')"
    environment, files, folder = json.loads(python(program))
    assert set(environment) <= {"LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT"}
    assert files == []
    assert Path(folder).parent == tmp_path.resolve()
    assert list(tmp_path.iterdir()) == []


FAMILY = """
import os, subprocess, sys, time
child = [sys.executable, "-I", "-c", "import time; time.sleep(60)"]
subprocess.Popen(child, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
open(sys.argv[1], "w").write(str(os.getpid()))
"""


@linux
@pytest.mark.parametrize("end", ["", "time.sleep(60)", "os.close(1); time.sleep(60)", "while True: print('x' * 1000)"])
def test_no_process_of_the_group_is_left(tmp_path: Path, end: str) -> None:
    try:
        python(FAMILY + end, str(tmp_path / "pid"), seconds=1.5)
    except (TooSlowError, TooMuchError):
        assert end
    group = int((tmp_path / "pid").read_text(encoding="utf-8"))
    assert wait_until_gone(group)
    with pytest.raises(ChildProcessError):
        os.waitpid(group, os.WNOHANG)


@unix
def test_a_process_that_leaves_the_group_with_the_output_is_not_waited_for() -> None:
    start = monotonic()
    with pytest.raises(TooSlowError):
        python("import os, time\nif not os.fork():\n  os.setsid(); time.sleep(15)", seconds=0.5)
    assert monotonic() - start < 15 - 0.5  # it still sleeps


CONFINED = """
import json, os, resource, socket, subprocess, sys
sys.path.insert(0, sys.argv[1])
from corpus.untrusted import confined
confined._limit(5, 300_000_000)
confined._close_the_door()
def outcome(attempt):
    try: return str(attempt())
    except (OSError, MemoryError, ValueError) as error: return type(error).__name__
print(json.dumps([outcome(attempt) for attempt in (
    lambda: open("/etc/hosts"), lambda: open("new", "w"), socket.socket, os.pipe,
    lambda: subprocess.Popen(["true"]), lambda: bytearray(400_000_000),
    lambda: resource.getrlimit(resource.RLIMIT_CORE), lambda: resource.getrlimit(resource.RLIMIT_CPU),
)]))
"""


@linux
def test_the_child_can_open_start_and_keep_nothing() -> None:
    assert json.loads(python(CONFINED, str(ROOT))) == [*["OSError"] * 5, "MemoryError", "(0, 0)", "(6, 6)"]


@linux
def test_a_reader_gets_by_with_one_thread() -> None:
    program = """
import sys, threading
sys.path.insert(0, sys.argv[1])
from corpus.untrusted import parsing
for suffix in (".html", ".pdf", ".docx"): parsing.preload(suffix)
print([line for line in open("/proc/self/status") if line.startswith("Threads")][0].split()[1])
"""
    assert python(program, str(ROOT)).split() == [b"1"]


def test_the_child_says_what_the_parent_reads() -> None:
    command = [
        sys.executable,
        "-I",
        str(ROOT / "corpus" / "untrusted" / "confined.py"),
        ".md",
        "tea",
        "5",
        "1000000000",
        "1000",
    ]
    answer = subprocess.run(
        command, input=b"# Tea\n\nBoil water.", stdout=subprocess.PIPE, check=True, timeout=60
    ).stdout
    structure, text = map(json.loads, answer.splitlines())
    fields = ["Tea", None, None, [], None, None, [[[], False, [0, 11, 0, 0], []]]]
    assert (structure[:7], text) == (fields, "Boil water.")


@pytest.mark.parametrize("most", [1000, 1_000_000])
def test_endless_output_costs_no_more_memory_than_it_may(most: int) -> None:
    tracemalloc.start()
    with pytest.raises(TooMuchError):
        python("while True: print('x' * 10_000)", most=most)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * most + 1_000_000


def test_few_bytes_of_an_answer_do_not_become_many_objects() -> None:
    answer = b"[" + b"[]," * 1_000_000 + b"[]]"
    tracemalloc.start()
    for hostile in (answer, b"[]\n" + answer, b'["",null,null,[],null,[],[]]\n' + answer):
        with pytest.raises(NonsenseError):
            unpack(hostile, "a", 500_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


@given(st.text(max_size=400))
@example("Tea\n\nPublished: 2020-01-02\nTopics: a, b\nUrl: https://example.org\n\nOne two.\n\nUse\n\nPour: now.\n\x00")
def test_an_article_comes_through_as_it_was(text: str) -> None:
    understood = understand("any", read_text(text))
    if understood is not None:
        back = unpack(pack(understood), "any", len(text))
        assert back.article.text == understood.article.text
        assert list(back.article.paragraphs()) == list(understood.article.paragraphs())
        assert back.article.published == understood.article.published
        assert len(pack(understood)) <= most_bytes(len(text))


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner))
SPANS = st.lists(st.integers(-1, 12) | SCALARS, max_size=8) | st.lists(
    st.tuples(st.integers(0, 5), st.integers(6, 12), st.integers(0, 3), st.integers(0, 9)), max_size=2
).map(lambda places: [number for place in places for number in place])
CLAUSES = st.lists(st.tuples(st.integers(0, 2) | SCALARS, st.text() | SCALARS), max_size=2) | SCALARS
SECTIONS = st.lists(
    st.tuples(st.lists(st.text() | SCALARS, max_size=3), st.booleans() | SCALARS, SPANS, CLAUSES), max_size=3
)
DAYS = st.dates().map(str) | st.sampled_from(["2020-02-30", "20200101", "2020-W01-1"]) | SCALARS
REMARKS = st.tuples(
    *[st.text() | st.none()] * 5,
    st.integers() | SCALARS,
    st.integers() | SCALARS,
    st.lists(st.tuples(st.text() | SCALARS, st.integers() | SCALARS, st.text() | SCALARS), max_size=2) | SCALARS,
    st.lists(st.text() | SCALARS, max_size=2) | SCALARS,
)
NEARLY = st.tuples(
    st.text() | SCALARS,
    DAYS,
    DAYS,
    st.lists(st.text() | SCALARS, max_size=3) | SCALARS,
    st.sampled_from(["https://example.org/", "javascript:alert(1)", "https://a b"]) | SCALARS,
    st.text() | SCALARS,
    SECTIONS | ANYTHING,
    REMARKS | ANYTHING,
)
NO_REMARKS: list[Any] = [None, None, None, None, None, None, 0, [], []]


def check(understood: Understood) -> None:
    article = understood.article
    at = 0
    for number, paragraph in enumerate(article.paragraphs(), start=1):
        assert (type(paragraph.start), type(paragraph.end), paragraph.number) == (int, int, number)
        assert at <= paragraph.start < paragraph.end <= len(article.text)
        assert paragraph.page is None or type(paragraph.page) is int
        assert paragraph.clause is None or 0 < len(paragraph.clause) <= 30
        at = paragraph.end
    assert at > 0
    assert type(understood.tables) is int
    assert all(type(omission.words) is int and len(omission.sample) <= 300 for omission in understood.omissions)
    article.text.encode()
    for label in (
        article.title,
        *article.topics,
        *understood.doubts,
        *([article.notice] if article.notice is not None else []),
        *(name for section in article.sections for name in section.path),
    ):
        assert type(label) is str
        assert len(label) <= 300
        assert label == " ".join(label.split())
    assert all(type(section.is_references) is bool and section.paragraphs for section in article.sections)
    assert article.url is None or article.url.startswith("https://")


def believe(answer: bytes) -> None:
    with suppress(NonsenseError, RefusedError):
        check(unpack(answer, "any", 1000))


@given(ANYTHING | NEARLY | st.tuples(st.text(), SCALARS), st.text(max_size=12) | ANYTHING)
@example(["T", None, None, [], None, None, [[[], False, [0, True, 0, 0], []]], NO_REMARKS], "text")
@example(["T", None, None, [], None, None, [[["\u202e"], False, [0, 2, 0, 0, 1, 3, 0, 0], []]], NO_REMARKS], "text")
@example(["T", None, None, [], None, None, [[[], False, [0, 4, 3, 0], []]], NO_REMARKS], "text")
@example(["T", None, None, [], None, None, [[[], False, [0, 4, 0, 0], []]], NO_REMARKS], "\ud800ext")
def test_whatever_the_child_answers_what_is_believed_is_an_article(structure: Any, text: Any) -> None:
    believe(json.dumps(structure).encode() + b"\n" + json.dumps(text).encode())
    believe(json.dumps(structure).encode())


@given(st.binary(max_size=200))
@example(b"[" * 900)
@example(b"1" * 9000)
@example(b"[NaN,Infinity]")
def test_bytes_that_are_no_answer_are_not_believed(answer: bytes) -> None:
    believe(answer)


def test_reasons_are_one_short_clean_line() -> None:
    with pytest.raises(RefusedError, match=r"^a b{150,}…b+$") as error:
        unpack(refuse(Reason("a\n\u202e" + "b" * 5000), 7), "any", 9000)
    assert (error.value.line, len(str(error.value)) <= 300) == (7, True)
