"""Ask about lists: what a label stands for, the next step of a procedure, what belongs to one of sibling lists."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.authoring.checking.word_rules import has_common_root
from bot.authoring.drafting.candidate import (
    LEAST,
    LONGEST_OPTION,
    LONGEST_STEM,
    TOO_FEW,
    Candidate,
    Found,
    Kind,
    fitting,
    terms_of,
)
from bot.authoring.drafting.grids import read_label
from bot.authoring.drafting.parts import Listing, is_clear, shown_text
from index.language.sentences import split_sentences
from index.language.stop_words import STOP_WORDS

_LEAST_TOLD = 0.6  # share of the items of a procedure that are instructions
_FEWEST_STEPS, _FEWEST_LABELS, _FEWEST_MEMBERS = 4, 3, 2
_COMMON = 3  # lists from which on a label says nothing of one of them
_LONGEST_STEP, _LONGEST_MEMBER = 22, 12  # words
_LONGEST_NAME = 110  # characters of what a list is called
_NO_MEMBER = re.compile(r"(?:[a-z]+ly|kept|off|on|in|under|near|at|by|do not|don['’]t|never)\b", re.IGNORECASE)
"""Matches how members begin that are told by their form: bans, and where or how something is kept."""
_UNFINISHED = re.compile(r"(?::|,|;|\b(?:and|or))$|[“\"?]")
_NO_LABEL = re.compile(
    r"\d$|(?:\S+\s+){6}|^(?:note|example|tip|warning|important|purpose|scope|process|overview|summary|general|other)\b"
    r"|\b(?:type|colou?rs?|size|weight|height|price|cost|date|time|address|phone|e-?mail|material|duration)$",
    re.IGNORECASE,
)
_FINITE = re.compile(r"\b(?:is|are|was|were|will|has|have|must|may|can|should|shall)\b")
_VERBS = frozenset(
    """
    activate add adjust allow answer apply arrange ask assess attach avoid begin bring calculate call carry
    change check choose clean clear close collect complete confirm connect contact charge cook cool count cover
    create decide defrost deliver descale describe detach determine discard disconnect disinfect dispose
    document drain dry empty enable enter escort establish evaluate examine explain extinguish file fill find
    fold follow get give go hand have heat help hold identify include inform insert inspect install isolate
    keep label lay leave let lift load lock log look loosen lower maintain make mark measure mix monitor mop
    move note notify obtain offer open order pack park pay perform place pour preheat prepare press print
    provide pull push put raise read record refer refuse reheat remove repeat replace report request reset
    return review ring rinse rotate rub run save scan screw seal search secure select send set shake show shut
    sign sit slide soak speak spray squeeze stand start stay stir stop store submit swallow sweep switch take
    tell test throw tick tie tighten transfer trim turn undo unpack unplug unscrew update use verify wait warm
    wash watch wear weigh wet wipe withdraw write
    """.split()
)


_ANY_VERB = "|".join(_VERBS.union("charge consist contain cost exist last mean need reach require weigh".split()))
_COMMON_VERB = re.compile(
    rf"^(?:never|do not|don['’]t)\b"
    rf"|\b(?:had|do|does|did|need|[a-z]{{3,}}ed)\b|\b(?:you|we|they|[a-z]{{3,}}s) (?:{_ANY_VERB}|have)\b"
    rf"|\b(?:{_ANY_VERB})e?s\b|['’](?:ll|re)\b",
    re.IGNORECASE,
)
_STANDING = frozenset("avoid be ensure follow keep maintain monitor refer remember train use wear".split())
"""First words of instructions that hold all the time, and so are no step."""
_NO_VERBS = STOP_WORDS.union("when while unless once although until whenever though since".split()) - _VERBS


def is_instruction(text: str) -> bool:
    """Return whether a sentence tells what to do.

    >>> is_instruction("Check the seal of the box."), is_instruction("The seal is checked.")
    (True, False)
    """
    words = text.split()
    if len(words) < 2 or not words[0].isalpha() or words[0].lower() in _NO_VERBS or text.endswith(":"):
        return False
    first, second = words[0].lower(), words[1].strip(".,").lower()
    known = first in _VERBS and not _FINITE.search(" ".join(words[1:3]))
    return known or (len(first) > 3 and first[-1] not in "sdg" and second in {"the", "your", "all", "any", "each"})


def has_verb(text: str) -> bool:
    """Return whether a sentence has a finite verb, as far as common ones tell.

    >>> has_verb("Each tablet contains 10 mg."), has_verb("A timesheet for the last 12 months.")
    (True, False)
    """
    return bool(_FINITE.search(text) or _COMMON_VERB.search(text))


def first_sentence(row: str) -> str:
    """Return the first sentence of a list item as it stands there."""
    spans = split_sentences(row)
    return row[spans[0][0] : spans[0][1]] if spans else row


def ask_for_labels(lists: Sequence[Listing]) -> Found:
    """Yield a candidate for each text of a labelled list, with the other labels as distractors."""
    common = Counter(read[0] for one in lists for read in {read_label(row) for row in one.rows} if read)
    for number, listing in enumerate(lists):
        read = [(row, found) for row in listing.rows if (found := read_label(row)) and common[found[0]] < _COMMON]
        if len(listing.name) > _LONGEST_NAME or len(read) < max(_FEWEST_LABELS, len(listing.rows) * 0.6):
            continue
        for row, (label, text) in read:
            said = shown_text(first_sentence(text)).rstrip(".")
            wrong = fitting((other for _, (other, _) in read), label)
            if (
                any(has_common_root(term, terms_of(said)) for term in terms_of(label))
                or not re.search(r"[^\W\d]{4}.*\s.*[^\W\d]{3}", said)
                or _UNFINISHED.search(said)
                or _NO_LABEL.search(label)
            ):
                yield "label told by its text"
            elif len(wrong) < LEAST:
                yield TOO_FEW
            else:
                question = f"Which entry of the list under “{listing.name}”{listing.within} says: “{said}”?"
                part = f"labels {number}"
                yield Candidate(Kind.LABEL, part, listing.topic, question, label, wrong, row, worth=2.6)


def ask_for_steps(lists: Sequence[Listing]) -> Found:
    """Yield candidates that ask which step comes next, for numbered procedures of four instructions or more."""
    for number, listing in enumerate(lists):
        steps = [shown_text(first_sentence(row)).rstrip(".") for row in listing.rows]
        told = [is_instruction(step) and step.split()[0].lower() not in _STANDING for step in steps]
        if not listing.numbered or len(steps) < _FEWEST_STEPS or sum(told) < len(steps) * _LEAST_TOLD:
            continue
        for at in range(0, len(steps) - 1, 2):  # every other step, so that no item gives the next one away
            step, key = steps[at], steps[at + 1]
            if not (_is_step(step) and _is_step(key) and told[at + 1]) or listing.rows[at + 1].lower().startswith("if"):
                yield "step too long or none"
                continue
            others = [one for i, one in enumerate(steps) if i not in {at, at + 1} and told[i] and _is_step(one)]
            wrong = fitting(sorted(others, key=lambda one: abs(steps.index(one) - at)), key)
            question = f"In the steps under “{listing.place.name}”, what comes directly after “{step}”?"
            if len(wrong) < LEAST or len(question) > LONGEST_STEM:
                yield TOO_FEW
                continue
            source = first_sentence(listing.rows[at + 1])
            yield Candidate(Kind.STEP, f"steps {number}", listing.topic, question, key, wrong, source, worth=2.5)


def _is_step(text: str) -> bool:
    return (
        2 <= len(text.split()) <= _LONGEST_STEP and len(text) <= LONGEST_OPTION and text[-1] != ":" and is_clear(text)
    )


def ask_for_members(lists: Sequence[Listing]) -> Found:
    """Yield a candidate for the list that a member stands in, with members of its sibling lists as distractors."""
    common = Counter(shown_text(row).casefold().rstrip(".;,") for listing in lists for row in listing.rows)
    for number, listing in enumerate(lists):
        own = [row for row in listing.rows if _is_member(row)]
        if listing.numbered or len(listing.name) > _LONGEST_NAME or len(own) < _FEWEST_MEMBERS:
            continue
        siblings = [other for other in lists if other is not listing and _are_siblings(listing, other)]
        siblings.sort(key=lambda other: abs(lists.index(other) - number))
        name = terms_of(listing.name)
        pool = [
            shown_text(row).rstrip(".;,")
            for other in siblings
            for row in other.rows
            if _is_member(row) and not terms_of(row) & (terms_of(other.name) - name)
        ]
        known = {term for row in listing.rows for term in terms_of(row)}
        for place, row in enumerate(own):
            key = shown_text(row).rstrip(".;,")
            turned = pool[2 * place % max(1, len(pool)) :] + pool  # not the same distractors for each
            wrong = fitting((one for one in turned if not terms_of(one) <= known), key)
            wrong = tuple(one for one in wrong if len(terms_of(one) & terms_of(key)) < 2)
            if terms_of(key) & name or common[key.casefold()] > 1 or len(wrong) < LEAST:
                yield TOO_FEW
                continue
            question = f"Which of these does the document list under “{listing.name}”{listing.within}?"
            part = f"members of {listing.name}"
            yield Candidate(Kind.MEMBER, part, listing.topic, question, key, wrong, row, worth=2.0)


def _is_member(row: str) -> bool:
    short = 3 < len(row) <= LONGEST_OPTION and len(row.split()) <= _LONGEST_MEMBER
    return short and not (
        read_label(row)
        or _UNFINISHED.search(row)
        or _NO_MEMBER.match(row)
        or is_instruction(row)
        or _FINITE.search(row)
    )


def _are_siblings(one: Listing, other: Listing) -> bool:
    """Return whether two lists are of one sort.

    They have the same lead, or stand in one chapter and have names that share half of their words.
    """
    if one.numbered != other.numbered or (one.topic, one.lead) == (other.topic, other.lead):
        return False
    if one.lead and one.lead == other.lead:
        return True
    near = one.path == other.path or (len(one.path) > 1 and one.path[:-1] == other.path[:-1])
    first, second = terms_of(one.name), terms_of(other.name)
    return near and 2 * len(first & second) >= max(len(first), len(second), 1)
