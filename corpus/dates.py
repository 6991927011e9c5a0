"""Dates as people write them, to the day or not at all."""

import re
import unicodedata
from datetime import date, datetime

from dateutil.parser import ParserError
from dateutil.parser import parse as parse_date

_LONGEST = 80  # characters

# January to December in German, Spanish, French, Portuguese, Italian, Polish (in the genitive) and Dutch, without
# accents; dateutil knows the English names.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar janner jan enero ene janvier janv janeiro gennaio gen stycznia januari",
            "februar feb febrero fevrier fevr fevereiro fev febbraio febb lutego februari",
            "marz mrz marzo mar mars marco marca maart mrt",
            "april abril abr avril avr aprile apr kwietnia",
            "mai mayo may maio mag maggio maja mei",
            "juni jun junio juin junho giugno giu czerwca",
            "juli jul julio juillet juil julho luglio lug lipca",
            "august aug agosto ago aout sierpnia augustus",
            "september sep sept septiembre set septembre setembro settembre wrzesnia",
            "oktober okt octubre oct octobre outubro out ottobre ott pazdziernika",
            "november nov noviembre novembre novembro listopada",
            "dezember dez diciembre dic decembre dec dezembro dicembre grudnia december",
        ),
        start=1,
    )
    for name in names.split()
}
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?!\d)")  # has the day first, wherever it is written
_DAY_MONTH_YEAR = re.compile(
    r"(?:[a-z-]+\.?,? )?(?:(?:den|le|el|il|dnia) )?"
    r"(\d{1,2})(?:\.|er|re|º|°|o)? (?:de |del )?([a-z]+)\.?,? (?:de |del )?(\d{4})(?: r\.?)?"
)


def read_date(text: str) -> date | None:
    """Read a date as people write it, the month first where both readings exist but for dots; None when it is none.

    Nothing coarser than a day is a date.

    >>> read_date("11/23/2015 19:46:05"), read_date("1.03.2024"), read_date("May 2007")
    (datetime.date(2015, 11, 23), datetime.date(2024, 3, 1), None)
    """
    if len(text) > _LONGEST:
        return None
    text, dotted = _DOTTED.subn(r"\1.\2.\3", text)
    try:
        # Parsed against two defaults, a missing day, month or year shows as a difference.
        first, second = (
            parse_date(text, default=datetime(year, month, month), dayfirst=dotted > 0)
            for year, month in ((2001, 1), (2004, 2))
        )
    except (ParserError, ArithmeticError, ValueError, TypeError):
        return _read_named_month(text)
    return first.date() if first.date() == second.date() else None


def _read_named_month(text: str) -> date | None:
    match = _DAY_MONTH_YEAR.fullmatch(" ".join(_without_accents(text).split()))
    month = _MONTHS.get(match[2]) if match else None
    if match is None or month is None:
        return None
    try:
        return date(int(match[3]), month, int(match[1]))
    except ValueError:
        return None


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
