"""Present items and record responses: what practice, exams and games share."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot import clock
from bot.authoring.item import Item
from bot.authoring.keys import key_span
from bot.authoring.quotes import find_quote
from bot.catalogues import Catalogue
from bot.quiz.banks import Banks
from bot.records import (
    Cause,
    ItemVersion,
    Person,
    Poll,
    Presentation,
    Quiz,
    QuizKind,
    Response,
    Session,
    effects,
    queries,
)
from corpus import Span
from index import Citation


@dataclass(frozen=True, slots=True)
class Place:
    """Hold the place of an answer in an article: the quote, its citation, and the author's explanation (`why`).

    `citation` is text where the article no longer has the quote; `url` opens the article at the quote, if it has an
    address.
    """

    article: str
    topic: str
    quote: str
    citation: Citation | str
    url: str | None
    why: str

    def label(self, speech: Catalogue) -> str:
        """Return the citation as shown, in a language."""
        return self.citation if isinstance(self.citation, str) else self.citation.label_in(speech)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """Hold a presented item as a front end needs it.

    `presentation` is its id, 0 where nothing is recorded. `number` counts from 1 up to `total`. `key` is the
    index of the right option. `poll` and `message` are the ids under which a front end has sent it, if it has.
    `seconds` is the time that a game gives for it.
    """

    presentation: int
    number: int
    total: int
    text: str
    options: tuple[str, ...]
    key: int
    place: Place
    poll: str | None = None
    message: int | None = None
    seconds: int | None = None

    def key_in(self, quote: str) -> Span:
        """Return where the key, or one of its telling words, stands in a quote on one line, else (0, 0)."""
        return key_span(quote, " ".join(self.options[self.key].split()))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold a question and the index of the picked option, None where it was not answered."""

    question: AskedQuestion
    picked: int | None

    @property
    def correct(self) -> bool:
        """Return whether the right option was picked."""
        return self.picked == self.question.key


def snapshot(session: Session, article: str, item: Item) -> ItemVersion:
    """Return the stored version of an item as it is now; store it if this version was not asked before."""
    known = queries.item_version(session, article, item.id, item.version)
    if known is not None:
        return known
    version = ItemVersion(
        article=article,
        item=item.id,
        version=item.version,
        topic=item.topic,
        question=item.question,
        answer=item.answer,
        wrong=list(item.wrong),
        source=item.source,
        why=item.why,
    )
    session.add(version)
    session.flush()
    return version


def present(
    session: Session, quiz: Quiz, rng: Random, now: datetime, closes_at: datetime | None = None
) -> Presentation | None:
    """Present the next planned item with its options shuffled; return None when all were presented."""
    number = len(quiz.presentations)
    if number == len(quiz.planned):
        return None
    version = session.get_one(ItemVersion, quiz.planned[number])
    options = [version.answer, *version.wrong]
    rng.shuffle(options)
    presentation = Presentation(quiz=quiz, item=version, options=options, shown_at=now, closes_at=closes_at)
    session.add(presentation)
    session.flush()
    return presentation


def mark_sent(session: Session, presentation_id: int, poll: str, message: int, now: datetime) -> Presentation:
    """Store the poll and message under which a presentation was sent; it counts as shown from `now`."""
    presentation = session.get_one(Presentation, presentation_id)
    presentation.poll, presentation.message, presentation.shown_at = poll, message, now
    session.add(Poll(id=poll, presentation_id=presentation_id))
    return presentation


def may_answer(quiz: Quiz, person: Person, kind: QuizKind) -> bool:
    """Return whether a quiz is of that kind, belongs to the person and has not ended."""
    return quiz.kind == kind and quiz.person_id == person.id and quiz.ended_at is None


def take_answer(
    session: Session, presentation: Presentation, person: Person, picked: int, now: datetime, cause: Cause | None
) -> Response | None:
    """Record a response.

    Return None, and change nothing, when `picked` is no option, when the person has responded before, or when
    `cause` has already had this effect.
    """
    if not 0 <= picked < len(presentation.options) or queries.answer_to(session, presentation, person) is not None:
        return None
    if not effects.claim_effect(session, cause, f"answer:{presentation.id}"):
        return None  # the response was recorded before, and deleted with everything stored about the person
    correct = presentation.options[picked] == presentation.item.answer
    answer = Response(presentation=presentation, person=person, picked=picked, correct=correct, at=now)
    session.add(answer)
    session.flush()
    return answer


def question_of(presentation: Presentation, banks: Banks) -> AskedQuestion:
    """Return a presentation as a front end needs it."""
    return AskedQuestion(
        presentation=presentation.id,
        number=presentation.quiz.presentations.index(presentation) + 1,
        total=len(presentation.quiz.planned),
        text=presentation.item.question,
        options=tuple(presentation.options),
        key=presentation.options.index(presentation.item.answer),
        place=place_of(presentation.item, banks),
        poll=presentation.poll,
        message=presentation.message,
        seconds=presentation.quiz.seconds,
    )


def place_of(version: ItemVersion, banks: Banks) -> Place:
    """Return the place of an item's answer in its article.

    Where the article no longer has the quote, the citation is only the article's slug and the topic.
    """
    subject = banks.subjects.get(version.article)
    citation = find_quote(subject.article, version.source) if subject else None
    cited = citation.as_of(clock.now().date()) if citation else f"{version.article} › {version.topic}"
    url = citation.url if citation else None
    return Place(version.article, version.topic, version.source, cited, url, version.why)


def outcomes(quiz: Quiz, person: Person, banks: Banks) -> tuple[Outcome, ...]:
    """Return the presentations of a quiz in order, with what a person picked."""
    given = (answer for presentation in quiz.presentations for answer in presentation.answers)
    picked = {answer.presentation_id: answer.picked for answer in given if answer.person_id == person.id}
    return tuple(
        Outcome(question_of(presentation, banks), picked.get(presentation.id)) for presentation in quiz.presentations
    )


def read_again(of: tuple[Outcome, ...]) -> tuple[Place, ...]:
    """Return the places of the answers to wrongly answered questions, each quote once, in the order asked."""
    places = {outcome.question.place.quote: outcome.question.place for outcome in of if not outcome.correct}
    return tuple(places.values())
