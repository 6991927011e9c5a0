"""Write items for other programs: GIFT for Moodle, CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterator, Sequence

from bot.authoring.exchange.imported import one_line
from bot.authoring.exchange.marks import escape, escape_plain
from bot.authoring.item import Item
from bot.text import safe_cell

_LAST_COLUMNS = ("source", "status", "why", "enemies", "version", "reviewed_by", "reviewed_on", "line")


def write_gift(items: Sequence[Item]) -> str:
    """Return items as GIFT, for Moodle and for `read_gift`.

    The source is a comment before its question, since GIFT has no place for it. Status, version, enemies and
    review data are lost. White space in texts becomes single spaces. An item without distractors is a
    short-answer question to Moodle, and `read_gift` skips it.
    """
    lines: list[str] = []
    topic = ""
    for item in items:
        if one_line(item.topic) != topic:
            topic = one_line(item.topic)
            lines += [f"$CATEGORY: {topic.replace('/', '//')}".rstrip(), ""]
        lines += [*_gift_lines(item), ""]
    return "\n".join(lines)


def _gift_lines(item: Item) -> Iterator[str]:
    if source := one_line(item.source):
        yield f"// source: {source}"
    # Moodle would read unmarked text as HTML. Options inherit the marker of the question.
    yield f"::{escape(item.id)}::[plain]{escape(item.question)} {{"
    yield f"\t={escape_plain(item.answer)}"
    yield from (f"\t~{escape_plain(option)}" for option in item.wrong)
    if one_line(item.why):
        yield f"\t####{escape_plain(item.why)}"
    yield "}"


def write_csv(items: Sequence[Item]) -> str:
    """Return items as CSV (RFC 4180): a header, then a row for each item; each distractor has its own column.

    A cell that a spreadsheet would run as a formula begins with an apostrophe, which marks it as text.
    """
    width = max((len(item.wrong) for item in items), default=0)
    file = io.StringIO()
    table = csv.writer(file)
    columns = [f"wrong_{number}" for number in range(1, width + 1)]
    table.writerow(["id", "topic", "question", "answer", *columns, *_LAST_COLUMNS])
    for item in items:
        wrong = [*item.wrong, *[""] * (width - len(item.wrong))]
        first = [item.id, item.topic, item.question, item.answer, *wrong]
        last = [item.source, item.status, item.why, " ".join(item.enemies), item.version]
        table.writerow(map(safe_cell, [*first, *last, item.reviewed_by, item.reviewed_on, item.line]))
    return file.getvalue()
