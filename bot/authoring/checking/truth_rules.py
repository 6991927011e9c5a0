"""Check an item against its article: the quote supports the key, and no sentence makes a distractor true."""

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
    has_common_root,
    names_of,
    read_plain,
    shown,
    tags,
)
from bot.authoring.item import Item, Problem
from bot.authoring.quotes import find_quote, topic_of
from corpus import Article, Section
from index.language.sentences import split_sentences
from index.language.stems import stems
from index.language.synonyms import Synonyms, shipped_synonyms

SUPPORT = 0.4
"""Share of the key's weight that the quote's paragraph and its headings must contain."""
TRUE = 2 / 3
"""Share of the stem's weight from which on a sentence with a distractor makes the distractor true."""
TRUE_IN_LIST = 1 / 3
"""The same share where the quote has key and distractor in one list."""
_TITLE = 0.3  # factor on the weight of a word of the title, since the whole article is about it

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
    """Hold a sentence of an article, and its terms; what is in brackets is blanked out.

    `subject` are the terms of the innermost heading, `headings` the stems of all headings, and `stems` those of
    sentence and headings.
    """

    text: str
    terms: tuple[Term, ...]
    subject: tuple[Term, ...]
    headings: frozenset[str]
    stems: frozenset[str]


@lru_cache(maxsize=8)
def statements_of(article: Article) -> tuple[Statement, ...]:
    """Return the sentences of an article as statements, without cited works."""
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
    """Check that the quote is in the article, under the topic, and that the quote or its headings have the key."""
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
    section = _place(article, cited.paragraph, item)
    if item.topic in _topics(article) and topic_of(article, section) != item.topic:
        here = topic_of(article, section)
        yield Problem("topic", f"the quote stands under {shown(here)}, not {shown(item.topic)}; change the topic", item)
    around = " ".join((article.title, *section.path, item.source))
    missing = _missing(item.answer, around, names_of(article))
    if missing:
        words = ", ".join(missing)
        yield Problem(
            "quote does not support the answer",
            f"{shown(words)} of the answer is neither in the quote nor in the headings above it; quote the sentence"
            " that says it",
            item,
        )


def _place(article: Article, number: int, item: Item) -> Section:
    """Return the section of the quote; the one under the item's topic if it occurs more than once."""
    for section in article.sections:
        if topic_of(article, section) == item.topic:
            under_topic = replace(article, sections=(section,))
            if again := find_quote(under_topic, item.source):
                number = again.paragraph
                break
    return next(s for s in article.sections if any(p.number == number for p in s.paragraphs))


def _missing(key: str, around: str, names: Names) -> list[str]:
    """Return the words of a key that a text lacks if they are most of its weight, else only the numbers it lacks."""
    terms = names.read(key)
    wanted = content(terms) or {term.stem: 1.0 for term in terms}
    present = {term.stem for text in (read_plain(around), names.read(around)) for term in text}
    lacking = {t for t in wanted if not has_common_root(t, present) and not _synonym_in(t, present)}
    numbers = {t for t in lacking if t[0].isdigit() and t != "1"}  # "one" may be a pronoun
    if sum(wanted[t] for t in lacking) > (1 - SUPPORT) * sum(wanted.values()):
        return [key[term.start : term.end] for term in terms if term.stem in lacking]
    return [key[term.start : term.end] for term in terms if term.stem in numbers]


@lru_cache(maxsize=1)
def _other_words() -> Synonyms:
    return Synonyms(shipped_synonyms())


def _synonym_in(term: str, present: set[str]) -> bool:
    found = _other_words().match((term,), 0)
    return found is not None and any(set(stems(reading)) <= present for reading in found[1].synonyms)


def no_true_distractor(item: Item, article: Article) -> Iterator[Problem]:
    """Check that no sentence of the article makes a distractor a right answer to the stem.

    A sentence does so if it has the distractor, in itself or as its heading, and most of the weight of the stem's
    words. If it has the key too, it must list both: "light and sound, nausea and vomiting".
    """
    names = names_of(article)
    key = names.read(item.answer)
    asked = _asked(item, article)
    for option in item.wrong:
        # An option of another kind than the key cannot answer: a time, where the stem asks for a place.
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
    """Return the first statement that makes an option a right answer, or None."""
    is_number = form_of(item.answer).kind == "a number"
    needed = {term.stem for term in option if term.is_content}
    for statement in statements:
        if not needed <= statement.stems:
            continue
        if find_terms(key, statement.terms) or find_terms(key, statement.subject):
            # Numbers in one list belong to different things: "350 grams of water, 100 grams of starter".
            if not is_number and _lists_both(statement, option, key, asked, item):
                return statement
        elif _states(statement, option, asked):
            return statement
    return None


def _kind(option: str) -> tuple[str, bool]:
    """Return the form of an option, and whether it begins with a content word (and not with "in" or "when")."""
    first = next((term for term in read_plain(option) if not term.is_article), None)
    return form_of(option).kind, first is not None and first.is_content


def _asked(item: Item, article: Article) -> dict[str, float]:
    """Return the stem's content words with their weights, without the key and the kind of thing asked for.

    "Which mineral acts to reduce inflammation?" -> act, reduce, inflammation. Empty where only words of the title
    remain.
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
    """Return the stems of the words behind "which" or "what" that name the kind of thing asked for."""
    words = tags(" ".join(question.split()))
    start = next((at for at, (word, _) in enumerate(words) if word.lower() in _ASKED_FOR), len(words)) + 1
    end = start
    while end < len(words) and _KIND.match(words[end][1]):
        end += 1
    # If no verb follows, the last of these words is the verb, whatever its tag: "What forms the gluten?"
    if end < len(words) and words[end][1][:2] not in {"VB", "MD", "IN", ","}:
        end -= 1
    return {term.stem for word, _ in words[start:end][-_LONGEST_KIND:] for term in read_plain(word)}


def _states(statement: Statement, option: Sequence[Term], asked: dict[str, float]) -> bool:
    """Return whether a statement without the key states of an option most of what is asked."""
    places = find_terms(option, statement.terms)
    if not places and not find_terms(option, statement.subject):
        return False
    first = places[0][0] if places else 0
    if any(term.form in _NEGATIVE for term in statement.terms[:first]):
        return False
    own = {term.stem for term in option}
    present = {term.stem for term in _main_clause(statement, places)} | statement.headings
    # One shared word is not enough: "What is glutathione?", "What forms the gluten?"
    told = [term for term in asked if term not in own and has_common_root(term, present)]
    return len(told) >= _FEWEST_TOLD and _share(asked, present) >= TRUE


def _lists_both(
    statement: Statement, option: Sequence[Term], key: Sequence[Term], asked: dict[str, float], item: Item
) -> bool:
    """Return whether a sentence has key and option in one list, and enough of what is asked."""
    present = {term.stem for term in statement.terms}
    if not {term.stem for term in option if term.is_content} <= present or not any(
        _in_one_list(statement, one, other)
        for one in find_terms(_unshared(key, option), statement.terms)
        for other in find_terms(_unshared(option, key), statement.terms)
    ):
        return False
    said, source = " ".join(statement.text.split()), " ".join(_BRACKETS.sub(" ", item.source).split())
    is_source = source in said or said in source
    return _share(asked, present | statement.headings) >= (TRUE_IN_LIST if is_source else TRUE) if asked else is_source


def _unshared(option: Sequence[Term], other: Sequence[Term]) -> Sequence[Term]:
    """Return the content terms of an option that another lacks, or all of its terms if it lacks none.

    Compared with "orange streaks", these are "pink" for "pink streaks".
    """
    shared = {term.stem for term in other}
    own = [term for term in option if term.stem not in shared and term.is_content]
    return own or option


def _share(asked: dict[str, float], present: set[str] | frozenset[str]) -> float:
    """Return the share of the stem's weight that is present; a word with only the same root counts half."""
    found = sum(w if term in present else w / 2 if has_common_root(term, present) else 0 for term, w in asked.items())
    return found / sum(asked.values())


def _main_clause(statement: Statement, places: Sequence[tuple[int, int]]) -> list[Term]:
    """Return the terms of a sentence without its relative clauses, except those that contain the option.

    "Glutathione favors the removal of molecules that trigger attacks" does not say that glutathione triggers
    attacks.
    """
    starts = [0, *(found.start() for found in _RELATIVE.finditer(statement.text)), len(statement.text) + 1]
    inside = [(statement.terms[first].start, statement.terms[last].end) for first, last in places]
    kept: list[Term] = []
    for i, (start, end) in enumerate(pairwise(starts)):
        if i == 0 or any(start <= a and b <= end for a, b in inside):
            kept += [term for term in statement.terms if start <= term.start < end]
    return kept


def _in_one_list(statement: Statement, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether two spans of terms belong to one list: only short phrases, commas, "and", "or" are between."""
    first, second = sorted((one, other))
    if first[1] >= second[0]:
        return False
    between = statement.text[statement.terms[first[1]].end : statement.terms[second[0]].start]
    behind, *middle = (part.split() for part in _SEPARATOR.split(between))
    if not middle or len(behind) > 1 or len(middle[-1]) > 2 or any(len(part) > _LONGEST_IN_LIST for part in middle):
        return False
    found = [("", ""), *tags(between)]
    # The tagger takes the second noun of "lack of sleep" for a verb, so one behind a preposition does not count.
    return not any(
        tag[:2] in {"VB", "MD", "WD"} and tag != "VBG" and before != "IN" for (_, before), (_, tag) in pairwise(found)
    )
