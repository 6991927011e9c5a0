"""Convert text to terms that rules can compare: synonymous names are one term, numbers are digits."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from textblob.en import parse, parser

from corpus import Article
from index.confidence import rarity
from index.language.stems import stem, stems
from index.language.stop_words import is_content
from index.language.synonyms import Phrase, Rule, learn_aliases, shipped_synonyms
from index.language.tokens import words
from index.query import QueryTerm

BLANK = re.compile(r"_{2,}")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_ARTICLES = frozenset({"a", "an", "the"})
_LETTER_A = "A"  # as in "vitamin A", where it is no article
NUMBER_WORDS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million half quarter
    """.split()
)
_DIGITS = {word: str(number) for number, word in enumerate("one two three four five six seven eight nine".split(), 1)}
_DIGITS |= {"ten": "10", "eleven": "11", "twelve": "12"}
# Prefixes and beginnings of words that are otherwise unrelated.
_COMBINING = frozenset(
    """
    intra inter hyper hydro hypo micro macro multi super under trans extra ultra after photo cardi cardio neuro
    gastro counter contra electro pharma pharm circu const contr compl disco conce perso perfo provi
    """.split()
)
_ROOT = 5  # least letters of a common root
_LARGEST_GROUP = 3  # largest group of shipped synonyms that mean the same; larger ones are only related
_LOOSE = frozenset(map(stem, "cell tissue neck shoulder muscle heart injection kind bag".split()))
_CODE = re.compile(r"[a-z]\d+")


@dataclass(frozen=True, slots=True)
class Term:
    """Hold a word, or a name of several words, as rules compare it; `start` and `end` are its span in the text."""

    start: int
    end: int
    stem: str
    form: str

    @property
    def is_content(self) -> bool:
        """Return whether it is a content word."""
        return is_content(self.form) or self.stem == _LETTER_A

    @property
    def is_article(self) -> bool:
        """Return whether it is "a", "an" or "the"."""
        return self.form in _ARTICLES and self.stem != _LETTER_A


class Names:
    """Hold which names mean the same in an article, by its own explanations and the shipped synonyms."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._same: dict[Phrase, set[Phrase]] = {}
        for rule in rules:
            for other in rule.synonyms:
                self._join(stems(rule.phrase), stems(other))
        self._longest = max(map(len, self._same), default=0)

    def _join(self, one: Phrase, other: Phrase) -> None:
        both = self._same.get(one, {one}) | self._same.get(other, {other})
        for phrase in both:
            self._same[phrase] = both

    def read(self, text: str) -> tuple[Term, ...]:
        """Return the terms of a text in order, each name replaced by the one that represents its synonyms.

        >>> names = Names(learn_aliases("Riboflavin (B2)"))
        >>> [term.stem for term in names.read("the riboflavin")], [term.stem for term in names.read("B2")]
        (['the', 'b2'], ['b2'])
        """
        plain = read_plain(text)
        found = []
        at = 0
        while at < len(plain):
            length = self._match(plain, at)
            if length:
                one = min(self._same[_key(plain[at : at + length])])
                last = plain[at + length - 1]
                found.append(Term(plain[at].start, last.end, " ".join(one), last.form))
            else:
                found.append(plain[at])
            at += length or 1
        return tuple(found)

    def _match(self, terms: Sequence[Term], at: int) -> int:
        for length in range(min(self._longest, len(terms) - at), 0, -1):
            if _key(terms[at : at + length]) in self._same:
                return length
        return 0


def _key(terms: Sequence[Term]) -> Phrase:
    return tuple(term.stem.lower() for term in terms)


@lru_cache(maxsize=8)
def names_of(article: Article) -> Names:
    """Return the names of an article."""
    return Names([*filter(_is_tight, shipped_synonyms()), *learn_aliases(article.text)])


def _is_tight(rule: Rule) -> bool:
    """Return whether a rule's phrases are names of one thing, and not merely related."""
    group = [*rule.synonyms, rule.phrase]
    if rule.replaces:
        return False
    if any(_CODE.fullmatch(form) for phrase in group for form in phrase):
        return True
    return len(group) <= _LARGEST_GROUP and not any(_LOOSE.intersection(stems(phrase)) for phrase in group)


@lru_cache(maxsize=20_000)
def read_plain(text: str) -> tuple[Term, ...]:
    """Return the words of a text as terms, without blanks; numbers up to twelve become digits.

    >>> [term.stem for term in read_plain("Two ____ vitamins")]
    ['2', 'vitamin']
    """
    return tuple(
        Term(word.start, word.end, _LETTER_A if text[word.start : word.end] == "A" and i else stem(form), form)
        for i, word in enumerate(words(text))
        if (form := _DIGITS.get(word.form, word.form)).strip("_")
    )


def content(terms: Iterable[Term]) -> dict[str, float]:
    """Return the stems of the content words, each with its weight."""
    return {term.stem: weigh(term.form) for term in terms if term.is_content}


def weigh(form: str) -> float:
    """Return the weight of a folded word, 0.1 to 1: its rarity in English."""
    return rarity(QueryTerm(form, (form,), used=True))


def share_root(one: str, other: str) -> bool:
    """Return whether two stems have the same root.

    >>> share_root("inflamm", "inflammatori"), share_root("intraven", "intracellular"), share_root("vein", "vessel")
    (True, False, False)
    """
    if one == other:
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    # The root must be half of the longer stem at least: "concentrate" and "conceal" are unrelated.
    return shared >= _ROOT and one[:shared] not in _COMBINING and 2 * shared >= max(len(one), len(other))


def has_common_root(term: str, others: AbstractSet[str] | Iterable[str]) -> bool:
    """Return whether a stem has the same root as any of the others."""
    return any(share_root(term, other) for other in others)


def find_terms(wanted: Sequence[Term], terms: Sequence[Term], slack: int = 2) -> list[tuple[int, int]]:
    """Return the spans `[first, last]` of terms that contain all wanted content words together, in any order.

    Up to `slack` other words may stand between them. If no wanted term is a content word, all of them are needed.
    """
    needed = {term.stem for term in wanted if term.is_content} or {term.stem for term in wanted}
    found: list[tuple[int, int]] = []
    if not needed:
        return found
    for first, term in enumerate(terms):
        if term.stem in needed:
            missing = set(needed)
            for last in range(first, min(len(terms), first + len(wanted) + slack)):
                missing.discard(terms[last].stem)
                if not missing:
                    found.append((first, last))
                    break
    return found


@lru_cache(maxsize=4096)
def tags(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a text with their parts of speech in the Penn Treebank's notation."""
    return tuple((token[0], token[1]) for sentence in parse(text, chunks=True).split() for token in sentence)


def is_proper(word: str) -> bool:
    """Return whether a word is a name or an acronym and keeps its capital: "Chicago", "IV", "B12"."""
    if len(word) == 1 or not word[1:].islower():
        return True
    return str(parser.lexicon.get(word, "")).startswith("NNP") and word.lower() not in parser.lexicon


def unquoted(stem: str) -> str:
    """Return a stem without what it quotes.

    >>> unquoted("What is “Do not bend” said of?")
    'What is … said of?'
    """
    return _QUOTED.sub("…", stem)


def shown(text: str, longest: int = 60) -> str:
    """Return a text in quotation marks for use in a reason: on one line, cut to `longest` characters."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= longest else line[: longest - 1].rstrip() + '…'}”"


def utf16_units(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Telegram and other front ends count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
