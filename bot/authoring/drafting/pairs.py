"""Ask about what documents pair: a row and its cells, a list and its members, two steps.

Pairs can be asked for in two directions: for the value of a name, and for the name that has a value.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.authoring.checking.word_rules import has_common_root
from bot.authoring.drafting.candidate import LEAST, LONGEST_OPTION, Candidate, Found, fitting, terms_of
from bot.authoring.drafting.numbers import MOST_TIMES, NUMBER, number_of
from bot.authoring.drafting.parts import (
    FILE_WORDS,
    FINITE,
    Listing,
    Table,
    first_sentence,
    is_clear,
    is_instruction,
    read_label,
)

_CUT = re.compile(r"\b(?:an?|and|at|by|for|from|of|or|over|than|the|to|under|with)$")  # goes on in another cell
_NO_VALUE = re.compile(
    r"://|www\.|\S@\S|^\(.*\)\W*$|[:;,?]$|[<{]|^\[| = |\b(?:and|or)$|^see\b|\b(?:See|SEE) [A-Z“]"
    r"|^(?i:n\W?a|nil|none|tb[acd]|to ?do|unknown|ditto|(?:same )?(?:as above)?)\W*$"
    r"|^\W*(?:.?|\d{5,}|(?=\S*[A-Z])(?=\S*\d\S*\d)[\w-]{6,})\W*$"
)
_NUMERIC = re.compile(r"(?:[^\W\d]{1,2}\b|[^\w]|\d)*\d(?:[^\W\d]{1,2}\b|[^\w]|\d)*(?:[^\W\d]{3,} ?)?[^\w]*")
_NO_NAME = re.compile(
    r".*(?:\?|:$)|\[|(?:and|or|if|note|example|tip|warning|important|purpose|scope|process|overview|summary|general)\b"
    r"|other\b|(?:.* )?(?:name|type|colou?rs?|size|[hw]eight|price|cost|date|time|address|phone|model|no|number)$",
    re.IGNORECASE,
)
"""Matches names that say nothing, or that the form of their values tells."""
_VERDICT = re.compile(r"(?:.*: )?\W*(?:dos?|(?:do|must|should) not|don['’]ts?|never|forbidden)\W*", re.IGNORECASE)
"""Matches what a list of duties or of bans is called, whose members tell where they stand."""
_LONGEST_NAME, _LONGEST_SAID, _LONGEST_HEADER, _LONGEST_HEADING = 90, 160, 8, 6  # characters; words of the last two
_LEAST_ROWS, _FEWEST_WORDS = 3, 3
_SAME_LENGTH, _ALIKE = 0.3, 0.5  # least ratio of the lengths of two options; share of words that are the same
_MOST_CELLS, _MOST_MEMBERS, _MOST_STEPS = 10, 2, 6  # asked of a table or a list
_MOST_PAIRS, _SHORT = 300, 8  # since each is compared with each; words of two values whose form is seen at once
_LESS, _TURNS = 0.3, 4  # worth of a question for a name than for a value; columns or rows after which one has its turn
_LEAST_TOLD, _LEAST_VARIED = 0.3, 0.4  # of the items of a procedure: sure instructions, different first words
_NO_PROCEDURE = re.compile(r"(?i)^this\b|\b(?:monitoring|corrective|rule|tips|guideline|polic|option|solution)")
_STANDING = frozenset("avoid be ensure follow keep maintain monitor refer remember train use wear".split())  # no steps
_HERE = "\0"  # what a question quotes


@dataclass(frozen=True, slots=True)
class _Pair:
    """Hold a name with one of its values, and what a candidate on them has but for question and options."""

    name: str
    value: str
    base: Candidate


def ask_for_pairs(tables: Sequence[Table], lists: Sequence[Listing]) -> Found:
    """Yield candidates for the cells of tables, the members of lists, and steps."""
    for table in tables:
        yield from _ask_table(table)
    yield from _ask_members(lists)
    yield from _ask_steps(lists)


def _ask_table(table: Table) -> Found:
    lines = [(row, source) for row, source in zip(table.rows, table.sources, strict=True) if len(row) > 1]
    width = max((len(row) for row, _ in lines), default=0)
    header = lines[0][0] if lines and len(lines[0][0]) == width and _is_header([row for row, _ in lines]) else ()
    rows = [((*row, "") if len(row) == width - 1 and header else row, source) for row, source in lines]  # empty last
    rows = [(row, source) for row, source in rows[bool(header) :] if len(row) == width]
    if (not header and width != 2) or len(rows) < _LEAST_ROWS:
        yield "table of another shape"
    elif sum(bool(FILE_WORDS.search(cell)) for cell in (*header, *(row[0] for row, _ in rows))) > 1:
        yield "table on the file itself"
    else:
        yield from _ask_columns(table, header or ("", ""), rows)


def _ask_columns(table: Table, header: Sequence[str], rows: Sequence[tuple[Sequence[str], str]]) -> Found:
    first = next((at for at, one in enumerate(zip(*(row for row, _ in rows), strict=True)) if not _is_measured(one)), 0)
    rows = [row for row in rows if not any(map(_CUT.search, row[0]))]
    names = Counter(row[first].casefold() for row, _ in rows)  # an empty one may go on with the row above
    apart = [row for row in rows if _is_name(row[0][first]) and names[row[0][first].casefold()] == 1 and not names[""]]
    place = f"In the table {f'“{table.caption}” ' if table.caption else ''}in {table.place}, what"
    base = Candidate(f"{place} {table.sources}", _MOST_CELLS, 3.0, table.topic)
    for at in (one for one in range(len(header)) if one != first and (header[one] or one > first)):
        under, of, it = (f"under “{header[at]}”", " for", "") if header[at] else ("beside", "", " it")
        questions = f"{place} stands {under}{of} “{_HERE}”?", f"{place} has “{_HERE}” {under}{it}?"
        told = [(row, replace(base, source=source, fact=f"{source} {at}")) for row, source in apart if row[at]]
        yield from _ask([_Pair(row[first], row[at], own) for row, own in told], *questions, turn=at)


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row names the columns: short, filled (but for the first), of no value of its column."""
    first = rows[0]
    short = all(len(cell.split()) <= _LONGEST_HEADER and not _NUMERIC.fullmatch(cell) for cell in first)
    own = all(_shape(cell) not in map(_shape, row[at : at + 1]) for at, cell in enumerate(first) for row in rows[1:])
    return short and own and all(first[1:]) and len(set(first)) == len(first)


def _is_measured(cells: Sequence[str]) -> bool:
    """Return whether a column has nothing but amounts with a unit, or nothing, and so names no rows."""
    return all(not cell or (_NUMERIC.fullmatch(cell) and not cell[-1].isdigit()) for cell in cells)


def _ask_members(lists: Sequence[Listing]) -> Found:
    """Yield candidates for the list that a member stands in, among those of one chapter."""
    met = Counter(row.casefold() for one in lists for row in one.rows)
    groups: dict[tuple[int, tuple[str, ...]], list[_Pair]] = {}
    for one in filter(_has_members, lists):
        depth = 0 if one.lead else 1 + one.name.count(": ")
        group = groups.setdefault((depth, one.path[: -depth or 1]), [])
        base = Candidate(f"members {one.name}", _MOST_MEMBERS, 2.0, one.topic)
        for row, source in zip(one.rows, one.sources, strict=True):
            if met[row.casefold()] == 1 and len(row.split()) > _FEWEST_WORDS:
                group.append(_Pair(one.name, row, replace(base, source=source, fact=row)))
    for pairs in groups.values():
        question = f"Under which heading of “{lists[0].place.title}” does “{_HERE}” stand?"
        yield from _ask(pairs, "", question)


def _has_members(listing: Listing) -> bool:
    """Return whether the name of a list says what its members have in common, and they do not tell it by themselves."""
    told = _VERDICT.fullmatch(listing.name) or FINITE.search(listing.lead) or any(map(read_label, listing.rows))
    return len(listing.name.split()) <= _LONGEST_HEADING and _is_name(listing.name) and not told


def _ask_steps(lists: Sequence[Listing]) -> Found:
    """Yield candidates that ask which step comes next, among those of the same procedure."""
    named = Counter(str(one) for one in lists if one.numbered)
    procedures = {str(one): _steps_of(one) for one in lists if one.numbered and named[str(one)] == 1}
    for name, pairs in procedures.items():
        yield from _ask(pairs, f"In the steps {name}, what comes directly after “{_HERE}”?", "")


def _steps_of(listing: Listing) -> list[_Pair]:
    """Return each step of a procedure with the one before it, if that can be quoted; nothing for other lists."""
    steps = [first_sentence(row) for row in listing.rows]
    firsts = [step.split()[0].lower() for step in steps if is_instruction(step, sure=False)]
    told = sum(map(is_instruction, steps)) - sum(first in _STANDING for first in firsts)
    many = len(set(firsts)) >= max(_LEAST_ROWS, len(steps) * _LEAST_VARIED) and told >= len(steps) * _LEAST_TOLD
    if not many or _NO_PROCEDURE.search(f"{listing.lead} {listing.path[-1:]}"):
        return []
    fit = (is_clear(step) and not _NO_NAME.match(step) and steps.count(step) == 1 for step in steps)
    named = ["", *(step if good else "" for step, good in zip(steps, fit, strict=True))]
    base = Candidate(f"steps {listing}", _MOST_STEPS, 2.5, listing.topic)
    return [
        _Pair(before, step, replace(base, source=row, fact=row, worth=2.5 - 0.5 * (at % 2)))
        for at, (before, step, row) in enumerate(zip(named, steps, listing.rows, strict=False))
        if is_clear(step) and is_instruction(step, sure=False)
    ]


def _ask(pairs: Sequence[_Pair], for_value: str, for_name: str, turn: int = 0) -> Found:
    """Yield candidates for each pair whose name is not told by its value, the options of near pairs first.

    Questions have _HERE in the place of what they quote; an empty one is not asked.
    """
    pairs = pairs[:_MOST_PAIRS]
    shared = Counter(term for name in {pair.name for pair in pairs} for term in terms_of(name))
    for place, pair in enumerate(pairs):
        own = {term for term in terms_of(pair.name) if shared[term] < LEAST}
        if not pair.name or (for_name and any(has_common_root(term, terms_of(pair.value)) for term in own)):
            yield "told by its text"
            continue
        near = [pairs[i] for i in sorted(range(len(pairs)), key=lambda i: abs(i - place))]
        others = [one for one in near if pair.name not in {one.name, one.value}]
        rank = 0.05 * ((place + turn) % _TURNS)
        if for_value:
            yield _ask_value(pair, others, for_value, rank)
        if for_name:
            few = {term for term in terms_of(pair.name) if shared[term] == LEAST and ": " not in pair.name}
            yield _ask_name(pair, others, for_name, rank + _LESS, None if for_value else few)


def _ask_value(pair: _Pair, others: Sequence[_Pair], question: str, rank: float) -> Candidate | str:
    steps = pair.base.part.startswith("steps")
    if not _is_option(pair.value):
        return "no option"
    echo = _echo(pair.value, pair.name)
    values = (one.value for one in others if _is_option(one.value) and _are_alike(one.value, pair.value))
    same = (one for one in values if (steps and not _is_within(one, pair.name)) or _echo(one, pair.name) == echo)
    return pair.base.asking(question.replace(_HERE, pair.name), pair.value, fitting(same, pair.value), rank)


def _ask_name(
    pair: _Pair, others: Sequence[_Pair], question: str, rank: float, few: set[str] | None
) -> Candidate | str:
    """Return a candidate for a name; outside tables no option shares with the key one of the `few` terms of two names.

    No term of another name may be in what is said: it may well be right, too.
    """
    said = first_sentence(pair.value)
    echo = _echo(pair.name, said)
    fits = few is not None and any(_echo(one.name, said) - echo for one in others)
    if fits or not _is_telling(said) or any(_say_alike(said, one.value) for one in others):
        return "told of others, too"
    like = [one for one in others if not _NUMERIC.fullmatch(said) or _shape(one.value) == _shape(said)]  # of its unit
    apart = (one.name for one in like if _echo(one.name, said) == echo and terms_of(one.name).isdisjoint(few or ()))
    return pair.base.asking(question.replace(_HERE, said), pair.name, fitting(apart, pair.name), rank)


def _echo(option: str, said: str) -> frozenset[str]:
    """Return the terms of a question that an option repeats; one that repeats others than the key gives itself away."""
    return frozenset(term for term in terms_of(said) if has_common_root(term, terms_of(option)))


def _shape(text: str) -> str:
    return re.sub(r"\d[\d.,]*", "0", text).removesuffix("s")


def _is_name(text: str) -> bool:
    whole = is_clear(text) or len(text.split()) < _FEWEST_WORDS
    return 1 < len(text) <= _LONGEST_NAME and whole and any(map(str.isalpha, text)) and not _NO_NAME.match(text)


def _is_option(text: str) -> bool:
    whole = len(text.split()) < _FEWEST_WORDS or is_clear(text[:1].upper() + text[1:])
    return whole and any(map(str.isalnum, text)) and 1 < len(text) <= LONGEST_OPTION and not _NO_VALUE.search(text)


def _is_telling(text: str) -> bool:
    """Return whether one can tell by a text whose it is: it is whole and has a figure or two words."""
    whole = is_clear(text[:1].upper() + text[1:]) and not _NO_VALUE.search(text)
    return whole and len(text) <= _LONGEST_SAID and bool(re.search(r"\d|[^\W\d]{3}.*\s.*[^\W\d]{3}", text))


def _say_alike(one: str, other: str) -> bool:
    """Return whether two texts may say the same: one is part of the other, or they share most of their words."""
    first, second = terms_of(one), terms_of(other)
    shared = len(first & second) > _ALIKE * max(1, min(len(first), len(second)))
    return shared or _is_within(one, other)


def _is_within(one: str, other: str) -> bool:
    first, second = one.casefold().strip(" ."), other.casefold().strip(" .")
    return first in second or second in first


def _are_alike(one: str, other: str) -> bool:
    """Return whether two values are of like length and form, and of similar size if they are but numbers."""
    if _is_within(one, other):
        return False
    if not any(_NUMERIC.fullmatch(text) for text in (one, other)):
        figures = bool(re.search(r"\d", one)) == bool(re.search(r"\d", other)) or len(f"{one} {other}".split()) > _SHORT
        return figures and min(len(one), len(other)) >= _SAME_LENGTH * max(len(one), len(other))
    if _shape(one) != _shape(other):
        return False
    first, second = (number_of(NUMBER.search(cell)[0]) for cell in (one, other))  # type: ignore[index]
    return bool(re.search(r"\d:\d\d", one)) or max(first, second) <= MOST_TIMES * min(first, second)
