"""The commands of `article-bot quiz`."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.authoring.bank import BankFile
from bot.authoring.item import Item, Status
from bot.cli import main
from bot.quiz.quizzes import open_quizzes
from corpus import ARTICLES, read_articles, read_corpus
from tests.unit.test_quiz_bank import BANK, TEA
from tests.unit.test_quiz_drafting import KETTLE

Write = Callable[[str, str | bytes], Path]


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["quiz", *arguments], input=typed)


@pytest.fixture
def tea(write: Write) -> str:
    """A folder with an article and its bank."""
    write("tea/tea.md", TEA)
    return str(write("tea/tea.quiz.yaml", BANK).parent)


def bank(folder: str) -> BankFile:
    return BankFile(Path(folder) / "tea.quiz.yaml", read_articles(folder)[0])


def test_the_shipped_bank_is_clean() -> None:
    result = run("check", "--verbose")
    assert result.exit_code == 0, result.output
    assert "50 approved" in result.output
    assert "0 problems." in result.output
    assert "who always takes the longest is right in" in result.output
    assert "who always takes the option that stands in the article word for word is right in" in result.output
    assert "who looks it up in the open article is right in" in result.output
    plain = run("check").output
    assert plain.count("who always takes") == 1, "only the best way to guess"
    assert "who looks it up" in plain


def test_check_names_file_line_item_and_rule_and_fails(tea: str) -> None:
    result = run("check", "--corpus", tea)
    assert result.exit_code == 1
    assert "tea.quiz.yaml, line 21: item water: " in result.output
    assert "not" in result.output


def test_a_session_in_the_terminal_asks_explains_and_sums_up() -> None:
    result = run("--name", "Anna", typed="a\nnonsense\nb\n2\nd\nc\n")
    assert result.exit_code == 0, result.output
    assert "Welcome, Anna. Recorded are" in result.output
    assert "1/5 " in result.output
    assert "5/5 " in result.output
    assert "Type one of a, b, c, d, or /stop." in result.output
    assert "— IV Treatment of Migraines, ¶ 1 (23 Nov 2015)" in " ".join(result.output.split())
    assert " of 5 right." in result.output
    again = run("--name", "Anna", typed="/stop\n")
    assert "Welcome" not in again.output
    assert "Stopped. Nothing was answered." in again.output


def test_the_end_of_input_ends_the_session_with_its_summary() -> None:
    assert " of 1 right." in run("--name", "Anna", typed="a\n").output


def test_my_data_is_printed_and_deleted() -> None:
    run("--name", "Anna", typed="a\n")
    data = json.loads(run("mydata", "--name", "anna").output)
    assert (data["name"], len(data["answers"])) == ("Anna", 1)
    assert "is deleted" in run("mydata", "--name", "Anna", "--delete").output
    assert run("mydata", "--name", "Anna").output == "Nothing is stored about you.\n"


def test_a_report_is_printed_and_written(tmp_path: Path) -> None:
    assert "Nobody has been quizzed yet." in run("report").output
    run("--name", "Anna", typed="a\nb\n")
    table, chart = tmp_path / "answers.csv", tmp_path / "team.png"
    result = run("report", "--csv", str(table), "--chart", str(chart))
    assert result.exit_code == 0, result.output
    assert re.search(r"Anna: 2 of 50 met, \d right last time, 0 mastered", " ".join(result.output.split()))
    assert len(table.read_text(encoding="utf-8-sig").splitlines()) == 3
    assert chart.read_bytes().startswith(b"\x89PNG")


def test_the_chart_of_many_is_written_as_several_pictures(tmp_path: Path, database: str) -> None:
    with open_quizzes(read_corpus(ARTICLES), database) as quizzes:
        for number in range(25):
            quizzes.staff.add(f"local:{number}", f"Person {number}", datetime.now(UTC))
    result = run("report", "--chart", str(tmp_path / "team.png"))
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["team-1.png", "team-2.png"]


def test_drafts_are_proposed_once_and_never_asked(tmp_path: Path) -> None:
    (tmp_path / "kettle.md").write_text(KETTLE)
    dry = run("draft", "--dry-run", "--corpus", str(tmp_path))
    assert dry.exit_code == 0, dry.output
    assert not (tmp_path / "kettle.quiz.yaml").exists()
    first = run("draft", "--corpus", str(tmp_path))
    assert f"Next: article-bot quiz review --corpus {tmp_path}" in first.output
    file = BankFile(tmp_path / "kettle.quiz.yaml", read_articles(tmp_path)[0])
    items = file.read().bank.items
    assert items
    assert {item.status for item in items} == {Status.DRAFT}
    nothing = " ".join(run("--corpus", str(tmp_path), "--name", "Anna").output.split())
    assert "There are no approved questions yet." in nothing
    assert "`article-bot quiz draft`" in nothing
    assert "`article-bot quiz review`" in nothing
    run("draft", "--corpus", str(tmp_path))
    again = BankFile(file.path, read_articles(tmp_path)[0]).read().bank.items
    assert [item.question for item in again] == [item.question for item in items]
    assert len({item.question for item in again}) == len(again)


def test_where_nothing_is_drafted_no_file_is_written_and_it_is_said_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text(TEA)
    result = run("draft", "--corpus", str(tmp_path))
    assert result.exit_code == 0
    assert "0 drafts." in result.output
    assert "`article-bot quiz add` goes through the document with you" in result.output
    assert not list(tmp_path.glob("*.yaml"))
    assert "dropped: " in run("draft", "--verbose", "--corpus", str(write_kettle(tmp_path))).output


def write_kettle(folder: Path) -> Path:
    (folder / "kettle.md").write_text(KETTLE)
    return folder


def test_a_review_ends_at_the_quit_of_one_article(tmp_path: Path) -> None:
    (tmp_path / "pot.md").write_text(KETTLE)
    run("draft", "--corpus", str(write_kettle(tmp_path)))
    output = run("review", "--name", "Maria", "--corpus", str(tmp_path), typed="q\na\na\n").output
    assert "0 decided" in output
    assert "Draft 1 of" in output
    assert "pot.quiz.yaml" not in output


def test_a_review_signs_what_the_project_wrote() -> None:
    assert "50 written by the project and not signed by a person" in run("check").output
    result = run("review", "--name", "Maria", typed="a\nr\nq\n")
    assert result.exit_code == 0, result.output
    assert "Approved by no person yet, 1 of 50: imbalance" in result.output
    assert "2 decided; 0 drafts left" in result.output
    assert "48 written by the project and not signed by a person" in run("check").output


def test_an_article_is_named_where_there_are_several_and_the_words_say_how(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text(TEA)
    folder = str(write_kettle(tmp_path))
    (tmp_path / "more.gift").write_text("One? {=a ~b}")
    assert "`article-bot quiz export kettle`" in run("export", "--corpus", folder).output
    said = run("import", str(tmp_path / "more.gift"), "--corpus", folder).output
    assert "`article-bot quiz import FILE --article kettle`" in said


def test_a_review_approves_edits_and_retires_and_writes_each_at_once(tea: str) -> None:
    with BankFile.editing(bank(tea).path, read_articles(tea)[0]) as file:
        file.add(
            [Item("cup", "Brewing", "What must water do?", "boil", ("freeze", "cool"), "The water must not boil.")]
        )
    edits = "abort\ne\n\nstay below boiling\n\nBecause it stands there.\n\na\n"
    result = run("review", "--name", "Maria", "--corpus", tea, typed=edits + "r\n")
    assert result.exit_code == 0, result.output
    assert "Draft 1 of 2: water" in result.output
    assert "The water must not boil." in result.output
    assert "— Tea › Brewing, ¶ 2" in result.output
    assert "2 decided; 0 drafts left" in result.output
    _, water, cup = bank(tea).read().bank.items
    assert (water.status, water.answer, water.version) == (Status.APPROVED, "stay below boiling", 2)
    assert (water.why, water.reviewed_by) == ("Because it stands there.", "Maria")
    assert cup.status is Status.RETIRED
    assert "# Written by hand." in (Path(tea) / "tea.quiz.yaml").read_text()


def test_a_review_can_be_left_at_any_draft(tea: str) -> None:
    before = (Path(tea) / "tea.quiz.yaml").read_text()
    assert "0 decided; 1 draft left" in run("review", "--name", "Maria", "--corpus", tea, typed="q\n").output
    assert "0 decided" in run("review", "--name", "Maria", "--corpus", tea, typed="n\n").output
    assert (Path(tea) / "tea.quiz.yaml").read_text() == before


def test_items_come_in_as_drafts_with_a_source_proposed_and_go_out(tea: str, tmp_path: Path) -> None:
    aiken = tmp_path / "more.txt"
    aiken.write_text("What may the water not do?\nA. boil\nB. freeze\nC. cool\nANSWER: A\n\nBroken\n")
    result = run("import", str(aiken), "--corpus", tea)
    assert result.exit_code == 0, result.output
    assert "1 draft; 1 question skipped." in result.output
    item = bank(tea).read().bank.items[-1]
    assert (item.status, item.source, item.topic) == (Status.DRAFT, "The water must not boil.", "Brewing")
    gift = run("export", "--corpus", tea).output
    assert "::leaves::" in gift
    assert "water" not in gift
    everything = tmp_path / "all.gift"
    assert run("export", "--all", "--corpus", tea, "-o", str(everything)).exit_code == 0
    assert "3 questions of them stood in the bank already." in run("import", str(everything), "--corpus", tea).output
    assert run("export", "--format", "csv", "--corpus", tea).output.startswith("id,topic,question,answer,wrong_1")


def test_what_someone_else_decides_meanwhile_is_not_overwritten(tea: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the first draft's presentation and the decision on it, the file is edited by hand."""
    path = Path(tea) / "tea.quiz.yaml"
    typed = iter(["a\n", ""])

    def line(_: object) -> str:
        path.write_text(path.read_text().replace("answer: boil", "answer: sing"))
        return next(typed)

    monkeypatch.setattr("click.testing._NamedTextIOWrapper.readline", line)
    result = run("review", "--name", "Maria", "--corpus", tea)
    assert "changed by someone else meanwhile" in result.output
    assert "answer: sing" in path.read_text()
    assert "status: draft" in path.read_text()


def test_an_item_is_written_with_three_answers(tea: str) -> None:
    """The sentence on the water is quoted by an item already; the other is taken as proposed."""
    path = Path(tea) / "tea.quiz.yaml"
    path.write_text("items: []\n")
    result = run("add", "--name", "Maria", "--corpus", tea, typed="\nfrom roots | from stems\na\nq\n")
    assert result.exit_code == 0, result.output
    assert "1 question added" in result.output
    (item,) = bank(tea).read().bank.items
    assert (item.status, item.reviewed_by, item.topic) == (Status.APPROVED, "Maria", "Tea")
    assert item.source == "Green tea is made from leaves."
    assert item.wrong == ("from roots", "from stems")
    assert item.answer in item.source
    assert item.answer not in item.question


def test_the_author_may_ask_for_other_words_or_something_else(tea: str) -> None:
    (Path(tea) / "tea.quiz.yaml").write_text("items: []\n")
    own = "What must water not do?\nboil | freeze | cool\n\n"
    typed = f"made of gold\nGreen tea\nBlack tea | White tea\n\n{own}"
    output = run("add", "--name", "Maria", "--corpus", tea, typed=typed).output
    assert "The sentence has no such words." in output
    first, second = bank(tea).read().bank.items
    assert (first.answer, first.wrong, first.status) == ("Green tea", ("Black tea", "White tea"), Status.DRAFT)
    assert (second.question, second.answer, second.topic) == ("What must water not do?", "boil", "Brewing")
    assert "Nothing was added." in run("add", "--corpus", tea, typed="q\n").output


def test_one_bad_bank_does_not_stop_the_others_and_a_lost_one_is_named(tea: str) -> None:
    folder = Path(tea)
    (folder / "coffee.md").write_text("# Coffee\n\nCoffee is roasted.\n")
    (folder / "coffee.quiz.yaml").write_text("items:\n\t- id: a")
    (folder / "gone.quiz.yaml").write_text("items: []")
    result = run("check", "--corpus", tea)
    assert "coffee.quiz.yaml, line 2: has a tab" in result.output
    assert "gone.quiz.yaml: no article is called gone" in result.output
    assert "tea.quiz.yaml: 1 draft, 1 approved" in result.output


def test_without_a_bank_it_is_said_how_to_begin_one(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text(TEA)
    for command in ("check", "review"):
        assert "There is no bank yet" in run(command, "--corpus", str(tmp_path)).output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["draft", "nothing"], 2, "no article is called 'nothing'"),
        (["import", "nothing.gift"], 1, "nothing.gift: cannot be opened"),
        (["--name", " "], 2, "the name is empty"),
        (["export", "-o", "/proc/x"], 1, "/proc/x: cannot be written"),
        (["export", "-o", "bank.xyz"], 2, "bank.xyz: .xyz is no known ending"),
        (["report", "--chart", "team.xyz"], 2, "team.xyz: the chart is a PNG file"),
        (["check", "--corpus", "nowhere"], 1, "nowhere: there is no such file or folder"),
    ],
)
def test_wrong_usage_is_one_helpful_line(arguments: list[str], code: int, said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output
