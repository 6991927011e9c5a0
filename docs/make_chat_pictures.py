"""Draw docs/chat-*.svg: what the bot says on Telegram, asked here, against the fake Bot API of the tests.

Run it from the project's folder, as `python -m docs.make_chat_pictures`.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes, open_quizzes
from corpus import read_corpus
from tests.bot_api import FakeBotApi
from tests.bot_api.server import BOT_ID
from tests.conftest import run_bot
from tests.quizzing import ANNA, first_poll, right_option

FOLDER = Path(__file__).parent
Message = dict[str, Any]
Run = tuple[str, frozenset[str]]
"""Letters and the kinds of entities that they bear."""

WIDTH, MARGIN, PADDING = 390, 12, 12
BUBBLE = 322  # the widest
WIDEST = BUBBLE - 2 * PADDING - 14  # line
SIZE, LINE = 15, 21
FOLDED = 3  # lines of a folded quotation that a phone shows

# Drawn, for not every viewer has a font with them.
THUMB = "M-9-1h4v9h-4z M-4-1l4-8c2 0 3 1 2.6 3l-.8 4h5.2c1.4 0 2 .9 1.7 2.2l-1.4 6c-.3 1.2-1 1.8-2.2 1.8h-9.1z"
THUMBS = {"👍": "scale(1 1)", "👎": "scale(1 -1)"}

STYLE = """
  text { font: 15px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; white-space: pre }
  text { fill: #111 } .quiet { fill: #65727e } .link { fill: #1768b5 } .bar { fill: #3a8ee6 } .right { fill: #2f9e44 }
  .chat { fill: #dfe7ee } .bot { fill: #fff } .user { fill: #d9f7c5 } .button { fill: #5f7489 }
  .thumb { fill: #ffd35c } .label { fill: #fff; font-size: 14px; text-anchor: middle }
  .bold { font-weight: 600 } .italic { font-style: italic } .underline { text-decoration: underline }
  @media (prefers-color-scheme: dark) {
    text { fill: #eef1f4 } .quiet { fill: #97a5b2 } .link { fill: #74b7f5 } .right { fill: #51cf66 }
    .chat { fill: #0f161d } .bot { fill: #1f2c38 } .user { fill: #2d5a3b } .button { fill: #32465a }
  }
"""


# What is said.


async def answer(api: FakeBotApi, _: Quizzes) -> list[Message]:
    """Ask what the article answers."""
    return [api.says("Which vitamin keeps the nerves healthy?"), await api.next(1)]


async def refusal(api: FakeBotApi, _: Quizzes) -> list[Message]:
    """Ask what the article does not answer."""
    return [api.says("How many milligrams of magnesium?"), await api.next(1)]


async def sources(api: FakeBotApi, _: Quizzes) -> list[Message]:
    """Ask which articles there are."""
    return [api.says("/sources"), await api.next(1)]


async def reading(api: FakeBotApi, _: Quizzes) -> list[Message]:
    """Open the article at the passage of an answer; nothing to see where the bot has no button for that."""
    question = api.says("Does magnesium prevent migraines?")
    shown = await api.next(1)
    if not any("In the article" in label for label in api.buttons(shown)):
        return []
    count = len(api.sent)
    await api.press(shown, "In the article")
    await api.quiet()
    return [question, *([api.message(shown)] if len(api.sent) == count else [shown, api.sent[-1]])]


async def quiz(api: FakeBotApi, quizzes: Quizzes) -> list[Message]:
    """Answer a question of a member of the staff's, rightly."""
    poll = await first_poll(api)
    right = right_option(quizzes, poll)
    api.vote(poll, right)
    await api.next(ANNA)
    return [api.message(poll) | {"picked": right}]


SCENES: list[Callable[[FakeBotApi, Quizzes], Awaitable[list[Message]]]] = [answer, refusal, sources, reading, quiz]


@asynccontextmanager
async def running() -> AsyncIterator[tuple[FakeBotApi, Quizzes]]:
    """Run the whole bot on the shipped article."""
    corpus, api = read_corpus(Path("corpus/articles")), FakeBotApi()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/records.db"
        with open_quizzes(corpus, database, UTC, Random(3)) as quizzes:
            async with run_bot(api, Assistant(corpus.articles), quizzes):
                yield api, quizzes


# How it looks.


class Picture:
    """Draw messages one below the other, as a chat on a phone shows them."""

    def __init__(self) -> None:
        self.y = float(MARGIN)
        self._drawn: list[str] = []

    def svg(self, title: str) -> str:
        """Give the picture as a file."""
        size = f'width="{WIDTH}" height="{self.y:g}"'
        spaces = 'xmlns="http://www.w3.org/2000/svg" xml:space="preserve"'
        head = f'<svg {spaces} {size} viewBox="0 0 {WIDTH} {self.y:g}" role="img">'
        ground = f'<rect class="chat" {size} rx="14"/>'
        return "\n".join(
            [head, f"<title>{escape(title)}</title>", f"<style>{STYLE}</style>", ground, *self._drawn, "</svg>\n"]
        )

    def add(self, message: Message) -> None:
        """Draw a message under those before it."""
        mine = message["from"]["id"] != BOT_ID
        lines = list(_poll_lines(message) if "poll" in message else _lines(message))
        width = min(BUBBLE, max(_width(line) for line in lines) + 2 * PADDING + 14)
        width = BUBBLE if "poll" in message or "reply_markup" in message else width
        x = WIDTH - MARGIN - width if mine else MARGIN
        self._rect(x, width, LINE * len(lines) + 2 * PADDING - 4, "user" if mine else "bot", 14)
        for number, line in enumerate(lines):
            self._line(x + PADDING, self.y + PADDING + LINE * number + SIZE - 1, line)
        self.y += LINE * len(lines) + 2 * PADDING
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            self._buttons(row)
        self.y += 8

    def _buttons(self, row: list[dict[str, Any]]) -> None:
        width = (BUBBLE - 4 * (len(row) - 1)) / len(row)
        for number, button in enumerate(row):
            x = MARGIN + number * (width + 4)
            self._rect(x, width, 34, "button", 8)
            if button["text"] in THUMBS:
                place = f"translate({x + width / 2:g} {self.y + 17:g}) {THUMBS[button['text']]}"
                self._drawn.append(f'<path class="thumb" transform="{place}" d="{THUMB}"/>')
                continue
            text = _cut(button["text"], width - 12)
            self._drawn.append(f'<text class="label" x="{x + width / 2:g}" y="{self.y + 22:g}">{escape(text)}</text>')
        self.y += 38

    def _line(self, x: float, y: float, line: list[Run]) -> None:
        kinds = {kind for _, kinds in line for kind in kinds}
        if "bar" in kinds:
            self._drawn.append(f'<rect class="bar" x="{x:g}" y="{y - SIZE - 1:g}" width="3" height="{LINE}"/>')
            x += 10
        drawn = "".join(_span(text, kinds) for text, kinds in line)
        self._drawn.append(f'<text x="{x:g}" y="{y:g}">{drawn}</text>')

    def _rect(self, x: float, width: float, height: float, kind: str, radius: int) -> None:
        place = f'x="{x:g}" y="{self.y:g}" width="{width:g}" height="{height:g}"'
        self._drawn.append(f'<rect class="{kind}" {place} rx="{radius}"/>')


def _span(text: str, kinds: frozenset[str]) -> str:
    names = {"text_link": "link", "bot_command": "link"}
    classes = " ".join(sorted({names.get(kind, kind) for kind in kinds} - {"bar"}))
    return f'<tspan class="{classes}">{escape(text)}</tspan>' if classes else escape(text)


def _lines(message: Message) -> Iterator[list[Run]]:
    """Break a message into lines; of a folded quotation, as many as are shown until it is tapped."""
    folded: list[list[Run]] = []
    for line in _paragraphs(message):
        kinds = {kind for _, kinds in line for kind in kinds}
        wrapped = list(_wrap(line))
        if "folded" in kinds:
            folded += wrapped
            continue
        yield from _fold(folded)
        folded = []
        yield from wrapped
    yield from _fold(folded)


def _fold(lines: list[list[Run]]) -> list[list[Run]]:
    if len(lines) <= FOLDED:
        return lines
    *rest, (text, kinds) = lines[FOLDED - 1]
    more = (" … ⌄", frozenset({"bar", "quiet"}))
    while " " in text.strip() and _width([*rest, (text, kinds), more]) > WIDEST:
        text = text.rstrip().rpartition(" ")[0]
    return [*lines[: FOLDED - 1], [*rest, (text, kinds), more]]


def _paragraphs(message: Message) -> Iterator[list[Run]]:
    """Give what stands between line ends, in runs of one look."""
    units = message["text"].encode("utf-16-le")
    at = [frozenset[str]()] * (len(units) // 2)
    for entity in message.get("entities", []):
        quoted = {"blockquote": {"bar"}, "expandable_blockquote": {"bar", "folded"}}
        kinds = quoted.get(entity["type"], {entity["type"]})
        for place in range(entity["offset"], entity["offset"] + entity["length"]):
            at[place] |= kinds
    line: list[Run] = []
    for place, kinds in enumerate(at):
        letter = units[2 * place : 2 * place + 2].decode("utf-16-le", "replace")
        if letter == "\n":
            yield line or [("", kinds)]
            line = []
        elif line and line[-1][1] == kinds:
            line[-1] = line[-1][0] + letter, kinds
        else:
            line.append((letter, kinds))
    yield line


def _wrap(line: list[Run]) -> Iterator[list[Run]]:
    row: list[Run] = []
    for text, kinds in line:
        for word in re.findall(r"\s*\S+|\s+$|^$", text):
            parted = word != word.lstrip() or (row and row[-1][0].endswith(" "))
            if row and parted and _width([*row, (word, kinds)]) > WIDEST:
                yield row
                row, word = [], word.lstrip()  # noqa: PLW2901
            if row and row[-1][1] == kinds:
                row[-1] = row[-1][0] + word, kinds
            else:
                row.append((word, kinds))
    yield row or [("", frozenset())]


def _poll_lines(message: Message) -> Iterator[list[Run]]:
    poll, quiet, bold = message["poll"], frozenset({"quiet"}), frozenset({"bold"})
    yield from _wrap([(poll["question"], bold)])
    yield [("Anonymous quiz" if poll["is_anonymous"] else "Quiz", quiet)]
    for option in poll["options"]:
        picked = option["text"] == message.get("picked")
        sign, kinds = ("✔  ", frozenset({"right", "bold"})) if picked else ("○  ", quiet)
        yield from _wrap([(sign, kinds), (option["text"], frozenset())])
    if "picked" in message and poll.get("explanation"):
        yield [("", quiet)]
        yield from _wrap([(poll["explanation"].replace("\n", " "), quiet | {"bar"})])


def _width(line: list[Run]) -> float:
    """Estimate how wide a line is, in whatever font a viewer has."""
    return sum(_letter(letter) * (1.07 if "bold" in kinds else 1.0) for text, kinds in line for letter in text)


def _letter(letter: str) -> float:
    if letter in " .,:;'|!()[]ijlft-’":
        return 0.34 * SIZE
    if letter in "mwMW@%—…":
        return 0.88 * SIZE
    return (0.68 if letter.isupper() else 1.3 if ord(letter) > 0x2FFF else 0.56) * SIZE


def _cut(text: str, width: float) -> str:
    if _width([(text, frozenset())]) <= width:
        return text
    while text and _width([(text + "…", frozenset())]) > width:
        text = text[:-1]
    return text.rstrip() + "…"


async def main() -> None:
    """Play every scene with a bot of its own, and draw what was said."""
    for scene in SCENES:
        async with running() as (api, quizzes):
            messages = await scene(api, quizzes)
        if not messages:
            continue
        picture = Picture()
        for message in messages:
            picture.add(message)
        (FOLDER / f"chat-{scene.__name__}.svg").write_text(picture.svg(scene.__doc__ or ""), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
