"""Find the proper names in a sentence."""

from collections.abc import Iterator, Sequence

from bot.authoring.drafting.words import CALENDAR
from bot.authoring.tagger import Chunk, Parse, Token
from index.language.stop_words import STOP_WORDS

_LINKS = frozenset({"of", "de", "von", "van", "du", "la", "der"})
_SHORTENED = frozenset({"St", "Mt"})


def names_in(parse: Parse, common: frozenset[str]) -> Iterator[Chunk]:
    """Yield the proper names of a sentence as chunks.

    `common` are the words that the article writes with a small letter. One of them at the beginning of the
    sentence is not a name, although it has a capital.
    """
    tokens = parse.tokens
    at = 0
    while at < len(tokens):
        last = at
        if _begins_name(tokens, at, common):
            while step := _step(tokens, last):
                last += step
            yield Chunk("NAME", at, last)
        at = last + 1


def _begins_name(tokens: Sequence[Token], at: int, common: frozenset[str]) -> bool:
    token = tokens[at]
    small = token.text.lower()
    if not token.is_capitalised or small in STOP_WORDS or token.text in CALENDAR:
        return False
    return at > 0 or (small not in common and token.text.isalpha() and token.tag.startswith("NNP"))


def _step(tokens: Sequence[Token], last: int) -> int:
    """Return by how many tokens a name continues: "Tomb | of the Unknown | Soldier", "John | B. Weller"."""
    after = [token.text for token in tokens[last + 1 : last + 4]]
    great = [token.is_capitalised for token in tokens[last + 1 : last + 4]]
    if after and great[0]:
        return 0 if after[0] in CALENDAR else 1
    if len(after) > 1 and great[1] and after[0] in _LINKS:
        return 2
    if after[:2] == ["of", "the"] and great[2:] == [True]:
        return 3
    shortened = len(tokens[last].text) == 1 or tokens[last].text in _SHORTENED
    return 2 if shortened and len(after) > 1 and after[0] == "." and great[1] else 0
