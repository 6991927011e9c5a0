"""Documents that a manager sends: what is understood of them is shown, and a button adds or replaces, or discards."""

import asyncio
import re
from hashlib import sha256
from pathlib import Path, PurePosixPath

from cachetools import LRUCache
from telegram import Document, Message, Update
from telegram.error import BadRequest

from bot.catalogues import Catalogue
from bot.clock import now
from bot.errors import BotError
from bot.reader_words import explain, say_reason
from bot.telegram.handlers.article_keeping import Keeping, Kept, key_in
from bot.telegram.handlers.asked import is_from_bot
from bot.telegram.handlers.people import People
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import DecideUpload, article_key
from bot.telegram.markup.document_markup import Offer, draw_kept, draw_upload
from bot.telegram.markup.quiz_markup import say
from bot.telegram.sending import Context, account_of, acknowledge, cause_of, edit, pressed, send, typing
from bot.telegram.user_languages import UserLanguages
from bot.text import clean, clip
from bot.timing import Timing
from corpus import (
    MAX_BYTES,
    CorpusError,
    FileError,
    Reason,
    Understood,
    check_place,
    drop_upload,
    find_place,
    find_upload,
    keep_upload,
    read_new_file,
)

_LONGEST_STEM = 100  # characters
_MOST_ALBUMS = 100


class DocumentHandlers:
    """Take documents from managers, and from nobody else. What is not decided yet is kept on the disk."""

    def __init__(self, keeping: Keeping, people: People, languages: UserLanguages, timing: Timing) -> None:
        self._timing = timing
        self._albums: LRUCache[str, None] = LRUCache(_MOST_ALBUMS)
        self._keeping = keeping
        self._people = people
        self._languages = languages

    async def received(self, update: Update, _: Context) -> None:
        """Show what is understood of a document that a manager has sent."""
        message, user = update.effective_message, update.effective_user
        document = message.document if message else None
        if message is None or user is None or not self._people.is_manager(user):
            return
        speech = await self._languages.of(user)
        if document is None:
            await self._say_how(message, speech)
            return
        async with typing(message, self._timing.typing_after):
            reply = await self._look_at(message, document, speech)
        await send(message, reply)

    async def _say_how(self, message: Message, speech: Catalogue) -> None:
        """Say to a manager who sent a picture how a document is sent; once to an album."""
        if message.media_group_id is None or message.media_group_id not in self._albums:
            hint = speech.say(
                "I cannot see what is in pictures. To add an article, send me the document itself as a file, such as"
                " PDF or Word. To ask something, write it in words."
            )
            await send(message, say([hint], speech))
        if message.media_group_id is not None:
            self._albums[message.media_group_id] = None

    async def _look_at(self, message: Message, document: Document, speech: Catalogue) -> Reply:
        """Fetch a document and read it; say what is understood, or why it cannot be taken."""
        folder, name = self._keeping.own_folder, safe_name(document.file_name or "")
        if folder is None:
            return say([self._keeping.no_folder(speech)], speech)
        if reason := check_place(folder / name):
            return say([f"{clip(name, _LONGEST_STEM)}: {say_reason(speech, reason)}"], speech)
        content = await self._fetch(document, speech)
        if isinstance(content, str):
            return say([content], speech)
        return await self._show(message, folder, name, content, speech)

    async def _show(self, message: Message, folder: Path, name: str, content: bytes, speech: Catalogue) -> Reply:
        """Read a document that was fetched, and draw what is understood of it, or why it cannot be taken."""
        key = sha256(f"{message.chat_id}:{message.message_id}".encode()).hexdigest()[:12]
        replied = message.reply_to_message
        meant = key_in(replied) if replied is not None and is_from_bot(replied) else None
        try:
            understood = await asyncio.to_thread(_read, folder, key, name, content)
            offer = await asyncio.to_thread(self._offer, key, folder, name, content, understood, meant)
        except CorpusError as error:
            await asyncio.to_thread(drop_upload, folder, key)
            return say([explain(speech, error)], speech)
        if offer is None:
            await asyncio.to_thread(drop_upload, folder, key)
            return say([speech.say("That file is there already, and says the same.")], speech)
        today = now().date()
        return draw_upload(name, understood, today, offer, speech)

    async def _fetch(self, document: Document, speech: Catalogue) -> bytes | str:
        """Give what a document holds, or say why it cannot be had."""
        big = speech.say("That file is too big: {most} MB are read at most. Split it.", most=MAX_BYTES // 10**6)
        if (document.file_size or 0) > MAX_BYTES:
            return big
        try:
            file = await document.get_file()
            content = bytes(await file.download_as_bytearray())
        except BadRequest as error:
            gone = speech.say("Telegram does not give me that file. Please send it again.")
            return big if "too big" in str(error).lower() else gone
        return content if len(content) <= MAX_BYTES else big

    def _offer(
        self, key: str, folder: Path, name: str, content: bytes, understood: Understood, meant: str | None
    ) -> Offer | None:
        """Say what may be done with a file, None where it is there already; FileError where nothing may be."""
        if meant is not None and not any(article_key(each.slug) == meant for each in self._keeping.unread()):
            kept = self._keeping.find(meant)
            if kept is None:
                raise FileError(name, Reason("replies to an article that is no longer there"))
            if kept.file.suffix.lower() != Path(name).suffix.lower():
                raise FileError(
                    name,
                    Reason("is no {ending} as the article is; add it, and remove the other", ending=kept.file.suffix),
                )
            return Offer(key, may_add=False, replaces=((kept.slug, kept.title),))
        same_name = self._keeping.find_file(folder / name)
        if same_name is not None:
            if same_name.file.read_bytes() == content:
                return None
            return Offer(key, may_add=False, replaces=((same_name.slug, same_name.title),))
        find_place(folder, name, content, replace=True)
        twins = [
            (kept.slug, kept.title)
            for kept in self._keeping.all()
            if kept.title == understood.article.title and kept.file.suffix.lower() == Path(name).suffix.lower()
        ]
        return Offer(key, may_add=True, replaces=tuple(twins[:1]))

    async def decide(self, update: Update, context: Context) -> None:
        """Add a file that was sent, put it in the place of an article, or discard it, for the buttons under it."""
        query, message, data = pressed(update, DecideUpload, private=True)
        folder = self._keeping.own_folder
        if query is None or message is None or data is None or folder is None:
            await acknowledge(query)
            return
        if not self._people.is_manager(query.from_user):
            await acknowledge(query)
            return
        speech = await self._languages.of(query.from_user)
        try:
            cause, account = cause_of(update, context), account_of(query.from_user)
            file = await asyncio.to_thread(find_upload, folder, data.upload)
            if file is None:
                reply = draw_kept(speech.say("That file is no longer kept. Please send it again."), speech)
            elif data.action == "discard":
                reply = draw_kept(speech.say("{file} was discarded.", file=clip(file.name, _LONGEST_STEM)), speech)
            else:
                reply = await self._put(file, data, folder, speech)
                await self._keeping.record(account, data.action, file.name, cause)
            await edit(message, reply)
            # Last of all, so that a press which is handled again after a crash finds it again.
            await asyncio.to_thread(drop_upload, folder, data.upload)
        except CorpusError as error:  # the buttons stay, to try again
            await send(message, say([explain(speech, error)], speech))
        finally:
            await acknowledge(query)

    async def _put(self, file: Path, data: DecideUpload, folder: Path, speech: Catalogue) -> Reply:
        """Put a file where it belongs, and serve it."""
        content, asked = await asyncio.to_thread(file.read_bytes), 0
        if data.action == "replace":
            kept = self._keeping.find(data.article_key)
            if kept is None:
                raise CorpusError(Reason("That article is no longer there."))
            asked = self._keeping.question_count(kept.slug)
            await asyncio.to_thread(self._keeping.replace, kept, content)
            target, done = kept.file, "replace"
        else:
            target, done = await asyncio.to_thread(self._keeping.add, folder, file.name, content), "add"
        served = await self._serve(target, speech)
        if isinstance(served, str):
            kept_but = speech.say("It is done, but not answered from yet: {reason}", reason=served)
            return draw_kept(kept_but, speech)
        title = clip(served.title, _LONGEST_STEM)
        if done == "replace":
            said = speech.say("“{title}” was replaced, and is answered from as it is now.", title=title)
            before = await asyncio.to_thread(self._keeping.version_before, served.slug)
            lost = asked - self._keeping.question_count(served.slug)
            return draw_kept(said, speech, served=served.slug, before=before, lost=max(0, lost))
        said = speech.say("“{title}” was added, and is answered from now on.", title=title)
        return draw_kept(said, speech, served=served.slug)

    async def _serve(self, target: Path, speech: Catalogue) -> Kept | str:
        """Serve the folder as it is now; give the article of a file, or say why it is not served."""
        try:
            await self._keeping.serve()
        except (CorpusError, BotError) as error:
            return explain(speech, error)
        unread = await asyncio.to_thread(self._keeping.unread)
        why = next((explain(speech, each.problem) for each in unread if each.file == target), target.name)
        return self._keeping.find_file(target) or why


def safe_name(name: str) -> str:
    r"""Make the name of a file that someone has sent a name for a file in the folder.

    >>> safe_name("../../etc/.tea\n.PDF")
    'tea.pdf'
    """
    path = PurePosixPath(re.sub(r"[\\\s\x00]+", lambda found: "/" if "\\" in found[0] else " ", clean(name)))
    stem = re.sub(r"[^\w .,()+-]+", "-", path.stem).strip(" .~")[:_LONGEST_STEM].strip() or "document"
    return f"{stem}{path.suffix.lower().strip()}"


def _read(folder: Path, key: str, name: str, content: bytes) -> Understood:
    """Keep a file that was sent, and read it in the confined process."""
    keep_upload(folder, key, name, content)
    file = find_upload(folder, key)
    if file is None:
        raise FileError(name, Reason("was removed while it was read; send it again"))
    _, understood = read_new_file(file)
    return understood
