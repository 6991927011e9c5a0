"""Wrong options: of the key's type, from the article, and not true by anything the article says."""

from collections.abc import Iterable

from bot.quiz.drafting.candidate import POOL
from bot.quiz.drafting.inventory import Inventory, Mention
from bot.quiz.drafting.names import HEAD_TERMS
from bot.quiz.drafting.nouns import TELLING_TYPES, is_generic, is_jargon
from bot.quiz.drafting.sentences import terms_of
from bot.quiz.drafting.statements import Statement

_ALIKE = 2
"""How many contexts common nouns must share that nothing else shows to be of one kind."""
_MORE_WORDS = 2
_KIN_LETTERS = 6


def mentions_beside(key: Mention, statement: Statement, inventory: Inventory) -> list[str]:
    """Mentions of the key's type that could stand in its place, the likest first.

    None shares a word with the key, another option or the statement, but the word for their kind, and none
    stands in a sentence that tells of what the statement tells.
    """
    pool = [m for m in inventory.of_type(key.type) if _may_stand_beside(m, key, statement, inventory)]
    pool.sort(key=lambda mention: -_likeness(mention, key, inventory))
    chosen: list[str] = []
    used = set(_own_terms(key))
    for mention in pool:
        terms = _own_terms(mention)
        if not _are_akin(terms, used):
            chosen.append(mention.text)
            used |= terms
    return chosen[:POOL]


def _own_terms(mention: Mention) -> frozenset[str]:
    """The stems of a mention without the word that says what kind of thing a name is."""
    terms = terms_of(mention.text)
    return terms if mention.text.islower() else terms - HEAD_TERMS - terms_of(mention.type.removeprefix("a "))


def _may_stand_beside(other: Mention, key: Mention, statement: Statement, inventory: Inventory) -> bool:
    terms = _own_terms(other)
    return (
        bool(terms)
        and not terms & statement.terms
        and not _are_akin(terms, terms_of(key.text))
        and bool(other.determiners & key.determiners)
        and abs(len(other.text.split()) - len(key.text.split())) <= _MORE_WORDS
        and not (other.text.islower() and is_generic(other.text))
        and _is_alike(other, key)
        and not is_told(terms, other.where, statement, inventory, key.where)
    )


def _are_akin(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two stems differ in the ending at most: "Victorian Parliament", "Parliament of Victoria"."""
    return any(one == other or one[:_KIN_LETTERS] == other[:_KIN_LETTERS] for one in some for other in others)


def _is_alike(other: Mention, key: Mention) -> bool:
    """Whether common nouns stand with the same words; a telling type says enough by itself.

    A place that the article names once is mostly far from its matter.
    """
    if key.type in {"place", "country", "continent"}:
        return len(other.where) > 1
    if not key.contexts or key.type in TELLING_TYPES:
        return True
    least = 1 if is_jargon(key.text) and is_jargon(other.text) else _ALIKE
    return len(other.contexts & key.contexts) >= least


def is_told(
    terms: frozenset[str],
    where: Iterable[int],
    statement: Statement,
    inventory: Inventory,
    key_where: frozenset[int] = frozenset(),
) -> bool:
    """Whether the article may tell of some words what the statement tells of its key.

    So it may where a sentence that has them shares two words with the statement beyond the title's, or
    follows or precedes it, or has the key too.
    """
    telling = statement.terms - terms - inventory.title
    return any(
        len(telling & inventory.terms[number]) >= 2 or abs(number - statement.number) <= 1 or number in key_where
        for number in where
    )


def _likeness(other: Mention, key: Mention, inventory: Inventory) -> float:
    """How like one mention is to another: head, contexts, ending, length, frequency, nearness in the article."""
    words, own = other.text.split(), key.text.split()
    gap = min((abs(a - b) for a in other.where for b in key.where), default=len(inventory.sentences))
    return (
        2.0 * (words[-1].lower() == own[-1].lower())
        + 1.0 * min(3, len(other.contexts & key.contexts))
        + 1.0 * (words[-1][-3:] == own[-1][-3:])
        - 0.7 * abs(len(words) - len(own))
        - 0.04 * abs(len(other.text) - len(key.text))
        + 0.2 * min(len(other.where), 3)
        - 3.0 * gap / max(1, len(inventory.sentences))
    )
