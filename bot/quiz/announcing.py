"""Announcements to the staff: shown with a count first, then sent to each person once, whatever happens in between."""

from dataclasses import dataclass
from datetime import datetime

from bot.records import (
    Announcement,
    Person,
    Recipient,
    RecipientState,
    Records,
    Session,
    actions,
    announcements,
    queries,
)

MAX_ANNOUNCEMENT = 3000  # characters, as Telegram counts them


@dataclass(frozen=True, slots=True)
class AnnouncementDraft:
    """Hold an announcement that was not confirmed yet, and how many people it would go to."""

    number: int
    text: str
    people: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """Hold an announcement for one person; `number` is the recipient's."""

    number: int
    account: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class AnnouncementOutcome:
    """Hold how an announcement went: how many have it, could not be reached, or may have it or not."""

    number: int
    made_by: str
    sent: int
    failed: int
    unclear: int


class Announcements:
    """Keep the announcements of one database. Each call is one transaction."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def draft(self, text: str, account: str, author: str, now: datetime) -> AnnouncementDraft:
        """Write down an announcement for everyone on Telegram; the same text once more is the same draft."""
        with self._records.write() as session:
            draft = announcements.draft_of(session, account, text)
            if draft is None:
                draft = Announcement(text=text, made_by=account, author=author, made_at=now)
                session.add(draft)
                session.flush()
            announcements.drop_recipients(session, draft)
            people = _reachable(session)
            session.add_all(Recipient(announcement_id=draft.id, person_id=person.id) for person in people)
            return AnnouncementDraft(draft.id, text, len(people))

    def confirm(self, number: int, account: str, now: datetime) -> int | None:
        """Have a draft of an account's sent; give to how many. None where it is no draft, or none of theirs."""
        with self._records.write() as session:
            draft = _draft(session, number, account)
            if draft is None:
                return None
            draft.confirmed_at = now
            actions.record(session, account, "announce", draft.text, now)
            return announcements.states(session, draft)[RecipientState.WAITING]

    def discard(self, number: int, account: str, now: datetime) -> bool:
        """Drop a draft of an account's; False where it is no draft, or none of theirs."""
        with self._records.write() as session:
            draft = _draft(session, number, account)
            if draft is not None:
                draft.text, draft.ended_at = "", now
                announcements.drop_recipients(session, draft)
            return draft is not None

    def resume(self) -> None:
        """Note, at the start, whom the last run was sending to when it ended: nothing is sent to them again."""
        with self._records.write() as session:
            announcements.leave_unclear(session)

    def waiting(self) -> list[Delivery]:
        """Return what is still to be sent, oldest announcements first."""
        with self._records.read() as session:
            return [
                Delivery(recipient.id, recipient.person.account, each.author, each.text)
                for each in announcements.under_way(session)
                for recipient in announcements.waiting(session, each)
            ]

    def begin(self, recipient: int) -> bool:
        """Note that a recipient is being sent to; False where they are no longer to be: removed, or sent to already."""
        with self._records.write() as session:
            row = session.get(Recipient, recipient)
            if row is None or row.state != RecipientState.WAITING:
                return False
            row.state = RecipientState.SENDING
            return True

    def note(self, recipient: int, state: RecipientState) -> None:
        """Note what became of sending to a recipient, who may have been removed meanwhile."""
        with self._records.write() as session:
            row = session.get(Recipient, recipient)
            if row is not None:
                row.state = state

    def outcomes(self) -> list[AnnouncementOutcome]:
        """Return how those announcements went that were sent to everyone, and whose authors were not told yet."""
        found = []
        with self._records.read() as session:
            for each in announcements.under_way(session):
                states = announcements.states(session, each)
                if not states[RecipientState.WAITING] and not states[RecipientState.SENDING]:
                    sent, failed = states[RecipientState.SENT], states[RecipientState.FAILED]
                    unclear = states[RecipientState.UNCLEAR]
                    found.append(AnnouncementOutcome(each.id, each.made_by, sent, failed, unclear))
        return found

    def end(self, number: int, now: datetime) -> None:
        """Note that an author was told how an announcement went, and forget its text and its recipients."""
        with self._records.write() as session:
            row = session.get_one(Announcement, number)
            row.text, row.ended_at = "", now
            announcements.drop_recipients(session, row)


def _draft(session: Session, number: int, account: str) -> Announcement | None:
    row = session.get(Announcement, number)
    draft = row is not None and row.made_by == account and row.confirmed_at is None and row.ended_at is None
    return row if draft else None


def _reachable(session: Session) -> list[Person]:
    return [person for person in queries.people(session) if person.account.startswith("telegram:")]
