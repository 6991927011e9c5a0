"""Offer options for an item that is there: what stands beside its key in the same column, list or unit."""

from collections.abc import Iterator

from bot.authoring.composing.walk import Walk
from bot.authoring.drafting.candidate import fitting
from bot.authoring.drafting.parts import lists_of, shown_text, tables_of
from bot.authoring.item import Item
from corpus import Article

MOST_OFFERED = 8


def options_for(item: Item, article: Article) -> tuple[str, ...]:
    """Return up to MOST_OFFERED options that could be distractors of an item and are none of its options yet.

    They are cells of the key's column, members of its list, or else what its sentence has offered for it.
    """
    source = " ".join(item.source.split())
    beside = [*_column(item.answer, source, article), *_list(item.answer, article)]
    if not beside:
        proposal = Walk.through(article, ()).proposal_on(source, item.answer)
        beside = list(proposal.choices) if proposal else []
    chosen = {option.casefold() for option in item.options}
    offered = (option for option in fitting(beside, item.answer) if option.casefold() not in chosen)
    return tuple(offered)[:MOST_OFFERED]


def _column(key: str, source: str, article: Article) -> Iterator[str]:
    """Yield the other cells of the column that a key stands in, where the source is a row of a table."""
    for table in tables_of(article):
        cells = next((row for row, words in zip(table.rows, table.sources, strict=True) if words == source), ())
        for column in [number for number, cell in enumerate(cells) if cell == key]:
            yield from (row[column] for row in table.rows[1:] if len(row) > column and row[column] != key)


def _list(key: str, article: Article) -> Iterator[str]:
    """Yield the other members of the list that a key is a member of."""
    for listing in lists_of(article):
        members = [shown_text(row) for row in listing.rows]
        if key in members:
            yield from (member for member in members if member != key)
