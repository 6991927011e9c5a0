"""What was talked about, and how a follow-up question is read in its light.

A question is a follow-up if the one before it was asked within half an hour, and

- it has no word of its own to search for ("why?"): it is read with all words of the one before;
- it points back ("does it help with pain?") and names no topic of its own, that is, none of its words
  stands in a heading: it is read with the topic of the one before, and if that is not answered, alone.
  A passage that only has the topic, and no word of the question itself, is no answer to it;
- it goes on ("and niacin?", "what about women?"): it is read alone, and if that is not answered, with
  the topic of the one before.

Any other question is read alone, so that an old topic is never dragged into a new question. The topic of
a question are its words that stand in the heading over the answer, and its words that are rare in
English; not words of the article's title, for everything in it is about these.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import Hit, Query
from index.confidence import TELLING, rarity
from index.language.stems import stem, stems
from index.language.stop_words import content_words
from index.language.tokens import forms

MAX_AGE = 30 * 60
"""Seconds for which a question is remembered."""

_MAX_TOPIC = 4  # words
_POINTS_BACK = frozenset("it its itself they them their he she him her his".split())
_GOES_ON = re.compile(r"\s*(?:and|or|also|but|then|what about|how about|what of)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """Hold a question as it was understood, the words that it was about, the article cited, and when, in seconds."""

    question: str
    topic: tuple[str, ...]
    article: str | None
    time: float


@dataclass(slots=True)
class Conversation:
    """Hold one person's talk with the bot: the last turn only."""

    last: Turn | None = None

    def previous(self, now: float) -> Turn | None:
        """Give the last turn, if it is not too old."""
        return self.last if self.last is not None and 0 <= now - self.last.time <= MAX_AGE else None


def interpretations(question: str, previous: Turn | None, headings: frozenset[str]) -> Iterator[str]:
    """Give the ways to read a question, the likeliest first. `headings` are the stems of all headings."""
    words = forms(question)
    content = content_words(words)
    if previous is None:
        yield question
    elif not content:
        yield f"{question} ({previous.question})"
    elif _GOES_ON.match(question):
        yield question
        yield _with_topic(question, previous)
    elif _POINTS_BACK.intersection(words) and headings.isdisjoint(stems(content)):
        yield _with_topic(question, previous)
        yield question
    else:
        yield question


def topic_of(question: Query, best: Hit | None) -> tuple[str, ...]:
    """Choose the words that a question is about, as typed."""
    heading: set[str] = set()
    title: set[str] = set()
    if best is not None:
        heading.update(stems(forms(" ".join(best.passage.citation.section[-1:]))))
        title.update(stems(forms(best.passage.citation.title)))
    telling = [word for word in question.asked if word.is_rare or heading.intersection(stems(word.forms))]
    return tuple(word.typed for word in telling if not title.issuperset(stems(word.forms)))[:_MAX_TOPIC]


def speaks_of(hit: Hit, question: Query, typed: str) -> bool:
    """Tell whether a passage has a telling word of what was typed, not only of the topic added to it."""
    own = set(forms(typed))
    telling = [word for word in question.asked if own.issuperset(word.forms) and rarity(word) > TELLING]
    met = {stem(form) for start, end in hit.matches for form in forms(hit.passage.text[start:end])}
    return not telling or any(
        met.intersection(stems(phrase)) for word in telling for phrase in (word.forms, *word.synonyms)
    )


def _with_topic(question: str, previous: Turn) -> str:
    """Put the topic of the turn before behind a question: "does it help? (magnesium)"."""
    present = set(stems(forms(question)))
    missing = [word for word in previous.topic if not present.issuperset(stems(forms(word)))]
    return f"{question} ({', '.join(missing)})" if missing else question
