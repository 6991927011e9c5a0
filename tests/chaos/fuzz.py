"""Updates, questions and documents that make no sense, among some that do."""

import asyncio
import copy
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from corpus import FileError
from corpus.untrusted import read_untrusted
from tests.chaos.bots import Bot, running
from tests.chaos.kills import settle
from tests.chaos.ledger import Count, Ledger
from tests.process.test_untrusted import GOOD

_BATCH = 100
_STRANGE_CHATS = 500_000
_MOST_OPEN = 300
_READ, _REFUSED = "read", "refused"

_JUNK: list[Any] = [
    None, True, False, 0, -1, 2**31, 2**63, 2**100, 1.5, "", "x", "\x00", "\ud800", "ß" * 5000, "/start", "/quiz",
    [], [[]], {}, {"id": 1}, {"id": "1"}, [None], "<b>", {"": {"": {}}},
]  # fmt: skip


@dataclass(frozen=True)
class Fuzzed:
    """What became of the valid questions, and of the process."""

    counted: Count
    strange: int
    alive: bool


async def fuzz_updates(amount: int, random: Random, folder: Path) -> Fuzzed:
    """Mutated updates by the hundred, with a few valid questions in each hundred."""
    async with running(folder) as bot:
        ledger = Ledger(bot.api)
        for done in range(0, amount, _BATCH):
            for index in range(min(_BATCH, amount - done)):
                bot.api._push(_kinded(strange_update(random, done + index)))
                if index % 20 == 0:
                    ledger.ask(10_001 + index)  # no junk has the id of one of these chats
            await bot.api.until(lambda: bot.api.pending < _BATCH, 120)
        await settle(ledger)
        return Fuzzed(ledger.count(), amount, bot.alive)


async def fuzz_texts(amount: int, random: Random, folder: Path) -> Fuzzed:
    """Questions of any characters: whatever a user can send is answered."""
    async with running(folder) as bot:
        ledger = Ledger(bot.api)
        for index in range(amount):
            ledger.ask(1 + index % 200, strange_text(random))
            if ledger.open > _MOST_OPEN:
                await _room(bot, ledger)
        await settle(ledger)
        return Fuzzed(ledger.count(), amount, bot.alive)


@dataclass(frozen=True)
class FuzzedFiles:
    """What became of documents: read, refused with a reason, or neither, which must not be."""

    read: int
    refused: int
    failed: tuple[str, ...]


async def fuzz_files(amount: int, random: Random) -> FuzzedFiles:
    """Damaged documents of every format, each read in a process of its own."""
    names = [random.choice(list(GOOD)) for _ in range(amount)]
    damaged = [(name, strange_bytes(random, GOOD[name])) for name in names]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda one: _outcome(*one), damaged))
    failed = tuple(outcome for outcome in outcomes if outcome not in (_READ, _REFUSED))
    return FuzzedFiles(outcomes.count(_READ), outcomes.count(_REFUSED), failed)


def _outcome(name: str, data: bytes) -> str:
    try:
        read_untrusted(name, data)
    except FileError as error:
        return _REFUSED if "\n" not in str(error) else str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
        return f"{name}: {error!r}"
    return _READ


def strange_bytes(random: Random, data: bytes) -> bytes:
    """A document with some of its bytes changed, removed, doubled or moved."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 5, 50))):
        at, length = random.randrange(len(changed) + 1), random.choice((1, 1, 4, 64, 1024))
        match random.randrange(5):
            case 0:
                changed[at : at + length] = random.randbytes(min(length, len(changed) - at))
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length] * random.choice((1, 10))
            case 3:
                changed[at:at] = random.choice((b"\0", b"\xff\xfe", b"<", b"]]>", b"%%EOF", b"\r\n", b"\x80" * 9))
            case _:
                changed = changed[:at] if random.random() < 0.2 else changed[at:] + changed[:at]
    return bytes(changed)


async def _room(bot: Bot, ledger: Ledger) -> None:
    try:
        await bot.api.until(lambda: ledger.open < _MOST_OPEN, 60)
    except TimeoutError:
        await asyncio.sleep(0)  # what is open is counted in the end


def strange_update(random: Random, number: int) -> dict[str, Any]:
    """A good update of some kind with a few of its values replaced, removed or doubled."""
    update: dict[str, Any] = copy.deepcopy(random.choice(_seeds(_STRANGE_CHATS + number)))
    for _ in range(random.randint(1, 4)):
        _mutate(random, update)
    return update


def strange_text(random: Random) -> str:
    """A text that Telegram would let through: not blank, at most 4096 UTF-16 units, no surrogates alone."""
    text = random.choice(_TEXTS)(random)
    text = text.encode("utf-8", "ignore").decode()
    text = text.encode("utf-16-le")[: 2 * 4096].decode("utf-16-le", "ignore")
    return text if text.strip() else "?"


def _kinded(update: dict[str, Any]) -> dict[str, Any]:
    """Of one kind only, as the fake wants it."""
    kind = next(iter(update), "message")
    return {kind: update.get(kind)}


def _seeds(chat: int) -> list[dict[str, Any]]:
    user = {"id": chat, "is_bot": False, "first_name": "Eve", "language_code": "en"}
    place = {"id": chat, "type": "private", "first_name": "Eve"}
    message = {"message_id": 1, "date": 1_700_000_000, "chat": place, "from": user, "text": "What is niacin?"}
    command = message | {"text": "/quiz", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
    group = message | {"chat": {"id": -chat, "type": "supergroup", "title": "T"}, "reply_to_message": message}
    press = {"id": "1", "from": user, "message": message, "chat_instance": "1", "data": "more:1"}
    answer = {"poll_id": "1", "user": user, "option_ids": [0], "option_persistent_ids": ["0"]}
    return [
        {"message": message}, {"message": command}, {"message": group}, {"edited_message": message | {"edit_date": 1}},
        {"message": message | {"text": "/ask", "location": {"latitude": 1.0, "longitude": 2.0}}},
        {"callback_query": press}, {"poll_answer": answer},
    ]  # fmt: skip


def _mutate(random: Random, update: dict[str, Any]) -> None:
    """Change one thing somewhere in the tree, but not at its root."""
    at: Any = next(iter(update.values()))
    while isinstance(at, dict) and at:
        key = random.choice(list(at))
        if isinstance(at[key], dict) and at[key] and random.random() < 0.6:
            at = at[key]
            continue
        if random.random() < 0.25:
            del at[key]
        else:
            at[key] = copy.deepcopy(random.choice(_JUNK))
        return


def _any_unicode(random: Random) -> str:
    return "".join(chr(random.randrange(0x110000)) for _ in range(random.randint(1, 200)))


def _controls(random: Random) -> str:
    return "".join(chr(random.choice((random.randrange(32), 0x7F, 0x200B, 0x202E, 0xFEFF, 97))) for _ in range(60))


def _html(random: Random) -> str:
    parts = ["<b>", "</b>", "<", ">", "&", "&amp;", "&#0;", "<a href='x'>", "</i>", "niacin", " ", '"', "<!--", "\n"]
    return "".join(random.choices(parts, k=random.randint(1, 80)))


def _long(random: Random) -> str:
    words = ["niacin", "migraine", "What", "does", "the", "\U0001f9e0", "magnesiun", "ß", "İ", "é", "1.5", "?"]
    return random.choice([" ", "", "\n"]).join(random.choices(words, k=1500))


def _nearly(random: Random) -> str:
    text = list("What does magnesium do for a migraine, and how much of it?")
    for _ in range(random.randint(1, 12)):
        text[random.randrange(len(text))] = chr(random.choice((random.randrange(0x250), random.randrange(0x3000))))
    return "".join(text)


def _json(random: Random) -> str:
    return json.dumps([random.choice(["/ask", "@article_test_bot", "\\u0000", "%s", "{}", "$(ls)"]), random.random()])


_TEXTS = [_any_unicode, _controls, _html, _long, _nearly, _nearly, _json]
