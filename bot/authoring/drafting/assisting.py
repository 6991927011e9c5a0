"""Propose a question for any sentence to a person who writes the item: stem, key, and what could stand beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.authoring.checking.word_rules import read_plain, weigh
from bot.authoring.drafting.candidate import GAP, fitting
from bot.authoring.drafting.numbers import askable_number, number_choices, quantities_of
from bot.authoring.drafting.parts import Sentence

_LONGEST_KEY, _MOST_CHOICES, _LONGEST_STEM = 3, 8, 260  # words; options; characters of sentence and place
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """Hold a question on a sentence, its key, and options that a person may choose as distractors."""

    sentence: Sentence
    question: str
    key: str
    choices: tuple[str, ...]


def propose(sentence: Sentence, sentences: Sequence[Sentence], key: str = "") -> Proposal | None:
    """Return a question that asks for a part of a sentence, for the most telling one unless `key` names it.

    Return None where the sentence has no such part, or is too short to ask about.
    """
    key = key or telling_part(sentence.text)
    start = sentence.text.find(key) if key else -1
    if start < 0 or len(sentence.text.split()) < _FEWEST_WORDS:
        return None
    gapped = f"{sentence.text[:start]}{GAP}{sentence.text[start + len(key) :]}"
    choices = number_choices(key, sentence.text, quantities_of(sentences)) or _other_parts(key, sentence, sentences)
    place = f" from {sentence.place}" if len(f"{sentence.place}{gapped}") <= _LONGEST_STEM else ""
    question = f"Complete the sentence{place}: “{gapped}”"
    return Proposal(sentence, question, key, choices[:_MOST_CHOICES])


def telling_part(text: str) -> str:
    """Return what is best asked for: a number with a unit, else the rarest words in a row; empty if there is none.

    >>> telling_part("The key is kept for five years."), telling_part("Refuse the box if it is violet.")
    ('five', 'violet')
    """
    if number := askable_number(text):
        return number
    terms = [term for term in read_plain(text) if term.start]  # the first word begins the sentence
    runs = [list(run) for content, run in groupby(terms, key=lambda term: term.is_content) if content]
    best = max((run[-_LONGEST_KEY:] for run in runs), key=lambda run: max(weigh(term.form) for term in run), default=[])
    return text[best[0].start : best[-1].end] if best else ""


def _other_parts(key: str, sentence: Sentence, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return the telling parts of other sentences, those of the same section and list first."""
    near = sorted(sentences, key=lambda other: other.topic != sentence.topic)
    parts = (telling_part(other.text) for other in near if other is not sentence)
    size = len(key.split())
    return fitting((part for part in parts if part not in sentence.text and abs(len(part.split()) - size) < 2), key)
