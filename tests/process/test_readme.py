"""What the README says to type works, and its example is what comes out."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.paths import ROOT
from tests.pdf_documents import pdf_bytes

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"^(?:\$ |    )\.venv/bin/article-bot (.+)$", README, re.MULTILINE)))
TARGETS = sorted(set(re.findall(r"`?make (\w+)", README)) - {"test"})


def test_the_readme_has_commands_to_try() -> None:
    assert len(COMMANDS) >= 4
    assert {"chat", "telegram"} <= set(TARGETS)


@pytest.mark.parametrize("target", [*TARGETS, "test"])
def test_every_make_target_named_exists(target: str) -> None:
    result = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder with the articles and the file of questions that the README speaks of."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-articles").mkdir()
    (tmp_path / "my-articles" / "tea.md").write_text("# Tea\n\nGreen tea is made from leaves.\n")
    leaflet = Path("my-articles" if re.search("remove|restore", command) else ".") / "leaflet.pdf"
    leaflet.write_bytes(pdf_bytes())
    (tmp_path / "questions.gift").write_text("What is green tea made from? {=leaves ~roots ~seeds}\n")
    questions = re.findall(r'^    (\{"question".*\})$', README, re.MULTILINE)
    assert [json.loads(line) for line in questions]
    (tmp_path / "questions.jsonl").write_text("\n".join(questions))
    if "corpus restore" in command:
        CliRunner().invoke(main, shlex.split(command.replace("restore", "remove")))
    result = CliRunner().invoke(main, shlex.split(command))
    assert result.exit_code == 0, result.output


def test_the_example_is_what_comes_out() -> None:
    (block,) = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    command, _, expected = block.partition("\n")
    result = CliRunner().invoke(main, shlex.split(command.removeprefix("$ .venv/bin/article-bot ")))
    assert result.output == expected


def test_the_python_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-articles").mkdir()
    (tmp_path / "my-articles" / "tea.md").write_text("# Tea\n\nGlutathione is not in tea.\n")
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - the README is ours


def test_every_file_linked_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README) + re.findall(r'<img src="([^"]+)"', README)
    assert "ARCHITECTURE.md" in links
    assert not [link for link in links if not (ROOT / link).exists()]


DELIVERY = (ROOT / "docs" / "DELIVERY.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+) \| .+ \| `(test_\w+\.py)` (\w+) \|$", DELIVERY, re.MULTILINE)


@pytest.mark.parametrize(("fault", "file", "part"), ROWS, ids=[row[0] for row in ROWS])
def test_every_fault_that_is_listed_has_its_test(fault: str, file: str, part: str) -> None:
    (found,) = (ROOT / "tests").rglob(file)
    tests = found.read_text(encoding="utf-8")
    assert re.search(rf"^(async )?def test_\w*{part}", tests, re.MULTILINE), fault


def test_the_table_of_faults_is_read_whole() -> None:
    assert len(ROWS) == DELIVERY.partition("## Measured")[0].count("\n| ") - 1 >= 25
