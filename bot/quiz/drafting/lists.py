"""Lists as keys: "X such as A, B and C"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.quiz.drafting.candidate import POOL, Found, Kind, begin_small, with_enough
from bot.quiz.drafting.distractors import is_told
from bot.quiz.drafting.inventory import Inventory
from bot.quiz.drafting.nouns import TELLING_TYPES, type_of_noun
from bot.quiz.drafting.sentences import Sentence, is_vague, telling, terms_of
from bot.quiz.drafting.statements import Statement
from bot.quiz.phrases import parse_sentence
from index.confidence import TELLING

_LONGEST_MEMBER, _LONGEST_LEAD, _FEWEST_MEMBERS = 5, 20, 3
_LEADING = re.compile(r"\b(?:such as|including|includes?|are|consists? of|composed of|made up of|comprises?)\b")
_REST = re.compile(r"(?: the following)?:? ([^;:()]+?)[. …]*")
_PARTING = re.compile(r",? (?:and|or|as well as) |, ")
_NO_MEMBER = re.compile(
    r"^(?:and|or|also|often|usually|etc|others?|which|who|that|while|where|even|especially|particularly)\b"
    r"|\b(?:its?|their|this|these|are|is|was|were|not)\b"
)
_NO_MEMBER_TAGS = frozenset({"PRP", "PRP$", "MD", "VBZ", "VBD", "WDT", "WP"})
_PREPOSITION = re.compile(r" (?:of|in|to|for|with|from|on|by) ")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list that a sentence ends with: what leads to it, and its members."""

    number: int
    lead: str
    members: tuple[str, ...]


def enumerations(sentences: Sequence[Sentence]) -> tuple[Enumeration, ...]:
    """The lists of three and more that sentences end with."""
    return tuple(found for sentence in sentences if (found := read_enumeration(sentence.text, sentence.number)))


def read_enumeration(text: str, number: int = 0) -> Enumeration | None:
    """The list that a sentence ends with.

    >>> read_enumeration("Common symptoms include nausea, dizziness and loss of appetite.").members
    ('nausea', 'dizziness', 'loss of appetite')
    """
    for lead in _LEADING.finditer(text):
        if rest := _REST.fullmatch(text, lead.end()):
            members = tuple(re.sub(r"^(?:and|or) ", "", part.strip(" .")) for part in _PARTING.split(rest[1]))
            if len(members) >= _FEWEST_MEMBERS and all(map(_is_member, members)):
                return Enumeration(number, text[: lead.end()], members)
    return None


def _is_member(part: str) -> bool:
    if not 1 <= len(part.split()) <= _LONGEST_MEMBER or _NO_MEMBER.search(part):
        return False
    tokens = parse_sentence(part).tokens
    # "Calcium gluconate", says the tagger, is what calcium does.
    verbs = any(t.tag in {"VB", "VBP"} and not t.text.endswith("ate") for t in tokens)
    return bool(tokens) and not verbs and all(t.text[0].isalnum() and t.tag not in _NO_MEMBER_TAGS for t in tokens)


def ask_for_member(statement: Statement, inventory: Inventory, lists: Sequence[Enumeration]) -> Found:
    """A member of the list is the key: "According to the article, common symptoms include which of these?"."""
    own = read_enumeration(statement.text, statement.number)
    if own is None or not statement.shows_subject:
        return
    split_by_comma = own.lead.endswith(" are") and "," in own.lead
    if len(own.lead.split()) > _LONGEST_LEAD or telling(own.lead) < TELLING or split_by_comma:
        yield "list without a plain lead"
        return
    keys = [m for m in own.members if not is_vague(m) and not terms_of(m) & terms_of(own.lead)]
    found = {key: _strangers(key, own, statement, inventory, lists) for key in keys}
    key = max(found, key=lambda member: len(found[member]), default="")
    question = f"According to the article, {begin_small(own.lead, inventory)} which of these?"
    yield with_enough(statement, Kind.MEMBER, question, key, found.get(key, ()), worth=3.5)


def _strangers(
    member: str, own: Enumeration, statement: Statement, inventory: Inventory, lists: Sequence[Enumeration]
) -> list[str]:
    """Members of other lists, then other mentions, of the member's type, that are not of its list."""
    kind = _type_of(member, inventory)
    known = terms_of(" ".join((*own.members, own.lead))) | statement.terms
    chosen: list[str] = []
    for other in sorted(_pool(member, kind, own, inventory, lists), key=lambda text: abs(len(text) - len(member)) // 4):
        terms = terms_of(other)
        where = [number for number, found in enumerate(inventory.terms) if terms <= found]
        fits = terms and not terms & known and _type_of(other, inventory) == kind and not is_vague(other)
        if fits and not is_told(terms, where, statement, inventory):
            chosen.append(other)
            known |= terms
    return chosen[:POOL]


def _pool(
    member: str, kind: str, own: Enumeration, inventory: Inventory, lists: Sequence[Enumeration]
) -> Iterator[str]:
    """What may be of the member's sort: by its ending, by being a name of its type, or by what the lists are of."""
    if not kind:
        return
    of_type = kind in TELLING_TYPES
    yield from dict.fromkeys(
        other
        for one in lists
        if one.number != own.number and (of_type or _kind_of(one.lead) & _kind_of(own.lead))
        for other in one.members
    )
    if of_type or member in inventory.names:
        yield from (mention.text for mention in inventory.of_type(kind))


def _kind_of(lead: str) -> frozenset[str]:
    """The stem of what a list is of.

    >>> _kind_of("Signs of a severe attack include"), _kind_of("Doctors give antibiotics such as")
    (frozenset({'sign'}), frozenset({'antibiot'}))
    """
    phrase = lead.removesuffix(" such as").removesuffix(" including")
    subject = phrase if phrase != lead else _PREPOSITION.split(re.sub(_LEADING.pattern + "$", "", lead))[0]
    return terms_of(subject.strip().rpartition(" ")[2])


def _type_of(phrase: str, inventory: Inventory) -> str:
    """The coarse type of a list's member; empty where it is unknown."""
    if phrase in inventory.names:
        return inventory.names[phrase].type
    if phrase.startswith("Vitamin "):
        return "one substance"
    return type_of_noun(_PREPOSITION.split(phrase)[0]) if phrase.islower() else ""
