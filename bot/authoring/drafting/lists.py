"""Ask for a member of a list: "X such as A, B and C", with members of the article's other lists as distractors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.authoring.drafting.candidate import POOL, Found, Kind, make_candidate, uncapitalise
from bot.authoring.drafting.inventory import Inventory
from bot.authoring.drafting.nouns import TELLING_TYPES, type_of_noun
from bot.authoring.drafting.source_sentences import Sentence, is_vague, terms_of
from bot.authoring.drafting.statements import Statement
from bot.authoring.tagger import parse_sentence

_LONGEST_MEMBER, _LONGEST_LEAD, _FEWEST_MEMBERS = 4, 16, 3
_LEADING = re.compile(r"\b(?:such as|including|includes?|are|consists? of|composed of|made up of|comprises?)\b")
_REST = re.compile(r"(?: the following)?:? ([^;:()]+?)[. …]*")
_SEPARATOR = re.compile(r",? (?:and|or|as well as) |, ")
_NO_MEMBER_TAGS = frozenset({"PRP", "PRP$", "MD", "VBZ", "VBD", "WDT", "WP", "IN", "RB"})


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Hold a list at the end of sentence `number`: the text before it (`lead`), and its members."""

    number: int
    lead: str
    members: tuple[str, ...]


def enumerations(sentences: Sequence[Sentence]) -> tuple[Enumeration, ...]:
    """Return the lists of three members or more that end a sentence."""
    return tuple(found for sentence in sentences if (found := read_enumeration(sentence.text, sentence.number)))


def read_enumeration(text: str, number: int = 0) -> Enumeration | None:
    """Return the list of three members or more that ends a sentence, or None.

    >>> read_enumeration("Common symptoms include nausea, dizziness and headaches.").members
    ('nausea', 'dizziness', 'headaches')
    """
    for lead in _LEADING.finditer(text):
        if rest := _REST.fullmatch(text, lead.end()):
            members = tuple(re.sub(r"^(?:and|or) ", "", part.strip(" .")) for part in _SEPARATOR.split(rest[1]))
            if len(members) >= _FEWEST_MEMBERS and all(map(_is_member, members)):
                return Enumeration(number, text[: lead.end()], members)
    return None


def _is_member(part: str) -> bool:
    tokens = parse_sentence(part).tokens
    plain = all(token.text[0].isalnum() and token.tag not in _NO_MEMBER_TAGS for token in tokens)
    return 1 <= len(part.split()) <= _LONGEST_MEMBER and plain


def ask_for_member(statement: Statement, inventory: Inventory, lists: Sequence[Enumeration]) -> Found:
    """Yield a candidate with a member of the statement's list as key.

    It asks, for example, "According to the article, common symptoms include which of these?".
    """
    own = next((one for one in lists if one.number == statement.number), None)
    if own is None or not statement.text.startswith(own.lead) or len(own.lead.split()) > _LONGEST_LEAD:
        return
    keys = [m for m in own.members if not is_vague(m) and not terms_of(m) & terms_of(own.lead)]
    found = {key: _other_members(key, own, inventory, lists) for key in keys}
    key = max(found, key=lambda member: len(found[member]), default="")
    question = f"According to the article, {uncapitalise(own.lead)} which of these?"
    yield make_candidate(statement, Kind.MEMBER, question, key, found.get(key, ()), worth=3.5)


def _other_members(member: str, own: Enumeration, inventory: Inventory, lists: Sequence[Enumeration]) -> list[str]:
    """Return members of other lists that are of the member's type and can be distractors.

    None shares a sentence with a word of the statement's lead that its own lead lacks. If the type is none of
    TELLING_TYPES, the two lists must have members of one kind: "mild symptoms" and "severe symptoms".
    """
    kind = type_of_noun(member)
    known = terms_of(" ".join((*own.members, own.lead)))
    chosen: list[str] = []
    for one in lists:
        alike = kind in TELLING_TYPES or _kind_of_members(one.lead) == _kind_of_members(own.lead)
        matter = terms_of(own.lead) - terms_of(one.lead) - inventory.title
        for other in one.members if alike and matter and one.number != own.number else ():
            terms = terms_of(other)
            told = any(terms <= found and found & matter for found in inventory.terms)
            if terms and not terms & known and not told and type_of_noun(other) == kind and not is_vague(other):
                chosen.append(other)
                known |= terms
    return chosen[:POOL]


def _kind_of_members(lead: str) -> str:
    """Return the last noun of a list's lead, which names the kind of its members; empty if there is none."""
    nouns = [token.text for token in parse_sentence(lead).tokens if token.is_noun]
    return nouns[-1].lower() if nouns else ""
