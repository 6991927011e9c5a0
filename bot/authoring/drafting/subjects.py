"""Ask which thing a sentence is about, where sections side by side are each named after one thing."""

import re
from collections.abc import Sequence

from bot.authoring.drafting.candidate import (
    GAP,
    LEAST,
    LONGEST_STEM,
    TOO_FEW,
    Candidate,
    Found,
    Kind,
    fitting,
    terms_of,
)
from bot.authoring.drafting.lists import is_instruction
from bot.authoring.drafting.parts import Sentence, shown_text
from bot.authoring.quotes import topic_of
from corpus import Article, Section

_NO_THING = re.compile(
    r"[?:;!]|^\W*\d|^(?:introduction|background|overview|summary|purpose|scope|definitions?|notes?|general|other|further)\b"
    r"|^(?:how|what|when|where|why|who|if|before|after|about|your|you|i|we|my)\b|(?:\S+\s+){4}",
    re.IGNORECASE,
)
_SHORTEST = 6  # words of a sentence
_SAYS = r"(?= (?:is|are|was|were|has|have|can|may|must|should|will|[a-z]+s)\b)"


def ask_for_subjects(article: Article, sentences: Sequence[Sentence]) -> Found:
    """Yield a candidate for each sentence whose subject is what its section is named after."""
    for section in article.sections:
        things = [shown_text(other.path[-1]) for other in article.sections if _are_siblings(section, other)]
        if not section.path or _NO_THING.search(section.path[-1]) or len(things) <= LEAST:
            continue
        topic, name = topic_of(article, section), shown_text(section.path[-1])
        within = [sentence for sentence in sentences if sentence.topic == topic]
        for place, sentence in enumerate(within):
            if match := re.match(rf"(?:{re.escape(name)}{'|It|They' if not place else ''}){_SAYS}", sentence.text):
                yield from _ask(sentence, match.end(), name, things, article.title)


def _ask(sentence: Sentence, end: int, name: str, things: Sequence[str], title: str) -> Found:
    rest = sentence.text[end:]
    wrong = fitting((one for one in things if one.endswith("s") == name.endswith("s")), name)
    wrong = tuple(one for one in wrong if not terms_of(one) & terms_of(sentence.text))
    question = f"Complete the sentence from the document “{shown_text(title)}”: “{GAP}{rest}”"
    told = terms_of(name) & terms_of(rest) or len(rest.split()) < _SHORTEST or rest[-1] not in ".!"
    if told or len(wrong) < LEAST or len(question) > LONGEST_STEM:
        yield TOO_FEW
    else:
        yield Candidate(Kind.SUBJECT, sentence.topic, sentence.topic, question, name, wrong, sentence.source, worth=2.3)


def _are_siblings(one: Section, other: Section) -> bool:
    """Return whether two sections stand side by side and may each be named after a thing."""
    same = one.path[:-1] == other.path[:-1] and len(one.path) == len(other.path) > 0
    return same and not (other.is_references or _NO_THING.search(other.path[-1]) or is_instruction(other.path[-1]))
