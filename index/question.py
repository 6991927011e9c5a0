"""What was typed -> the question as it is searched for: spelling repaired, other words for the same noted."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from index.spelling import repair
from index.synonyms import Phrase, Synonyms
from index.terms import Word, is_content, stem, stems, words

_DEFINITION = re.compile(r"\s*(?:what|who)(?:['’]?s|\s+(?:is|are|was|were))\b", re.IGNORECASE)
_DEFINITION_WORDS = 3


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of the question that carries meaning, or a phrase that has a rule of synonyms.

    `typed` is as it stands in the question. `forms` are its folded words, spelling repaired; they do
    not count where it is `replaced`. `synonyms` are other phrases for it, all of words that the
    articles use.
    """

    typed: str
    forms: Phrase
    synonyms: tuple[Phrase, ...] = ()
    replaced: bool = False
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `forms` are its folded words in order, spelling repaired, replaced ones left out. `asked` are those
    that carry meaning, each once. `read_as` is the question with the spelling repaired, None where nothing was.
    """

    text: str
    forms: tuple[str, ...]
    asked: tuple[AskedWord, ...]
    read_as: str | None

    @property
    def wants_definition(self) -> bool:
        """Whether it asks what something is: "What is niacin?"."""
        return len(self.asked) <= _DEFINITION_WORDS and _DEFINITION.match(self.text) is not None


def understand(text: str, vocabulary: Mapping[str, int], known: AbstractSet[str], synonyms: Synonyms) -> Question:
    """Read a question. `vocabulary` counts the folded words of the articles, `known` are their stems."""
    typed = list(words(text))
    repairs = _repairs(typed, vocabulary, known, synonyms)
    forms = [repairs.get(i, word.form) for i, word in enumerate(typed)]
    asked, replaced = _asked(text, typed, forms, repairs, known, synonyms)
    return Question(
        text=text,
        forms=tuple(form for i, form in enumerate(forms) if i not in replaced),
        asked=tuple({word.forms or word.typed: word for word in asked}.values()),
        read_as=_rewritten(text, typed, repairs) if repairs else None,
    )


def _repairs(
    typed: Sequence[Word], vocabulary: Mapping[str, int], known: AbstractSet[str], synonyms: Synonyms
) -> dict[int, str]:
    """For each misspelt word, by its place, the word of the articles that is meant."""
    repairs = {}
    terms = stems([word.form for word in typed])
    for i, word in enumerate(typed):
        strange = is_content(word.form) and terms[i] not in known and synonyms.match([terms[i]], 0) is None
        if strange and (meant := repair(word.form, vocabulary)):
            repairs[i] = meant
    return repairs


def _asked(
    text: str,
    typed: Sequence[Word],
    forms: Sequence[str],
    repairs: Mapping[int, str],
    known: AbstractSet[str],
    synonyms: Synonyms,
) -> tuple[list[AskedWord], set[int]]:
    """The words and phrases that carry meaning, and the places of those that a rule replaces."""
    terms = stems(forms)
    asked: list[AskedWord] = []
    replaced: set[int] = set()
    at = 0
    while at < len(forms):
        length, replaces = 1, False
        readings: tuple[Phrase, ...] = ()
        if found := synonyms.match(terms, at):
            readings = tuple(reading for reading in found[1].readings if set(stems(_content(reading))) <= known)
            if readings:
                length, replaces = found[0], found[1].replaces
        places = range(at, at + length)
        content = _content([forms[i] for i in places])
        if content or readings:
            span = text[typed[at].start : typed[at + length - 1].end]
            asked.append(AskedWord(span, content, readings, replaces, any(i in repairs for i in places)))
        if replaces:
            replaced.update(places)
        at += length
    return asked, replaced


def _content(phrase: Sequence[str]) -> Phrase:
    return tuple(form for form in phrase if is_content(form))


def _rewritten(text: str, typed: Sequence[Word], repairs: Mapping[int, str]) -> str:
    """The question with the repaired words in place of the misspelt ones."""
    for i in sorted(repairs, reverse=True):
        text = text[: typed[i].start] + repairs[i] + text[typed[i].end :]
    return text


def unknown_words(question: Question, known: AbstractSet[str]) -> list[AskedWord]:
    """The words of a question that no article uses, nor any other word for them."""
    return [
        word for word in question.asked if not word.synonyms and not all(stem(form) in known for form in word.forms)
    ]
