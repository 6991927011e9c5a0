"""Dates that a document states about itself, "Valid from: 1 March 2024", to the day; what all formats share.

What a date is the date of, says the label right before it. Dates that say nothing of the text itself, of a birth, a
print or a copyright, are labels as well, so that none of them is taken for another.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from corpus.dates import read_date

DateKind = Literal["valid from", "revised", "version", "published", "date", "review", "other"]

PUBLISHED: tuple[DateKind, ...] = ("valid from", "revised", "version", "published", "date")
"""The kinds of a date of publication; of those that a document gives, the first here is taken."""

_LONGEST_LINE = 200  # characters; beyond it a line is a text, which may speak of any date
_LONGEST_LABEL = 80

_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = re.compile(
    r"(?<!\w)(?<!\d[.,/-])(?:"
    r"\d{4}([./-])\d{1,2}\1\d{1,2}|\d{1,2}\. ?\d{1,2}\. ?\d{4}|\d{1,2}([/-])\d{1,2}\2\d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|re|\.|º|°)?[ -](?:of |de |del )?{_MONTH},?[ -](?:de |del )?\d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r")(?!\d)"
)

_LABELS: dict[DateKind, str] = {
    "other": (
        r"(?:(?:date|place) of )?birth(?: date)?|born|dob|geboren|geburtsdatum|date de naissance|(?:date )?print\w*"
        r"(?: date)?|ausdruck|gedruckt|imprimé|copyright|©|(?:down)?loaded|accessed|retrieved|abgerufen"
    ),
    "review": (
        r"(?:date of (?:the )?)?next (?:\w+ )?(?:review|revision|update|version|edition)(?: date| due)*"
        r"|(?<!last )(?<!latest )(?<!previous )review(?: date| due| by| before)*|date of review|due for review"
        r"|(?:to|must|should|will) be (?:reviewed|revised|updated)(?: by| before)?"
        r"|(?:valid|in force|effective) (?:until|till|to|through)|expir(?:es|y|ation)(?: date)?"
        r"|(?:gültig|in kraft) bis(?: zum)?|nächste (?:über)?prüfung|nächste revision|wiedervorlage"
        r"|prochaine (?:révision|mise à jour)|valable jusqu['’]au|valide jusqu['’]au|próxima revisi[óo]n"
        r"|próxima revisão|válid[oa] (?:hasta|até)|vigente hasta|prossima revisione|valid[oa] fino al"
        r"|geldig tot|volgende herziening|ważn[eya] do|obowiązuje do|następny przegląd"
    ),
    "valid from": (
        r"valid(?: from| since| as of)|effective(?: date| from| as of| since)?|in force(?: from| since| as of)?"
        r"|gültig (?:ab|seit)|in kraft(?: ab| seit| getreten)?|inkrafttreten|(?:entrée )?en vigueur"
        r"|valable (?:à partir|dès)|vigente desde|en vigor(?: desde)?|em vigor(?: desde)?|in vigore|geldig vanaf"
        r"|obowiązuje od|ważn[eya] od"
    ),
    "revised": (
        r"(?:date of (?:the )?)?(?:last |latest )?(?:revised|revision|updated?|reviewed|review|modified|amended)"
        r"(?: and (?:revised|updated|reviewed))?|(?:date|page) (?:last )?(?:revised|updated|reviewed|modified)"
        r"|(?:letzter |aktueller )?(?<!\w)(?<![^\W\d_] )stand|(?:zuletzt )?(?:aktualisiert|geändert|überarbeitet)"
        r"|letzte (?:änderung|aktualisierung|überarbeitung)"
        r"|(?:dernière )?(?:mise à jour|révision)|(?:última )?(?:actualización|revisión)|actualizad[oa]"
        r"|(?:última )?(?:atualização|revisão)|atualizad[oa]|(?:ultimo )?aggiorna(?:to|mento)|bijgewerkt|uppdaterad"
        r"|aktualizacja|zaktualizowano"
    ),
    "version": r"(?:version|fassung|versión|versão|versione|versie|wersja|rev\.?|edition|as of)",
    "published": (
        r"(?:(?:first|originally) )?(?:published|posted)|publication(?: date)?|date (?:published|issued|approved)"
        r"|date of (?:publication|issue|approval)|issued|issue date|(?:approved|adopted)(?: date)?|approval date"
        r"|veröffentlicht|herausgegeben|ausgabe|publiée?|(?:date de |fecha de )?publi(?:cation|cación)|publicad[oa]"
        r"|(?:data de )?publicação|pubblicato|gepubliceerd|publicerad|opublikowan[oey]"
    ),
    # "Date" of what? Not after a word: "Closing date". Nor does English "data" date anything within a line.
    "date": r"(?:(?:document|page) |(?<![^\W\d_] ))(?:dated?|datum)|(?<![^\W\d_] )(?:fecha|data)",
}
_NUMBER = r"(?:[ .:#]{1,3}(?:v\.?)?(?:\d[\w.]{0,8}|[A-Z]\b)| no\.? \d{1,4})"  # of a version

# What may stand between a label and its date.
_BETWEEN = "|".join(
    """
    on of at as from since date dated the am vom ab seit dem den der zum du de le la depuis dès à partir au del el
    desde em da do il dal dalla op van vanaf z dnia od
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
    lunes martes miércoles jueves viernes sábado domingo dd/mm/yyyy mm/dd/yyyy dd.mm.yyyy
    """.split()
)
_SEPARATOR = r"[\s:：=|()\[,–—-]"
_TO_DATE = rf"(?:{_SEPARATOR}+(?:{_BETWEEN}))*{_SEPARATOR}*\Z"

_NAMES: dict[str, DateKind] = {f"label{number}": kind for number, kind in enumerate(_LABELS)}
_LABEL = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        f"(?P<{name}>{_LABELS[kind]}){_NUMBER + '?' if kind in ('revised', 'version') else ''}"
        for name, kind in _NAMES.items()
    )
    + rf")(?!\w){_TO_DATE}",
    re.IGNORECASE,
)
_BY_SOMEONE = re.compile(
    r"(?<!\w)(?P<label>(?P<revised>reviewed|revised|updated)|approved|adopted|issued|published)"
    rf" by (?=[^\W\d_])[^\d;:|]{{2,50}}?{_TO_DATE}",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\s?(?:,|and)? ?(?:until|till|to|through|bis(?: zum)?|–|-|au|hasta(?: el)?|até|al|tot|do)\s?", re.IGNORECASE
)


_EDGE = 4  # lines
_SELF_DATED = re.compile(
    rf"(?:(?:this|the) [^\W\d_]+ (?:was|is|has been) )?(?:{_LABELS['valid from']}|{_LABELS['revised']})(?!\w)",
    re.IGNORECASE,
)


class Dates(NamedTuple):
    """Hold when a text says that it was published, the words that say so, and when to review it, all as written."""

    published: str | None = None
    published_label: str | None = None
    review: str | None = None


class _Stated(NamedTuple):
    day: str
    kind: DateKind | None = None
    label: str | None = None


def find_dates(lines: Iterable[str]) -> Dates:
    """Find the dates to the day that short lines state about the document.

    >>> find_dates(["Version 2, valid from 1 March 2024. Next review: 1 March 2026"])
    Dates(published='1 March 2024', published_label='valid from', review='1 March 2026')
    """
    found: dict[DateKind, _Stated] = {}
    for line in lines:
        for stated in _read(line):
            if stated.kind and stated.kind not in found and read_date(stated.day):
                found[stated.kind] = stated
    published = next((found[kind] for kind in PUBLISHED if kind in found), None)
    review = found["review"].day if "review" in found else None
    return Dates(published.day, published.label, review) if published else Dates(review=review)


def find_dates_at_edges(lines: Sequence[str]) -> Dates:
    """Find the dates that a text's first and last lines state about it.

    The last lines may be of cited works, which were published as well: there only lines count that begin with what
    they date.

    >>> find_dates_at_edges(["Tea", "Example Clinic, as of 2 May 2024", "Boil.", "Stir.", "Pour.", "Drink."]).published
    '2 May 2024'
    >>> find_dates_at_edges(["Boil."] * 9 + ["This leaflet was last revised on 8 March 2021."]).published
    '8 March 2021'
    """
    first = find_dates(lines[:_EDGE])
    last = find_dates(line for line in lines[_EDGE:][-_EDGE:] if _SELF_DATED.match(line))
    return first if first.published else Dates(last.published, last.published_label, first.review or last.review)


def find_date(line: str) -> str | None:
    """Give the day that a short line names, with a label or without, as written; None for none or several.

    >>> find_date("Ward 3, 12 March 2024"), find_date("Next review: 12 March 2026")
    ('12 March 2024', None)
    """
    days = {one.day for one in _read(line) if one.kind not in ("review", "other") and read_date(one.day)}
    return days.pop() if len(days) == 1 else None


def kind_of_label(name: str) -> DateKind | None:
    """Tell what a field of this name is the date of; None where it is no date of the document's.

    >>> kind_of_label("Last updated"), kind_of_label("Nächste Überprüfung"), kind_of_label("Closing date")
    ('revised', 'review', None)
    """
    match = _LABEL.match(name) if len(name) <= _LONGEST_LABEL else None
    kind = _NAMES[match.lastgroup] if match and match.lastgroup else None
    return kind if kind != "other" else None


def _read(line: str) -> Iterator[_Stated]:
    """Give each date in a short line with its label, also those that no calendar has."""
    line = " ".join(line.split())
    if len(line) > _LONGEST_LINE:
        return
    end, last = 0, None
    for match in _DATE.finditer(line):
        before = line[max(end, match.start() - _LONGEST_LABEL) : match.start()]
        end = match.end()
        stated = _labelled(match[0], before, last)
        last = stated.kind
        yield stated


def _labelled(day: str, before: str, last: DateKind | None) -> _Stated:
    """Give a date with the label at the end of the words before it; `last` is the kind of the date before those."""
    if last == "valid from" and _UNTIL.fullmatch(before):
        return _Stated(day, "review", before.strip())
    if (match := _LABEL.search(before)) and match.lastgroup:
        return _Stated(day, _NAMES[match.lastgroup], match[match.lastgroup])
    if by := _BY_SOMEONE.search(before):
        return _Stated(day, "revised" if by["revised"] else "published", by["label"])
    return _Stated(day)
