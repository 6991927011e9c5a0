"""The commands that keep a folder of articles, run as a person or a script runs them."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from bot.records import Records, actions
from corpus import ARTICLES, read_articles
from tests.paths import ROOT
from tests.process.test_cli import run
from tests.warm_processes import WarmTerminal

Write = Callable[[str, str | bytes], Path]

TEA = """---
title: Green tea
date: 2024-05-01
---
Share this article

## Brewing

Boil the water and pour it over the leaves:

- green ones
- black ones

| Leaf | Minutes |
|---|---|
| green | 2 |
"""


@pytest.fixture
def folder(write: Write) -> Path:
    return write("articles/tea.md", TEA).parent


@pytest.fixture
def cup(write: Write) -> Path:
    return write("new/cup.txt", "Cup\n\nA cup is made of clay, and it is fired in the oven.\n")


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_check_says_what_was_understood_of_each_file(folder: Path, write: Write) -> None:
    write("articles/sub/cup.txt", "Cup\n\nA cup is made of clay, and it is fired in the oven.\n")
    write("articles/sub/cup.txt.meta.yaml", "review: 2020-01-02\n")
    result = run("corpus", "check", "--corpus", folder)
    assert result.exit_code == 0
    cup, tea = result.stdout.split("tea.md (tea)\n")
    assert cup.splitlines()[0] == "sub/cup.txt (cup)"
    for report, lines in {
        cup: (
            "  title      Cup (from ",
            "  date       none\n",
            "  review     was due 2 Jan 2020\n",
            "  language   English (a guess)\n",
            "  contents   1 section, 1 paragraph, 13 words quoted\n",
        ),
        tea: (
            "  title      Green tea (from ",
            "  date       1 May 2024 (from ",
            "  contents   1 section, 2 paragraphs, 1 table, 17 words quoted\n",
            "  left out   3 words, boilerplate: “Share this article”\n",
            "2 articles can be read; 0 problems.\n",
        ),
    }.items():
        assert [line for line in lines if line not in report] == []


def test_no_word_is_said_to_occur_nowhere_while_a_file_cannot_be_read(folder: Path, write: Write) -> None:
    refusal = run("ask", "What does sumatriptan cost?", "--corpus", folder)
    assert "sumatriptan" in refusal.stdout
    write("articles/bad.pdf", b"%PDF-1.7 and then nothing")
    refusal = run("ask", "What does sumatriptan cost?", "--corpus", folder)
    assert "does not answer" in refusal.stdout
    assert "occur" not in refusal.stdout


def test_check_ends_with_the_problems_and_exit_code_1(folder: Path, write: Write) -> None:
    write("articles/bad.txt", b"\x00")
    write("articles/README.md", "# About\n\nThis folder.\n")
    write("articles/synonyms.txt", "lonely\n")
    result = run("corpus", "check", "--corpus", folder)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "1 article can be read; 2 problems."
    skipped, bad, synonyms = result.stderr.splitlines()
    assert skipped.startswith("README.md: is not read")
    assert bad.startswith("bad.txt: is binary")
    assert synonyms.startswith("synonyms.txt, line 1: has one word only")


def test_a_synonyms_file_that_is_wrong_keeps_no_article_from_answering(folder: Path, write: Write) -> None:
    write("articles/synonyms.txt", ", ".join(["word"] * 100_000))
    result = run("ask", "--corpus", folder, "pour over the leaves")
    assert "synonyms.txt, line 1: has more than 50 words" in result.stderr
    assert "Boil the water" in result.stdout


def test_show_prints_headings_and_paragraphs_and_with_passages_how_they_are_cut(folder: Path) -> None:
    shown = run("corpus", "show", "tea", "--corpus", folder).stdout
    assert shown == (
        "Green tea (1 May 2024)\n\nBrewing\n\n"
        "Boil the water and pour it over the leaves:\n• green ones\n• black ones\n\nLeaf | Minutes\ngreen | 2\n"
    )
    cut = run("corpus", "show", "tea", "--passages", "--corpus", folder).stdout
    assert "Green tea › Brewing, ¶ 1–2 (1 May 2024)\n" in cut


def test_add_copies_what_it_has_shown(folder: Path, cup: Path) -> None:
    result = run("corpus", "add", cup, "--yes", "--review", "1 March 2026", "--corpus", folder)
    assert result.exit_code == 0
    assert result.stdout.startswith("cup.txt (cup)\n  title      Cup (from ")
    assert "  review     is due 1 Mar 2026" in result.stdout or "  review     was due 1 Mar 2026" in result.stdout
    assert f"Added {folder / 'cup.txt'} as cup." in result.stdout
    assert (folder / "cup.txt").read_bytes() == cup.read_bytes()
    assert names(folder) == ["cup.txt", "cup.txt.meta.yaml", "tea.md"]
    assert [str(article.review) for article in read_articles(folder)] == ["2026-03-01", "None"]


def test_add_makes_the_folder_where_there_is_none(tmp_path: Path, cup: Path) -> None:
    assert run("corpus", "add", cup, "--yes", "--corpus", tmp_path / "my" / "articles").exit_code == 0
    assert names(tmp_path / "my") == ["articles/cup.txt"]


def test_add_asks_nobody_where_nobody_is(folder: Path, cup: Path) -> None:
    result = run("corpus", "add", cup, "--corpus", folder)
    assert result.exit_code == 2
    assert "with --yes it is added without a question" in result.stderr
    assert names(folder) == ["tea.md"]


@pytest.mark.parametrize(("answer", "left"), [("y", ["cup.txt", "tea.md"]), ("n", ["tea.md"])])
def test_add_asks_on_a_terminal_and_does_as_it_is_told(folder: Path, cup: Path, answer: str, left: list[str]) -> None:
    child = WarmTerminal("corpus", "add", cup, "--corpus", folder, folder=folder.parent)
    child.expect(r"cup\.txt \(cup\)")
    child.expect("Add it to .* as cup\\?")
    child.sendline(answer)
    child.expect("Added" if answer == "y" else "It was not added")
    child.expect(pexpect.EOF)
    assert child.wait() == 0
    child.end()
    assert names(folder) == left


def test_add_never_overwrites_unless_told_to(folder: Path, write: Write) -> None:
    other = write("new/tea.md", TEA.replace("Boil", "Warm"))
    refused = run("corpus", "add", other, "--yes", "--corpus", folder)
    assert refused.exit_code == 1
    assert "tea.md: is there already, and says something else; --replace" in refused.stderr
    assert "Boil" in (folder / "tea.md").read_text()
    assert run("corpus", "add", other, "--yes", "--replace", "--corpus", folder).exit_code == 0
    assert "Warm" in (folder / "tea.md").read_text()
    assert names(folder) == [".removed/tea/tea.md", "tea.md"]


def test_what_was_replaced_is_restored_and_goes_back_and_forth(folder: Path, write: Write) -> None:
    other = write("new/tea.md", TEA.replace("Boil", "Warm"))
    assert run("corpus", "add", other, "--yes", "--replace", "--corpus", folder).exit_code == 0
    for word in ("Boil", "Warm", "Boil"):
        assert run("corpus", "restore", "tea", "--corpus", folder).exit_code == 0
        assert word in (folder / "tea.md").read_text()
        assert names(folder) in ([".removed/tea/tea.md", "tea.md"], [".removed/tea-2/tea.md", "tea.md"])
    wrong = run("corpus", "restore", "cup", "--corpus", folder)
    assert wrong.exit_code == 2
    assert "there is: tea" in wrong.stderr


def test_what_is_there_already_can_be_added_again_to_set_its_review_date(folder: Path, write: Write) -> None:
    same = write("new/tea.md", TEA)
    assert run("corpus", "add", same, "--yes", "--review", "2026-03-01", "--corpus", folder).exit_code == 0
    assert [str(article.review) for article in read_articles(folder)] == ["2026-03-01"]


def test_add_lets_no_article_lose_its_slug(folder: Path, write: Write) -> None:
    other = write(
        "new/tea.htm", "<html><body><article><h1>Tea</h1><p>Boil the water at once.</p></article></body></html>"
    )
    refused = run("corpus", "add", other, "--yes", "--corpus", folder)
    assert refused.exit_code == 1
    assert "tea.htm: would be called 'tea' in place of tea.md" in refused.stderr
    later = write("new/tea.txt", "Tea\n\nBoil the water at once.\n")
    assert "as tea-txt." in run("corpus", "add", later, "--yes", "--corpus", folder).stdout


UNREADABLE = [
    ("cup.jpg", b"\xff\xd8", "has an ending that is not read"),
    ("README.md", b"# Cup\n\nClay.", "has a name that is not taken for an article's"),
    (".cup.md", b"# Cup\n\nClay.", "has a name that is not taken for an article's"),
    ("binary.txt", b"\x00\x01", "is binary"),
    ("empty.txt", b"", "is empty"),
    ("soon.md", b"---\ndate: soon\n---\nClay.", "'soon' is no date"),
    ("cup.pdf", b"no pdf", "is not a PDF"),
]


def test_add_refuses_what_could_not_be_read_and_adds_the_rest(folder: Path, cup: Path, write: Write) -> None:
    bad = [write(f"bad/{name}", content) for name, content, _ in UNREADABLE]
    result = run("corpus", "add", *bad, cup, "--yes", "--corpus", folder)
    assert result.exit_code == 1
    for name, _, reason in UNREADABLE:
        assert f"{name}: {reason}" in result.stderr
    assert names(folder) == ["cup.txt", "tea.md"]


def test_a_review_date_that_is_none_is_wrong_usage(folder: Path, cup: Path) -> None:
    result = run("corpus", "add", cup, "--review", "next year", "--corpus", folder)
    assert result.exit_code == 2
    assert "'next year' is no date; write it as 2026-03-01" in result.stderr


def test_the_articles_that_come_with_the_program_are_not_changed(cup: Path) -> None:
    before = names(ARTICLES)
    for command in (["add", str(cup), "--yes"], ["remove", "iv-treatment-of-migraines"]):
        result = run("corpus", *command)
        assert result.exit_code == 1
        assert "belongs to the program; name a folder of your own with --corpus" in result.stderr
    assert names(ARTICLES) == before


def test_remove_moves_an_article_with_all_that_belongs_to_it_and_says_how_to_undo_that(
    folder: Path, write: Write
) -> None:
    write("articles/tea.quiz.yaml", "article: tea\n")
    write("articles/tea.md.meta.yaml", "review: 2026-03-01\n")
    write("articles/cup.md", "# Cup\n\nClay.")
    result = run("corpus", "remove", "tea", "--corpus", folder)
    assert result.exit_code == 0
    moved = [".removed/tea/tea.md", ".removed/tea/tea.md.meta.yaml", ".removed/tea/tea.quiz.yaml"]
    assert names(folder) == [*moved, "cup.md"]
    assert [article.slug for article in read_articles(folder)] == ["cup"]
    undo = result.stdout.split("To undo: ")[1].splitlines()[0]
    assert run(*shlex.split(undo)[1:]).exit_code == 0
    assert names(folder) == ["cup.md", "tea.md", "tea.md.meta.yaml", "tea.quiz.yaml"]


def test_what_is_removed_twice_is_kept_twice(folder: Path) -> None:
    for _ in range(2):
        (folder / "tea.md").write_text(TEA, encoding="utf-8")
        assert run("corpus", "remove", "tea", "--corpus", folder).exit_code == 0
    assert names(folder) == [".removed/tea-2/tea.md", ".removed/tea/tea.md"]


def test_remove_says_where_another_article_takes_the_slug(folder: Path, write: Write) -> None:
    write("articles/tea.txt", "Tea\n\nBoil the water.\n")
    assert "tea.txt is called tea from now on" in run("corpus", "remove", "tea", "--corpus", folder).stdout


def test_an_article_that_cannot_be_read_can_be_removed_and_an_unknown_one_cannot(folder: Path, write: Write) -> None:
    write("articles/bad.txt", b"\x00")
    assert run("corpus", "remove", "bad", "--corpus", folder).exit_code == 0
    result = run("corpus", "remove", "bad", "--corpus", folder)
    assert result.exit_code == 2
    assert "no article is called 'bad'" in result.stderr


def test_what_cannot_be_moved_stays_whole(folder: Path, write: Write) -> None:
    write("articles/tea.quiz.yaml", "article: tea\n")
    write("articles/.removed", "a file in the way")
    result = run("corpus", "remove", "tea", "--corpus", folder)
    assert result.exit_code == 1
    assert "tea.md: cannot be moved (File exists)" in result.stderr
    assert names(folder) == [".removed", "tea.md", "tea.quiz.yaml"]


def test_a_bar_shows_how_far_reading_has_come_on_a_terminal_and_only_the_first_time(folder: Path, write: Write) -> None:
    for number in range(5):
        write(f"articles/cup{number}.md", f"# Cup {number}\n\nA cup is made of clay.\n")
    environment = {"ARTICLE_BOT_CACHE": str(folder.parent / "cache"), "TERM": "xterm"}
    for shown in (True, False):
        child = WarmTerminal("corpus", "list", "--corpus", folder, folder=folder.parent, env=environment)
        written = child.read()
        child.end()
        assert ("Reading articles" in written) == shown
        assert "cup4\tCup 4" in written


def test_a_command_works_as_a_process_of_its_own_and_what_is_done_is_recorded(folder: Path, cup: Path) -> None:
    command = [sys.executable, "-m", "bot", "corpus", "add", str(cup), "--yes", "--corpus", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    added = subprocess.run(
        command, env=environment, cwd=folder.parent, check=True, capture_output=True, text=True, timeout=60
    )
    assert "as cup." in added.stdout
    assert "To undo" in run("corpus", "remove", "cup", "--corpus", folder).stdout
    with Records.open(os.environ["ARTICLE_BOT_DATABASE"]) as records, records.read() as session:
        done = [(each.what, each.subject) for each in reversed(actions.latest(session, 9))]
    assert done == [("add", cup.name), ("remove", "cup")]
    assert names(folder) == [".removed/cup/cup.txt", "tea.md"]


def test_a_file_of_the_folder_is_not_added_to_itself_but_may_get_a_review_date(folder: Path) -> None:
    file = next(path for path in folder.iterdir() if path.suffix == ".md")
    result = run("corpus", "add", file, "--yes", "--corpus", folder)
    assert result.exit_code == 1
    assert "is served already" in result.stderr
    assert run("corpus", "add", file, "--yes", "--review", "2026-03-01", "--corpus", folder).exit_code == 0
