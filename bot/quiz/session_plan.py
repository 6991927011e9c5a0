"""Plan which items a session asks in which order, so that no explanation gives away an item still to come."""

from collections.abc import Sequence

from bot.authoring.item import Item
from bot.authoring.keys import gives_away

Candidate = tuple[str, Item]
"""The slug of an article, and an item on it."""


def plan(candidates: Sequence[Candidate], count: int) -> list[Candidate]:
    """Return `count` items at most, in order, the first candidates preferred.

    A candidate stands as late as it can: after those before it, unless the explanation of one of them would give it
    away. Enemies of items already planned, and items for which there is no place, are left for another session.
    """
    planned: list[Candidate] = []
    for slug, item in candidates:
        if len(planned) == count:
            break
        if any(other == slug and item.is_enemy_of(one) for other, one in planned):
            continue
        place = next((at for at in range(len(planned), -1, -1) if _fits(item, planned, at)), None)
        if place is not None:
            planned.insert(place, (slug, item))
    return planned


def _fits(item: Item, planned: Sequence[Candidate], at: int) -> bool:
    before, after = planned[:at], planned[at:]
    told = any(gives_away(one, item) for _, one in before)
    return not told and not any(gives_away(item, one) for _, one in after)
