"""A stored number and its format -> what a spreadsheet shows, but for dates, which are written as 2015-11-23.

The codes are those of Office Open XML (ECMA-376, part 1, 18.8.30 and 18.8.31).
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache

GENERAL = "General"
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "mm-dd-yy",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "m/d/yy h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 49: "@",
}  # fmt: skip
_DATES_IN_ASIA = (*range(27, 32), 36, *range(50, 59))  # built in where Chinese, Japanese or Korean is the language

_LONGEST_CODE = 255  # characters, as Excel has it
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]')
_NUMBER = re.compile(r"[#0?,]*[#0?](?:\.[#0?]*)?|\.[#0?]+|general", re.IGNORECASE)
_FIRST_DAY = datetime(1899, 12, 30)
_FIRST_DAY_OF_1904 = datetime(1904, 1, 1)
_LEAP_DAY_THAT_WAS_NOT = 60  # Excel counts a 29th of February 1900
_MOST_DAYS = 2_958_466  # the year 10000
_MOST_DIGITS = 15  # that a spreadsheet keeps


def built_in(number: int) -> str:
    """Give the code of a format that has a number and is not written in the file."""
    return "yyyy-mm-dd" if number in _DATES_IN_ASIA else _BUILT_IN.get(number, GENERAL)


def format_number(value: float, code: str, *, since_1904: bool = False) -> str:
    """Write a number as its format shows it.

    >>> format_number(0.25, "0%"), format_number(3.0, "General"), format_number(42331, "d/m/yyyy")
    ('25%', '3', '2015-11-23')
    """
    if code == GENERAL or len(code) > _LONGEST_CODE:
        return _plain(value)
    if parts := _parts_of_a_date(code):
        shown = _show_date(value, parts, since_1904=since_1904)
        return shown or _plain(value)
    return _show_number(value, code)


def _plain(value: float) -> str:
    return f"{value:.{_MOST_DIGITS}g}" if abs(value) < 10**_MOST_DIGITS else str(value)


@lru_cache(maxsize=512)
def _parts_of_a_date(code: str) -> str:
    """Tell which of y, m, d, h, s a format shows; "e" is elapsed hours; nothing where it is of a number."""
    elapsed = "e" if re.search(r"\[[hms]+\]", code, re.IGNORECASE) else ""
    letters = _LITERAL.sub("", code.partition(";")[0]).lower().replace("general", "").replace("am/pm", "")
    return elapsed + "".join(letter for letter in "ymdhs" if letter in letters)


def _show_date(value: float, parts: str, *, since_1904: bool) -> str | None:
    """Write a date no finer than it is shown: a month stays a month."""
    if not 0 <= value < _MOST_DAYS:
        return None
    if "e" in parts:
        minutes = round(value * 24 * 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    first = _FIRST_DAY_OF_1904 if since_1904 else _FIRST_DAY
    days = value + (0 if since_1904 or value >= _LEAP_DAY_THAT_WAS_NOT else 1)
    try:
        moment = first + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return None
    has_time = "h" in parts or "s" in parts
    clock = moment.strftime("%H:%M:%S" if "s" in parts else "%H:%M") if has_time else ""
    if "d" in parts:
        return f"{moment:%Y-%m-%d} {clock}".strip()
    if "y" in parts and not clock:
        return f"{moment.year}-{moment.month:02}" if "m" in parts else str(moment.year)
    return clock or f"{moment:%Y-%m-%d}"


def _show_number(value: float, code: str) -> str:
    """Write a number with the digits, the unit and the sign of its format; as it is where the format has none."""
    sections = code.split(";")
    is_negative = value < 0 and len(sections) > 1
    section = sections[1] if is_negative else sections[0]
    if is_negative:
        value = -value
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or match[3] or "")
        return "\x00"

    pattern = _LITERAL.sub(keep, section)
    digits = _NUMBER.search(pattern)
    if not digits or re.search(r"[/@]|[0#?]E", pattern):
        return _plain(-value if is_negative else value)
    if "%" in pattern:
        value *= 100
    number = _plain(value) if digits[0].casefold() == "general" else _digits(value, digits[0])
    shown = pattern[: digits.start()] + number + _NUMBER.sub("", pattern[digits.end() :])
    words = iter(literals)
    return " ".join(re.sub("\x00", lambda _: next(words), shown).split())


def _digits(value: float, pattern: str) -> str:
    """Write digits by a pattern such as "#,##0.0?": 0 is always shown, # and ? where there is a digit."""
    whole, _, decimals = pattern.partition(".")
    shown = f"{abs(value):{',' if ',' in whole else ''}.{len(decimals)}f}"
    before, _, after = shown.partition(".")
    optional = len(decimals) - len(decimals.rstrip("#?"))
    kept = after[: len(after) - optional] + after[len(after) - optional :].rstrip("0") if optional else after
    before = before.zfill(whole.count("0")) if "," not in whole else before
    return f"{'-' if value < 0 else ''}{before}{'.' if kept else ''}{kept}"
