"""The commands, run as another program would run them: arguments and input in; output, errors, exit code out."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.paths import ROOT
from tests.warm_processes import run_warm

Write = Callable[[str, str | bytes], Path]


def run(*arguments: str | Path, stdin: str | bytes = b"", **environment: str) -> Result:
    """Run a command within this process, which takes a tenth of the time of a process of its own."""
    return CliRunner().invoke(main, list(map(str, arguments)), input=stdin, env=environment)


def test_the_notice_and_whom_to_turn_to_are_printed_with_answers() -> None:
    manners = {"ARTICLE_BOT_NOTICE": "No advice.", "ARTICLE_BOT_CONTACT": "reception@example.org"}
    assert run("ask", "What is glutathione?", **manners).stdout.endswith("\nNo advice.\n")
    assert run("ask", "Who won the World Cup?", **manners).stdout.endswith(
        "To speak to a person: reception@example.org\n"
    )
    assert run("ask", "--json", "What is glutathione?", **manners).stdout.count("No advice") == 0


def test_json_is_exactly_as_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARTICLE_BOT_MODEL")  # with the model that comes with it
    result = run("ask", "--json", "What is glutathione?")
    (line,) = result.stdout.splitlines()
    answer = json.loads(line)
    assert list(answer) == ["question", "answered", "confidence", "read_as", "passages", "nearest"]
    assert answer["question"] == "What is glutathione?"
    assert answer["answered"] is True
    assert answer["nearest"] == []
    assert 0 <= answer["confidence"] <= 1
    passage = answer["passages"][0]
    assert list(passage) == ["text", "score", "best_sentence", "citation"]
    start, end = passage["best_sentence"]
    assert passage["text"][start:end].startswith("Patients who suffer")
    assert passage["citation"] == {
        "article": "iv-treatment-of-migraines",
        "title": "IV Treatment of Migraines",
        "section": ["Intravenous nutrition", "Glutathione"],
        "paragraph": 12,
        "published": "2015-11-23",
        "url": None,
        "page": None,
        "last_page": None,
        "label": "IV Treatment of Migraines › Intravenous nutrition › Glutathione, ¶ 12 (23 Nov 2015)",
    }


def test_json_of_an_unanswered_question_offers_the_nearest_and_claims_nothing() -> None:
    answer = json.loads(run("ask", "--json", "What are the side effects of sumatriptan?").stdout)
    assert answer["answered"] is False
    assert answer["passages"] == []
    assert all(set(passage) == {"text", "score", "best_sentence", "citation"} for passage in answer["nearest"])


def test_questions_are_read_line_by_line_and_blank_lines_skipped() -> None:
    result = run("ask", "--json", stdin="niacin\n\nglutathione\r\nmagnesium")
    assert [json.loads(line)["question"] for line in result.stdout.splitlines()] == [
        "niacin",
        "glutathione",
        "magnesium",
    ]


def test_top_limits_the_passages() -> None:
    assert len(json.loads(run("ask", "--json", "--top", "2", "migraine magnesium").stdout)["passages"]) == 2


def test_an_unknown_article_is_wrong_usage_and_names_the_closest() -> None:
    result = run("ask", "--article", "iv-treatment", "niacin")
    assert result.exit_code == 2
    assert "did you mean iv-treatment-of-migraines?" in result.stderr


def test_wrong_usage_exits_with_2_and_a_failure_with_1(tmp_path: Path) -> None:
    assert run("nonsense").exit_code == 2
    assert run("ask", "--top", "0", "x").exit_code == 2
    assert run("ask", "").exit_code == 2
    missing = run("ask", "--corpus", tmp_path / "missing", "x")
    assert missing.exit_code == 1
    assert missing.stderr.splitlines() == [
        f"Error: {tmp_path}/missing: there is no such file or folder; put articles there or name another with --corpus"
    ]


@pytest.mark.parametrize(
    "command", [[], ["ask"], ["chat"], ["telegram"], ["eval"], ["corpus"], ["corpus", "list"], ["corpus", "show"]]
)
def test_every_command_has_help(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Usage: main" in result.stdout


def test_the_corpus_is_chosen_by_option_or_environment(write: Write) -> None:
    folder = write("tea.md", "# Tea\n\nGreen tea is made from leaves.").parent
    for result in (
        run("ask", "--corpus", folder, "green tea"),
        run("ask", "green tea", ARTICLE_BOT_CORPUS=str(folder)),
    ):
        assert "— Tea, ¶ 1" in result.stdout


def test_a_bad_file_is_named_on_standard_error_and_the_rest_answers(write: Write) -> None:
    write("tea.md", "# Tea\n\nGreen tea is made from leaves.")
    folder = write("bad.txt", b"\x00\x01").parent
    result = run("ask", "--corpus", folder, "green tea")
    assert "bad.txt: is binary" in result.stderr
    assert "Green tea is made" in result.stdout
    check = run("corpus", "check", "--corpus", folder)
    assert check.exit_code == 1
    assert "bad.txt: is binary" in check.stderr


def test_the_corpus_can_be_listed_and_an_article_shown() -> None:
    assert run("corpus", "list").stdout == "iv-treatment-of-migraines\tIV Treatment of Migraines (23 Nov 2015)\n"
    shown = run("corpus", "show", "iv-treatment-of-migraines", "--passages").stdout
    assert "Riboflavin (B2), ¶ 9" in shown
    assert run("corpus", "check").exit_code == 0


def test_piped_chat_answers_line_by_line_and_ends() -> None:
    result = run("chat", stdin="What is glutathione?\n/sources\n/nonsense\n/quit\nnot read\n")
    assert result.exit_code == 0
    assert "detoxifying" in result.stdout
    assert "• IV Treatment of Migraines" in result.stdout
    assert "There is no command /nonsense" in result.stdout
    assert "not read" not in result.stdout


def test_chat_with_nothing_to_read_ends_at_once() -> None:
    assert run("chat").exit_code == 0


def test_bytes_that_are_no_text_do_not_end_the_program() -> None:
    result = run("ask", stdin=b"niacin\xff\xfe\nglutathione\n")
    assert result.exit_code == 0
    assert "glutathione" in result.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a device that is always full")
@pytest.mark.parametrize("command", [["ask", "What is glutathione?"], ["corpus", "list"], ["quiz", "export"]])
def test_output_that_cannot_be_written_is_one_line(command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = run_warm(*command, folder=ROOT, stdout=full)
    assert ended.returncode == 1
    assert ended.stderr == (
        "Error: the output cannot be written (No space left on device); free some space on the disk\n"
    )


def test_a_file_that_cannot_be_written_whole_leaves_the_one_that_was_there(tmp_path: Path) -> None:
    output = tmp_path / "bank.gift"
    output.write_text("what was there")
    limited = f"ulimit -f 1 && exec {sys.executable} -m bot quiz export --all -o {output}"
    ended = subprocess.run(["/bin/sh", "-c", limited], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert "cannot be written" in line
    assert [file.read_text() for file in tmp_path.iterdir()] == ["what was there"]


def test_a_file_in_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = run("quiz", "export", "-o", tmp_path / "none" / "bank.gift")
    assert result.exit_code == 1
    assert "there is no folder" in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_question_that_is_too_long_to_be_read_whole_is_told() -> None:
    result = run("ask", "What is glutathione? " + "x" * 4096)
    assert "Of this question only the first 4,096 characters are read.\n" in result.stderr


def test_an_empty_name_of_a_corpus_is_wrong_usage() -> None:
    result = run("corpus", "list", "--corpus", "")
    assert result.exit_code == 2
    assert "is empty; name a folder of articles" in result.stderr


def test_a_terminal_without_unicode_gets_replacements(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "ask", "niacin"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert "Niacin" in result.stdout


def test_evaluation_reports_and_names_the_misses(write: Write) -> None:
    questions = write(
        "questions.jsonl",
        '{"question": "What is glutathione?", "passage": "low levels of glutathione", "kind": "direct"}\n'
        '{"question": "What is niacin?", "passage": "not to be found", "kind": "direct"}\n'
        '{"question": "Who won the cup?", "passage": null, "kind": "off"}\n',
    )
    report = json.loads(run("eval", "--json", questions).stdout)
    assert (report["answerable"], report["unanswerable"]) == (2, 1)
    assert report["recall_at_1"] == 0.5
    assert report["kinds"]["off"]["refused"] == 1.0
    printed = run("eval", questions).stdout
    assert "? What is niacin?" in printed
    assert "expected: not to be found" in printed


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "holds no question"),
        ("{}\n", "line 1: has no question and passage"),
        ('{"question": "a", "passage": "b"}\nnonsense\n', "line 2: is not JSON"),
        ('{"question": "a", "passage": " "}\n', "line 1: passage is empty"),
        ('{"question": "a", "passage": 3}\n', "line 1: passage must be"),
    ],
)
def test_a_wrong_file_of_questions_is_named_with_its_line(write: Write, content: str, reason: str) -> None:
    result = run("eval", write("questions.jsonl", content))
    assert result.exit_code == 1
    assert reason in result.stderr


def test_a_missing_token_is_one_helpful_line(tmp_path: Path) -> None:
    result = run_warm("telegram", folder=tmp_path)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "article-bot init" in result.stderr


@pytest.mark.parametrize(
    ("options", "environment", "said"),
    [
        ((), {}, "The article does not answer that."),
        (("--language", "es"), {}, "El artículo no responde a eso."),
        ((), {"LANGUAGE": "es_ES:en"}, "El artículo no responde a eso."),
        (
            (),
            {"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "es_MX.UTF-8"},
            "El artículo no responde a eso.",
        ),
        (("--language", "EN"), {"LANGUAGE": "es"}, "The article does not answer that."),
        ((), {"LANGUAGE": "xx_XX"}, "The article does not answer that."),
    ],
)
def test_the_terminal_speaks_the_language_of_the_system_or_the_one_that_is_named(
    options: tuple[str, ...], environment: dict[str, str], said: str
) -> None:
    assert run("ask", "who won the world cup", *options, **environment).output.startswith(said)


def test_a_language_that_there_is_not_is_wrong_usage_and_those_there_are_are_named() -> None:
    missing = run("ask", "niacin", "--language", "es", "--corpus", "nowhere")
    assert (missing.exit_code, "nowhere: no existe tal archivo ni carpeta" in missing.output) == (1, True)
    result = run("ask", "niacin", "--language", "xx")
    assert result.exit_code == 2
    assert "there is no language 'xx'; there are en, es" in result.output
