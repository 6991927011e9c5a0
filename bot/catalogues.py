"""The languages in which the bot speaks: a catalogue of its sentences for each, compiled from `locales` by gettext.

A sentence is written where it is said, in English, and is what a catalogue finds its translation by:
`speech.say("From “{title}”.", title=title)`. What articles say is never translated.
"""

import gettext
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

logger = logging.getLogger(__name__)

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "article_bot"

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_.@].{0,40})?", re.IGNORECASE | re.ASCII)


def later(text: str) -> str:
    """Mark a sentence that is said later, by `Catalogue.say`, so that it is found for the catalogues."""
    return text


_MONTHS = later("January February March April May June July August September October November December")
_SHORT_MONTHS = later("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Hold all sentences of the bot in one language; `language` is its code, such as "es".

    Values stand in braces in a sentence, and are put in after it was translated.
    """

    language: str
    translations: gettext.NullTranslations

    @property
    def name(self) -> str:
        """Give the language's own name for itself."""
        return self.say("English")

    def say(self, text: str, **values: object) -> str:
        """Translate a sentence, and put values into it.

        >>> ENGLISH.say("From “{title}”.", title="Tea")
        'From “Tea”.'
        """
        said = self.translations.gettext(text)
        return said.format(**values) if values else said

    def say_n(self, one: str, many: str, n: int, **values: object) -> str:
        """Translate a sentence about a number of things, and put the number and other values into it.

        >>> ENGLISH.say_n("{n} answer", "{n} answers", 1), ENGLISH.say_n("{n} answer", "{n} answers", 2)
        ('1 answer', '2 answers')
        """
        return self.translations.ngettext(one, many, n).format(n=n, **values)

    def day(self, moment: date) -> str:
        """Write a date in short, as 25 Nov 2026."""
        return self.say("{day} {month} {year}", **self._parts(moment, _SHORT_MONTHS))

    def long_day(self, moment: date) -> str:
        """Write a date in full, as 25 November 2026."""
        parts = self._parts(moment, _MONTHS)
        return self.say("{day} {full_month} {year}", day=parts["day"], full_month=parts["month"], year=parts["year"])

    def _parts(self, moment: date, months: str) -> dict[str, object]:
        return {"day": moment.day, "month": self.say(months).split()[moment.month - 1], "year": moment.year}

    def quoted(self, text: str) -> str:
        """Put a text into the quotation marks of the language."""
        return self.say("“{quoted}”", quoted=text)

    def decimal(self, value: float, places: int) -> str:
        """Write a number with so many decimal places, as the language does."""
        whole, _, fraction = f"{value:.{places}f}".partition(".")
        return self.say("{whole}.{fraction}", whole=whole, fraction=fraction)

    def listed(self, names: Sequence[str]) -> str:
        """Write names one after the other, as "a, b and c"."""
        if len(names) < 2:
            return "".join(names)
        return self.say("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


ENGLISH = Catalogue("en", gettext.NullTranslations())


@cache
def catalogues() -> Mapping[str, Catalogue]:
    """Give the catalogues that there are, by the codes of their languages: English, and each that was compiled."""
    found = {"en": ENGLISH}
    for path in sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")):
        code = path.parts[-3]
        found[code] = Catalogue(code, gettext.translation(DOMAIN, LOCALES, [code]))
    return MappingProxyType(found)


def catalogue_for(code: object) -> Catalogue:
    """Give the catalogue for a language, named as people's programs name it; English where there is none.

    >>> catalogue_for("EN-gb").language, catalogue_for("../../etc").language, catalogue_for(None).language
    ('en', 'en', 'en')
    """
    match = _LANGUAGE.fullmatch(code) if isinstance(code, str) else None
    return catalogues().get(match[1].lower(), ENGLISH) if match else ENGLISH
