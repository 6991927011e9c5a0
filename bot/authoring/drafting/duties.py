"""Ask what must not be done; distractors are what the same section, or another on the same thing, tells to do."""

import re
from collections.abc import Sequence

from bot.authoring.drafting.candidate import LEAST, LONGEST_OPTION, TOO_FEW, Candidate, Found, Kind, fitting, terms_of
from bot.authoring.drafting.lists import is_instruction
from bot.authoring.drafting.parts import Sentence, is_clear

_FORBIDS = re.compile(
    r"(?:(?:please )?(?:do not|don['’]t|never)|(?:you|staff|residents|visitors|employees|patients|guests|technicians)"
    r" (?:must|may|should|shall|can)(?: not|not|n['’]t| never)) (?P<what>[a-z].*)",
    re.IGNORECASE,
)
_NO_BAN = re.compile(
    r"^(?:be|need|have|know|want|feel|get|allow|ignore|neglect|forget|fail|skip|assume|hesitate|worry"
    r"|use (?:dirty|broken|damaged|expired|unsafe))\b"
    r"|\b(?:anything|anyone|anybody|at all|ever|either|until|unless|yet|this|these|it|them|but|except|instead)\b"
    r"|:$",
    re.IGNORECASE,
)
"""Matches states, what is bad by its own word, words that stand only after "not", references, and half a ban."""
_NO_MUST = re.compile(
    r"^(?:avoid|refuse|stop)\b|\b(?:this|these|it|them|they|such|not|never|don['’]t)\b|(?-i:\S [A-Z][a-z])",
    re.IGNORECASE,
)
"""Matches instructions that forbid something, cannot be understood alone, or are fused with what follows."""
_LEAST_WORDS = 3
_SAME = 2  # shared terms from which on a must and a ban are on the same thing, so that one is told by the other


def ask_for_bans(sentences: Sequence[Sentence]) -> Found:
    """Yield a candidate for each thing that a section forbids in the form of an instruction."""
    musts = [(i, s) for i, s in enumerate(sentences) if is_instruction(s.text) and not _NO_MUST.search(s.text)]
    telling = {must.chapter for _, must in musts}
    for number, sentence in enumerate(sentences):
        match = _FORBIDS.fullmatch(sentence.text.rstrip("."))
        if match is None or not sentence.chapter.is_one:
            continue
        key, place = _as_option(re.sub(r"\bany (?=\w)", "", match["what"])), sentence.chapter
        if _NO_BAN.search(key) or not is_clear(key) or len(key.split()) < _LEAST_WORDS or len(key) > LONGEST_OPTION:
            yield "ban that cannot stand alone"
            continue
        told = [
            (must.chapter != place, -shared, abs(at - number), _as_option(must.text))
            for at, must in musts
            if (shared := len(terms_of(must.text) & terms_of(key))) < _SAME
            and (shared or place in telling or not place.is_section)
        ]
        wrong = fitting((text for *_, text in sorted(told)), key)
        if len(wrong) < LEAST:
            yield TOO_FEW
            continue
        question = f"Which of these does the {place} forbid?"
        yield Candidate(Kind.BAN, f"bans of {place}", sentence.topic, question, key, wrong, sentence.source, worth=2.4)


def _as_option(text: str) -> str:
    plain = text.rstrip(". ")
    return plain[:1].upper() + plain[1:]
