"""Define candidates for items, and what their questions share."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.language.stems import stems
from index.language.stop_words import content_words
from index.language.tokens import forms

GAP = "____"
LEAST, WANTED, POOL = 2, 3, 8  # distractors of an item: at least, at most, and to choose from
LONGEST_OPTION = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold a question with its key and distractors, the most plausible first.

    `part` tells the table or list, of which `most` candidates are taken; `worth` says which are chosen first.
    `source` is what the key rests on, word for word, and `fact` what is asked, in whatever direction.
    """

    part: str
    most: int
    worth: float
    topic: str
    source: str = ""
    fact: str = ""
    question: str = ""
    key: str = ""
    wrong: tuple[str, ...] = ()

    def asking(self, question: str, key: str, wrong: Sequence[str], less: float = 0.0) -> "Candidate":
        """Return the candidate with its question and options, of `less` worth."""
        return replace(self, question=question, key=key, wrong=tuple(wrong[:POOL]), worth=self.worth - less)


Found = Iterator[Candidate | str]  # candidates, and for each that was dropped, the reason


@lru_cache(4096)  # a text is compared with all others of its table or list
def terms_of(text: str) -> frozenset[str]:
    """Return the stems of the content words of a text."""
    return frozenset(stems(content_words(forms(text))))


def fitting(options: Iterable[str], key: str) -> tuple[str, ...]:
    """Return the options that are short enough to be shown and clearly differ from the key and from each other.

    >>> fitting(["Rinse the cup", "rinse the cup.", "Dry the cup"], "Wash the cup")
    ('Rinse the cup', 'Dry the cup')
    """
    chosen: dict[tuple[str, ...], str] = {}
    for option in options:
        plain = tuple(forms(option))
        if plain and plain != tuple(forms(key)) and len(option) <= LONGEST_OPTION:
            chosen.setdefault(plain, option)
    return tuple(chosen.values())
