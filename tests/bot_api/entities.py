"""HTML as the Bot API parses it: text and entities, positions and lengths in UTF-16 units.

See https://core.telegram.org/bots/api#html-style for the tags and for what must be escaped.
"""

import re
from typing import Any

MAX_ENTITIES = 100

_NAMES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "a": "text_link",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-spoiler": "spoiler",
}  # fmt: skip
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[^<>\s/]*)(?P<attributes>[^<>]*)>|&(?P<name>[a-z]+|#\d+|#x[0-9a-f]+);|<", re.IGNORECASE
)
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_HREF = re.compile(r"""\s*href\s*=\s*(?:"([^"]*)"|'([^']*)')\s*$""")


class ParseError(Exception):
    """What Telegram answers with status 400 when it cannot parse entities."""


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(html: str) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities of a message. As on Telegram, entities beyond the hundredth are dropped."""
    text = ""
    entities: list[dict[str, Any]] = []
    opened: list[tuple[str, dict[str, Any]]] = []
    at = 0
    for token in _TOKEN.finditer(html):
        text += html[at : token.start()]
        at = token.end()
        if token["name"]:
            text += _character(token["name"], token[0])
        elif token["tag"] is None or token["tag"] == "":
            raise ParseError(f"can't parse entities: unexpected < at byte offset {_byte(html, token.start())}")
        elif token["close"]:
            _close(token["tag"].lower(), text, opened, entities, _byte(html, token.start()))
        else:
            entity = _open(token["tag"].lower(), token["attributes"], _byte(html, token.start()))
            opened.append((token["tag"].lower(), entity | {"offset": utf16_length(text)}))
    text += html[at:]
    if opened:
        raise ParseError(f"can't parse entities: can't find end tag corresponding to start tag \"{opened[-1][0]}\"")
    return _stripped(text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def _character(name: str, written: str) -> str:
    if name.startswith("#"):
        return chr(int(f"0{name[1:]}", base=16) if name[1] in "xX" else int(name[1:]))
    return _CHARACTERS.get(name, written)


def _open(tag: str, attributes: str, offset: int) -> dict[str, Any]:
    if tag not in _NAMES:
        raise ParseError(f'can\'t parse entities: unsupported start tag "{tag}" at byte offset {offset}')
    entity: dict[str, Any] = {"type": _NAMES[tag]}
    if tag == "blockquote" and re.fullmatch(r"\s*expandable\s*", attributes):
        entity["type"] = "expandable_blockquote"
    if tag == "a" and (match := _HREF.match(attributes)):
        entity["url"] = re.sub(r"&(\w+);", lambda m: _character(m[1], m[0]), match[1] or match[2] or "")
    return entity


def _close(tag: str, text: str, opened: list[tuple[str, dict[str, Any]]], entities: list[Any], offset: int) -> None:
    if not opened or opened[-1][0] != tag:
        expected = opened[-1][0] if opened else "no tag"
        raise ParseError(
            f'can\'t parse entities: unmatched end tag at byte offset {offset}, expected "{expected}", found "{tag}"'
        )
    _, entity = opened.pop()
    length = utf16_length(text) - entity["offset"]
    if length > 0:
        entities.append(entity | {"length": length})


def _stripped(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Telegram trims white space at both ends of a message, and entities with it."""
    trimmed = text.strip()
    cut, length = utf16_length(text[: len(text) - len(text.lstrip())]), utf16_length(trimmed)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] - cut + entity["length"], length)
        if start < end:
            kept.append(entity | {"offset": start, "length": end - start})
    return trimmed, kept[:MAX_ENTITIES]


def _byte(html: str, position: int) -> int:
    return len(html[:position].encode("utf-8", "surrogatepass"))
