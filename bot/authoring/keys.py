"""Find keys in texts: whether a text gives a key away, and where in a quote the key stands."""

import re
from functools import lru_cache

from bot.authoring.item import Item
from corpus import Span
from index.language.stems import stem
from index.language.stop_words import content_words
from index.language.tokens import forms


def gives_away(one: Item, other: Item) -> bool:
    """Return whether what is told after one item, its quote and why, has the key of another item in it."""
    key = _stems(other.answer)
    return bool(key.strip()) and any(key in _stems(text) for text in (one.source, one.why))


def key_span(quote: str, key: str) -> Span:
    """Return where a key stands in a quote, or else the first of its telling words; (0, 0) where neither does."""
    for wanted in (key, *content_words(forms(key))):
        if match := re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", quote, re.IGNORECASE):
            return match.span()
    return 0, 0


@lru_cache(maxsize=10_000)
def _stems(text: str) -> str:
    return f" {' '.join(map(stem, forms(text)))} "
