"""Choose distractors among an article's phrases: of the key's type, and not true by what the article states."""

from collections.abc import Iterable

from bot.authoring.drafting.candidate import LEAST, POOL
from bot.authoring.drafting.inventory import Inventory, Mention
from bot.authoring.drafting.nouns import TELLING_TYPES, is_generic
from bot.authoring.drafting.source_sentences import terms_of
from bot.authoring.drafting.statements import Statement

_MANY = 8
"""Mentions of a type from which on the article is about things of that type."""
_NEAR = 3
"""Distance in sentences within which an article distinguishes things of one kind."""
_MORE_WORDS = 2
_ROOT_LETTERS = 6


def choose_distractors(key: Mention, statement: Statement, inventory: Inventory) -> list[str]:
    """Return up to POOL distractors for a key, the most plausible first.

    They are things of the key's own kind ("foam dressings" for "film dressings") if there are enough, else
    mentions of its type. None shares a word with the key, the statement or another distractor, except for the
    word that names their kind, and none occurs where the article may state the same of it.
    """
    pool = inventory.of_type(key.type)
    siblings = [m for m in pool if _are_siblings(m, key, inventory.title)]
    found = _choose(siblings, key, terms_of(_head(key)), statement, inventory)
    if len(found) >= LEAST:
        return found
    alike = [m for m in pool if _has_sufficient_type(m, key, inventory)]
    return _choose(alike, key, frozenset(), statement, inventory)


def _choose(
    pool: Iterable[Mention], key: Mention, shared: frozenset[str], statement: Statement, inventory: Inventory
) -> list[str]:
    """Return the most plausible mentions that can be distractors; `shared` are the stems that all of them have."""
    fitting = [m for m in pool if _may_join(m, key, shared, statement, inventory)]
    chosen: list[str] = []
    used = set(terms_of(key.text) - shared)
    for mention in sorted(fitting, key=lambda mention: -_similarity(mention, key, inventory)):
        terms = terms_of(mention.text) - shared
        if not _share_root(terms, used):
            chosen.append(mention.text)
            used |= terms
    return chosen[:POOL]


def _head(mention: Mention) -> str:
    return mention.text.rpartition(" ")[2]


def _are_siblings(one: Mention, other: Mention, title: frozenset[str]) -> bool:
    """Return whether two phrases near each other name things of one kind: "film dressings" and "foam dressings".

    A word of the title does not make a kind: in an article on coffee all beans are "coffee beans".
    """
    sorts = [terms_of(m.text.removesuffix(_head(m))) for m in (one, other)]
    return (
        one.text.islower()
        and _head(one) == _head(other)
        and all(sort and not sort & title for sort in sorts)
        and any(abs(a - b) <= _NEAR for a in one.where for b in other.where)
    )


def _may_join(other: Mention, key: Mention, shared: frozenset[str], statement: Statement, inventory: Inventory) -> bool:
    terms = terms_of(other.text) - shared
    return (
        bool(terms)
        and not terms & statement.terms
        and not _share_root(terms, terms_of(key.text) - shared)
        and bool(other.determiners & key.determiners)
        and abs(len(other.text.split()) - len(key.text.split())) <= _MORE_WORDS
        # Neighbouring sentences distinguish things of one kind, but may state the same of other things.
        and not _may_be_true(terms, other.where, statement, inventory, key.where, near=0 if shared else 1)
    )


def _share_root(some: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether any two stems of two groups have the same root."""
    return any(one == other or one[:_ROOT_LETTERS] == other[:_ROOT_LETTERS] for one in some for other in others)


def _has_sufficient_type(other: Mention, key: Mention, inventory: Inventory) -> bool:
    """Return whether the type that two mentions share makes one a distractor for the other.

    A type of heading does. A type of noun does if it is one of TELLING_TYPES and the article is about such things.
    """
    if key.type.endswith(" heading"):
        return True
    of_matter = key.type in TELLING_TYPES and len(inventory.of_type(key.type)) >= _MANY
    return of_matter and not is_generic(other.text)


def _may_be_true(
    terms: frozenset[str],
    where: Iterable[int],
    statement: Statement,
    inventory: Inventory,
    key_where: frozenset[int],
    *,
    near: int,
) -> bool:
    """Return whether the article may state of some terms what the statement says of its key.

    It may if one of the sentences `where` they occur shares two words with the statement besides the title's, is
    within `near` sentences of it, or contains the key.
    """
    telling = statement.terms - terms - inventory.title
    return any(
        len(telling & inventory.terms[number]) >= 2 or abs(number - statement.number) <= near or number in key_where
        for number in where
    )


def _similarity(other: Mention, key: Mention, inventory: Inventory) -> float:
    """Return how similar two mentions are: in head, ending, length and position; frequent mentions score higher."""
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
