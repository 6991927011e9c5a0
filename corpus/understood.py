"""A file as it was understood: its article, and what a person may want to look at."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.article import Article
from corpus.parsed import LeftOut

_SAMPLE = 120  # characters


@dataclass(frozen=True, slots=True)
class Omission:
    """Count the words that stand in a file and are not quoted for one reason; `sample` is how they begin."""

    reason: str
    words: int
    sample: str


@dataclass(frozen=True, slots=True)
class Understood:
    """Hold an article beside what its reader says of it.

    `title_from` and `published_from` say where those were taken from. `no_date` and `no_review` are what was given for
    a date and is none, as written. `tables` counts the tables, `pages` the pages where the format has such. `doubts`
    are whole sentences.
    """

    article: Article
    title_from: str | None = None
    published_from: str | None = None
    no_date: str | None = None
    no_review: str | None = None
    encoding: str | None = None
    pages: int | None = None
    tables: int = 0
    omissions: tuple[Omission, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """Count the words that can be quoted; those that long lists and tables repeat count each time."""
        text = self.article.text
        return sum(_count_words(text[paragraph.start : paragraph.end]) for paragraph in self.article.paragraphs())


def summarise_reading(left_out: Iterable[LeftOut]) -> tuple[Omission, ...]:
    """Add up what was left out, by reason.

    >>> summarise_reading([LeftOut("hidden", "one two"), LeftOut("menu", "Home"), LeftOut("hidden", "three")])[0]
    Omission(reason='hidden', words=3, sample='one two three')
    """
    words: dict[str, int] = {}
    samples: dict[str, str] = {}
    for part in left_out:
        words[part.reason] = words.get(part.reason, 0) + _count_words(part.text)
        sample = samples.get(part.reason, "")
        if len(sample) < _SAMPLE:
            samples[part.reason] = " ".join([*sample.split(), *part.text[: 4 * _SAMPLE].split()])[:_SAMPLE]
    return tuple(Omission(reason, count, samples[reason]) for reason, count in words.items())


def _count_words(text: str) -> int:
    """Count words; the marks of lists and tables are none."""
    return sum(any(map(str.isalnum, word)) for word in text.split())
