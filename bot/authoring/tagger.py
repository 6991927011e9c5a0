"""Parse sentences: text -> tokens with parts of speech and chunks, by the Brill tagger that textblob contains.

Drafting uses textblob through this module only. The tagger makes mistakes, mostly with capitalised words and
with words that can be noun or verb, so callers must not rely on a single tag.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from textblob.en import parse
from textblob.en.inflect import pluralize, singularize

_TOKEN = re.compile(r"[$€£]?\d(?:[\w.,–-]*\w)?%?|[’']s\b|\w+(?:(?![’']s\b)[-–’']\w+)*|[^\w\s]")
_DETERMINERS = frozenset("the a an its their your his her".split())
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


@dataclass(frozen=True, slots=True)
class Token:
    """Hold a word or punctuation mark at `[start, end)` of its sentence; `chunk` is NP, VP, PP, ... or empty.

    `tag` is its part of speech in the Penn Treebank's notation.
    """

    start: int
    end: int
    text: str
    tag: str
    chunk: str

    @property
    def is_noun(self) -> bool:
        """Return whether it is tagged as a noun or a name."""
        return self.tag.startswith("NN")

    @property
    def is_finite(self) -> bool:
        """Return whether it is tagged as a finite or modal verb."""
        return self.tag in _FINITE

    @property
    def is_capitalised(self) -> bool:
        """Return whether it begins with a capital."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Hold a phrase of consecutive tokens; `first` and `last` are its first and last token's positions."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Parse:
    """Hold a sentence with its tokens and chunks."""

    text: str
    tokens: tuple[Token, ...]
    chunks: tuple[Chunk, ...]

    def words(self, first: int, last: int) -> str:
        """Return the text from one token to another, both included."""
        return self.text[self.tokens[first].start : self.tokens[last].end]

    def tokens_of(self, chunk: Chunk) -> tuple[Token, ...]:
        """Return the tokens of a chunk."""
        return self.tokens[chunk.first : chunk.last + 1]


@lru_cache(maxsize=4096)
def parse_sentence(text: str) -> Parse:
    """Tag and chunk a sentence; return no tokens where the tagger's do not match ours.

    >>> found = parse_sentence("Niacin stimulates blood flow.")
    >>> [(chunk.kind, found.words(chunk.first, chunk.last)) for chunk in found.chunks]
    [('NP', 'Niacin'), ('VP', 'stimulates'), ('NP', 'blood flow')]
    """
    spans = [match.span() for match in _TOKEN.finditer(text)]
    typed = [text[start:end] for start, end in spans]
    # The tagger separates its columns with slashes.
    tagged = parse(" ".join(word.replace("/", ",") for word in typed), tokenize=False, chunks=True).split(" ")
    columns = [word.rsplit("/", 3) for word in tagged]
    if len(columns) != len(typed) or any(len(column) != 4 for column in columns):
        return Parse(text, (), ())
    tags = [column[1] for column in columns]
    marks = [column[2] for column in columns]
    _retag_verbs(typed, tags, marks)
    tokens = tuple(
        Token(start, end, word, tag, mark[2:] if "-" in mark else "")
        for (start, end), word, tag, mark in zip(spans, typed, tags, marks, strict=True)
    )
    return Parse(text, tokens, tuple(_chunks(marks)))


def _retag_verbs(typed: list[str], tags: list[str], marks: list[str]) -> None:
    """Retag as verbs, in place, words tagged as nouns before a determiner: "Caffeine blocks | the receptors".

    The same goes for words behind "to": "to level | the bed".

    >>> found = parse_sentence("Caffeine blocks the receptors.")
    >>> [(chunk.kind, found.words(chunk.first, chunk.last)) for chunk in found.chunks]
    [('NP', 'Caffeine'), ('VP', 'blocks'), ('NP', 'the receptors')]
    """
    for at in range(1, len(typed) - 1):
        behind_noun = tags[at] in {"NN", "NNS"} and tags[at - 1] in {"NN", "NNS", "NNP"}
        behind_to = typed[at - 1] == "to" and tags[at] in {"NN", "JJ"}
        if (behind_noun or behind_to) and typed[at + 1] in _DETERMINERS and typed[at + 2 : at + 3] != ["day"]:
            tags[at], marks[at] = "VB" if behind_to else "VBZ" if typed[at].endswith("s") else "VBP", "B-VP"
            if marks[at + 1] == "I-NP":
                marks[at + 1] = "B-NP"


def _chunks(marks: list[str]) -> Iterator[Chunk]:
    """Yield the chunks that marks like B-NP, I-NP, O describe.

    >>> list(_chunks(["B-NP", "I-NP", "O"]))
    [Chunk(kind='NP', first=0, last=1)]
    """
    at = 0
    while at < len(marks):
        first = at
        at += 1
        if marks[first] == "O":
            continue
        while at < len(marks) and marks[at].startswith("I-"):
            at += 1
        yield Chunk(marks[first][2:], first, at - 1)


@lru_cache(maxsize=20_000)
def is_plural(noun: str) -> bool:
    """Return whether a noun looks like a plural.

    >>> is_plural("vitamins"), is_plural("thiamine"), is_plural("analysis"), is_plural("mice")
    (True, False, False, True)
    """
    word = noun.lower()
    if word.endswith(("ss", "is", "us")) or len(word) < 3:
        return False
    single = str(singularize(word))
    return single != word and (word.endswith("s") or str(pluralize(single)) == word)
