"""A manager keeps the articles from the chat: sends documents, lists, replaces, removes and restores articles."""

import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.quiz.quizzes import Quizzes
from bot.records import Action
from bot.telegram.handlers.documents import safe_name
from corpus import ARTICLES
from tests.bot_api import FakeBotApi, Fault
from tests.conftest import MANAGER, TIMING, run_on_folder
from tests.wire.test_served_folder import BANK, COFFEE, TEA, answer
from tests.word_files import p, r, word_file

QUESTION = "What is coffee brewed from?"
CHANGED = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    (place / "tea.md").write_text(TEA)
    return place


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.exists() else []


def recorded(quizzes: Quizzes) -> list[tuple[str, str, str]]:
    with quizzes.records.read() as session:
        return [(each.account, each.what, each.subject) for each in session.scalars(select(Action).order_by(Action.id))]


def now_is_right(quizzes: Quizzes) -> bool:
    with quizzes.records.read() as session:
        return all(abs((datetime.now(UTC) - each.at).total_seconds()) < 600 for each in session.scalars(select(Action)))


async def text_after(api: FakeBotApi, message: dict[str, object], label: str) -> str:
    await api.press(message, label)
    return str(api.message(message)["text"])


async def test_a_word_file_is_shown_as_it_was_understood_and_served_once_it_is_added(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    body = (
        p(r("Coffee"), "Title")
        + p(r("Beans"), "Heading1")
        + p(
            r("Coffee is brewed from ")
            + f"<w:del {CHANGED}><w:r><w:delText>green</w:delText></w:r></w:del>"
            + f"<w:ins {CHANGED}>{r('roasted')}</w:ins>"
            + r(" beans of arabica plants, which are ground finely.")
        )
    )
    async with run_on_folder(api, folder, quizzes):
        api.sends_file("My coffee.docx", word_file(body), MANAGER)
        shown = await api.next(MANAGER)
        for part in (
            "My coffee.docx",
            "language: English (a guess)",
            "1 section",
            "tracked change",
            "left out: 1 word, deleted",
        ):
            assert part in shown["text"]
        assert api.buttons(shown) == ["Add", "Discard"]
        assert not (folder / "My coffee.docx").exists()
        assert "was added" in await text_after(api, shown, "Add")
        assert "roasted beans" in await answer(api, QUESTION)
        assert (folder / "My coffee.docx").exists()
        assert not names_in(folder / ".uploads")
        assert recorded(quizzes) == [(f"telegram:{MANAGER}", "add", "My coffee.docx")]
        assert now_is_right(quizzes)


async def test_a_file_of_a_name_that_is_there_replaces_it_and_the_version_before_is_restored(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes):
        api.sends_file("tea.md", TEA.replace("eighty", "seventy").encode(), MANAGER)
        shown = await api.next(MANAGER)
        assert api.buttons(shown) == ["Replace: Tea", "Discard"]
        assert "was replaced" in await text_after(api, shown, "Replace")
        assert "seventy degrees" in await answer(api, "How hot is the water for green tea?", 2)
        assert "as it was before" in await text_after(api, shown, "Restore")
        assert "eighty degrees" in await answer(api, "How hot is the water for green tea?", 3)
        await text_after(api, shown, "Restore")  # and back again
        assert "seventy degrees" in await answer(api, "How hot is the water for green tea?", 4)
        assert [what for _, what, _ in recorded(quizzes)] == ["replace", "restore", "restore"]


async def test_a_reply_to_an_article_replaces_it_whatever_the_file_is_called(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes):
        api.says("/articles", MANAGER)
        listed = await api.next(MANAGER)
        assert "To replace it" in await text_after(api, listed, "Tea")
        card = api.message(listed)
        api.sends_file("scan (3).md", TEA.replace("eighty", "ninety").encode(), MANAGER, reply_to_message=card)
        shown = await api.next(MANAGER)
        assert api.buttons(shown) == ["Replace: Tea", "Discard"]
        assert "in the place of “Tea”, which is kept" in shown["text"]
        await api.press(shown, "Replace")
        assert "ninety degrees" in await answer(api, "How hot is the water for green tea?")
        assert [name for name in names_in(folder) if not name.startswith(".")] == ["tea.md"]


async def test_who_replaces_an_article_is_told_of_quiz_questions_that_quote_what_it_no_longer_says(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    (folder / "coffee.md").write_text(COFFEE)
    (folder / "coffee.quiz.yaml").write_text(BANK)
    async with run_on_folder(api, folder, quizzes):
        api.sends_file("coffee.md", COFFEE.replace("ground finely", "ground").encode(), MANAGER)
        assert "quiz question" not in await text_after(api, await api.next(MANAGER), "Replace")
        api.sends_file("coffee.md", COFFEE.replace("roasted", "green").encode(), MANAGER)
        said = await text_after(api, await api.next(MANAGER), "Replace")
        assert "1 quiz question quotes what it no longer says" in said


async def test_an_article_is_removed_and_restored_with_what_stands_beside_it(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    (folder / "coffee.md").write_text(COFFEE)
    (folder / "coffee.md.meta.yaml").write_text("review: 2020-01-01\n")
    async with run_on_folder(api, folder, quizzes, working_hours="0-24"):
        assert "Coffee, due 1 Jan 2020" in (await api.next(MANAGER))["text"]
        api.says("/articles", MANAGER)
        listed = await api.next(MANAGER)
        assert "2 articles are served" in listed["text"]
        assert "was due 1 Jan 2020" in await text_after(api, listed, "Coffee")
        assert "Remove “Coffee”?" in await text_after(api, listed, "Remove")
        assert "was removed" in await text_after(api, listed, "Yes, remove it")
        assert names_in(folder) == [".removed", "tea.md"]
        assert "roasted" not in await answer(api, QUESTION, 2)
        api.says("/articles", MANAGER)
        listed = await api.next(MANAGER)
        assert api.buttons(listed) == ["Tea", "Removed: coffee.md"]
        await api.press(listed, "Removed")
        assert "as it was before" in await text_after(api, listed, "Restore it")
        assert "roasted beans" in await answer(api, QUESTION, 3)
        assert (folder / "coffee.md.meta.yaml").exists()
        assert [what for _, what, _ in recorded(quizzes)] == ["remove", "restore"]


async def test_an_article_past_its_review_date_is_looked_over_in_the_chat_and_keeps_its_notice(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    (folder / "tea.md.meta.yaml").write_text("notice: For staff.\nreview: 2020-01-01\n")
    async with run_on_folder(api, folder, quizzes, working_hours="0-24"):
        assert "In /articles, open one" in (await api.next(MANAGER))["text"]
        api.says("/articles", MANAGER)
        listed = await api.next(MANAGER)
        assert "was due 1 Jan 2020" in await text_after(api, listed, "Tea")
        text = await text_after(api, listed, "Looked over")
        assert "review: is due" in text
        assert "notice: For staff." in text
        assert "review was due" not in await answer(api, "How hot is the water for green tea?", 3)
        assert recorded(quizzes) == [(f"telegram:{MANAGER}", "set review date", "tea")]


async def test_a_file_that_cannot_be_read_is_listed_with_the_reason_and_replaced_or_removed(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    for name in ("bad.txt", "worse.txt"):
        (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n")
    async with run_on_folder(api, folder, quizzes):
        assert "bad.txt" in (await api.next(MANAGER))["text"]
        api.says("/articles", MANAGER)
        listed = await api.next(MANAGER)
        assert api.buttons(listed) == ["⚠ bad.txt", "⚠ worse.txt", "Tea"]
        assert "is a PNG picture, not text" in await text_after(api, listed, "bad.txt")
        await api.press(listed, "Remove it")
        assert "was removed" in await text_after(api, listed, "Yes, remove it")
        assert not (folder / "bad.txt").exists()
        await api.press(listed, "All articles")
        await api.press(listed, "worse.txt")
        card = api.message(listed)
        api.sends_file("worse.txt", COFFEE.lstrip("# ").encode(), MANAGER, reply_to_message=card)
        assert "was added" in await text_after(api, await api.next(MANAGER), "Add")
        api.says("/articles", MANAGER)
        assert api.buttons(await api.next(MANAGER)) == ["Tea", "Coffee", "Removed: bad.txt"]
        assert recorded(quizzes)[0][1:] == ("remove", "bad")


async def test_the_only_article_is_not_removed(api: FakeBotApi, folder: Path, quizzes: Quizzes) -> None:
    async with run_on_folder(api, folder, quizzes):
        api.says("/articles", MANAGER)
        listed = await api.next(MANAGER)
        await api.press(listed, "Tea")
        await api.press(listed, "Remove")
        assert "the only article" in await text_after(api, listed, "Yes")
        assert (folder / "tea.md").exists()


async def test_what_was_sent_waits_over_a_restart_for_what_is_decided(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes):
        api.sends_file("coffee.md", COFFEE.encode(), MANAGER)
        shown = await api.next(MANAGER)
    async with run_on_folder(api, folder, quizzes):
        assert "was added" in await text_after(api, shown, "Add")
        assert "roasted beans" in await answer(api, QUESTION)


async def test_of_a_whole_folder_sent_at_once_no_file_is_lost(api: FakeBotApi, folder: Path, quizzes: Quizzes) -> None:
    async with run_on_folder(api, folder, quizzes, rate_limit=1):
        for number in range(5):
            api.sends_file(f"{number}.jpg", b"no document", MANAGER)
        for number in range(5):
            assert (await api.next(MANAGER))["text"].startswith(f"{number}.jpg: has an ending")
        for _ in range(2):
            api.sends_file("a.md", COFFEE.encode(), 1)
        await api.next(1)
        assert "a lot at once" in (await api.next(1))["text"], "others send nothing that is read"


async def test_what_is_discarded_leaves_nothing(api: FakeBotApi, folder: Path, quizzes: Quizzes) -> None:
    async with run_on_folder(api, folder, quizzes):
        api.sends_file("coffee.md", COFFEE.encode(), MANAGER)
        assert "was discarded" in await text_after(api, await api.next(MANAGER), "Discard")
        assert not names_in(folder / ".uploads")
        assert recorded(quizzes) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("broken.pdf", b"%PDF-1.7 and then nothing", "broken.pdf"),
        ("picture.jpg", b"\xff\xd8", "has an ending that is not read"),
        ("README.md", b"# Read me", "rename it"),
        ("tea.md", TEA.encode(), "is there already, and says the same"),
    ],
)
async def test_what_cannot_be_taken_is_told_with_the_reason_and_not_kept(
    api: FakeBotApi, folder: Path, quizzes: Quizzes, name: str, content: bytes, said: str
) -> None:
    async with run_on_folder(api, folder, quizzes):
        api.sends_file(name, content, MANAGER)
        reply = await api.next(MANAGER)
        assert said in reply["text"]
        assert not api.buttons(reply)
        assert not names_in(folder / ".uploads")


@pytest.mark.parametrize("size", [None, 1])
async def test_a_file_that_is_too_big_is_refused(
    api: FakeBotApi, folder: Path, quizzes: Quizzes, size: int | None
) -> None:
    """Also where Telegram says that it is small: then getFile refuses it."""
    async with run_on_folder(api, folder, quizzes):
        api.sends_file("big.md", b"a" * 21_000_000, MANAGER, size=size)
        assert "too big" in (await api.next(MANAGER))["text"]
        assert not api.downloads


async def test_a_file_that_telegram_no_longer_has_is_asked_for_again(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    gone = {"file_id": "gone", "file_unique_id": "gone", "file_name": "tea.pdf", "file_size": 10}
    async with run_on_folder(api, folder, quizzes):
        api.says(None, MANAGER, document=gone)
        assert "Please send it again" in (await api.next(MANAGER))["text"]


async def test_a_download_that_fails_for_a_while_is_made_again(api: FakeBotApi, folder: Path, quizzes: Quizzes) -> None:
    api.faults.append(Fault("download", status=502, times=2))
    async with run_on_folder(api, folder, quizzes):
        api.sends_file("coffee.md", COFFEE.encode(), MANAGER)
        assert "Add" in api.buttons(await api.next(MANAGER))


async def test_a_manager_who_sends_a_photo_is_told_once_to_an_album_how_documents_are_sent(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    photo = [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}]
    async with run_on_folder(api, folder, quizzes):
        for _ in range(3):
            api.says(None, MANAGER, photo=photo, media_group_id="album")
        api.says(None, MANAGER, photo=photo, caption="How hot is the water for green tea?")
        assert "send me the document itself as a file" in (await api.next(MANAGER))["text"]
        assert "eighty degrees" in (await api.next(MANAGER))["text"]
        api.says(None, 1, photo=photo)
        assert "document" not in (await api.next(1))["text"]


async def test_while_a_document_is_read_for_long_the_chat_shows_that_something_is_done(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes, replace(TIMING, typing_after=0.0)):
        api.sends_file("coffee.md", COFFEE.encode(), MANAGER)
        await api.next(MANAGER)
        methods = [method for method, _ in api.calls]
        assert methods.index("sendChatAction") < methods.index("sendMessage")


async def test_to_others_none_of_it_is_there(api: FakeBotApi, folder: Path, quizzes: Quizzes) -> None:
    async with run_on_folder(api, folder, quizzes):
        api.sends_file("coffee.md", COFFEE.encode(), 1)
        assert "coffee" not in (await api.next(1))["text"].lower()
        api.says("/nonsense", 1)
        unknown = (await api.next(1))["text"]
        api.says("/articles", 1)
        assert (await api.next(1))["text"] == unknown
        assert not api.downloads
        api.sends_file("coffee.md", COFFEE.encode(), MANAGER)
        mine = await api.next(MANAGER)
        data = mine["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        api.says("hello", 1)
        theirs = await api.next(1)
        await api.press(theirs | {"reply_markup": mine["reply_markup"]}, "Add", user=1, data=data)
        assert not (folder / "coffee.md").exists()


async def test_where_one_file_alone_is_served_a_manager_is_told_how_documents_could_be_added(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder / "tea.md", quizzes):
        api.sends_file("coffee.md", COFFEE.encode(), MANAGER)
        assert "I answer from one file alone, tea.md." in (await api.next(MANAGER))["text"]


async def test_a_document_that_cannot_be_served_yet_is_told_with_the_reason_in_spanish(
    api: FakeBotApi, folder: Path, quizzes: Quizzes, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.speaks(MANAGER, "es")
    async with run_on_folder(api, folder, quizzes):
        # So long that it is read in a process of its own, of which there are none when it is added.
        api.sends_file("coffee.md", (COFFEE + "\nMany words on coffee.\n" * 6000).encode(), MANAGER)
        shown = await api.next(MANAGER)
        (folder / "tea.md").unlink()
        monkeypatch.setattr(sys, "executable", "/nowhere/at/all")
        text = await text_after(api, shown, "Añadir")
        assert "Está hecho, pero todavía no se responde a partir de ello" in text
        assert "no se puede leer ningún artículo" in text
        assert "coffee.md: no se puede leer en este momento; inténtelo más tarde" in text
        assert (folder / "coffee.md").exists()


async def test_articles_that_belong_to_the_program_are_left_alone(api: FakeBotApi, quizzes: Quizzes) -> None:
    async with run_on_folder(api, ARTICLES, quizzes):
        api.sends_file("coffee.md", COFFEE.encode(), MANAGER)
        assert "ARTICLE_BOT_CORPUS" in (await api.next(MANAGER))["text"]
        api.says("/articles", MANAGER)
        listed = await api.next(MANAGER)
        await api.press(listed, "Migraines")
        assert "Remove" not in api.buttons(listed)
        assert not (ARTICLES / ".uploads").exists()


async def test_a_manager_who_speaks_spanish_is_spoken_to_in_spanish(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    api.speaks(MANAGER, "es")
    async with run_on_folder(api, folder, quizzes):
        api.sends_file("coffee.md", COFFEE.encode(), MANAGER)
        shown = await api.next(MANAGER)
        assert api.buttons(shown) == ["Añadir", "Descartar"]
        assert "idioma: inglés (una suposición)" in shown["text"]
        assert "se ha añadido" in await text_after(api, shown, "Añadir")
        api.says("/articles", MANAGER)
        assert "2 artículos" in (await api.next(MANAGER))["text"]


ENGLISH_WORDS = re.compile(r"\b(?:is|has|holds|the|read|not|it|and|cannot|save|write|one|split)\b")
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
UNREADABLE = {
    "roto.pdf": b"%PDF-1.7 and then nothing",
    "falso.pdf": b"Hola",
    "cerrado.docx": LOCKED,
    "roto.xlsx": b"PK\x03\x04",
    "datos.md": b"---\ntitle: [\n---\nHola a todos.",
    "fecha.md": b"---\ndate: ayer\n---\n# Horario\n\nAbrimos a las ocho de la ma\xc3\xb1ana cada d\xc3\xada.",
    "foto.txt": b"\x89PNG\r\n\x1a\n",
    "nada.txt": b"  ",
    "vacio.pdf": b"\n",
    "foto.jpg": b"\xff\xd8",
    "carta.doc": LOCKED,
    "README.md": b"# Hola",
}


async def test_whatever_is_wrong_with_a_file_is_told_in_spanish_when_it_is_sent_and_when_it_lies_in_the_folder(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    api.speaks(MANAGER, "es")
    async with run_on_folder(api, folder, quizzes):
        for name, content in list(UNREADABLE.items())[1:]:
            api.sends_file(name, content, MANAGER)
            text = (await api.next(MANAGER))["text"]
            assert text.startswith(f"{name}"), text
            assert not ENGLISH_WORDS.search(text.removeprefix(name)), text
        (folder / "roto.pdf").write_bytes(UNREADABLE["roto.pdf"])
        (folder / "datos.md").write_bytes(UNREADABLE["datos.md"])
        text = ""
        while not ("datos.md, línea 3" in text and "roto.pdf: no es un PDF" in text):
            text += (await api.next(MANAGER))["text"]
        assert not ENGLISH_WORDS.search(text)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Tea leaves.PDF", "Tea leaves.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\tea\\.hidden.md", "hidden.md"),
        ("", "document"),
        ("té\u202e\n.md", "té.md"),
        ("a" * 300 + ".md", "a" * 100 + ".md"),
    ],
)
def test_the_name_of_a_file_that_was_sent_is_one_of_a_file_in_the_folder(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept
