"""Wrong options: of the key's type, from the article, and not true by anything the article says."""

from collections.abc import Iterable

from bot.authoring.drafting.candidate import LEAST, POOL
from bot.authoring.drafting.inventory import Inventory, Mention
from bot.authoring.drafting.nouns import TELLING_TYPES, is_generic
from bot.authoring.drafting.source_sentences import terms_of
from bot.authoring.drafting.statements import Statement

_MANY = 8
"""From so many mentions of a type on the article is on such things."""
_NEAR = 3
"""Within so many sentences kinds of the same are told apart."""
_MORE_WORDS = 2
_KIN_LETTERS = 6


def mentions_beside(key: Mention, statement: Statement, inventory: Inventory) -> list[str]:
    """Mentions of the key's type that could stand in its place, the likest first: kinds of the same, where there are.

    None shares a word with the key, another option or the statement, but the word for their kind, and none
    stands in a sentence that tells of what the statement tells.
    """
    pool = inventory.of_type(key.type)
    siblings = [m for m in pool if _are_siblings(m, key, inventory.title)]
    found = _choose(siblings, key, terms_of(_head(key)), statement, inventory)
    if len(found) >= LEAST:
        return found
    alike = [m for m in pool if _is_alike(m, key, inventory)]
    return _choose(alike, key, frozenset(), statement, inventory)


def _choose(
    pool: Iterable[Mention], key: Mention, shared: frozenset[str], statement: Statement, inventory: Inventory
) -> list[str]:
    """The likest mentions that may stand beside the key; `shared` are the stems that all of them have."""
    fitting = [m for m in pool if _may_stand_beside(m, key, shared, statement, inventory)]
    chosen: list[str] = []
    used = set(terms_of(key.text) - shared)
    for mention in sorted(fitting, key=lambda mention: -_likeness(mention, key, inventory)):
        terms = terms_of(mention.text) - shared
        if not _are_akin(terms, used):
            chosen.append(mention.text)
            used |= terms
    return chosen[:POOL]


def _head(mention: Mention) -> str:
    return mention.text.rpartition(" ")[2]


def _are_siblings(one: Mention, other: Mention, title: frozenset[str]) -> bool:
    """Whether two phrases near each other name kinds of the same: "film dressings" and "foam dressings".

    What the title names is no kind: all the beans of an article on coffee are "coffee beans".
    """
    sorts = [terms_of(m.text.removesuffix(_head(m))) for m in (one, other)]
    return (
        one.text.islower()
        and _head(one) == _head(other)
        and all(sort and not sort & title for sort in sorts)
        and any(abs(a - b) <= _NEAR for a in one.where for b in other.where)
    )


def _may_stand_beside(
    other: Mention, key: Mention, shared: frozenset[str], statement: Statement, inventory: Inventory
) -> bool:
    terms = terms_of(other.text) - shared
    return (
        bool(terms)
        and not terms & statement.terms
        and not _are_akin(terms, terms_of(key.text) - shared)
        and bool(other.determiners & key.determiners)
        and abs(len(other.text.split()) - len(key.text.split())) <= _MORE_WORDS
        # One sentence after another tells kinds of the same apart; of other things it may tell the same.
        and not _is_told(terms, other.where, statement, inventory, key.where, near=0 if shared else 1)
    )


def _are_akin(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two stems differ in the ending at most."""
    return any(one == other or one[:_KIN_LETTERS] == other[:_KIN_LETTERS] for one in some for other in others)


def _is_alike(other: Mention, key: Mention, inventory: Inventory) -> bool:
    """Whether the type of two mentions says enough; that of nouns does where the article is on such things."""
    if key.type.endswith(" heading"):
        return True
    of_matter = key.type in TELLING_TYPES and len(inventory.of_type(key.type)) >= _MANY
    return of_matter and not is_generic(other.text)


def _is_told(
    terms: frozenset[str],
    where: Iterable[int],
    statement: Statement,
    inventory: Inventory,
    key_where: frozenset[int],
    *,
    near: int,
) -> bool:
    """Whether the article may tell of some words what the statement tells of its key.

    So it may where a sentence that has them shares two words with the statement beyond the title's, or is
    as `near` to it, or has the key too.
    """
    telling = statement.terms - terms - inventory.title
    return any(
        len(telling & inventory.terms[number]) >= 2 or abs(number - statement.number) <= near or number in key_where
        for number in where
    )


def _likeness(other: Mention, key: Mention, inventory: Inventory) -> float:
    """How like one mention is to another: head, ending, length, frequency, nearness in the article."""
    words, own = other.text.split(), key.text.split()
    gap = min((abs(a - b) for a in other.where for b in key.where), default=len(inventory.sentences))
    return (
        2.0 * (words[-1].lower() == own[-1].lower())
        + 1.0 * (words[-1][-3:] == own[-1][-3:])
        - 0.7 * abs(len(words) - len(own))
        - 0.04 * abs(len(other.text) - len(key.text))
        + 0.2 * min(len(other.where), 3)
        - 3.0 * gap / max(1, len(inventory.sentences))
    )
