r"""Read Moodle's GIFT format: text -> drafts of items.

Questions are blocks of lines with blank lines between. Only multiple choice with one right answer is read:

    // source: The leaves are steamed within a day.
    ::steaming:: What stops green tea from turning brown? {
        =Steaming # feedback on one answer
        ~Rolling ~%-50%Drying
        ####Heat destroys the enzymes.
    }

`::title::` becomes the id, the last part of `$CATEGORY: a/b` the topic (// stands for a slash in a name), and
`####` the explanation (`why`). Feedback on the key is the explanation where there is no other; feedback on distractors
follows it, each behind its option, as far as there is room. Comments that begin with `source:` become the source of
the question that follows; `write_gift` writes them. Options in the middle of a sentence leave a gap: ____.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.authoring.exchange.imported import (
    MAX_OPTIONS,
    MAX_QUESTION,
    Imported,
    QuestionError,
    UniqueIds,
    check_size,
    collect,
    one_line,
)
from bot.authoring.exchange.marks import read_marked, unescape
from bot.authoring.item import Item

_CATEGORY = "$CATEGORY:"
_SOURCE = "source:"
_GAP = "____"
_MAX_CATEGORY = 1_000
_LONGEST_WHY = 1_000

# Each pattern matches escaped characters first, so that a backslash hides the character behind it. No two
# branches of an alternation begin alike, so a search takes time linear in the text.
_TITLE = re.compile(r"\s*::((?:[^\\:]|\\.|:(?!:))*)::", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_OPTION = re.compile(r"\\.|[~=]", re.DOTALL)
_COMMENT = re.compile(r"\\.|#", re.DOTALL)
_WHY = re.compile(r"\\.|####", re.DOTALL)

_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]{0,9})?)%")
_ONE_SLASH = re.compile(r"(?<!/)/(?!/)")
_ONLY = "only multiple choice with one right answer can be imported"


@dataclass(frozen=True, slots=True)
class _Block:
    """Hold consecutive lines of a question; comments among them are emptied, so that lines can be counted."""

    line: int
    text: str
    source: str
    category: str

    def wrong(self, reason: str, offset: int = 0) -> QuestionError:
        return QuestionError(reason, self.line + self.text.count("\n", 0, offset))

    def find(self, pattern: re.Pattern[str], start: int, end: int) -> Iterator[re.Match[str]]:
        """Yield the matches between two offsets that are not escaped characters."""
        return (match for match in pattern.finditer(self.text, start, end) if match[0][0] != "\\")

    def first(self, pattern: re.Pattern[str], start: int, end: int) -> int:
        """Return the offset of the first such match, or `end`."""
        return next((match.start() for match in self.find(pattern, start, end)), end)


@dataclass(frozen=True, slots=True)
class _Option:
    text: str
    right: bool
    offset: int
    feedback: str


def read_gift(text: str, name: str) -> Imported:
    """Read GIFT as drafts; `name` is the file's, for the messages on skipped questions."""
    return collect(text, name, _split, _read)


def _split(lines: list[str]) -> Iterator[_Block]:
    category, source, body, start = "", "", list[str](), 0
    for number, line in enumerate([*lines, ""], start=1):
        stripped = line.strip()
        names_category = stripped[: len(_CATEGORY)].upper() == _CATEGORY
        if body and (not stripped or names_category):
            yield _Block(start, "\n".join(body), source, category)
            source, body = "", []
        if names_category:
            category = stripped[len(_CATEGORY) :]
        elif stripped.startswith("//"):
            # A source that is too long need not grow further, since the question is refused anyway.
            source += _read_source(stripped) if len(source) <= MAX_QUESTION else ""
            body += [""] if body else []
        elif stripped:
            start = start if body else number
            body.append(line)


def _read_source(comment: str) -> str:
    said = comment[2:].lstrip()
    return f"{said.removeprefix(_SOURCE)} " if said.startswith(_SOURCE) else ""


def _read(block: _Block, ids: UniqueIds) -> tuple[Item, str]:
    check_size(len(block.text) + len(block.source), block.line)
    title, start = _read_title(block)
    opened, closed = _find_braces(block, start)
    after = block.text[closed + 1 :]
    stem = block.text[start:opened] + (_GAP + after if after.strip() else "")
    question, form = read_marked(stem)
    if not question:
        raise block.wrong("has options but no question; write it before the {", opened)
    explained = block.first(_WHY, opened + 1, closed)
    options = _read_options(block, opened + 1, explained, form)
    answer, *wrong = [option.text for option in options]
    why, lost = _join_feedback(read_marked(block.text[explained:closed].removeprefix("####"), form)[0], options)
    item = Item(
        topic=_read_topic(block),
        question=question,
        answer=answer,
        wrong=tuple(wrong),
        source=one_line(block.source),
        why=why,
        line=block.line,
        id=ids.give(title),  # last, so that no refused question takes an id
    )
    return item, f"the feedback on {lost} of its options is left out, for there is no room for it" if lost else ""


def _join_feedback(why: str, options: list[_Option]) -> tuple[str, int]:
    """Return the explanation with the feedback on options, and how many of them found no room."""
    key, *wrong = options
    said = [why or key.feedback] if why or key.feedback else []
    lost = int(bool(why and key.feedback and key.feedback != why))
    for option in wrong:
        part = f"“{option.text}”: {option.feedback}"
        if option.feedback and len(" ".join([*said, part])) <= _LONGEST_WHY:
            said.append(part)
        else:
            lost += bool(option.feedback)
    return " ".join(said), lost


def _read_title(block: _Block) -> tuple[str, int]:
    """Return the title, empty if there is none, and the offset of the text behind it."""
    title = _TITLE.match(block.text)
    if title:
        return unescape(title[1]), title.end()
    if block.text.lstrip().startswith("::"):
        raise block.wrong("the title is not closed; write it as ::title::")
    return "", 0


def _read_topic(block: _Block) -> str:
    if len(block.category) > _MAX_CATEGORY:
        raise block.wrong(f"is in a category whose name is longer than {_MAX_CATEGORY:,} characters; shorten it")
    parts = [one_line(part.replace("//", "/")) for part in _ONE_SLASH.split(block.category)]
    return next((part for part in reversed(parts) if part), "")


def _find_braces(block: _Block, start: int) -> tuple[int, int]:
    """Return the offsets of the one pair of braces. Raise QuestionError for more or fewer braces."""
    found = list(block.find(_BRACE, start, len(block.text)))
    kinds = "".join(match[0] for match in found[:3])
    if not found:
        raise block.wrong(f"has no options in braces; {_ONLY}")
    if kinds[0] == "}":
        raise block.wrong(r"closes a brace that is not open; write \} for the character itself", found[0].start())
    if len(found) == 1:
        reason = (
            r"opens a brace that nothing closes before a blank line; close it with }, or write \{ for the character"
        )
        raise block.wrong(reason, found[0].start())
    if kinds[1] == "{":
        raise block.wrong(r"opens a brace within braces; write \{ for the character itself", found[1].start())
    if len(found) > 2:
        reason = r"has more braces behind its options; begin the next question after a blank line, or write \{ and \}"
        raise block.wrong(reason, found[2].start())
    return found[0].start(), found[1].start()


def _read_options(block: _Block, start: int, end: int, form: str) -> list[_Option]:
    """Return all options, the key first."""
    marks = list(block.find(_OPTION, start, end))
    _refuse_other_kinds(block, block.text[start:end].strip(), {mark[0] for mark in marks})
    if block.text[start : marks[0].start()].strip():
        raise block.wrong("has text before its first option; begin each option with = or ~", start)
    if len(marks) > MAX_OPTIONS:
        raise block.wrong(f"has more than {MAX_OPTIONS} options; take some away", start)
    ends = [*(mark.start() for mark in marks[1:]), end]
    options = [_read_option(block, mark, end, form) for mark, end in zip(marks, ends, strict=True)]
    keys = [option for option in options if option.right]
    if not keys:
        raise block.wrong("has no right answer; mark it with =", start)
    if len(keys) > 1:
        raise block.wrong("has a second right answer; mark one with = and all others with ~", keys[1].offset)
    if len(options) < 2:
        raise block.wrong("has no wrong answers; add some with ~", start)
    return sorted(options, key=lambda option: not option.right)


def _refuse_other_kinds(block: _Block, body: str, marks: set[str]) -> None:
    if not body:
        kind = "an essay question"
    elif body[0] == "#":
        kind = "a numerical question"
    elif "~" in marks:
        return
    elif body.partition("#")[0].strip().upper() in {"T", "TRUE", "F", "FALSE"}:
        kind = "a true/false question"
    elif marks and "->" in body:
        kind = "a matching question"
    else:
        kind = "a short-answer question"
    raise block.wrong(f"is {kind}; {_ONLY}")


def _read_option(block: _Block, mark: re.Match[str], end: int, form: str) -> _Option:
    split = block.first(_COMMENT, mark.end(), end)
    raw = block.text[mark.end() : split]
    weight = _WEIGHT.match(raw)
    text = read_marked(raw[weight.end() :] if weight else raw, form)[0]
    if not text:
        raise block.wrong(f"has an empty option; write its text behind the {mark[0]}", mark.start())
    points = float(weight[1]) if weight else 100 if mark[0] == "=" else 0
    if weight and points != 100 and (points > 0 or mark[0] == "="):
        reason = f"gives {weight[1]}% for an option; mark the one key with =, all others with ~"
        raise block.wrong(reason, mark.start())
    feedback = read_marked(block.text[split + 1 : end], form)[0]
    return _Option(text, points == 100, mark.start(), feedback)
