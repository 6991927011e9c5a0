"""The banks as a manager edits them in a chat: what there is, and each decision, written and recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.authoring.bank import bank_path, read_bank
from bot.authoring.composing import Check, Drafting, Walk, add_drafts, add_item, waiting_items, write_decision
from bot.authoring.item import Item, Status
from bot.clock import now
from bot.errors import BotError
from bot.records import Cause, Records, actions
from corpus import Article, Corpus, FileError, Reason

KEY_LENGTH = 8


@dataclass(frozen=True, slots=True)
class OpenedBank:
    """Hold an article, the path of its bank, and the items in it at this moment; `problem` where it cannot be read."""

    article: Article
    path: Path
    items: tuple[Item, ...]
    problem: Reason | None = None

    @property
    def waiting(self) -> list[Item]:
        """Return the items that await a person."""
        return waiting_items(self.items)

    @property
    def approved_count(self) -> int:
        """Return how many items a person has approved."""
        return sum(item.status is Status.APPROVED and not item.awaits_person for item in self.items)

    def item(self, key: str) -> Item | None:
        """Return the item of a key, or None."""
        return next((item for item in self.items if key_of(item.id) == key), None)

    def next_waiting(self, after: str) -> Item | None:
        """Return the first item that awaits a person behind the one of that id; the first of all if it is not there."""
        ids = [item.id for item in self.items]
        start = ids.index(after) + 1 if after in ids else 0
        return next(iter(waiting_items(self.items[start:])), None)

    def walk(self) -> Walk:
        """Return the walk through the article's sentences that no item quotes."""
        return Walk.through(self.article, self.items)


@dataclass(frozen=True, slots=True)
class Author:
    """Hold who edits a bank: the account, the name that signs, and the update that asks for it."""

    account: str
    name: str
    cause: Cause


class BankEditor:
    """Read and change the banks of the articles that are served. Each call blocks: make it in a thread.

    `corpus` gives what is served now, None where no folder is. BotError says what cannot be done.
    """

    def __init__(self, records: Records, corpus: Callable[[], Corpus | None], check: Check) -> None:
        self._records = records
        self._corpus = corpus
        self.check = check

    def banks(self) -> list[OpenedBank]:
        """Return the banks of all articles, empty ones too."""
        corpus = self._corpus()
        return [self._opened(article, corpus) for article in corpus.articles] if corpus else []

    def open(self, is_meant: Callable[[str], bool]) -> OpenedBank:
        """Return the bank of the article whose slug is meant; BotError where there is none any more."""
        corpus = self._corpus()
        for article in corpus.articles if corpus else ():
            if corpus and is_meant(article.slug):
                return self._opened(article, corpus)
        raise BotError(Reason("that article is no longer there"))

    def _opened(self, article: Article, corpus: Corpus) -> OpenedBank:
        path = bank_path(corpus.files[article.slug], article.slug)
        try:
            return OpenedBank(article, path, read_bank(path, article).bank.items)
        except FileError as error:
            return OpenedBank(article, path, (), error.whole)

    def draft(self, bank: OpenedBank, by: Author) -> Drafting:
        """Add the drafts that can be made without a person, and return what was drafted."""
        drafting = add_drafts(bank.path, bank.article)
        if drafting.items:
            self._record("draft questions", bank.article.slug, by)
        return drafting

    def add(self, bank: OpenedBank, item: Item, by: Author) -> Item:
        """Add a draft, and return it as it is written."""
        added = add_item(bank.path, bank.article, item)
        self._record("write question", f"{bank.article.slug}: {added.id}", by)
        return added

    def change(self, bank: OpenedBank, before: Item, after: Item, what: str, by: Author) -> bool:
        """Write a decision; return False where the item has been changed by someone else since the bank was opened."""
        if before != after and not write_decision(bank.path, bank.article, before, after):
            return False
        self._record(what, f"{bank.article.slug}: {after.id}", by)
        return True

    def _record(self, what: str, subject: str, by: Author) -> None:
        with self._records.write() as session:
            actions.record(session, by.account, what, subject, now(), by.cause)


def key_of(text: str) -> str:
    """Return a short name for a sentence, an option or an id, for buttons."""
    return sha256(text.encode()).hexdigest()[:KEY_LENGTH]


def state_of(item: Item) -> str:
    """Return a short name for what an item says, whatever was decided on it: another text has another name."""
    return key_of("\n".join([item.question, *item.options, item.source, item.why]))
