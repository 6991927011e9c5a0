from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.item import Item
from bot.authoring.keys import gives_away
from bot.quiz.asking import AskedQuestion
from bot.quiz.banks import choose
from bot.quiz.practice import NothingDue, Summary, due_then_new
from bot.quiz.quizzes import Quizzes, open_quizzes
from bot.quiz.scheduling import end_of_day, is_mastered, new_card, review
from bot.quiz.session_plan import plan
from bot.records import Card, ItemVersion, Quiz, queries
from corpus import read_corpus
from index.language.tokens import forms
from tests.quizzing import given as given_answers
from tests.quizzing import practise

ANNA = "local:anna"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def joined(quizzes: Quizzes) -> Quizzes:
    quizzes.staff.add(ANNA, "Anna", MONDAY)
    return quizzes


def cards(quizzes: Quizzes) -> dict[tuple[str, str], Card]:
    with quizzes.records.write() as session:
        person = queries.person(session, ANNA)
        assert person
        return queries.cards(session, person)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 90)), min_size=1, max_size=12))
def test_the_schedule_is_that_of_fsrs(answers: list[tuple[bool, float]]) -> None:
    """Any history of answers, each so many days after the one before."""
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    theirs, mine, now = fsrs.Card(card_id=1, due=MONDAY), new_card(1, "a", "i"), MONDAY
    mine.due, mine.stability, mine.difficulty, mine.last_review = MONDAY, None, None, None
    for correct, days in answers:
        now += timedelta(days=days)
        theirs, _ = scheduler.review_card(theirs, fsrs.Rating.Good if correct else fsrs.Rating.Again, now)
        review(mine, correct=correct, now=now)
        assert (mine.due, mine.stability, mine.difficulty) == (theirs.due, theirs.stability, theirs.difficulty)
        assert mine.due >= now + DAY, "nothing comes back on the same day"


def test_one_lucky_guess_is_no_mastery() -> None:
    card = new_card(1, "a", "i")
    for stability, days, mastered in ((20.9, 2, False), (21.0, 1, False), (21.0, 2, True), (None, 5, False)):
        card.stability = stability
        assert is_mastered(card, days) is mastered


def test_an_item_is_mastered_after_right_answers_on_several_days(joined: Quizzes) -> None:
    now = MONDAY
    for _ in range(3):
        practise(joined, ANNA, now, right=True)
        now = max(card.due for card in cards(joined).values())
        with joined.records.write() as session:  # only these five, so that no new ones come between
            for card in queries.cards(session, queries.people(session)[0]).values():
                card.due = now
    (person,) = joined.reports.team(now).people
    assert sum(held.mastered for held in person.progress.values()) == 5
    assert person.overall.right == person.overall.met == 5


def test_what_is_due_comes_first_then_new_ones(joined: Quizzes) -> None:
    practise(joined, ANNA, MONDAY, right=False)
    first = set(cards(joined))
    question = joined.practice.begin(ANNA, None, MONDAY + DAY)
    assert isinstance(question, AskedQuestion)
    with joined.records.write() as session:
        person = queries.person(session, ANNA)
        quiz = queries.open_quiz(session, "practice", person=person)  # type: ignore[arg-type]
        assert quiz
        assert quiz.planned == [1, 2, 3, 4, 5]
    assert len(first) == 5


def test_when_nothing_is_left_the_next_day_is_told(joined: Quizzes) -> None:
    for _ in range(30):
        practise(joined, ANNA, MONDAY, right=True)
    nothing = joined.practice.begin(ANNA, None, MONDAY)
    assert isinstance(nothing, NothingDue)
    assert nothing.next_due == min(card.due for card in cards(joined).values())
    assert len(given_answers(joined)) == len(list(joined.banks.approved()))


def test_enemies_are_never_asked_together() -> None:
    a, b, c = (Item(name, "T", "Q?", "x", ("y",), "s") for name in "abc")
    b = replace(b, enemies=("a",))
    assert [item.id for _, item in choose([("s", a), ("s", b), ("s", c)], 5)] == ["a", "c"]
    assert [item.id for _, item in choose([("s", b), ("s", a), ("other", a)], 5)] == ["b", "a"]
    assert due_then_new({}, [("s", a), ("s", b)], MONDAY) == [("s", a)]


def test_first_meetings_are_mixed_over_topics_and_none_is_given_away(joined: Quizzes) -> None:
    """Through the whole bank: no explanation holds the key of an item still to come in its session."""
    sessions = []
    for _ in range(30):
        asked = []
        then: AskedQuestion | NothingDue | Summary = joined.practice.begin(ANNA, None, MONDAY)
        while isinstance(then, AskedQuestion):
            asked.append(then)
            answered = joined.practice.answer(then.presentation, ANNA, then.key, MONDAY)
            assert answered
            then = answered.then
        joined.practice.finish(ANNA, MONDAY)
        sessions.append(asked)
    assert sum(map(len, sessions)) == len(list(joined.banks.approved()))
    assert len({one.place.topic for one in sessions[0]}) == 5
    for asked in sessions:
        for place, later in enumerate(asked):
            key = f" {' '.join(forms(later.options[later.key]))} "
            for before in asked[:place]:
                told = f" {' '.join(forms(f'{before.place.quote} {before.place.why}'))} "
                assert key not in told, later.text


def test_what_an_explanation_gives_away_comes_before_it_or_in_another_session() -> None:
    told = Item("told", "T", "What calms?", "tea", ("oil",), "Tea calms the nerves.")
    given = Item("given", "T", "What does tea calm?", "the nerves", ("skin",), "It calms them.")
    back = Item("back", "T", "What is calmed?", "nerves", ("skin",), "Nerves are calmed by Tea.")
    assert [item.id for _, item in plan([("s", told), ("s", given)], 5)] == ["given", "told"]
    assert [item.id for _, item in plan([("s", told), ("s", back)], 5)] == ["told"], "each gives the other away"


def test_a_session_that_was_left_is_summed_up_before_the_next(joined: Quizzes) -> None:
    first = joined.practice.begin(ANNA, None, MONDAY)
    assert isinstance(first, AskedQuestion)
    assert joined.practice.left_over(ANNA, MONDAY) is None, "it goes on"
    assert joined.practice.left_over(ANNA, MONDAY + 2 * DAY) is None, "nothing was answered in it"
    joined.practice.answer(first.presentation, ANNA, first.key, MONDAY)
    left = joined.practice.left_over(ANNA, MONDAY + 2 * DAY)
    assert left
    assert left.right == 1
    joined.practice.finish(ANNA, MONDAY + 2 * DAY)
    assert joined.practice.left_over(ANNA, MONDAY + 2 * DAY) is None


def test_the_order_of_options_is_stored_and_is_not_always_the_same(joined: Quizzes) -> None:
    places = set()
    for day in range(8):
        question = joined.practice.begin(ANNA, None, MONDAY + day * DAY)
        assert isinstance(question, AskedQuestion)
        again = joined.practice.begin(ANNA, None, MONDAY + day * DAY)
        assert again == question
        places.add(question.key)
        joined.practice.finish(ANNA, MONDAY)
    assert len(places) > 2


def test_who_answers_what_they_were_not_asked_changes_nothing(joined: Quizzes) -> None:
    joined.staff.add("local:eve", "Eve", MONDAY)
    question = joined.practice.begin(ANNA, None, MONDAY)
    assert isinstance(question, AskedQuestion)
    for account, picked in (("local:eve", 0), ("local:nobody", 0), (ANNA, 9), (ANNA, -1)):
        assert joined.practice.answer(question.presentation, account, picked, MONDAY) is None
    assert joined.practice.answer(12345, ANNA, 0, MONDAY) is None
    assert given_answers(joined) == []


def test_due_today_is_by_the_calendar_of_the_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert end_of_day(datetime(2026, 11, 23, 22, 30, tzinfo=UTC), berlin) == datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert end_of_day(datetime(2026, 3, 28, 22, tzinfo=UTC), berlin) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert end_of_day(datetime(2026, 3, 29, 12, tzinfo=UTC), berlin) == datetime(2026, 3, 29, 22, tzinfo=UTC)


BANK = """\
items:
  - id: leaves
    status: approved
    topic: Tea
    question: What is green tea made from?  # kept
    answer: leaves
    wrong: [roots, seeds]
    source: Green tea is made from leaves.
"""


def test_an_item_edited_by_hand_gets_a_new_version_and_past_answers_keep_theirs(tmp_path: Path, database: str) -> None:
    (tmp_path / "tea.md").write_text("# Tea\n\nGreen tea is made from leaves.\n")
    path = tmp_path / "tea.quiz.yaml"
    path.write_text(BANK)
    before = open_quizzes(read_corpus(tmp_path), database, UTC, Random(1))
    before.staff.add(ANNA, "Anna", MONDAY)
    practise(before, ANNA, MONDAY, right=True)
    before.records.close()
    path.write_text(BANK.replace("seeds", "flowers"))
    after = open_quizzes(read_corpus(tmp_path), database, UTC, Random(1))
    assert [item.version for _, item in after.banks.approved()] == [2]
    assert "version: 2" in path.read_text()
    assert "# kept" in path.read_text()
    practise(after, ANNA, MONDAY + 30 * DAY, right=True)
    with after.records.write() as session:
        options = [sorted(answer.presentation.options) for answer in queries.answers(session)]
    assert options == [["leaves", "roots", "seeds"], ["flowers", "leaves", "roots"]]
    after.records.close()


def test_reminders_come_on_workdays_in_working_hours_once_a_day(joined: Quizzes) -> None:
    joined.staff.add("telegram:5", "Ben", MONDAY)
    practise(joined, "telegram:5", MONDAY, right=False)
    reminded = []
    for hour in range(24 * 8):
        moment = MONDAY.replace(hour=0) + timedelta(hours=hour)
        for account, count in joined.staff.remind((9, 17), moment):
            reminded.append((moment.strftime("%a %H"), count))
            joined.staff.note_reminder(account, moment)
    assert reminded == [("Tue 09", 5), ("Wed 09", 5), ("Thu 09", 5), ("Fri 09", 5), ("Mon 09", 5)]
    joined.staff.stop_reminders("telegram:5")
    assert joined.staff.remind((9, 17), MONDAY + 8 * DAY) == []


def test_forgetting_someone_leaves_nothing_of_them(joined: Quizzes) -> None:
    practise(joined, ANNA, MONDAY, right=True)
    assert joined.staff.forget(ANNA)
    assert not joined.staff.forget(ANNA)
    with joined.records.write() as session:
        assert queries.answers(session) == []
        assert queries.people(session) == []
    assert joined.staff.data(ANNA) is None


def test_an_invitation_expires(quizzes: Quizzes) -> None:
    _, secret = quizzes.invitations.make("telegram:7", MONDAY)
    assert quizzes.staff.accept(secret, "telegram:8", "Eve", MONDAY + 8 * DAY) is None
    assert quizzes.staff.accept(secret, "telegram:8", "Eve", MONDAY + 6 * DAY) is not None
    _, again = quizzes.invitations.make("telegram:7", MONDAY)
    assert quizzes.staff.accept(again, "telegram:8", "Eve", MONDAY) is not None
    assert quizzes.staff.accept(again, "telegram:9", "Ben", MONDAY) is not None, "who was known used nothing up"


def test_the_invitation_itself_is_not_stored(quizzes: Quizzes, database: str) -> None:
    _, secret = quizzes.invitations.make("telegram:7", MONDAY)
    quizzes.records.close()
    stored = b"".join(
        path.read_bytes() for path in Path(database.removeprefix("sqlite:///")).parent.glob("records.db*")
    )
    assert len(secret) >= 32
    assert secret.encode() not in stored


def test_a_session_that_was_left_for_more_than_a_day_gives_way_to_a_new_one(joined: Quizzes) -> None:
    first = joined.practice.begin(ANNA, None, MONDAY)
    again = joined.practice.begin(ANNA, None, MONDAY + DAY / 2)
    later = joined.practice.begin(ANNA, None, MONDAY + 40 * DAY)
    assert isinstance(first, AskedQuestion)
    assert isinstance(later, AskedQuestion)
    assert again == first
    assert later.presentation != first.presentation


def test_what_was_never_sent_is_known(joined: Quizzes) -> None:
    joined.staff.add("telegram:5", "Ben", MONDAY)
    first = joined.practice.begin("telegram:5", 5, MONDAY)
    assert isinstance(first, AskedQuestion)
    assert joined.practice.unsent("telegram:5", MONDAY) == first
    joined.practice.sent(first.presentation, "poll-1", 1, MONDAY)
    assert joined.practice.unsent("telegram:5", MONDAY) is None
    joined.practice.answer(first.presentation, "telegram:5", 0, MONDAY)
    following = joined.practice.unsent("telegram:5", MONDAY)
    assert isinstance(following, AskedQuestion)
    assert following.number == 2


def test_no_game_gives_away_what_it_asks_later(joined: Quizzes) -> None:
    for chat in range(20):
        game = joined.games.announce(chat, ANNA, MONDAY)
        assert game
        with joined.records.read() as session:
            quiz = session.get_one(Quiz, game.game)
            asked = [session.get_one(ItemVersion, version).item for version in quiz.planned]
        items = {item.id: item for _, item in joined.banks.approved()}
        assert not [
            (before, later)
            for place, later in enumerate(asked)
            for before in asked[:place]
            if gives_away(items[before], items[later])
        ]
