"""Purposes as keys: "X is used to V"."""

import re
from collections.abc import Iterator

from bot.quiz.drafting.candidate import POOL, Found, Kind, begin_small, cloze, with_enough
from bot.quiz.drafting.inventory import Inventory
from bot.quiz.drafting.sentences import is_vague, telling, terms_of
from bot.quiz.drafting.statements import Statement
from bot.quiz.phrases import Parse, parse_sentence
from index.confidence import TELLING

_PURPOSE = re.compile(
    r"^(?P<auxiliary>is|are|was|were|can|may) (?P<verb>(?:be )?(?:\w+ly |also |often )?(?:used|administered|given"
    r"|applied|designed|prescribed|employed|created|established|founded|built|introduced|intended|needed|required"
    r"|performed))(?P<rest>(?: (?!in order\b)[^ ,]+)*?)(?: in order)? to (?P<aim>[a-z]+ .+)$"
)
_AIM_END = re.compile(
    r",.*$|[.;:(…].*$"
    r"| (?:and therefore|because|which|when|after|before|although|while|as|than|if|by|until)\b.*$",
    re.DOTALL,
)
_NO_AIM = re.compile(
    r"\b(?:it|its|they|their|them|this|these|that|those|he|his|she|her|be|have|such|not|do)\b|^\w+(?:s|ed|ing)\b"
)
_AIMING = frozenset("used order designed intended helps helped serves serve acts needed required administered".split())
_NOUNS_TOO = frozenset(
    "increase decrease reduce treat repair support control help balance access process study".split()
)
"""Verbs that the tagger takes for nouns."""
_SHORTEST, _LONGEST, _LONGEST_SUBJECT = 2, 14, 8  # words


def ask_for_purpose(statement: Statement, inventory: Inventory) -> Found:
    """What follows "to" is the key: "According to the article, for what purpose is niacin used?"."""
    match = _PURPOSE.match(statement.predicate) if statement.subject_name else None
    if match is None:
        yield from _ask_for_aim(statement, inventory)
        return
    key, rest = _aim(match["aim"]), match["rest"]
    joined = any(token.is_finite for token in parse_sentence(rest).tokens)
    if not key or joined or statement.adverbial or not _is_plain(statement.subject_name):
        yield "no plain purpose"
        return
    name = begin_small(statement.subject_name, inventory)
    question = f"According to the article, for what purpose {match['auxiliary']} {name} {match['verb']}{rest}?"
    wrong = [f"To {aim}" for aim in _other_aims(key, statement, inventory)]
    yield with_enough(statement, Kind.PURPOSE, question, f"To {key}", wrong, worth=3.0)


def _ask_for_aim(statement: Statement, inventory: Inventory) -> Found:
    """Blank what an instruction is for: "Raise the leg to ____."."""
    for aim, start, _ in _aims_in(statement.parse) if statement.instructs else ():
        wrong = _other_aims(aim, statement, inventory)
        yield with_enough(statement, Kind.PURPOSE, cloze(statement, start, start + len(aim)), aim, wrong, worth=1.5)


def _is_plain(subject: str) -> bool:
    head = re.split(r" (?:of|for|in|that|with) ", subject)[0]
    return len(subject.split()) <= _LONGEST_SUBJECT and telling(subject) >= TELLING and not is_vague(head)


def _aim(text: str) -> str:
    """A purpose cut at the end of its clause; empty where it is no plain one.

    >>> _aim("reduce inflammation at the level of the nerves, which is good"), _aim("be")
    ('reduce inflammation at the level of the nerves', '')
    """
    aim = _AIM_END.sub("", text).strip()
    words = aim.split()
    _, *tokens = parse_sentence(f"to {aim}").tokens or (None,)
    if not _SHORTEST <= len(words) <= _LONGEST or _NO_AIM.search(aim) or telling(aim) < TELLING:
        return ""
    is_verb = bool(tokens) and (tokens[0].tag in {"VB", "VBP"} or words[0] in _NOUNS_TOO)
    return (
        aim
        if is_verb
        and (tokens[-1].is_noun or tokens[-1].tag == "JJ")
        and all(t.text[0].isalnum() for t in tokens)
        and len(words[-1]) > 1
        else ""
    )


def _aims_in(parse: Parse) -> Iterator[tuple[str, int, bool]]:
    """What follows "to" where it tells what a thing is for, its start, and whether "used" or the like comes before."""
    tokens = parse.tokens
    for before, to, verb in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (
            to.text == "to"
            and (before.is_noun or before.tag == "RB" or before.text in _AIMING)
            and (aim := _aim(parse.text[verb.start :]))
        ):
            yield aim, verb.start, before.text in _AIMING


def _other_aims(key: str, statement: Statement, inventory: Inventory) -> list[str]:
    """Purposes that the article gives in sentences on something else, the plainest and likest in length first."""
    matter = statement.terms - inventory.title
    pool = [
        found
        for number, parse in enumerate(inventory.parses)
        if number != statement.number and len(matter & inventory.terms[number]) < 3
        for found in _aims_in(parse)
    ]
    known = set(terms_of(key) | statement.terms)
    chosen: list[str] = []
    for aim, _, _ in sorted(pool, key=lambda found: (not found[2], abs(len(found[0]) - len(key)))):
        if not terms_of(aim) & known:
            chosen.append(aim)
            known |= terms_of(aim)
    return chosen[:POOL]
