import errno
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.bank import BankFile, bank_path
from bot.authoring.checking import check_bank, guessing_strategies
from bot.authoring.item import Item, Status
from bot.errors import BotError
from bot.telegram.markup.limits import POLL_LIMITS
from corpus import ARTICLES, Article, FileError, read_articles, read_corpus

TEA = "# Tea\n\nGreen tea is made from leaves.\n\n## Brewing\n\nThe water must not boil.\n"

BANK = """\
# Written by hand.
article: tea

exam:
  version: 3
  items: [leaves]   # only one yet

items:
  # The first of all.
  - id: leaves
    status: approved
    topic: Tea
    question: What is green tea made from?   # easy
    answer: leaves
    wrong:
      - roots   # plausible
      - seeds
    source: Green tea is made from leaves.
    version: 2

  - id: water
    status: draft
    topic: Brewing
    question: What must the water not do?
    answer: boil
    wrong: [freeze, cool]
    source: >-
      The water
      must not boil.
"""

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def tea(write: Write) -> Article:
    write("tea.md", TEA)
    return read_articles(write("tea.md", TEA))[0]


def problems(write: Write, tea: Article, content: str | bytes) -> list[str]:
    return [str(problem) for problem in BankFile(write("tea.quiz.yaml", content), tea).read().problems]


def test_a_bank_is_read_with_its_exam_and_the_lines_of_its_items(write: Write, tea: Article) -> None:
    reading = BankFile(write("tea.quiz.yaml", BANK), tea).read()
    assert reading.problems == ()
    leaves, water = reading.bank.items
    assert (leaves.id, leaves.status, leaves.wrong, leaves.version) == ("leaves", "approved", ("roots", "seeds"), 2)
    assert (leaves.line, water.line) == (10, 21)
    assert reading.bank.exam
    assert (reading.bank.exam.version, reading.bank.exam.items, reading.bank.exam.pass_mark) == (3, ("leaves",), 80)


def test_what_is_not_changed_is_written_as_it_was(write: Write, tea: Article) -> None:
    path = write("tea.quiz.yaml", BANK)
    with BankFile.editing(path, tea) as file:
        file.replace(replace(file.read().bank.items[1], status=Status.APPROVED, reviewed_on=date(2026, 11, 22)))
    written = path.read_text()
    assert written.startswith(BANK[: BANK.index("  - id: water")])
    assert "status: approved\n    topic: Brewing" in written
    assert BankFile(path, tea).read().bank.items[1].reviewed_on == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("changes", "version"),
    [
        ({"question": "What is it made from?"}, 3),
        ({"answer": "the leaves"}, 3),
        ({"wrong": ("roots", "flowers")}, 3),
        ({"wrong": ("seeds", "roots")}, 2),
        ({"why": "Because.", "topic": "Brewing", "status": Status.RETIRED}, 2),
    ],
)
def test_a_change_of_stem_options_or_key_raises_the_versions_of_item_and_exam(
    write: Write, tea: Article, changes: dict[str, object], version: int
) -> None:
    path = write("tea.quiz.yaml", BANK)
    with BankFile.editing(path, tea) as file:
        file.replace(replace(file.read().bank.items[0], **changes))  # type: ignore[arg-type]
    bank = BankFile(path, tea).read().bank
    assert bank.items[0].version == version
    assert bank.exam
    assert bank.exam.version == (4 if version == 3 else 3)
    assert "# easy" in path.read_text() or "question" in changes


def test_an_exam_without_items_has_every_approved_item_in_its_pool(write: Write, tea: Article) -> None:
    drawn = BANK.replace("items: [leaves]   # only one yet", "questions: 1").replace(
        "status: draft", "status: approved"
    )
    path = write("tea.quiz.yaml", drawn)
    bank = BankFile(path, tea).read().bank
    assert [item.id for item in bank.pool()] == ["leaves", "water"]
    assert bank.exam
    assert bank.exam.questions == 1
    with BankFile.editing(path, tea) as file:
        file.raise_version("water", 2)
    changed = BankFile(path, tea).read().bank.exam
    assert changed
    assert changed.version == 4
    assert [item.id for item in BankFile(write("tea.quiz.yaml", BANK), tea).read().bank.pool()] == ["leaves"]
    empty = problems(write, tea, BANK.replace("[leaves]", "[]"))
    assert "exam: items is empty; write at least one" in empty[0]


def test_an_approved_item_whose_quote_is_gone_is_a_draft_again(write: Write, tea: Article) -> None:
    changed = BANK.replace("source: Green tea is made from leaves.", "source: Green tea grows.")
    reading = BankFile(write("tea.quiz.yaml", changed), tea).read()
    assert reading.bank.items[0].status is Status.DRAFT
    (problem,) = map(str, reading.problems)
    assert problem.startswith("tea.quiz.yaml, line 10: item leaves: its source is no longer in the article, so it is")
    assert reading.bank.approved() == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("answer: leaves", "answer: 7", "line 14: item leaves: answer is no text; put it in quotes"),
        ("    answer: leaves\n", "", "line 10: item leaves: answer is missing; add it"),
        ("status: approved", "status: ready", "line 11: item leaves: status is none of draft, approved and retired"),
        ("    answer: leaves", "    anwser: leaves", "line 14: item leaves: anwser is not known"),
        ("article: tea", "article: coffee", "line 2: is beside the article tea and says article: coffee"),
        ("version: 2", "vresion: 2", "line 19: item leaves: vresion is not known; correct the name or remove it"),
        ("id: leaves", "id: Tea Leaves", "line 10: item Tea Leaves: id may hold small letters, digits and dashes only"),
        ("id: water", "id: leaves", "line 21: item leaves: there is one of that id already; rename it"),
        ("version: 3", "version: none", "line 5: exam: version is no whole number; write one"),
        ("wrong: [freeze, cool]", "wrong: cool", "line 26: item water: wrong is no list; write each on a line"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_item_and_fix_and_the_rest_is_read(
    write: Write, tea: Article, old: str, new: str, said: str
) -> None:
    assert old in BANK
    (problem,) = problems(write, tea, BANK.replace(old, new, 1))
    assert problem.startswith(f"tea.quiz.yaml, {said}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("items: [a", "tea.quiz.yaml, line 1: is no YAML here"),
        ("items:\n\t- id: a", "tea.quiz.yaml, line 2: has a tab; indent with spaces"),
        ("items:\n  - why: a: b", "tea.quiz.yaml, line 2: has a colon within its text; put the text in quotes"),
        ('items:\n  - why: "a\n    b: c\n', "tea.quiz.yaml, line 2: begins with a quotation mark that nothing closes"),
        ("- a", "tea.quiz.yaml: holds no items; begin it with a line `items:`"),
        ("", "tea.quiz.yaml: holds no items"),
        ("items: 3", "tea.quiz.yaml, line 1: items: is no list"),
        ("itens: []", "tea.quiz.yaml, line 1: 'itens' is not known; use article, exam and items"),
        (b"items: \xff", "tea.quiz.yaml: is no UTF-8 text"),
        ("items: &a [*a]", "tea.quiz.yaml"),
        ("items: !!python/object/apply:os.system ['true']", "tea.quiz.yaml"),
    ],
)
def test_a_file_that_is_no_bank_is_one_line(write: Write, tea: Article, content: str | bytes, said: str) -> None:
    try:
        found = problems(write, tea, content)
    except FileError as error:
        found = [str(error)]
    assert len(found) == 1
    assert found[0].startswith(said)


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "can only be read"), (errno.EACCES, "check its permissions")],
)
def test_it_is_said_why_a_bank_cannot_be_written(
    write: Write, tea: Article, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    path = write("tea.quiz.yaml", BANK)
    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(BotError, match=said), BankFile.editing(path, tea) as file:
        file.raise_version("leaves", 7)


def test_a_bank_without_items_is_not_written(tmp_path: Path, tea: Article) -> None:
    with BankFile.editing(tmp_path / "none.quiz.yaml", tea) as file:
        file.add([])
    assert not (tmp_path / "none.quiz.yaml").exists()


def test_the_shipped_bank_is_edited_in_the_users_folder_and_read_from_there(article: Article) -> None:
    path = bank_path(read_corpus(ARTICLES).files[article.slug], article.slug)
    before = path.read_text()
    with BankFile.editing(path, article) as file:
        first = file.read().bank.items[0]
        file.replace(replace(first, question="What else?"))
    again = BankFile(path, article)
    assert again.path.is_relative_to(os.environ["XDG_DATA_HOME"])
    assert again.read().bank.items[0].question == "What else?"
    assert path.read_text() == before, "what is shipped stays as it is"


def test_a_bank_that_cannot_be_written_is_left_as_it_was(write: Write, tea: Article) -> None:
    path = write("tea.quiz.yaml", BANK)
    write(".tea.quiz.yaml.new/in-the-way", "")
    with pytest.raises(BotError, match="cannot be written"), BankFile.editing(path, tea) as file:
        file.raise_version("leaves", 7)
    assert path.read_text() == BANK


def test_comments_stay_with_the_item_that_they_stand_above(write: Write, tea: Article) -> None:
    path = write("tea.quiz.yaml", BANK.replace("  - id: water", "  # About the water.\n  - id: water"))
    with BankFile.editing(path, tea) as file:
        first = file.read().bank.items[0]
        file.replace(replace(first, reviewed_by="Maria", reviewed_on=date(2026, 11, 22), why="So it says."))
    assert "    version: 2\n\n  # About the water.\n  - id: water" in path.read_text()
    assert "reviewed_by: Maria" in path.read_text().partition("# About the water.")[0]


def test_two_editors_at_once_lose_nothing_of_each_other(write: Write, tea: Article) -> None:
    path = write("tea.quiz.yaml", BANK)

    def add(number: int) -> None:
        with BankFile.editing(path, tea) as file:
            file.add([Item(f"new-{number}", "Tea", "What?", "a", ("b", "c"), "Green tea is made from leaves.")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(12)))
    assert len(BankFile(path, tea).read().bank.items) == 14


def test_an_id_is_found_whatever_white_space_is_around_it_and_a_broken_namesake_passed_over(
    write: Write, tea: Article
) -> None:
    path = write(
        "tea.quiz.yaml", BANK.replace("id: leaves", 'id: "leaves "').replace("items:\n", "items:\n  - id: leaves\n")
    )
    with BankFile.editing(path, tea) as file:
        item = file.read().bank.item("leaves")
        assert item
        file.replace(replace(item, why="So it says."))
    reread = BankFile(path, tea).read().bank.item("leaves")
    assert reread
    assert reread.why == "So it says."


def test_a_link_stays_a_link_and_the_mode_of_the_file_is_kept(write: Write, tea: Article, tmp_path: Path) -> None:
    real = write("elsewhere/real.yaml", BANK)
    real.chmod(0o640)
    link = tmp_path / "tea.quiz.yaml"
    link.symlink_to(real)
    with BankFile.editing(link, tea) as file:
        file.raise_version("leaves", 7)
    assert link.is_symlink()
    assert "version: 7" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640


def test_raising_a_version_changes_nothing_else(write: Write, tea: Article) -> None:
    path = write("tea.quiz.yaml", BANK.replace("source: Green tea is made from leaves.", "source: Gone."))
    with BankFile.editing(path, tea) as file:
        file.raise_version("leaves", 3)
    assert path.read_text() == BANK.replace("source: Green tea is made from leaves.", "source: Gone.").replace(
        "    version: 2", "    version: 3"
    ).replace("  version: 3\n  items: [leaves]", "  version: 4\n  items: [leaves]")


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).map(
    lambda text: " ".join(text.split()) or "x"
)


@given(question=texts, answer=texts, wrong=st.lists(texts, min_size=1), why=texts)
def test_any_text_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, question: str, answer: str, wrong: list[str], why: str
) -> None:
    folder = tmp_path_factory.mktemp("tea")
    (folder / "tea.md").write_text(TEA)
    article = read_articles(folder)[0]
    item = Item("x", "Tea", question, answer, tuple(wrong), "Green tea is made from leaves.", why=why)
    path = folder / "tea.quiz.yaml"
    with BankFile.editing(path, article) as file:
        file.add([item])
    assert BankFile(path, article).read().bank.items == (item,)


def test_the_shipped_bank_is_approved_clean_and_covers_every_section(article: Article) -> None:
    path = bank_path(read_corpus(ARTICLES).files[article.slug], article.slug)
    reading = BankFile(path, article).read()
    assert reading.problems == ()
    assert [str(problem) for problem in check_bank(reading.bank, article, POLL_LIMITS)] == []
    assert len(reading.bank.approved()) >= 30
    assert {item.topic for item in reading.bank.approved()} == {article.title, *article.headings(), "References"}
    assert all(item.awaits_person for item in reading.bank.approved()), "no person has signed it"
    assert max(guessing_strategies(reading.bank.approved(), article).values()) < 0.5
