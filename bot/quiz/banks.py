"""Read the banks of a corpus, and compare the versions of their items with those asked before."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.authoring.bank import ENDING, BankFile, bank_path, read_bank
from bot.authoring.item import Bank, Item
from bot.errors import BotError
from bot.records import ItemVersion, Records, queries
from corpus import Article, Corpus, FileError, Reason, examples_path, sidecar_path

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Subject:
    """Hold an article and its bank; `path` is the bank's file."""

    article: Article
    bank: Bank
    path: Path


@dataclass(slots=True)
class Banks:
    """Hold the articles that have a bank, by slug, and the problems found in the files.

    `subjects` is never changed, but replaced as a whole where the articles are.
    """

    subjects: Mapping[str, Subject]
    problems: tuple[FileError, ...] = ()

    def swap(self, others: "Banks") -> None:
        """Hold what others do, from now on."""
        self.subjects, self.problems = others.subjects, others.problems

    def approved(self) -> Iterator[tuple[str, Item]]:
        """Yield all approved items, each with the slug of its article."""
        for slug, subject in self.subjects.items():
            for item in subject.bank.approved():
                yield slug, item

    def item(self, slug: str, identifier: str) -> Item | None:
        """Return an item as it is in its bank now, or None."""
        subject = self.subjects.get(slug)
        return subject.bank.item(identifier) if subject else None


def choose(items: Iterable[tuple[str, Item]], count: int) -> list[tuple[str, Item]]:
    """Return the first `count` items, each with its slug, skipping enemies of items already chosen."""
    chosen: list[tuple[str, Item]] = []
    for slug, item in items:
        if len(chosen) < count and not any(other == slug and item.is_enemy_of(one) for other, one in chosen):
            chosen.append((slug, item))
    return chosen


def read_banks(corpus: Corpus) -> Banks:
    """Read the banks of all articles; a bank that cannot be read is reported and left out."""
    subjects: dict[str, Subject] = {}
    problems: list[FileError] = []
    for article in corpus.articles:
        path = bank_path(corpus.files[article.slug], article.slug)
        if not path.exists():
            continue
        try:
            reading = read_bank(path, article)
        except FileError as error:
            problems.append(error)
            continue
        problems += reading.problems
        subjects[article.slug] = Subject(article, reading.bank, path)
    return Banks(subjects, (*problems, *orphans(corpus)))


def files_of(file: Path, slug: str) -> list[Path]:
    """Give the files of an article, its own last: bank, examples and notes, as far as there are."""
    beside = (bank_path(file, slug), examples_path(file, slug), sidecar_path(file))
    return [*(path for path in beside if path.is_file()), file]


def orphans(corpus: Corpus) -> list[FileError]:
    """Report the banks in the articles' folders whose article is gone or has another name now."""
    folders = {file.parent for file in corpus.files.values()}
    known = {bank_path(file, slug) for slug, file in corpus.files.items()}
    found = sorted(path for folder in folders for path in folder.glob(f"*{ENDING}") if path not in known)
    return [
        FileError(
            path.name,
            Reason("no article is called {name}; name it after one or remove it", name=path.name.removesuffix(ENDING)),
        )
        for path in found
        if not path.name.startswith(".")
    ]


def raise_versions(banks: Banks, records: Records) -> Banks:
    """Give a new version to each item that was edited by hand since it was last asked.

    The version is written to the bank's file. If the file cannot be written, it holds until the program ends.
    """
    subjects = {}
    for slug, subject in banks.subjects.items():
        with records.read() as session:
            asked = queries.last_versions(session, slug)
        needed = {
            item.id: version
            for item in subject.bank.items
            if item.id in asked and item.version < (version := version_needed(item, asked[item.id]))
        }
        subjects[slug] = _with_versions(subject, needed) if needed else subject
    return replace(banks, subjects=subjects)


def version_needed(item: Item, asked: ItemVersion) -> int:
    """Return the least version that an item must have, given the last version that was asked."""
    same = (item.question, item.answer, set(item.wrong)) == (asked.question, asked.answer, set(asked.wrong))
    return asked.version if same else asked.version + 1


def _with_versions(subject: Subject, needed: Mapping[str, int]) -> Subject:
    try:
        with BankFile.editing(subject.path, subject.article) as file:
            for identifier, version in needed.items():
                file.raise_version(identifier, version)
    except (BotError, FileError) as error:
        logger.warning("%s; the new versions of %d items hold until the program ends", error, len(needed))
    items = tuple(replace(item, version=needed.get(item.id, item.version)) for item in subject.bank.items)
    return replace(subject, bank=replace(subject.bank, items=items))
