"""The numbers that a browser puts before the items of a list."""

from typing import Any

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_STYLES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I", "decimal": "1",
}  # fmt: skip
_LARGEST = 10**6


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
        result.append(f"{_written(number, item.get('type') or kind)}. ")
        number += -1 if backwards else 1
    return result


def _number(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) <= 7 and text.count("-") <= 1 else default


def _written(number: int, kind: str) -> str:
    """Write a number as a list of this type does; what letters cannot say is written in digits.

    >>> _written(28, "a"), _written(4, "I"), _written(0, "i")
    ('ab', 'IV', '0')
    """
    if number < 1 or kind not in ("a", "A", "i", "I") or (kind in "iI" and number > 3999) or number > _LARGEST:
        return str(number)
    letters = _roman(number) if kind in "iI" else _alphabetic(number)
    return letters.upper() if kind.isupper() else letters


def _roman(number: int) -> str:
    result = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        result += letters * count
    return result


def _alphabetic(number: int) -> str:
    result = ""
    while number:
        number, letter = divmod(number - 1, 26)
        result = chr(ord("a") + letter) + result
    return result
