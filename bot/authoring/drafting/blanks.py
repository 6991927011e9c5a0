"""Ask for a noun phrase: statement -> cloze items, the statement with the phrase blanked."""

from dataclasses import replace

from bot.authoring.drafting.candidate import Found, Kind, cloze, make_candidate
from bot.authoring.drafting.distractors import choose_distractors
from bot.authoring.drafting.inventory import Inventory, Mention
from bot.authoring.drafting.nouns import TELLING_TYPES, determiner_before, is_generic, noun_phrases_in
from bot.authoring.drafting.source_sentences import telling, terms_of
from bot.authoring.drafting.statements import Statement
from bot.authoring.tagger import Chunk, Parse
from index.confidence import TELLING

_JOINING = frozenset({"'s", "’s", "'", "’", "-", "–", "/", "&"})


def _blank(statement: Statement, inventory: Inventory, chunk: Chunk, mention: Mention) -> Found:
    parse = statement.parse
    start, end = parse.tokens[chunk.first].start, parse.tokens[chunk.last].end
    around = terms_of(parse.text[:start]) | terms_of(parse.text[end:])
    if terms_of(mention.text) & (inventory.title | around):
        yield "key in the stem"
        return
    key = replace(mention, determiners=frozenset({determiner_before(parse, chunk.first)}))
    wrong = choose_distractors(key, statement, inventory)
    yield make_candidate(statement, Kind.NOUN, cloze(statement, start, end), mention.text, wrong, worth=1.5)


def ask_for_noun(statement: Statement, inventory: Inventory) -> Found:
    """Yield candidates that blank a noun phrase of one of TELLING_TYPES."""
    parse = statement.parse
    for chunk in noun_phrases_in(parse):
        mention = inventory.nouns.get(parse.words(chunk.first, chunk.last))
        if mention is None or mention.type not in TELLING_TYPES or not _is_whole_noun(parse, chunk):
            continue
        if is_generic(mention.text) or telling(mention.text) < TELLING:
            yield "generic key"
        else:
            yield from _blank(statement, inventory, chunk, mention)


def _is_whole_noun(parse: Parse, chunk: Chunk) -> bool:
    """Return whether a noun phrase is complete: no neighbour belongs to it ("the M2 protein") or joins it to others."""
    before = parse.tokens[chunk.first - 1] if chunk.first else None
    after = parse.tokens[chunk.last + 1] if chunk.last + 1 < len(parse.tokens) else None
    if before is None or not before.text[0].isalnum() or before.is_noun or before.tag in {"CC", "JJ", "CD"}:
        return False
    joins = after and (after.is_noun or after.tag in {"JJ", "POS", "CC", "VBG", "CD"} or after.text in _JOINING)
    return not joins and not (before.is_capitalised and before.text not in {"The", "A", "An", "In"})
