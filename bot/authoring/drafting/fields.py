"""Ask for a word of a small closed word field: in "Wash the spacer once a ____", day, week, month or year."""

import re

from bot.authoring.drafting.candidate import Found, Kind, cloze, make_candidate
from bot.authoring.drafting.statements import Statement
from bot.authoring.drafting.words import FIELDS

_PERIODIC = re.compile(r"\b(?:hourly|daily|nightly|weekly|monthly|yearly|annual(?:ly)?)\b")
_WORD = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")


def ask_for_field_word(statement: Statement) -> Found:
    """Yield candidates that blank a word of a field which has no other word in the sentence.

    The distractors are the field's other words, the nearest first; of near synonyms only one is used. A frequency
    ("once a week") is asked for only in instructions, and only where no other word gives it away.
    """
    text = statement.text
    for around, field in FIELDS:
        groups = [group.split("/") for group in field]
        found = [
            (match, place) for match in _WORD.finditer(text) for place, own in enumerate(groups) if match[0] in own
        ]
        if len(found) != 1:
            continue
        match, place = found[0]
        if "week" in field and (_PERIODIC.search(text) or not statement.instructs):
            continue
        if re.search(around, f"{text[: match.start()]}_{text[match.end() :]}"):
            others = sorted(range(len(groups)), key=lambda other: abs(other - place))[1:]
            wrong = [groups[other][0] for other in others]
            yield make_candidate(statement, Kind.FIELD, cloze(statement, *match.span()), match[0], wrong, worth=0.5)
