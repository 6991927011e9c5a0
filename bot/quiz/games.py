"""Run games in a group: timed questions, and a scoreboard ordered by right answers, then by time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.quiz.asking import AskedQuestion, mark_sent, present, question_of, snapshot, take_answer
from bot.quiz.banks import Banks
from bot.quiz.session_plan import plan
from bot.records import Cause, Player, Presentation, Quiz, QuizKind, Records, Session, effects, queries


@dataclass(frozen=True, slots=True)
class GameRules:
    """Hold the rules of a game: number of questions, seconds for each, and the time for joining before the first."""

    questions: int = 5
    seconds: int = 30
    joining: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Row:
    """Hold a line of the scoreboard. `seconds` is the time that the right answers took together."""

    place: int
    name: str
    right: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Lobby:
    """Hold a game that people may join.

    `players` are names, `seconds` is the time for each question, `starts_at` when the first one is sent. `thread` is
    the topic of the group in which it is played, None outside of topics.
    """

    game: int
    chat: int
    questions: int
    seconds: int
    starts_at: datetime
    players: tuple[str, ...]
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Ask the caller to do nothing before a time."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Finished:
    """Hold the final scoreboard and the number of questions asked."""

    rows: tuple[Row, ...]
    questions: int


class Games:
    """Run the games of all groups. Each call is one transaction."""

    def __init__(self, records: Records, banks: Banks, rng: Random, rules: GameRules) -> None:
        self._records = records
        self._banks = banks
        self._rng = rng
        self._rules = rules

    def announce(
        self, chat: int, host: str, now: datetime, cause: Cause | None = None, *, thread: int | None = None
    ) -> Lobby | None:
        """Announce a new game in a chat, or in one of its topics; its host joins it.

        None where a game is already open, where there is nothing to ask, or where the host is unknown.
        """
        with self._records.write() as session:
            open_game = queries.open_quiz(session, QuizKind.GAME, chat=chat)
            if open_game is not None:
                # This update announced the game, and its handling was interrupted before the reply.
                return _lobby(open_game) if effects.already_applied(session, cause, f"announce:{chat}") else None
            items = list(self._banks.approved())
            self._rng.shuffle(items)
            chosen = plan(items, self._rules.questions)
            person = queries.person(session, host)
            if not chosen or person is None:
                return None
            quiz = Quiz(
                kind=QuizKind.GAME,
                chat=chat,
                planned=[snapshot(session, slug, item).id for slug, item in chosen],
                started_at=now,
                host=host,
                starts_at=now + self._rules.joining,
                seconds=self._rules.seconds,
                thread=thread,
            )
            quiz.players.append(Player(person=person))
            session.add(quiz)
            session.flush()
            effects.claim_effect(session, cause, f"announce:{chat}")
            return _lobby(quiz)

    def is_on(self, chat: int) -> bool:
        """Return whether a chat has an open game."""
        with self._records.read() as session:
            return queries.open_quiz(session, QuizKind.GAME, chat=chat) is not None

    def join(self, game: int, account: str) -> Lobby | None:
        """Add a person to a game; None when the game is over or the person is unknown."""
        with self._records.write() as session:
            quiz, person = _open_game(session, game), queries.person(session, account)
            if quiz is None or person is None:
                return None
            if queries.player(session, quiz, person) is None:
                quiz.players.append(Player(person=person))
                session.flush()
            return _lobby(quiz)

    def start(self, game: int, account: str, now: datetime) -> bool:
        """End the time for joining early; return False where the account did not announce the game, or it is over."""
        with self._records.write() as session:
            quiz = _open_game(session, game)
            if quiz is None or quiz.host != account:
                return False
            if not quiz.presentations:
                quiz.starts_at = now
            return True

    def stop(
        self, chat: int, account: str, now: datetime, cause: Cause | None = None, *, manager: bool = False
    ) -> bool:
        """End the game of a chat early; return False where there is none, or the account may not end it.

        The account that announced it may, and a manager.
        """
        with self._records.write() as session:
            quiz = queries.open_quiz(session, QuizKind.GAME, chat=chat)
            if quiz is None:
                return effects.already_applied(session, cause, f"stop-game:{chat}")
            if not (manager or quiz.host == account):
                return False
            quiz.ended_at = now
            effects.claim_effect(session, cause, f"stop-game:{chat}")
            return True

    def step(self, game: int, now: datetime) -> AskedQuestion | Wait | Finished | None:
        """Return what to do now in a game: ask a question, wait, or send the scoreboard; None when it is over.

        The result depends on the records alone, so a game continues after a restart. A question without a poll is
        returned again, and so is the scoreboard until `finish` is called.
        """
        with self._records.write() as session:
            quiz = _open_game(session, game)
            if quiz is None or quiz.starts_at is None:
                return None
            if not quiz.players:  # all of them have deleted what was stored about them
                quiz.ended_at = now
                return None
            until = quiz.starts_at if not quiz.presentations else _closing_time(quiz)
            if until is not None and now < until:
                return Wait(_limit_wait(quiz, until, now, self._rules.joining))
            presentation = (
                quiz.presentations[-1] if quiz.presentations and quiz.presentations[-1].poll is None else None
            )
            presentation = presentation or present(session, quiz, self._rng, now)
            if presentation is not None:
                return question_of(presentation, self._banks)
            return Finished(scoreboard(quiz), len(quiz.presentations))

    def finish(self, game: int, now: datetime) -> None:
        """End a game whose scoreboard was sent."""
        with self._records.write() as session:
            quiz = _open_game(session, game)
            if quiz is not None:
                quiz.ended_at = now

    def sent(self, presentation_id: int, poll: str, message: int, now: datetime) -> None:
        """Store the poll and message under which a question was sent; its time runs from `now`."""
        with self._records.write() as session:
            presentation = mark_sent(session, presentation_id, poll, message, now)
            presentation.closes_at = now + timedelta(seconds=presentation.quiz.seconds or 0)

    def answer(
        self, presentation_id: int, account: str, picked: int, now: datetime, cause: Cause | None = None
    ) -> int | None:
        """Record a player's response; return the id of the game.

        None, and nothing changes, where the response does not count: it is late or a second one, or the account has
        not joined.
        """
        with self._records.write() as session:
            presentation, person = session.get(Presentation, presentation_id), queries.person(session, account)
            if presentation is None or person is None or presentation.quiz.kind != QuizKind.GAME:
                return None
            came = effects.received_at(session, cause)  # the update may have waited until the bot was started
            now = max(came, presentation.shown_at) if came is not None else now
            late = (
                presentation.quiz.ended_at is not None or presentation.closes_at is None or now > presentation.closes_at
            )
            if late or queries.player(session, presentation.quiz, person) is None:
                return None
            return presentation.quiz_id if take_answer(session, presentation, person, picked, now, cause) else None

    def move(self, chat: int, to: int) -> None:
        """Move the open game of a chat to another chat."""
        with self._records.write() as session:
            quiz = queries.open_quiz(session, QuizKind.GAME, chat=chat)
            if quiz is not None:
                quiz.chat = to

    def running(self, since: datetime, now: datetime) -> list[tuple[int, int, int | None]]:
        """End the open games that began before `since`; return game id, chat and topic of the others.

        Call it after a restart to continue those games.
        """
        with self._records.write() as session:
            for quiz in queries.open_quizzes(session, QuizKind.GAME, datetime.min.replace(tzinfo=now.tzinfo)):
                if quiz.started_at < since:
                    quiz.ended_at = now
            session.flush()
            return [
                (quiz.id, quiz.chat or 0, quiz.thread) for quiz in queries.open_quizzes(session, QuizKind.GAME, since)
            ]


def scoreboard(quiz: Quiz) -> tuple[Row, ...]:
    """Return the players, best first; equal scores and times share a place."""
    scores = []
    for player in quiz.players:
        mine = [(a, s) for s in quiz.presentations for a in s.answers if a.person_id == player.person_id and a.correct]
        took = sum((answer.at - presentation.shown_at).total_seconds() for answer, presentation in mine)
        scores.append((len(mine), took, player.person.name))
    scores.sort(key=lambda score: (-score[0], score[1], score[2]))
    places = {(right, took): place for place, (right, took, _) in reversed(list(enumerate(scores, 1)))}
    return tuple(Row(places[right, took], name, right, took) for right, took, name in scores)


def _limit_wait(quiz: Quiz, until: datetime, now: datetime, joining: timedelta) -> datetime:
    """Return when a wait ends, at most one full waiting time from now.

    A later time means that the computer's clock was set back; then the wait begins anew, also in the records.
    """
    longest = timedelta(seconds=quiz.seconds or 0) if quiz.presentations else joining
    if until - now <= longest:
        return until
    until = now + longest
    if quiz.presentations:
        quiz.presentations[-1].closes_at = until
    else:
        quiz.starts_at = until
    return until


def _closing_time(quiz: Quiz) -> datetime | None:
    """Return when the last presented question closes; None where it was not sent yet, or everyone has answered."""
    last = quiz.presentations[-1]
    return None if last.poll is None or len(last.answers) == len(quiz.players) else last.closes_at


def _open_game(session: Session, game: int) -> Quiz | None:
    quiz = session.get(Quiz, game)
    return quiz if quiz is not None and quiz.kind == QuizKind.GAME and quiz.ended_at is None else None


def _lobby(quiz: Quiz) -> Lobby:
    return Lobby(
        game=quiz.id,
        chat=quiz.chat or 0,
        questions=len(quiz.planned),
        seconds=quiz.seconds or 0,
        starts_at=quiz.starts_at or quiz.started_at,
        players=tuple(player.person.name for player in quiz.players),
        thread=quiz.thread,
    )
