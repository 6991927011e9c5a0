"""Ask what must not be done; distractors are what the document tells to do."""

import re
from collections.abc import Sequence

from bot.authoring.drafting.candidate import LEAST, LONGEST_OPTION, TOO_FEW, Candidate, Found, Kind, fitting, terms_of
from bot.authoring.drafting.lists import is_instruction
from bot.authoring.drafting.parts import Sentence

_FORBIDS = re.compile(
    r"(?:(?:please )?(?:do not|don['’]t|never)|(?:you|staff|residents|visitors|employees|patients|guests|technicians)"
    r" (?:must|may|should|shall|can)(?: not|not|n['’]t| never)) (?P<what>[a-z].*)",
    re.IGNORECASE,
)
_ONLY_AFTER_NOT = re.compile(
    r"\b(?:any|anything|anyone|anybody|at all|ever|either|until|unless|yet|this|these|it|them)\b"
)
_NO_MUST = re.compile(r"^(?:avoid|refuse|stop)\b|\b(?:this|these|it|them|they|such|above|below)\b", re.IGNORECASE)
"""Matches instructions that forbid something in other words, or cannot be understood alone."""
_LEAST_WORDS = 3


def ask_for_bans(sentences: Sequence[Sentence]) -> Found:
    """Yield a candidate for each thing that a section forbids in the form of an instruction."""
    musts = [(i, s) for i, s in enumerate(sentences) if is_instruction(s.text) and not _NO_MUST.search(s.text)]
    for number, sentence in enumerate(sentences):
        match = _FORBIDS.fullmatch(sentence.text.rstrip("."))
        if match is None:
            continue
        key = _as_option(match["what"])
        if (
            key.endswith(":")
            or _ONLY_AFTER_NOT.search(key)
            or len(key.split()) < _LEAST_WORDS
            or len(key) > LONGEST_OPTION
        ):
            yield "ban that cannot stand alone"
            continue
        near = sorted(musts, key=lambda must: (must[1].topic != sentence.topic, abs(must[0] - number)))
        told = [_as_option(must.text) for _, must in near if not _opposes(must.text, key)]
        wrong = fitting(told, key)
        if len(wrong) < LEAST:
            yield TOO_FEW
            continue
        question = f"Which of these does the {sentence.place} forbid?"
        yield Candidate(Kind.BAN, "bans", sentence.topic, question, key, wrong, sentence.source, worth=2.4)


def _as_option(text: str) -> str:
    plain = text.rstrip(". ")
    return plain[:1].upper() + plain[1:]


def _opposes(must: str, ban: str) -> bool:
    """Return whether a must and a ban are on the same thing, so that one is told by the other."""
    return len(terms_of(must) & terms_of(ban)) > 1
