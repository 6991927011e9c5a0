import csv
import io
import logging
import struct
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import logs
from bot.catalogues import ENGLISH
from bot.quiz import report_messages
from bot.quiz.asking import AskedQuestion
from bot.quiz.drawing import certificate
from bot.quiz.exams import ExamResult, TooSoon
from bot.quiz.quizzes import Quizzes
from bot.quiz.reports import ENOUGH
from bot.quiz.team_chart import ON_A_PAGE, chart_pages, team_chart
from bot.records import queries
from tests.pdf_documents import pdf_text
from tests.quizzing import practise

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SLUG = "iv-treatment-of-migraines"


def note_texts(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[float]]:
    """What is written into charts from now on, and how large."""
    written: list[str] = []
    sizes: list[float] = []
    axes_type = pytest.importorskip("matplotlib.axes").Axes  # which takes a while to be imported
    write = axes_type.text

    def noting(axes: Any, x: float, y: float, text: str, **style: Any) -> Any:
        written.append(text)
        sizes.append(style["size"])
        return write(axes, x, y, text, **style)

    monkeypatch.setattr(axes_type, "text", noting)
    return written, sizes


def answer_first_question(quizzes: Quizzes, picks: list[str]) -> None:
    """As many people as picks answer the first question of the bank, each with an option's text."""
    for number, pick in enumerate(picks):
        account = f"local:{number}"
        quizzes.staff.add(account, f"Person {number}", MONDAY)
        question = quizzes.practice.begin(account, None, MONDAY)
        assert isinstance(question, AskedQuestion)
        quizzes.practice.answer(question.presentation, account, question.options.index(pick), MONDAY)


def take_exam(quizzes: Quizzes, account: str, now: datetime, wrong: int) -> ExamResult:
    then: AskedQuestion | ExamResult | TooSoon | None = quizzes.exams.begin(SLUG, account, None, now)
    while isinstance(then, AskedQuestion):
        picked = then.key if then.number > wrong else (then.key + 1) % len(then.options)
        then = quizzes.exams.answer(then.presentation, account, picked, now)
    assert isinstance(then, ExamResult)
    return then


def test_a_share_below_twenty_answers_is_not_given(quizzes: Quizzes) -> None:
    item = next(item for _, item in quizzes.banks.approved())
    answer_first_question(quizzes, [item.answer] * (ENOUGH - 1))
    (report,) = quizzes.reports.questions()
    assert (report.right, report.to_fix) == (None, None)
    assert "too few answers (19)" in report_messages.question_lines([report], ENGLISH)[0]


@pytest.mark.parametrize(
    ("counts", "right", "to_fix"),
    [
        ((10, 4, 4, 2), 0.5, None),
        ((4, 10, 3, 3), 0.2, "is picked more often than the answer"),
        ((5, 5, 5, 5), 0.25, "few know it"),
        ((20, 0, 0, 0), 1.0, "nearly everyone knows it"),
        ((15, 5, 0, 0), 0.75, "nobody picks"),
    ],
)
def test_questions_to_fix_are_told_by_their_picks(
    quizzes: Quizzes, counts: tuple[int, ...], right: float, to_fix: str | None
) -> None:
    item = next(item for _, item in quizzes.banks.approved())
    answer_first_question(quizzes, [o for o, count in zip(item.options, counts, strict=True) for _ in range(count)])
    (report,) = quizzes.reports.questions()
    assert report.right == right
    assert tuple(report.picks.values()) == counts
    assert (
        (report.to_fix is None)
        if to_fix is None
        else to_fix in "\n".join(report_messages.question_lines([report], ENGLISH))
    )


def test_a_person_is_shown_with_what_is_due_overdue_the_last_exam_and_what_to_read(quizzes: Quizzes) -> None:
    quizzes.staff.add("local:anna", "Anna", MONDAY)
    quizzes.staff.add("local:ben", "Ben", MONDAY)
    practise(quizzes, "local:anna", MONDAY, right=False)
    take_exam(quizzes, "local:anna", MONDAY, wrong=17)
    take_exam(quizzes, "local:anna", MONDAY + DAY, wrong=2)
    team = quizzes.reports.team(MONDAY + 3 * DAY)
    anna, _ = team.people
    assert (anna.due, anna.overdue, anna.answers) == (5, 5, 39)
    assert anna.last_exam
    assert (anna.last_exam.right, anna.last_exam.passed) == (15, True)
    assert anna.last_exam.expires_on == (MONDAY + 366 * DAY).date()
    last = {}
    with quizzes.records.read() as session:
        for answer in queries.answers(session):
            last[answer.presentation.item.item] = (answer.presentation.item.topic, answer.correct)
    assert set(anna.read_again) == {topic for topic, correct in last.values() if not correct}
    assert (anna.overall.met, anna.overall.right) == (len(last), sum(correct for _, correct in last.values()))
    assert anna.overall.mastered == 0
    assert team.not_started == ("Ben",)
    assert [held.items for held in anna.progress.values()] == [15, 11, 8, 2, 3, 6, 3, 2]


@pytest.mark.parametrize(("wrong", "passed"), [(3, True), (4, False)])
def test_a_score_is_rounded_down_against_the_pass_mark(quizzes: Quizzes, wrong: int, passed: bool) -> None:
    quizzes.staff.add("local:anna", "Anna", MONDAY)
    result = take_exam(quizzes, "local:anna", MONDAY, wrong)
    assert (result.passed, result.percent) == (passed, 100 * (17 - wrong) // 17)


def test_every_answer_is_a_row(quizzes: Quizzes) -> None:
    quizzes.staff.add("local:anna", '=HYPERLINK("x")', MONDAY)
    practise(quizzes, "local:anna", MONDAY, right=True)
    take_exam(quizzes, "local:anna", MONDAY, wrong=1)
    rows = list(csv.DictReader(io.StringIO(quizzes.reports.answers_csv())))
    assert [row["kind"] for row in rows] == ["practice"] * 5 + ["exam"] * 17
    assert rows[0]["person"] == '\'=HYPERLINK("x")', "no cell is a formula"
    assert rows[0]["at"] == MONDAY.isoformat()
    assert (rows[0]["picked"], rows[0]["correct"], rows[0]["exam_version"]) == (rows[0]["answer"], "1", "")
    assert (rows[5]["correct"], rows[5]["exam_version"]) == ("0", "3")


def test_the_chart_is_a_picture_whoever_is_in_it(quizzes: Quizzes) -> None:
    assert team_chart(quizzes.reports.team(MONDAY), ENGLISH).startswith(b"\x89PNG")
    for number, name in enumerate(["Åsa $x$ Ødegård", "Ελένη", "Ольга", "x" * 200] + ["Ben"] * 20):
        quizzes.staff.add(f"local:{number}", name, MONDAY)
    team = quizzes.reports.team(MONDAY)
    assert chart_pages(team) == -(-len(team.people) // ON_A_PAGE) == 2
    assert all(team_chart(team, ENGLISH, page).startswith(b"\x89PNG") for page in range(2))


@pytest.mark.parametrize("count", [3, ON_A_PAGE + 2])
def test_the_charts_together_show_everyone_once_and_fit_a_phone(
    quizzes: Quizzes, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(count):
        quizzes.staff.add(f"local:{number}", f"Person {number}", MONDAY)
    team = quizzes.reports.team(MONDAY)
    written, sizes = note_texts(monkeypatch)
    for page in range(chart_pages(team)):
        width, height = struct.unpack(">II", team_chart(team, ENGLISH, page)[16:24])
        assert width == 1080
        assert height <= 2 * width
    assert min(sizes) >= 7, "on a picture 4.5 inches wide"
    assert sorted(text for text in written if text.startswith("Person ")) == sorted(p.name for p in team.people)
    assert any(text == f"1–{min(count, ON_A_PAGE)} of {count}, who needs help first" for text in written)


def test_names_that_cannot_be_printed_have_their_place_and_topics_the_number_of_their_items(
    quizzes: Quizzes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Anna", "李小龍", "王芳"):
        quizzes.staff.add(f"local:{name}", name, MONDAY)
    written, _ = note_texts(monkeypatch)
    team = quizzes.reports.team(MONDAY)
    team_chart(team, ENGLISH)
    places = [number for number, person in enumerate(team.people, 1) if person.name != "Anna"]
    boxes = [f"{place}. {'□' * len(team.people[place - 1].name)}" for place in places]
    assert set(boxes) <= set(written)
    assert any(text.startswith("□: letters that cannot be printed") for text in written)
    assert "Magnesium (8)" in written


def test_who_needs_help_comes_first_and_who_has_not_begun_last(quizzes: Quizzes) -> None:
    for name in ("Ada", "Ben", "Cem", "Dan"):
        quizzes.staff.add(f"local:{name}", name, MONDAY)
    practise(quizzes, "local:Ada", MONDAY, right=True)
    practise(quizzes, "local:Cem", MONDAY, right=False)
    practise(quizzes, "local:Dan", MONDAY, right=True)
    practise(quizzes, "local:Dan", MONDAY, right=False)
    team = quizzes.reports.team(MONDAY)
    assert [person.name for person in team.people] == ["Cem", "Dan", "Ada", "Ben"]
    lines = report_messages.team_lines(team, ENGLISH)
    assert lines[0].startswith("Cem: 5 of 50 met, 0 right last time, 0 mastered; ")
    assert lines[2].startswith("Ada: 5 of 50 met, 5 right last time, 0 mastered; ")
    assert lines[-1] == "Not started: Ben"


def test_the_attempts_at_an_exam_are_counted_for_each_person(quizzes: Quizzes) -> None:
    for name in ("Ada", "Ben"):
        quizzes.staff.add(f"local:{name}", name, MONDAY)
    attempts = [take_exam(quizzes, f"local:{name}", MONDAY + day * DAY, 9).attempt for day, name in
                enumerate(("Ada", "Ben", "Ada", "Ada", "Ben"))]  # fmt: skip
    assert attempts == [1, 1, 2, 3, 2]


def test_whoever_failed_waits_and_whoever_passed_does_not(quizzes: Quizzes) -> None:
    quizzes.staff.add("local:ada", "Ada", MONDAY)
    failed = take_exam(quizzes, "local:ada", MONDAY, wrong=9)
    assert failed.again_from == MONDAY + DAY
    assert isinstance(quizzes.exams.begin(SLUG, "local:ada", None, MONDAY + DAY - timedelta(seconds=1)), TooSoon)
    passed = take_exam(quizzes, "local:ada", MONDAY + DAY, wrong=0)
    assert passed.again_from is None
    assert isinstance(quizzes.exams.begin(SLUG, "local:ada", None, MONDAY + DAY), AskedQuestion)


def test_a_certificate_holds_the_name_as_it_is_written(quizzes: Quizzes) -> None:
    quizzes.staff.add("local:anna", "Ольга $1$ Ødegård", MONDAY)
    result = take_exam(quizzes, "local:anna", MONDAY, wrong=0)
    text = pdf_text(certificate(result, ENGLISH))
    assert "Ольга $1$ Ødegård" in text
    assert "17 of 17 answers right (100%; 80% to pass)" in text
    assert "23 November 2026, valid until 23 November 2027" in text


def passed_by(name: str) -> ExamResult:
    day = MONDAY.date()
    return ExamResult(1, name, SLUG, "IV", "1", None, 1, 17, 17, 80, passed=True, on=day, expires_on=day)


@pytest.mark.parametrize("name", ["Zoë Wągrowska-Þórsdóttir", "Ελένη Παπαδοπούλου", "Nguye\u0302\u0303n Thị", "Գոհար"])
def test_a_certificate_prints_names_of_many_scripts(name: str) -> None:
    text = pdf_text(certificate(passed_by(name), ENGLISH))
    assert unicodedata.normalize("NFC", name) in unicodedata.normalize("NFC", text)
    assert "cannot print" not in text


def test_a_certificate_says_that_a_name_has_letters_which_it_cannot_print() -> None:
    text = pdf_text(certificate(passed_by("Lǐ Xiǎo 李小"), ENGLISH))
    assert "Lǐ Xiǎo □□" in text
    assert "letters that this document cannot print; the records hold the whole name" in text


def test_a_certificate_writes_nothing_of_its_libraries_into_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    level = root.level
    logs.configure("INFO", [])
    try:
        certificate(passed_by("Anna"), ENGLISH)
    finally:
        root.setLevel(level)
    assert capsys.readouterr().err == ""
