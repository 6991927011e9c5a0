"""The commands about what people asked in vain, and about how much."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.main import main
from bot.clock import now
from bot.records import Records, daily_counts, kept_questions

QUESTION = "Whither goes my prescription request?"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    url = f"sqlite:///{tmp_path / 'records.db'}"
    monkeypatch.setenv("ARTICLE_BOT_DATABASE", url)
    monkeypatch.setenv("ARTICLE_BOT_MODEL", "off")
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "practice.md").write_text("# Practice\n\nSend them to the reception desk. It is on the second floor.\n")
    with Records.open(url) as records, records.write() as session:
        asking = kept_questions.Asking("1", QUESTION, answered=False)
        kept_questions.keep(session, asking, now() - timedelta(days=1))
        daily_counts.count(session, now().date(), "Letters", 0.5)
    return folder


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_question_is_pointed_to_a_passage_asked_again_measured_and_undone(corpus: Path) -> None:
    name, times, wording = run("report", "unanswered", "--corpus", corpus).strip().split("\t")
    assert (times, wording) == ("1", QUESTION)
    passage = run("report", "point", name, "--search", "reception", "--corpus", corpus).partition("\t")[0]
    assert "reception desk" in run("report", "point", name, "--passage", passage, "--corpus", corpus)
    assert run("report", "unanswered", "--corpus", corpus) == ""
    assert "reception desk" in run("ask", QUESTION, "--corpus", corpus)
    assert '"recall_at_1": 1.0' in run("eval", "--examples", "--json", "--corpus", corpus)
    run("report", "undo", name, "--corpus", corpus)
    assert QUESTION in run("report", "unanswered", "--corpus", corpus)
    assert "does not answer" in run("ask", QUESTION, "--corpus", corpus)


def test_questions_are_deleted_and_numbers_shown(corpus: Path, tmp_path: Path) -> None:
    name = run("report", "unanswered", "--corpus", corpus).partition("\t")[0]
    assert run("report", "delete", name, "--corpus", corpus) == "Deleted: 1.\n"
    chart = tmp_path / "stats.png"
    assert run("report", "stats", "--chart", chart).startswith("1 question in 30 days\n100% answered\n0.50 s")
    assert chart.read_bytes().startswith(b"\x89PNG")


def test_corpus_check_tells_of_an_example_whose_words_the_article_has_no_more(corpus: Path) -> None:
    (corpus / "practice.examples.yaml").write_text("- question: Where?\n  quote: on the third floor\n")
    result = CliRunner().invoke(main, ["corpus", "check", "--corpus", str(corpus)])
    assert result.exit_code == 1
    assert "practice.examples.yaml, line 1: the article no longer has the words" in result.output
