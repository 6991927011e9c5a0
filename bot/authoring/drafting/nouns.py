"""Find the common noun phrases in a sentence, and classify them by coarse types."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.authoring.tagger import Chunk, Parse, Token, is_plural
from index.language.frequency import is_common
from index.language.word_lists import read_word_list

TELLING_TYPES = frozenset({"one substance", "many substance", "one disease", "many disease"})
"""Types whose members are similar enough to be options of one item."""

_ENDINGS = {
    "substance": re.compile(
        r"(?:(?:magnes|calc|sod|potass|lith|selen|ammon|chrom)ium|(?<![lhpxu])ine|(?:[ct]|[^c]l|nn)ose|(?<!ph)[nrlt]ase"
        r"|(?:ox|chlor|pept|sacchar|cyan|sulf|brom|fluor|am|iod|hydr|cer|leot)ide"
        r"|(?:ph|on|fol|itr|cet|act|ulf|tam)ate|[rtl]ogen|xygen|igen|lagen| acid|anol|erol|itol|henol|inol|terone|sone"
        r"|hione|mone|tein|sein|amin|[ln]avin|iacin|onin|otin|statin|ulin|arin|illin|bulin|ratin|lobin|mycin|thenol"
        r"|bolites|vitamin \w+)$"
    ),
    "disease": re.compile(
        r"(?:itis|(?<!bi)(?<!it)(?<!ei)osis|emia|pathy|algia|(?<!st)oma| disease| syndrome| infection)$"
    ),
}
_NOT_SO = frozenset(
    """
    medicine magazine routine marine doctrine wine mine discipline engine murine swine canine bovine feline equine
    porcine canines
    """.split()
)
_GENERIC = frozenset(
    """
    protein antigen vaccine substance molecule compound structure component element gene cell acid drug virus
    chemical nutrient medicine enzyme hormone
    """.split()
)
"""Heads of phrases that name a whole class; as a distractor such a phrase may include the key."""
_OUTSIDE = frozenset({"DT", "PRP$", "PRP", "POS", "CD", "PDT", "WDT"})
_COUNTING = frozenset("many several other own few such same more much most".split())
_LONGEST = 3  # words


def noun_phrases_in(parse: Parse) -> Iterator[Chunk]:
    """Yield the common noun phrases of a sentence without determiners, one to three words each."""
    for chunk in parse.chunks:
        if chunk.kind == "NP":
            within = range(chunk.first, chunk.last + 1)
            first = next((i for i in within if parse.tokens[i].tag not in _OUTSIDE), None)
            if first is not None and _is_common_noun(parse.tokens[first : chunk.last + 1]):
                yield Chunk("NP", first, chunk.last)


def _is_common_noun(tokens: Sequence[Token]) -> bool:
    first, *others = tokens
    opens = first.start == 0 and others and re.fullmatch(r"[A-Z][a-z]+(?:-[a-z]+)*", first.text)
    return (
        len(tokens) <= _LONGEST
        and tokens[-1].tag in {"NN", "NNS"}
        and all(
            t.tag in {"NN", "NNS", "JJ"} and re.fullmatch(r"[a-z]+(?:-[a-z]+)*", t.text)
            for t in (others if opens else tokens)
        )
        and tokens[0].text.lower() not in _COUNTING
    )


def type_of_noun(phrase: str) -> str:
    """Return the coarse type of a common noun phrase: its number, and a class known by its ending.

    >>> type_of_noun("serotonin"), type_of_noun("oral contraceptives")
    ('one substance', 'many')
    """
    head = phrase.rpartition(" ")[2].lower()
    many = is_plural(head)
    single = phrase.lower().removesuffix("s") if many else phrase.lower()
    kind = next((name for name, ending in _ENDINGS.items() if ending.search(single) and head not in _NOT_SO), "")
    return f"{'many' if many else 'one'} {kind}".strip()


def is_generic(phrase: str) -> bool:
    """Return whether a phrase names a whole class of things.

    >>> is_generic("proteins"), is_generic("homocysteine")
    (True, False)
    """
    head = phrase.rpartition(" ")[2].lower()
    return not {head, head.removesuffix("s"), f"{head.removesuffix('ies')}y"}.isdisjoint(_GENERIC)


def is_jargon(phrase: str) -> bool:
    """Return whether the last word of a phrase is not an everyday English word."""
    head = phrase.rpartition(" ")[2].lower()
    return len(head) > 3 and not {head, head.removesuffix("s")} & _everyday_words() and not is_common(head)


@lru_cache(maxsize=1)
def _everyday_words() -> frozenset[str]:
    return frozenset(word for line in read_word_list("known_words.txt") for word in line)


def determiner_before(parse: Parse, at: int) -> str:
    """Return the article before a token, "a" for "an"; empty if there is none."""
    before = parse.tokens[at - 1].text.lower() if at else ""
    return {"the": "the", "a": "a", "an": "a"}.get(before, "")
