"""The articles as a manager keeps them: /articles lists, shows, removes and restores; each change is recorded."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from telegram import Message, Update

from bot.answering.library import Library
from bot.catalogues import Catalogue
from bot.clock import now
from bot.errors import BotError
from bot.quiz.banks import files_of
from bot.reader_words import explain
from bot.records import Cause, Records, actions
from bot.settings import Settings
from bot.telegram.handlers.folder_watch import FolderWatch
from bot.telegram.handlers.people import People
from bot.telegram.handlers.replying import reply_or_explain
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import ButtonData, ListArticles, ManageArticle, RestoreVersion, article_key
from bot.telegram.markup.document_markup import (
    ask_to_remove,
    draw_article,
    draw_articles,
    draw_kept,
    draw_removed,
    draw_unread,
)
from bot.telegram.markup.quiz_markup import say
from bot.telegram.sending import Context, account_of, acknowledge, cause_of, edit, pressed, send
from bot.telegram.user_languages import UserLanguages
from bot.text import clip
from corpus import (
    ARTICLES,
    CorpusError,
    FileError,
    Reason,
    Understood,
    Version,
    find_files,
    find_place,
    find_versions,
    move_away,
    replace_file,
    restore,
    set_review,
)

logger = logging.getLogger(__name__)

B = TypeVar("B", bound=ButtonData)

_MAX_TITLE = 100
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Kept:
    """Hold an article of the folder: its slug, its file, and what was understood of it."""

    slug: str
    file: Path
    understood: Understood

    @property
    def title(self) -> str:
        """Give its title."""
        return self.understood.article.title


@dataclass(frozen=True, slots=True)
class Unread:
    """Hold a file of the folder that cannot be read, under the slug that it would have, and why."""

    slug: str
    file: Path
    problem: FileError


class Keeping:
    """Change the files of the articles that are served, and record who did so."""

    def __init__(self, library: Library, folder: FolderWatch, records: Records, settings: Settings) -> None:
        self._library = library
        self._folder = folder
        self._records = records
        self._settings = settings

    @property
    def own_folder(self) -> Path | None:
        """Give the folder of articles, where it is the user's own to change."""
        folder = self._settings.corpus
        is_shipped = folder.exists() and folder.samefile(ARTICLES)
        return None if folder.is_file() or is_shipped or self._library.served is None else folder

    def no_folder(self, speech: Catalogue) -> str:
        """Say what is to be done where the folder is not one's own."""
        if self._settings.corpus.is_file():
            return speech.say(
                "I answer from one file alone, {file}. Set ARTICLE_BOT_CORPUS to its folder, and start me again; then"
                " documents can be added here.",
                file=self._settings.corpus.name,
            )
        return speech.say(
            "The articles that I answer from belong to the program. Set ARTICLE_BOT_CORPUS to a folder of your own, and"
            " start me again; then documents can be added here."
        )

    def all(self) -> Iterator[Kept]:
        """Give the articles that are served."""
        served = self._library.served
        if served is not None:
            for slug, file in served.corpus.files.items():
                yield Kept(slug, file, served.corpus.understood[slug])

    def unread(self) -> list[Unread]:
        """Give the files of the folder that cannot be read. It looks at the disk."""
        served, folder = self._library.served, self.own_folder
        if served is None or folder is None:
            return []
        why = {folder / problem.name: problem for problem in served.corpus.problems}
        known = set(served.corpus.files.values())
        files = find_files(folder).files
        return [Unread(slug, file, why[file]) for slug, file in files.items() if file in why and file not in known]

    def find(self, key: str) -> Kept | None:
        """Find an article by its key."""
        return next((kept for kept in self.all() if article_key(kept.slug) == key), None)

    def find_file(self, file: Path) -> Kept | None:
        """Find the article of a file."""
        return next((kept for kept in self.all() if kept.file == file), None)

    def versions(self) -> list[Version]:
        """Give what was replaced or removed, the latest first."""
        return find_versions(self.own_folder) if self.own_folder else []

    def version_before(self, slug: str) -> Version | None:
        """Give the latest version of an article that was replaced or removed."""
        return next((each for each in self.versions() if each.slug == slug and each.differs), None)

    def add(self, folder: Path, name: str, content: bytes) -> Path:
        """Put a new file into the folder, also in the place of one that cannot be read."""
        served = self.find_file(folder / name)
        if served is not None and served.file.exists() and served.file.read_bytes() != content:
            raise FileError(name, Reason("is there already by now, and says something else; send it again"))
        target, slug = find_place(folder, name, content, replace=True)
        replace_file(target, content, slug)
        return target

    def replace(self, kept: Kept, content: bytes) -> None:
        """Put a file in the place of an article's."""
        replace_file(kept.file, content, kept.slug)

    def remove(self, kept: Kept | Unread) -> None:
        """Move the files of an article away, if they are there."""
        if kept.file.exists():
            move_away(files_of(kept.file, kept.slug), kept.slug)

    def note_review(self, kept: Kept) -> None:
        """Write that an article was looked over today, and is due again in a year."""
        set_review(kept.file, now().date() + _YEAR)

    def restore(self, key: str) -> Version | None:
        """Put a version back, None where it is kept no more."""
        version = next((each for each in self.versions() if each.key == key), None)
        if version is not None:
            kept = self.find(article_key(version.slug))
            restore(version, kept.file if kept and kept.file.exists() else None)
        return version

    def question_count(self, slug: str) -> int:
        """Count the quiz questions on an article that may be asked."""
        return self._folder.question_count(slug)

    async def serve(self) -> None:
        """Serve the folder as it is now; CorpusError or BotError says why that cannot be."""
        await self._folder.refresh()

    async def record(self, account: str, what: str, subject: str, cause: Cause) -> None:
        """Record what a manager has done."""
        logger.info("%s: %s %s", account, what, subject)
        await asyncio.to_thread(self._record, account, what, subject, cause)

    def _record(self, account: str, what: str, subject: str, cause: Cause) -> None:
        with self._records.write() as session:
            actions.record(session, account, what, subject, now(), cause)


class ArticleHandlers:
    """List the articles for managers, and do what the buttons there say. To others it is not there."""

    def __init__(self, keeping: Keeping, people: People, languages: UserLanguages) -> None:
        self._keeping = keeping
        self._people = people
        self._languages = languages

    async def articles(self, update: Update, _: Context) -> None:
        """List the articles: /articles."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None or not self._people.is_manager(user):
            return
        await send(message, await self._list(await self._languages.of(user)))

    async def page(self, update: Update, _: Context) -> None:
        """Show another page of the articles."""
        query, message, data = pressed(update, ListArticles, private=True)
        try:
            if query and message and data and self._people.is_manager(query.from_user):
                await edit(message, await self._list(await self._languages.of(query.from_user), data.page))
        finally:
            await acknowledge(query)

    async def manage(self, update: Update, context: Context) -> None:
        """Show or remove an article, for the buttons that name it."""
        await self._edit(update, context, ManageArticle, self._managed)

    async def restore(self, update: Update, context: Context) -> None:
        """Put back what an article was before."""
        await self._edit(update, context, RestoreVersion, self._restored)

    async def _edit(
        self,
        update: Update,
        context: Context,
        kind: type[B],
        do: Callable[[B, str, Cause, Catalogue], Awaitable[Reply]],
    ) -> None:
        """Do what a button of a manager's says, and put what came of it into its message."""
        query, message, data = pressed(update, kind, private=True)
        try:
            if query and message and data and self._people.is_manager(query.from_user):
                speech = await self._languages.of(query.from_user)
                account, cause = account_of(query.from_user), cause_of(update, context)
                await reply_or_explain(update, message, speech, lambda: do(data, account, cause, speech))
        finally:
            await acknowledge(query)

    async def _managed(self, data: ManageArticle, account: str, cause: Cause, speech: Catalogue) -> Reply:
        kept, own = self._keeping.find(data.article_key), self._keeping.own_folder is not None
        versions = await asyncio.to_thread(self._keeping.versions)
        slug = next((each.slug for each in versions if article_key(each.slug) == data.article_key), None)
        before = await asyncio.to_thread(self._keeping.version_before, slug) if slug else None
        if not own and data.action != "show":
            return say([self._keeping.no_folder(speech)], speech)
        if kept is None:
            unread = await asyncio.to_thread(self._keeping.unread)
            bad = next((each for each in unread if article_key(each.slug) == data.article_key), None)
            if bad is not None:
                return await self._managed_unread(bad, data.action, account, cause, speech)
        match data.action:
            case "remove" if kept is not None:
                return ask_to_remove(kept.understood.article, speech)
            case "reviewed" if kept is not None:
                await asyncio.to_thread(self._keeping.note_review, kept)
                await self._keeping.record(account, "set review date", kept.slug, cause)
                await self._keeping.serve()
                kept = self._keeping.find(data.article_key) or kept
            case "gone" if kept is not None:
                return await self._removed(kept, account, cause, speech)
            case "gone" if before is not None:  # after a crash, it is handled again
                await self._keeping.record(account, "remove", before.slug, cause)
        if kept is not None:
            name, today = kept.file.name, now().date()
            return draw_article(name, kept.understood, today, speech, before=before, own=own)
        gone = speech.say("That article is no longer there.")
        return draw_removed(before, speech) if before else draw_kept(gone, speech)

    async def _managed_unread(self, bad: Unread, action: str, account: str, cause: Cause, speech: Catalogue) -> Reply:
        """Show why a file cannot be read, or remove it."""
        name = bad.file.name
        if action != "gone":
            return draw_unread(bad.slug, name, explain(speech, bad.problem), speech, asks=action == "remove")
        await asyncio.to_thread(self._keeping.remove, bad)
        await self._keeping.record(account, "remove", bad.slug, cause)
        said = speech.say("{file} was removed. It is kept.", file=clip(name, _MAX_TITLE))
        return await self._served(
            lambda: draw_kept(said, speech, before=self._keeping.version_before(bad.slug)),
            speech,
        )

    async def _removed(self, kept: Kept, account: str, cause: Cause, speech: Catalogue) -> Reply:
        """Remove an article, unless it is the only one: then there would be nothing to answer from."""
        if len(list(self._keeping.all())) == 1 and kept.file.exists():
            only = speech.say("It is the only article. Add another one first, or replace it.")
            return draw_kept(only, speech)
        await asyncio.to_thread(self._keeping.remove, kept)
        await self._keeping.record(account, "remove", kept.slug, cause)
        return await self._served(
            lambda: draw_kept(
                speech.say("“{title}” was removed. It is kept.", title=clip(kept.title, _MAX_TITLE)),
                speech,
                before=self._keeping.version_before(kept.slug),
            ),
            speech,
        )

    async def _restored(self, data: RestoreVersion, account: str, cause: Cause, speech: Catalogue) -> Reply:
        version = await asyncio.to_thread(self._keeping.restore, data.version)
        if version is None:
            gone = speech.say("That version is kept no more; it may have been restored already.")
            return draw_kept(gone, speech)
        await self._keeping.record(account, "restore", version.slug, cause)
        return await self._served(
            lambda: draw_kept(
                speech.say("{file} is as it was before.", file=clip(version.article.name, _MAX_TITLE)),
                speech,
                served=version.slug,
                before=self._keeping.version_before(version.slug),
            ),
            speech,
        )

    async def _served(self, reply: Callable[[], Reply], speech: Catalogue) -> Reply:
        """Serve the folder as it is now, and give a reply, or say that it is served later."""
        try:
            await self._keeping.serve()
        except (CorpusError, BotError) as error:
            logger.warning("%s", error)
            said = speech.say("It is done, but not answered from yet: {reason}", reason=explain(speech, error))
            return draw_kept(said, speech)
        return reply()

    async def _list(self, speech: Catalogue, number: int = 0) -> Reply:
        kept = list(self._keeping.all())
        slugs = {each.slug for each in kept}
        removed = {
            each.slug: each
            for each in reversed(await asyncio.to_thread(self._keeping.versions))
            if each.slug not in slugs
        }
        articles = [each.understood.article for each in kept]
        unread = [(each.slug, each.file.name) for each in await asyncio.to_thread(self._keeping.unread)]
        return draw_articles(articles, list(removed.values()), speech, number, unread=unread)


def key_in(message: Message) -> str | None:
    """Give the key of the article that a message of the bot's shows to whoever keeps it."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    found = (ManageArticle.parse(str(button.callback_data)) for row in rows for button in row)
    return next((data.article_key for data in found if data is not None and data.action == "remove"), None)
