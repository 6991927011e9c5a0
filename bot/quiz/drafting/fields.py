"""Words of small closed fields as keys: "Wash the spacer once a ____" is a day, a week, a month or a year."""

import re

from bot.quiz.drafting.candidate import Found, Kind, cloze, with_enough
from bot.quiz.drafting.statements import Statement
from bot.quiz.drafting.words import FIELDS
from bot.quiz.phrases import Parse

_WORD = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")


def ask_for_field_word(statement: Statement) -> Found:
    """Blank a word of a field where the sentence has no other of it; the nearest others stand beside it.

    Of words that a field joins with a slash, which mean about the same, one stands for all.
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
        if re.search(around, f"{text[: match.start()]}_{text[match.end() :]}") and _ends_phrase(
            statement.parse, match.end()
        ):
            others = sorted(range(len(groups)), key=lambda other: abs(other - place))[1:]
            wrong = [groups[other][0] for other in others]
            yield with_enough(statement, Kind.FIELD, cloze(statement, *match.span()), match[0], wrong, worth=1.0)


def _ends_phrase(parse: Parse, end: int) -> bool:
    """Whether the word before is no part of "the heart's", and no verb with an object."""
    after = next((token for token in parse.tokens if token.start >= end), None)
    return after is None or after.tag not in {"DT", "PRP$", "POS"}
