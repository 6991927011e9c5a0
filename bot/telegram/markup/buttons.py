"""What the bot's buttons carry: typed values that pack into the data of a button, and parse out of it.

Buttons stay in chats for years, so a name and its fields must not change their meaning.
"""

import re
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import ClassVar, Self

from telegram import InlineKeyboardButton

ALL = "all"
"""In the place of an article's key: all articles."""

_PATTERNS: dict[object, str] = {int: r"\d{1,18}", str: r"[\w-]{1,40}"}


@dataclass(frozen=True, slots=True)
class ButtonData:
    """Hold what a button means. A kind of button is a subclass with a name of its own; its fields are int or str."""

    NAME: ClassVar[str]

    def pack(self) -> str:
        """Write the data of a button, at most 64 bytes: "name:field:field"."""
        return ":".join([self.NAME, *(str(getattr(self, field.name)) for field in fields(self))])

    @classmethod
    def pattern(cls) -> str:
        """Give the regular expression that all data of this kind of button match, and no other."""
        return "^" + ":".join([re.escape(cls.NAME), *(f"({_PATTERNS[field.type]})" for field in fields(cls))]) + "$"

    @classmethod
    def parse(cls, data: str | None) -> Self | None:
        """Read the data of a button; None where it is of another kind.

        >>> PickOption.parse(PickOption(12, 3).pack())
        PickOption(presentation=12, option=3)
        """
        match = re.fullmatch(cls.pattern(), data or "", re.ASCII)
        if match is None:
            return None
        convert = [int if field.type is int else str for field in fields(cls)]
        return cls(*(to(value) for to, value in zip(convert, match.groups(), strict=True)))

    def button(self, label: str) -> InlineKeyboardButton:
        """Make a button that carries this."""
        return InlineKeyboardButton(label, callback_data=self.pack())


@dataclass(frozen=True, slots=True)
class AskExample(ButtonData):
    """Ask the question that is the button's label."""

    NAME: ClassVar[str] = "ask"
    number: int


@dataclass(frozen=True, slots=True)
class ShowPassage(ButtonData):
    """Show another page of an answer in its message."""

    NAME: ClassVar[str] = "more"
    page: int


@dataclass(frozen=True, slots=True)
class ShowAnswer(ButtonData):
    """Show a page of the answer to a question, known by a digest of it: of one article, by its key, or of "all"."""

    NAME: ClassVar[str] = "answer"
    page: int
    question: str
    article_key: str


@dataclass(frozen=True, slots=True)
class AskAgain(ButtonData):
    """Answer a question again, from one article only, by its key, or from "all", and go on so."""

    NAME: ClassVar[str] = "again"
    question: str
    article_key: str


@dataclass(frozen=True, slots=True)
class VoteOnAnswer(ButtonData):
    """Say whether an answer is good (1) or not (0), or take that back.

    `answer` is a random number that stands for the answer; `answered` is 0 where the articles did not answer.
    """

    NAME: ClassVar[str] = "vote"
    good: int
    answered: int
    answer: str


@dataclass(frozen=True, slots=True)
class OpenPassage(ButtonData):
    """Open an article at a passage, by its name, in a message of its own."""

    NAME: ClassVar[str] = "open"
    passage: str
    article_key: str


@dataclass(frozen=True, slots=True)
class ReadPage(ButtonData):
    """Show the page of an article that a passage stands on, by the passage's name, in the same message."""

    NAME: ClassVar[str] = "read"
    passage: str
    article_key: str


@dataclass(frozen=True, slots=True)
class ShowContents(ButtonData):
    """Show a page of the contents of an article."""

    NAME: ClassVar[str] = "contents"
    article_key: str
    page: int


@dataclass(frozen=True, slots=True)
class Narrow(ButtonData):
    """Answer from one article only, by its key, or from "all" again; pressed in the list of articles."""

    NAME: ClassVar[str] = "only"
    article_key: str


@dataclass(frozen=True, slots=True)
class ShowSources(ButtonData):
    """Show another page of the list of articles."""

    NAME: ClassVar[str] = "sources"
    page: int


@dataclass(frozen=True, slots=True)
class ShowExams(ButtonData):
    """Show another page of the exams that there are."""

    NAME: ClassVar[str] = "exams"
    page: int


@dataclass(frozen=True, slots=True)
class BeginExam(ButtonData):
    """Begin the exam on an article, or go on with it."""

    NAME: ClassVar[str] = "exam-start"
    article_key: str


@dataclass(frozen=True, slots=True)
class EndExam(ButtonData):
    """End the open attempt at the exam on an article: what is unanswered counts as wrong."""

    NAME: ClassVar[str] = "exam-end"
    article_key: str


@dataclass(frozen=True, slots=True)
class PickOption(ButtonData):
    """Pick an option, counted from 0, of a question of an exam."""

    NAME: ClassVar[str] = "exam-pick"
    presentation: int
    option: int


@dataclass(frozen=True, slots=True)
class SendCertificate(ButtonData):
    """Send the certificate of the last exam on an article that was passed and is still valid."""

    NAME: ClassVar[str] = "certificate"
    article_key: str


@dataclass(frozen=True, slots=True)
class JoinGame(ButtonData):
    """Join a game in a group."""

    NAME: ClassVar[str] = "game-join"
    game: int


@dataclass(frozen=True, slots=True)
class StartGame(ButtonData):
    """Start a game before the time for joining is over."""

    NAME: ClassVar[str] = "game-start"
    game: int


@dataclass(frozen=True, slots=True)
class ShowReport(ButtonData):
    """Show a part of the report: "people", "questions", "chart" or "csv"."""

    NAME: ClassVar[str] = "report"
    part: str


@dataclass(frozen=True, slots=True)
class ShowTeam(ButtonData):
    """Show another page of how everyone stands, in its message."""

    NAME: ClassVar[str] = "report-team"
    page: int


@dataclass(frozen=True, slots=True)
class ShowUnanswered(ButtonData):
    """Show a page of the questions that were not answered."""

    NAME: ClassVar[str] = "unanswered"
    page: int


@dataclass(frozen=True, slots=True)
class ShowPeople(ButtonData):
    """Show another page of the report on each person, in its message."""

    NAME: ClassVar[str] = "report-people"
    page: int


@dataclass(frozen=True, slots=True)
class ShowChart(ButtonData):
    """Send another picture of the team's chart."""

    NAME: ClassVar[str] = "report-chart"
    page: int


@dataclass(frozen=True, slots=True)
class ManageQuestions(ButtonData):
    """Do something with a group of questions that were not answered, by its name.

    "show" them, "look" for passages, ask for a "synonym", set them "aside", "delete" them, "undo" what was done.
    "back" and "return" show them again, from below passages and from where a synonym is asked for: a reply to the
    message of such a button is meant for that.
    """

    NAME: ClassVar[str] = "questions"
    action: str
    group: str


@dataclass(frozen=True, slots=True)
class PointToPassage(ButtonData):
    """Answer a group of questions with a passage from now on, both by their names."""

    NAME: ClassVar[str] = "point"
    group: str
    passage: str


@dataclass(frozen=True, slots=True)
class RemoveSynonym(ButtonData):
    """Remove a rule of synonyms that was added, by a digest of it."""

    NAME: ClassVar[str] = "no-synonym"
    rule: str


@dataclass(frozen=True, slots=True)
class ChooseLanguage(ButtonData):
    """Speak a language from now on, in the chat of the button."""

    NAME: ClassVar[str] = "language"
    language: str


@dataclass(frozen=True, slots=True)
class ManageMyData(ButtonData):
    """Do something with what is stored about who presses: "file", "delete" (ask first), "forget" or "keep"."""

    NAME: ClassVar[str] = "mydata"
    action: str


@dataclass(frozen=True, slots=True)
class ShowStaff(ButtonData):
    """Show a page of the list of staff."""

    NAME: ClassVar[str] = "staff"
    page: int


@dataclass(frozen=True, slots=True)
class DecideUpload(ButtonData):
    """Do something with a file that was sent, by its key: "add", "replace" (an article, by its key) or "discard"."""

    NAME: ClassVar[str] = "file"
    upload: str
    action: str
    article_key: str


@dataclass(frozen=True, slots=True)
class ListArticles(ButtonData):
    """Show another page of the articles and of what was removed, for whoever keeps them."""

    NAME: ClassVar[str] = "articles"
    page: int


@dataclass(frozen=True, slots=True)
class ShowActions(ButtonData):
    """Show another page of what managers have done."""

    NAME: ClassVar[str] = "actions"
    page: int


@dataclass(frozen=True, slots=True)
class ShowPerson(ButtonData):
    """Show a person, by the key of their account, and the page of the list to go back to."""

    NAME: ClassVar[str] = "person"
    person: str
    page: int


@dataclass(frozen=True, slots=True)
class RemovePerson(ButtonData):
    """Remove a person, by the key of their account: "ask" first, then "yes"; `page` is that of the list."""

    NAME: ClassVar[str] = "person-remove"
    person: str
    page: int
    step: str


@dataclass(frozen=True, slots=True)
class ShowInvitations(ButtonData):
    """Show a page of the invitations that are open."""

    NAME: ClassVar[str] = "invitations"
    page: int


@dataclass(frozen=True, slots=True)
class WithdrawInvitation(ButtonData):
    """Withdraw an invitation; `page` is that of the list."""

    NAME: ClassVar[str] = "withdraw"
    number: int
    page: int


@dataclass(frozen=True, slots=True)
class Announce(ButtonData):
    """Send an announcement that was shown ("send"), or drop it ("drop")."""

    NAME: ClassVar[str] = "announce"
    number: int
    step: str


def account_key(account: str) -> str:
    """Make a short name for an account: numbers of the database may come to name somebody else."""
    return sha256(account.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class ManageArticle(ButtonData):
    """Do something with an article, by its key: "show", "remove" (ask first), "gone" (remove it) or "reviewed"."""

    NAME: ClassVar[str] = "article"
    action: str
    article_key: str


@dataclass(frozen=True, slots=True)
class RestoreVersion(ButtonData):
    """Put back what an article was before, by the version's key."""

    NAME: ClassVar[str] = "version"
    version: str


def article_key(slug: str) -> str:
    """Make a short name for a slug: what a button carries is limited."""
    return sha256(slug.encode()).hexdigest()[:12]


def question_key(question: str) -> str:
    """Make a short name for a question: a button keeps to it when the message that asked it was edited."""
    return sha256(question.encode("utf-8", "surrogatepass")).hexdigest()[:8]
