"""The numbers that a browser puts before the items of a list."""

from typing import Any

from corpus.formats.numerals import numeral

_STYLES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I", "decimal": "1",
}  # fmt: skip


def markers(list_element: Any, items: list[Any], style: str) -> list[str]:
    """Give the marker of each item: "• ", or its number as `start`, `value`, `type` and `reversed` have it.

    `style` is the list's own style attribute.
    """
    if list_element.tag != "ol":
        return ["• "] * len(items)
    backwards = "reversed" in list_element.attrib
    number = _number(list_element.get("start"), len(items) if backwards else 1)
    kind = next((kind for name, kind in _STYLES.items() if name in style), list_element.get("type") or "1")
    result = []
    for item in items:
        number = _number(item.get("value"), number)
        result.append(f"{numeral(number, item.get('type') or kind)}. ")
        number += -1 if backwards else 1
    return result


def _number(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) <= 7 and text.count("-") <= 1 else default
