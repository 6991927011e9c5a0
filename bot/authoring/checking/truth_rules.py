"""Rules that hold an item against its article: the quote carries the key, no distractor is stated true."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.authoring.checking.option_form import form_of
from bot.authoring.checking.word_rules import (
    Names,
    Term,
    content,
    find_terms,
    has_kin,
    names_of,
    read_plain,
    shown,
    tags,
)
from bot.authoring.item import Item, Problem
from bot.authoring.quotes import find_quote, topic_of
from corpus import Article, Paragraph, Section
from index.language.sentences import split_sentences
from index.language.stems import stems
from index.language.synonyms import Synonyms, shipped_synonyms

SUPPORT = 0.4
"""What part of the key's weight the quote, its paragraph and its heading must have."""
TRUE = 2 / 3
"""From what part of the stem's weight on a sentence with a distractor states it true."""
TRUE_IN_LIST = 1 / 3
"""The same where quote, key and distractor stand in one list."""
_TITLE = 0.3  # what a word of the title weighs: the whole article is about it

_RELATIVE = re.compile(r",? (?:that|which|who|whose)\b")
_BRACKETS = re.compile(r"\([^)]*\)")
_SEPARATOR = re.compile(r"[,;/]|\b(?:and|or|as well as)\b")
_LONGEST_IN_LIST = 6
_ASKED_FOR = frozenset({"which", "what"})
_LONGEST_KIND = 2
_FEWEST_TOLD = 2
_NEGATIVE = frozenset("not never no cannot t nor instead rather without".split())
_KIND = re.compile(r"NN|JJ|CD|VBN|VBG")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an article without what is in brackets, its terms, and those of its headings.

    `subject` are the terms of the innermost heading, `stems` those of sentence and headings.
    """

    text: str
    terms: tuple[Term, ...]
    subject: tuple[Term, ...]
    headings: frozenset[str]
    stems: frozenset[str]


@lru_cache(maxsize=8)
def statements_of(article: Article) -> tuple[Statement, ...]:
    """What an article states, sentence by sentence; cited works state nothing."""
    return tuple(
        _state(article.text[paragraph.start + start : paragraph.start + end], section, names_of(article))
        for section in article.sections
        if not section.is_references
        for paragraph in section.paragraphs
        for start, end in split_sentences(article.text[paragraph.start : paragraph.end])
    )


def _state(sentence: str, section: Section, names: Names) -> Statement:
    text = _BRACKETS.sub(lambda found: " " * len(found[0]), sentence)
    terms = names.read(text)
    headings = frozenset(term.stem for heading in section.path for term in names.read(heading))
    return Statement(
        text=text,
        terms=terms,
        subject=names.read(section.path[-1]) if section.path else (),
        headings=headings,
        stems=headings | {term.stem for term in terms},
    )


def _topics(article: Article) -> set[str]:
    return {topic_of(article, section) for section in article.sections}


def quote_carries_key(item: Item, article: Article) -> Iterator[Problem]:
    """The quote is the article's, stands under the topic, and has the key."""
    if item.topic not in _topics(article):
        yield Problem(
            "topic", f"the article has no heading {shown(item.topic)}; copy the heading above the quote", item
        )
    cited = find_quote(article, item.source)
    if cited is None:
        yield Problem(
            "quote", f"{shown(item.source)} is not in the article word for word; copy the sentence again", item
        )
        return
    section, paragraph = _place(article, cited.paragraph, item)
    if item.topic in _topics(article) and topic_of(article, section) != item.topic:
        here = topic_of(article, section)
        yield Problem("topic", f"the quote stands under {shown(here)}, not {shown(item.topic)}; change the topic", item)
    around = " ".join((*section.path, article.text[paragraph.start : paragraph.end]))
    missing = _missing(item.answer, around, names_of(article))
    if missing:
        words = ", ".join(missing)
        yield Problem(
            "quote does not support the answer",
            f"{shown(words)} of the answer is neither in the quote nor near it; quote the sentence that says it",
            item,
        )


def _place(article: Article, number: int, item: Item) -> tuple[Section, Paragraph]:
    """Where the quote stands: under the item's topic where the article has it more than once."""
    for section in article.sections:
        if topic_of(article, section) == item.topic:
            under_topic = replace(article, sections=(section,))
            if again := find_quote(under_topic, item.source):
                number = again.paragraph
                break
    return next((s, p) for s in article.sections for p in s.paragraphs if p.number == number)


def _missing(key: str, around: str, names: Names) -> list[str]:
    """The words of a key that a text lacks, where they are most of it, and numbers that it lacks."""
    terms = names.read(key)
    wanted = content(terms) or {term.stem: 1.0 for term in terms}
    present = {term.stem for text in (read_plain(around), names.read(around)) for term in text}
    lacking = {t for t in wanted if not has_kin(t, present) and not _synonym_in(t, present)}
    numbers = {t for t in lacking if t[0].isdigit() and t != "1"}  # "one" may be a pronoun
    if sum(wanted[t] for t in lacking) > (1 - SUPPORT) * sum(wanted.values()):
        return [key[term.start : term.end] for term in terms if term.stem in lacking]
    return [key[term.start : term.end] for term in terms if term.stem in numbers]


@lru_cache(maxsize=1)
def _other_words() -> Synonyms:
    return Synonyms(shipped_synonyms())


def _synonym_in(term: str, present: set[str]) -> bool:
    found = _other_words().match((term,), 0)
    return found is not None and any(set(stems(reading)) <= present for reading in found[1].readings)


def no_true_distractor(item: Item, article: Article) -> Iterator[Problem]:
    """No sentence of the article says of a distractor what the stem asks.

    The sentence has the distractor, itself or as its heading, and most of the stem's telling words. Where
    it has the key too, only a list of both counts: "light and sound, nausea and vomiting".
    """
    names = names_of(article)
    key = names.read(item.answer)
    asked = _asked(item, article)
    for option in item.wrong:
        # What is of another kind than the key does not answer: no time, where a place is asked for.
        if _kind(option) != _kind(item.answer):
            continue
        said = _find_said(statements_of(article), names.read(option), key, asked, item)
        if said:
            yield Problem(
                "distractor true",
                f"{shown(option)} may be right too, for the article says {shown(said.text, 120)}; replace it",
                item,
            )


def _find_said(
    statements: Sequence[Statement], option: Sequence[Term], key: Sequence[Term], asked: dict[str, float], item: Item
) -> Statement | None:
    """The first sentence that says of an option what is asked."""
    is_number = form_of(item.answer).kind == "a number"
    needed = {term.stem for term in option if term.is_content}
    for statement in statements:
        if not needed <= statement.stems:
            continue
        if find_terms(key, statement.terms) or find_terms(key, statement.subject):
            # "350 grams of water, 100 grams of starter" lists numbers of different things.
            if not is_number and _lists_both(statement, option, key, asked, item):
                return statement
        elif _says(statement, option, asked):
            return statement
    return None


def _kind(option: str) -> tuple[str, bool]:
    """The form of an option, and whether it begins with a word of content, not with "in" or "when"."""
    first = next((term for term in read_plain(option) if not term.is_article), None)
    return form_of(option).kind, first is not None and first.is_content


def _asked(item: Item, article: Article) -> dict[str, float]:
    """The stem's telling words and their weights, without the kind of thing that it asks for and the key.

    "Which mineral acts to reduce inflammation?" -> act, reduce, inflammation. Empty where only words of
    the title are left.
    """
    names = names_of(article)
    found = content(names.read(item.question))
    kinds, title = _kinds(item.question), {term.stem for term in read_plain(article.title)}
    key = {term.stem for term in names.read(item.answer)}
    rest = {term: weight for term, weight in found.items() if term not in kinds and term not in key}
    if rest.keys() <= title:
        return {}
    return {term: weight * (_TITLE if term in title else 1) for term, weight in rest.items()}


def _kinds(question: str) -> set[str]:
    """The stems of what stands behind "which" or "what" and says what kind of thing is asked for."""
    words = tags(" ".join(question.split()))
    start = next((at for at, (word, _) in enumerate(words) if word.lower() in _ASKED_FOR), len(words)) + 1
    end = start
    while end < len(words) and _KIND.match(words[end][1]):
        end += 1
    # Without a verb behind them the last of them is the verb, whatever its tag: "What forms the gluten?"
    if end < len(words) and words[end][1][:2] not in {"VB", "MD", "IN", ","}:
        end -= 1
    return {term.stem for word, _ in words[start:end][-_LONGEST_KIND:] for term in read_plain(word)}


def _says(statement: Statement, option: Sequence[Term], asked: dict[str, float]) -> bool:
    """Whether a sentence without the key has an option, as a part or as its subject, and most of what is asked."""
    places = find_terms(option, statement.terms)
    if not places and not find_terms(option, statement.subject):
        return False
    first = places[0][0] if places else 0
    if any(term.form in _NEGATIVE for term in statement.terms[:first]):
        return False
    own = {term.stem for term in option}
    present = {term.stem for term in _main_clause(statement, places)} | statement.headings
    # One word alone says too little: "What is glutathione?", "What forms the gluten?"
    told = [term for term in asked if term not in own and has_kin(term, present)]
    return len(told) >= _FEWEST_TOLD and _share(asked, present) >= TRUE


def _lists_both(
    statement: Statement, option: Sequence[Term], key: Sequence[Term], asked: dict[str, float], item: Item
) -> bool:
    """Whether a sentence has key and option in one list, and tells enough of what is asked."""
    present = {term.stem for term in statement.terms}
    if not {term.stem for term in option if term.is_content} <= present or not any(
        _in_one_list(statement, one, other)
        for one in find_terms(_beyond(key, option), statement.terms)
        for other in find_terms(_beyond(option, key), statement.terms)
    ):
        return False
    said, source = " ".join(statement.text.split()), " ".join(_BRACKETS.sub(" ", item.source).split())
    is_source = source in said or said in source
    return _share(asked, present | statement.headings) >= (TRUE_IN_LIST if is_source else TRUE) if asked else is_source


def _beyond(option: Sequence[Term], other: Sequence[Term]) -> Sequence[Term]:
    """The terms of an option that another does not share: "pink" of "pink streaks" beside "orange streaks"."""
    shared = {term.stem for term in other}
    own = [term for term in option if term.stem not in shared and term.is_content]
    return own or option


def _share(asked: dict[str, float], present: set[str] | frozenset[str]) -> float:
    """What part of the stem's weight is there; a word's kin counts half."""
    found = sum(w if term in present else w / 2 if has_kin(term, present) else 0 for term, w in asked.items())
    return found / sum(asked.values())


def _main_clause(statement: Statement, places: Sequence[tuple[int, int]]) -> list[Term]:
    """The terms of a sentence without its relative clauses, but for those that have the option.

    "Glutathione favors the removal of molecules that trigger attacks": glutathione triggers none.
    """
    starts = [0, *(found.start() for found in _RELATIVE.finditer(statement.text)), len(statement.text) + 1]
    inside = [(statement.terms[first].start, statement.terms[last].end) for first, last in places]
    kept: list[Term] = []
    for i, (start, end) in enumerate(pairwise(starts)):
        if i == 0 or any(start <= a and b <= end for a, b in inside):
            kept += [term for term in statement.terms if start <= term.start < end]
    return kept


def _in_one_list(statement: Statement, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two places of a sentence belong to one list: only short phrases, commas, "and", "or" are between."""
    first, second = sorted((one, other))
    if first[1] >= second[0]:
        return False
    between = statement.text[statement.terms[first[1]].end : statement.terms[second[0]].start]
    behind, *middle = (part.split() for part in _SEPARATOR.split(between))
    if not middle or len(behind) > 1 or len(middle[-1]) > 2 or any(len(part) > _LONGEST_IN_LIST for part in middle):
        return False
    found = [("", ""), *tags(between)]
    # The tagger takes the noun of "lack of sleep" for a verb.
    return not any(
        tag[:2] in {"VB", "MD", "WD"} and tag != "VBG" and before != "IN" for (_, before), (_, tag) in pairwise(found)
    )
