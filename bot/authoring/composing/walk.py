"""Walk through a document: each sentence that no item quotes has an item proposed, and a person's words change it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.authoring.drafting import Proposal, Sentence, propose, sentences_of
from bot.authoring.item import Item
from corpus import Article

SEPARATOR = " | "
"""What stands between options that are typed on one line."""

_BETWEEN = re.compile(r"\||\n")


@dataclass(frozen=True, slots=True)
class Walk:
    """Hold the sentences of a document in their order, and the sources that items quote already."""

    sentences: tuple[Sentence, ...]
    quoted: frozenset[str]

    @classmethod
    def through(cls, article: Article, items: Iterable[Item]) -> "Walk":
        """Begin a walk through an article whose bank has these items."""
        return cls(sentences_of(article), frozenset(" ".join(item.source.split()) for item in items))

    def proposals(self, after: str = "") -> Iterator[Proposal]:
        """Yield a proposal for each sentence that no item quotes, after the one that is given by its source.

        Begin with the first sentence where the article has no such one.
        """
        sources = [sentence.source for sentence in self.sentences]
        start = sources.index(after) + 1 if after in sources else 0
        for sentence in self.sentences[start:]:
            if sentence.source not in self.quoted and (proposal := propose(sentence, self.sentences)):
                yield proposal

    def proposal_on(self, source: str, key: str = "") -> Proposal | None:
        """Return the proposal on one sentence, given by its source, which asks for `key` if that is given."""
        sentence = next((one for one in self.sentences if one.source == source), None)
        return propose(sentence, self.sentences, key) if sentence else None

    def reworded(self, proposal: Proposal, said: str) -> Proposal | None:
        """Return a proposal as a person's words change it: words of its sentence are asked for, a question is asked.

        Return None where the words are neither.
        """
        said = " ".join(said.split())
        if said.endswith("?"):
            return replace(proposal, question=said)
        return propose(proposal.sentence, self.sentences, said) if said else None


def options_in(said: str, choices: Sequence[str]) -> tuple[str, ...]:
    """Return the options that a person has typed, on lines or between bars; numbers name the choices offered.

    >>> options_in("1 2", ["three", "four"]), options_in("2 | not five", ["three", "four"])
    (('three', 'four'), ('four', 'not five'))
    """
    parts = [" ".join(part.split()) for part in _BETWEEN.split(said)]
    if choices and len(parts) == 1 and all(part.isdigit() for part in said.split()):
        parts = said.split()
    offered = {str(number): choice for number, choice in enumerate(choices, 1)}
    return tuple(dict.fromkeys(offered.get(part, part) for part in parts if part))


def options_added(said: str, item: Item, choices: Sequence[str]) -> tuple[str, ...]:
    """Return the wrong options of an item and those that a person has typed, without any twice or the key.

    >>> options_added("30 | 50", Item("a", "", "", "40", ("30",), ""), [])
    ('30', '50')
    """
    return tuple(dict.fromkeys(one for one in (*item.wrong, *options_in(said, choices)) if one != item.answer))


def item_of(proposal: Proposal, wrong: Sequence[str], key: str = "") -> Item:
    """Return the draft that a proposal becomes with wrong options; topic and source are those of its sentence."""
    sentence = proposal.sentence
    return Item("item-1", sentence.topic, proposal.question, key or proposal.key, tuple(wrong), sentence.source)
