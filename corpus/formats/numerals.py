"""Numbers as lists write them, 3, c, C, iii, III, and raised ones."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 3_999

RAISED = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
"""What is raised -> its form that stays raised in plain text."""


def numeral(number: int, style: str) -> str:
    """Write a number of a list in the style that begins with "1", "a", "A", "i" or "I".

    >>> [numeral(28, style) for style in "1aAiI"]
    ['28', 'ab', 'AB', 'xxviii', 'XXVIII']
    """
    if style in ("a", "A") and number > 0:
        return _letters(number) if style == "a" else _letters(number).upper()
    if style in ("i", "I") and 0 < number <= _MOST_ROMAN:
        return _roman(number) if style == "i" else _roman(number).upper()
    return str(number)


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _roman(number: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)
