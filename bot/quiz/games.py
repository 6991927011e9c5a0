"""Games in a group: timed questions, and a scoreboard by right answers, then by time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.quiz.asking import AskedQuestion, mark_sent, present, question_of, snapshot, take_answer
from bot.quiz.banks import Banks, choose
from bot.records import Cause, Player, Presentation, Quiz, QuizKind, Records, Session, effects, queries


@dataclass(frozen=True, slots=True)
class GameRules:
    """Say how a game goes: its questions, the seconds for each, and how long people may join before the first."""

    questions: int = 5
    seconds: int = 30
    joining: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the scoreboard: `seconds` is the time that the right answers took together."""

    place: int
    name: str
    right: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Lobby:
    """A game that people may join."""

    game: int
    chat: int
    questions: int
    seconds: int
    starts_at: datetime
    players: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """There is nothing to do before a time."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Finished:
    """The game is over."""

    rows: tuple[Row, ...]
    questions: int


class Games:
    """The games of all groups."""

    def __init__(self, records: Records, banks: Banks, rng: Random, rules: GameRules) -> None:
        self._records = records
        self._banks = banks
        self._rng = rng
        self._rules = rules

    def announce(self, chat: int, host: str, now: datetime, cause: Cause | None = None) -> Lobby | None:
        """A new game in a chat, joined by its host; None where one is on or there is nothing to ask."""
        with self._records.write() as session:
            open_game = queries.open_quiz(session, QuizKind.GAME, chat=chat)
            if open_game is not None:
                # Announced by this very update, whose handling was cut short: it is told again.
                return _lobby(open_game) if effects.already_applied(session, cause, f"announce:{chat}") else None
            items = list(self._banks.approved())
            self._rng.shuffle(items)
            chosen = choose(items, self._rules.questions)
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
            )
            quiz.players.append(Player(person=person))
            session.add(quiz)
            session.flush()
            effects.claim_effect(session, cause, f"announce:{chat}")
            return _lobby(quiz)

    def is_on(self, chat: int) -> bool:
        """Whether a chat has a game."""
        with self._records.read() as session:
            return queries.open_quiz(session, QuizKind.GAME, chat=chat) is not None

    def join(self, game: int, account: str) -> Lobby | None:
        """Let someone who is known join; None when the game is over or they are not known."""
        with self._records.write() as session:
            quiz, person = _open_game(session, game), queries.person(session, account)
            if quiz is None or person is None:
                return None
            if queries.player(session, quiz, person) is None:
                quiz.players.append(Player(person=person))
                session.flush()
            return _lobby(quiz)

    def start(self, game: int, account: str, now: datetime) -> bool:
        """Begin before the time for joining is over; only who announced the game may."""
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
        """End the game of a chat early; who announced it or a manager may."""
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
        """What is to be done now in a game: ask a question, wait, or tell the scores; None when it is over.

        All of it follows from the records, so a game goes on after a restart. A question that was to be
        sent and has no poll is given again, and so are the scores until `finish` is called.
        """
        with self._records.write() as session:
            quiz = _open_game(session, game)
            if quiz is None or quiz.starts_at is None:
                return None
            if not quiz.players:  # all have deleted what was stored about them
                quiz.ended_at = now
                return None
            until = quiz.starts_at if not quiz.presentations else _closing_time(quiz)
            if until is not None and now < until:
                return Wait(_no_later(quiz, until, now, self._rules.joining))
            presentation = (
                quiz.presentations[-1] if quiz.presentations and quiz.presentations[-1].poll is None else None
            )
            presentation = presentation or present(session, quiz, self._rng, now)
            if presentation is not None:
                return question_of(presentation, self._banks)
            return Finished(scoreboard(quiz), len(quiz.presentations))

    def finish(self, game: int, now: datetime) -> None:
        """The scores have been told: the game is over."""
        with self._records.write() as session:
            quiz = _open_game(session, game)
            if quiz is not None:
                quiz.ended_at = now

    def sent(self, presentation_id: int, poll: str, message: int, now: datetime) -> None:
        """Remember under which poll a question was sent; its time runs from now."""
        with self._records.write() as session:
            presentation = mark_sent(session, presentation_id, poll, message, now)
            presentation.closes_at = now + timedelta(seconds=presentation.quiz.seconds or 0)

    def answer(
        self, presentation_id: int, account: str, picked: int, now: datetime, cause: Cause | None = None
    ) -> int | None:
        """Take a player's answer; the game that it belongs to, or None, and nothing changes, when it does not count."""
        with self._records.write() as session:
            presentation, person = session.get(Presentation, presentation_id), queries.person(session, account)
            if presentation is None or person is None or presentation.quiz.kind != QuizKind.GAME:
                return None
            came = effects.received_at(session, cause)  # it may have waited since, for a start of the bot
            now = max(came, presentation.shown_at) if came is not None else now
            late = (
                presentation.quiz.ended_at is not None or presentation.closes_at is None or now > presentation.closes_at
            )
            if late or queries.player(session, presentation.quiz, person) is None:
                return None
            return presentation.quiz_id if take_answer(session, presentation, person, picked, now, cause) else None

    def move(self, chat: int, to: int) -> None:
        """The games of a chat go on in another."""
        with self._records.write() as session:
            quiz = queries.open_quiz(session, QuizKind.GAME, chat=chat)
            if quiz is not None:
                quiz.chat = to

    def running(self, since: datetime, now: datetime) -> list[tuple[int, int]]:
        """Game and chat of all games to go on with after a restart; those begun before `since` are ended."""
        with self._records.write() as session:
            for quiz in queries.open_quizzes(session, QuizKind.GAME, datetime.min.replace(tzinfo=now.tzinfo)):
                if quiz.started_at < since:
                    quiz.ended_at = now
            session.flush()
            return [(quiz.id, quiz.chat or 0) for quiz in queries.open_quizzes(session, QuizKind.GAME, since)]


def scoreboard(quiz: Quiz) -> tuple[Row, ...]:
    """The players, best first; who has as many right answers in as much time shares a place."""
    scores = []
    for player in quiz.players:
        mine = [(a, s) for s in quiz.presentations for a in s.answers if a.person_id == player.person_id and a.correct]
        took = sum((answer.at - presentation.shown_at).total_seconds() for answer, presentation in mine)
        scores.append((len(mine), took, player.person.name))
    scores.sort(key=lambda score: (-score[0], score[1], score[2]))
    places = {(right, took): place for place, (right, took, _) in reversed(list(enumerate(scores, 1)))}
    return tuple(Row(places[right, took], name, right, took) for right, took, name in scores)


def _no_later(quiz: Quiz, until: datetime, now: datetime, joining: timedelta) -> datetime:
    """A time to wait for. One further away than any wait is long means that the clock was put back: begin anew."""
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
    """When the last question that was sent closes; None when it does not matter, for everyone has answered."""
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
    )
