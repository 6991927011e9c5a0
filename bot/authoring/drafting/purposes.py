"""Ask for a purpose: "X is used to V", with the purposes of other things in the article as distractors."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.authoring.drafting.candidate import POOL, Found, Kind, make_candidate, uncapitalise
from bot.authoring.drafting.source_sentences import is_vague, terms_of
from bot.authoring.drafting.statements import Statement

_PURPOSE = re.compile(
    r"^(?P<auxiliary>is|are|can be|may be) (?:\w+ly |also |often )?(?P<verb>used|administered|given|applied|prescribed"
    r"|needed|required|intended|designed)(?: in order)? to (?P<aim>(?!be\b|have\b)[a-z]+ [^,.;:(]+)"
)
_LATER = re.compile(r" (?:and therefore|because|which|when|after|before|although|while|if|by|until)\b.*$")
_LONGEST_AIM, _LONGEST_SUBJECT = 10, 4  # words


@dataclass(frozen=True, slots=True)
class Purpose:
    """Hold what something is for: "Niacin", "is", "used", "reduce pain"."""

    subject: str
    auxiliary: str
    verb: str
    aim: str


def purposes(statements: Iterable[Statement]) -> tuple[Purpose, ...]:
    """Return the purposes that statements give."""
    return tuple(found for statement in statements if (found := read_purpose(statement)))


def read_purpose(statement: Statement) -> Purpose | None:
    """Return the purpose that a statement gives for its subject; None if it gives none plainly."""
    subject = statement.subject_name
    match = _PURPOSE.match(statement.predicate) if subject else None
    if match is None or len(subject.split()) > _LONGEST_SUBJECT or is_vague(subject):
        return None
    aim = _LATER.sub("", match["aim"]).strip()
    return Purpose(subject, match["auxiliary"], match["verb"], aim) if len(aim.split()) <= _LONGEST_AIM else None


def ask_for_purpose(statement: Statement, all_told: Sequence[Purpose]) -> Found:
    """Yield a candidate with the purpose as key: "According to the article, what is niacin used for?"."""
    own = read_purpose(statement)
    if own is None:
        return
    known = terms_of(f"{own.subject} {own.aim}") | statement.terms
    wrong: list[str] = []
    for other in all_told:
        terms = terms_of(f"{other.subject} {other.aim}")
        if not terms & known:
            wrong.append(f"to {other.aim}")
            known |= terms
    question = f"According to the article, what {own.auxiliary} {uncapitalise(own.subject)} {own.verb} for?"
    yield make_candidate(statement, Kind.PURPOSE, question, f"to {own.aim}", wrong[:POOL], worth=3.0)
