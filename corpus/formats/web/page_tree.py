"""The tree of a web page, and which of its elements a reader of the page does not see."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from corpus.parsed import FormatError, LeftOut
from corpus.reason import Reason

MAX_DEPTH = 150  # elements inside each other; pages of people stay below 100, Python's stack lasts for 200
_SAMPLE = 160  # characters that are shown of what is left out
_MAX_STYLES = 300_000  # characters of style sheets that are looked at

NEVER_SEEN = frozenset({"script", "style", "head", "title", "meta", "link", "base", "param", "source", "track"})
_HIDDEN_TAGS = frozenset({"template", "noscript", "datalist", "xml", "o:officedocumentsettings"})
_STRUCK_TAGS = {"del": "deleted", "s": "struck", "strike": "struck"}
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)")
_FONT_STYLE = re.compile(r"font(?:-weight|-size)?\s*:[^;]{1,80}")
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through")
_HIDDEN_CLASSES = frozenset({
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "element-invisible",
    "katex-mathml", "msocommentreference", "msocomtxt", "msocomoff",
})  # fmt: skip
# What opens at a click is hidden in the saved page, and is still what its reader came for.
_OPENS = re.compile(r"accordion|collaps|answer|panel|toggle|faq|expand", re.IGNORECASE)
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:([.#])([\w-]+))?", re.IGNORECASE)
_NAMED = re.compile(r"[\w]", re.UNICODE)

Skipped = dict[Any, str]
"""Elements that are not read -> the reason. It holds the elements, so that lxml keeps giving the same objects."""


def parse_page(text: str) -> Any:
    """Parse a page into lxml's tree; raise FormatError where its elements are nested without bound."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise FormatError(Reason("has no main text that can be found; save the article as text")) from error
    _check_depth(root)
    _spell_out_fonts(root)
    return root


def _check_depth(root: Any) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise FormatError(Reason("nests elements more than {most} deep; save the article as text", most=MAX_DEPTH))


def style_of(element: Any) -> str:
    """Give an element's own style, in small letters, "" where it has none."""
    return (element.get("style") or "").lower()


def words_of(element: Any) -> str:
    """Give all words of an element in one line, whatever is hidden among them."""
    return " ".join(" ".join(element.itertext()).split())


def left_out(reason: str, text: str) -> LeftOut:
    """Name what is left out by its first words."""
    text = " ".join(text[: 4 * _SAMPLE].split())
    return LeftOut(reason, text if len(text) <= _SAMPLE else text[: _SAMPLE - 1].rstrip() + "…")


def find_unseen(root: Any) -> Skipped:
    """Find the outermost elements that are hidden, deleted or struck through, or hold no words at all."""
    sheet = dict(_read_style_sheets(root))
    opened = {name for element in root.iter() if (name := _controlled(element))}
    skipped: Skipped = {}
    stack = [root]
    while stack:
        element = stack.pop()
        reason = _why_unseen(element, sheet, opened)
        if reason:
            skipped[element] = reason
        else:
            stack.extend(reversed(element))
    return skipped


def _why_unseen(element: Any, sheet: dict[str, str], opened: set[str]) -> str:
    tag = element.tag
    if not isinstance(tag, str) or tag in NEVER_SEEN:
        return "markup"
    if tag in _HIDDEN_TAGS:
        return "hidden"
    if tag in _STRUCK_TAGS or not element.attrib or tag in ("html", "body"):
        return _STRUCK_TAGS.get(tag, "")
    return _why_unseen_by_style(element, sheet, opened)


def _why_unseen_by_style(element: Any, sheet: dict[str, str], opened: set[str]) -> str:
    style = style_of(element)
    classes = (element.get("class") or "").split()
    by_sheet = _by_sheet(element, classes, sheet)
    if _STRUCK_STYLE.search(style) or "msoDel" in classes or by_sheet == "struck":
        return "struck"
    is_hidden = element.get("hidden", "until-found") != "until-found" or _HIDDEN_STYLE.search(style) or by_sheet
    is_decoration = element.get("aria-hidden") == "true" and _is_decoration(element, classes)
    named = _HIDDEN_CLASSES.intersection(name.lower() for name in classes)
    return "hidden" if named or is_decoration or (is_hidden and not _opens_at_a_click(element, opened)) else ""


def _opens_at_a_click(element: Any, opened: set[str]) -> bool:
    if element.get("id") in opened or _OPENS.search(element.get("class") or ""):
        return True
    before = element.getprevious()
    return before is not None and any("aria-expanded" in part.attrib for part in (before, *before[:1]))


def _controlled(element: Any) -> str | None:
    name: str | None = element.get("aria-controls") if isinstance(element.tag, str) else None
    return name


def _is_decoration(element: Any, classes: list[str]) -> bool:
    """Tell whether what is hidden from screen readers is an icon; else a person sees its words."""
    words = words_of(element)
    return not _NAMED.search(words) or (" " not in words and any("icon" in name for name in classes))


def _by_sheet(element: Any, classes: list[str], sheet: dict[str, str]) -> str:
    if not sheet:
        return ""
    tag = element.tag
    names = [f".{name}".lower() for name in classes] + [f"#{element.get('id')}".lower()]
    found = [sheet[key] for key in (tag, *names, *(f"{tag}{name}" for name in names)) if key in sheet]
    return found[0] if found else ""


def _spell_out_fonts(root: Any) -> None:
    """Write the size and weight of type that the page's own style sheets give a class into the elements themselves."""
    fonts = {
        selector: "; ".join(match[0] for match in _FONT_STYLE.finditer(style))
        for selector, style in _read_rules(root)
        if "." in selector or "#" in selector  # what all elements of a tag look like makes none of them a heading
    }
    for element in root.iter() if any(fonts.values()) else ():
        if isinstance(element.tag, str) and element.attrib:
            font = _by_sheet(element, (element.get("class") or "").split(), fonts)
            if font:
                element.set("style", f"{font}; {element.get('style') or ''}")


def _read_style_sheets(root: Any) -> Iterator[tuple[str, str]]:
    """Give the plain selectors (tag, .class, #name) under which the page's own style sheets hide or strike words."""
    for selector, style in _read_rules(root):
        if reason := "struck" if _STRUCK_STYLE.search(style) else "hidden" if _HIDDEN_STYLE.search(style) else "":
            yield selector, reason


def _read_rules(root: Any) -> Iterator[tuple[str, str]]:
    """Give the plain selectors of the page's own style sheets, each with its style."""
    left = _MAX_STYLES
    for element in root.iter("style"):
        if (element.get("media") or "all").lower() not in ("all", "screen"):
            continue
        text = (element.text or "")[:left].lower()
        left -= len(text)
        for selectors, style in _plain_rules(_without_comments(text)):
            for selector in selectors.split(","):
                if match := _SELECTOR.fullmatch(selector.strip()):
                    yield match[0], style


def _without_comments(sheet: str) -> str:
    first, *others = sheet.replace("<!--", "").replace("-->", "").split("/*")
    return "".join([first, *(part.partition("*/")[2] for part in others)])


def _plain_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Give selectors and style of each rule that stands by itself: in no block for one medium or state."""
    depth = start = opened = 0
    for brace in re.finditer(r"[{}]", sheet):
        if brace[0] == "{":
            depth += 1
            opened = brace.start() if depth == 1 else -1
            continue
        if depth == 1 and opened >= 0:
            yield sheet[start:opened], sheet[opened + 1 : brace.start()]
        depth = max(0, depth - 1)
        if depth == 0:
            start = brace.end()
