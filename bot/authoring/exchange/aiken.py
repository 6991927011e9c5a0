"""Read Moodle's Aiken format: text -> drafts of items.

    How long does green tea steep?
    A. Two minutes
    B) Ten minutes
    ANSWER: A

The question and each option take one line. Options have capital letters in order, each followed by a full
stop or bracket and a space. Aiken has no titles, topics or sources, so those of its items are empty.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from bot.authoring.exchange.imported import Imported, QuestionError, UniqueIds, check_size, collect, one_line
from bot.authoring.item import Item

_OPTION = re.compile(r"([A-Z])[.)](?:\s+(.*))?$", re.DOTALL)
# Moodle wants capitals, but people also write small letters, which cannot mean anything else.
_ANSWER = re.compile(r"ANSWER\s*:(.*)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Block:
    """Hold the numbered lines that should be a question, its options and its answer."""

    lines: tuple[tuple[int, str], ...]

    @property
    def line(self) -> int:
        return self.lines[0][0]


def read_aiken(text: str, name: str) -> Imported:
    """Read Aiken as drafts; `name` is the file's, for the messages on skipped questions."""
    return collect(text, name, _split, _read)


def _split(lines: list[str]) -> Iterator[_Block]:
    """Split lines into blocks: each ends with its answer, or, if that is missing, before the next line of text.

    Two lines of text in a row stay together, so that a question over two lines is reported as one mistake.
    """
    block: list[tuple[int, str]] = []
    gap = False
    for number, line in enumerate(map(str.strip, lines), start=1):
        is_answer = _ANSWER.match(line)
        is_text = line and not is_answer and not _OPTION.match(line)
        if block and is_text and (gap or _OPTION.match(block[-1][1])):
            yield _Block(tuple(block))
            block = []
        if line:
            block.append((number, line))
        if is_answer:
            yield _Block(tuple(block))
            block = []
        gap = not line
    if block:
        yield _Block(tuple(block))


def _read(block: _Block, ids: UniqueIds) -> Item:
    (line, question), *rest = block.lines
    if _OPTION.match(question) or _ANSWER.match(question):
        raise QuestionError("has no question; write it, on one line, above option A", line)
    check_size(sum(len(text) for _, text in block.lines), line)
    answer = _ANSWER.match(rest[-1][1]) if rest else None
    options = _read_options(rest[:-1] if answer else rest)
    if not answer:
        raise QuestionError("the question has no answer; write ANSWER: and a letter below its options", line)
    if len(options) < 2:
        raise QuestionError("the question has fewer than two options; add some", line)
    key = options.pop(_read_key(answer[1], len(options), rest[-1][0]))
    return Item(
        id=ids.give(""),
        topic="",
        question=one_line(question),
        answer=key,
        wrong=tuple(options),
        source="",
        line=line,
    )


def _read_options(lines: list[tuple[int, str]]) -> list[str]:
    options = []
    for (number, line), letter in zip(lines, ascii_uppercase, strict=False):
        option = _OPTION.match(line)
        if not option:
            raise QuestionError("is no option, as in “A. text”; write the question and each option on one line", number)
        if option[1] != letter:
            raise QuestionError(f"is option {option[1]} where {letter} belongs; letter options in order", number)
        if not one_line(option[2] or ""):
            raise QuestionError(f"option {letter} is empty; write its text", number)
        options.append(one_line(option[2]))
    if len(lines) > len(options):
        raise QuestionError(
            "is one option too many: there is no letter behind Z; take some away", lines[len(options)][0]
        )
    return options


def _read_key(said: str, count: int, line: int) -> int:
    """Return the index of the right option."""
    letters = ascii_uppercase[:count]
    letter = said.strip().rstrip(".)").upper()
    if len(letter) != 1 or letter not in letters:
        raise QuestionError(f"names no option; write one letter from A to {letters[-1]}, as in “ANSWER: A”", line)
    return letters.index(letter)
