"""What blocks of a page become together: rows, cells, definitions, questions with their answers."""

import re
from typing import Any

from corpus.formats.web.page_headings import PageBlock, PageForm
from corpus.formats.web.page_text import is_short_title
from corpus.formats.web.page_tree import style_of

HEADING_CLASS = re.compile(
    r"(?:^|[\s_-])(?:heading|headline|question|h(?P<level>[1-6])|(?:faq|accordion|card)[\w-]*title)(?:$|[\s_-])"
)
_WORD_HEADING = re.compile(r"\bMsoHeading(\d)\b")
_WORD_LEVEL = re.compile(r"mso-list:[^;]*level(\d)")
_WORD_BULLETS = re.compile(r"[^\w(]*|o", re.UNICODE)
_TASK = re.compile(r"\[( |x|X)\] ")


def with_box(text: str) -> str:
    """Show the box of a task as a box.

    >>> with_box("[x] Wash hands"), with_box("Wash hands")
    ('☑ Wash hands', 'Wash hands')
    """
    box = _TASK.match(text)
    return text if box is None else ("☐ " if box[1] == " " else "☑ ") + text[box.end() :]


def cell(blocks: list[PageBlock]) -> str:
    """Give a cell's words in one line, its parts kept apart; a line that begins small goes on with the one before."""
    line = ""
    for text in texts(blocks):
        for number, part in enumerate(text.split("\n")):
            words = part.strip().removeprefix("• ").replace(" | ", ", ")  # a table within the cell
            goes_on = line[-1:] in set(".,;:!?") or (number > 0 and words[:1].islower())
            line += (" " if goes_on else "; ") + words if line and words else words
    return line


def is_bold(blocks: list[PageBlock]) -> bool:
    """Tell whether a cell is one short bold line."""
    return len(blocks) == 1 and blocks[0].form == "bold"


def texts(blocks: list[PageBlock]) -> list[str]:
    """Give the words of blocks, one text for each."""
    return [block.text or "\n".join(block.rows) for block in blocks if block.form != "end"]


def block_rows(block: PageBlock, nesting: int) -> list[str]:
    """Give a block within an item as rows: those of a list bear their indentation already."""
    if block.kind == "list":
        return list(block.rows)
    indent = "  " * nesting
    return [indent + f"\n{indent}".join("\n".join(texts([block])).split("\n"))] if block.form != "end" else []


def mark_by_class(element: Any, block: PageBlock) -> None:
    """Take a short block for a heading where its class, its role or Word's style says so."""
    if "\n" in block.text or not is_short_title(block.text):
        return
    classes = element.get("class") or ""
    if element.get("role") == "heading":
        level = element.get("aria-level") or "2"
        block.kind, block.form, block.level = "heading", "", int(level) if level in set("123456") else 2
    elif match := _WORD_HEADING.search(classes):
        block.kind, block.form, block.level = "heading", "", int(match[1])
    elif (match := HEADING_CLASS.search(classes.lower())) or _is_question_name(element):
        level = match["level"] if match else None
        block.kind, block.form, block.level = "heading", "bold", int(level or 1)


def _is_question_name(element: Any) -> bool:
    parent = element.getparent()
    return element.get("itemprop") == "name" and (parent.get("itemtype") or "").endswith("/Question")


def word_list(element: Any, marker: str, blocks: list[PageBlock], before: PageBlock | None) -> list[PageBlock]:
    """Turn a paragraph that Word marked as an item into a row of the list that it goes on with, or begins."""
    level = _WORD_LEVEL.search(style_of(element))
    indent = "  " * (int(level[1]) - 1 if level else 0)
    shown = "•" if _WORD_BULLETS.fullmatch(marker) else marker
    row = f"{indent}{shown} " + f"\n{indent}  ".join("\n".join(texts(blocks)).split("\n"))
    if before is not None and before.form == "word list":
        before.rows.append(row)
        return []
    return [PageBlock("list", rows=[row], form="word list")]


def definition(terms: list[str], found: list[PageBlock]) -> list[PageBlock]:
    """Keep a term and its definition together: a question heads its answer, another term stands above it."""
    term = "\n".join(filter(None, terms))
    if not term or not found:
        return [*([PageBlock("paragraph", term)] if term else []), *found]
    if term.endswith("?") or (len(found) > 1 and any(block.kind != "paragraph" for block in found)):
        return opened(" ".join(term.split()), found)
    if found[0].kind in ("paragraph", "heading"):
        return [PageBlock("paragraph", "\n".join([term, *texts(found)]))]
    return [PageBlock("paragraph", term), *found]


def opened(opener: str, blocks: list[PageBlock]) -> list[PageBlock]:
    """Put a question above its answer, as far as the answer goes."""
    if not opener or not blocks:
        return [*([PageBlock("paragraph", opener)] if opener else []), *blocks]
    form: PageForm = "opener"
    return [PageBlock("heading", opener, form=form), *blocks, PageBlock("paragraph", form="end")]
