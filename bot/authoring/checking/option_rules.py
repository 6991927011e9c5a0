"""Check the options of an item: there is one key, and only knowledge distinguishes it from the distractors."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.authoring.checking.option_form import VERB_ENDINGS, Form, form_of, has_own_article, wants_an
from bot.authoring.checking.word_rules import (
    BLANK,
    content,
    has_common_root,
    is_proper,
    names_of,
    read_plain,
    shown,
    unquoted,
)
from bot.authoring.item import Item, Problem
from corpus import Article
from index.language.tokens import fold, forms

FEWEST, MOST = 3, 4
MUCH_LONGER, LONGER_BY = 1.5, 12
TELLING = 0.5
"""Weight from which on a word shared by stem and key gives the key away; "new" has less."""

_SIGNS = re.compile(r"[<>≤≥=±+%°−]|-(?=\d)")
_NOT_PART = frozenset(
    "no not non without never less more than under over below above before after half off un only except".split()
)
_ALL_OF_THEM = re.compile(
    r"\b(?:all|none|any|both|neither|either|some|two) (?:of )?(?:the )?(?:above|below|these|those|others?|options?|"
    r"answers?)\b|\b(?:all|none|both) (?:are|is) (?:correct|right|true|wrong|false)\b"
    r"|^\W*(?:all|both|none|neither)\W*$"
    r"|^\W*(?:both |neither |either |answers? |options? )*\(?[a-d1-4]\)?,? (?:and|or|nor|&) \(?[a-d1-4]\)?\W*$"
    r"|\bboth (?:answers?|options?)\b|\b(?:both|neither) \(?[a-d]\)?,? (?:and|nor|&) \(?[a-d]\)?\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"^\W*(?:both|either|neither) (.+) (?:and|or|nor) (.+)$", re.IGNORECASE | re.DOTALL)
_QUALIFIER = re.compile(
    r"\b(?:usually|often|sometimes|generally|typically|mostly|mainly|normally|probably|possibly|perhaps|"
    r"in (?:most|many|some) cases|may|might|tends? to|about(?= \d)|around(?= \d)|approximately|roughly)\b",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(r"\b(?:always|never|only)\b", re.IGNORECASE)
_BEFORE_OPTION = re.compile(r"\b(an?)\s*(?:_{2,}|[:?.…\s]*$)", re.IGNORECASE)
_EITHER_ARTICLE = re.compile(r"\ba\s?(?:\(n\)|/an)\s*(?:_{2,}|[:?.…\s]*$)", re.IGNORECASE)
_SINGULAR_VERB = re.compile(r"__\s+(?:is|was|has|does)\b", re.IGNORECASE)
_PLURAL_VERB = re.compile(r"__\s+(?:are|were|have|do)\b", re.IGNORECASE)


def one_key(item: Item, article: Article) -> Iterator[Problem]:
    """Check that there are three or four options, all different, and that the key is there only once."""
    if not FEWEST <= len(item.options) <= MOST:
        yield Problem(
            "options", f"there are {len(item.options)} options; write {FEWEST} or {MOST}, the answer among them", item
        )
    if not all(option.strip() for option in item.options):
        yield Problem("options", "an option is empty; write one or remove it", item)
        return
    for one, other in combinations(range(len(item.options)), 2):
        first, second = item.options[one], item.options[other]
        if _same(first, second):
            rule = "one key" if one == 0 else "same options"
            what = "is the answer and also wrong" if one == 0 else "is there twice"
            yield Problem(rule, f"{shown(second)} {what} (as {shown(first)}); replace it", item)
        elif _canonical(first, article) == _canonical(second, article):
            yield Problem("aliases", f"{shown(first)} and {shown(second)} are one and the same; replace one", item)
        elif part := _part(first, second) or _part(second, first):
            whole = second if part == first else first
            yield Problem(
                "one within another",
                f"{shown(part)} is part of {shown(whole)}, so both may be right; replace one",
                item,
            )


def _same(one: str, other: str) -> bool:
    return _folded(one) == _folded(other)


def _folded(option: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return an option without case, accents, space, articles and endings, and its signs: "<5" is not ">5"."""
    terms = tuple(term.stem for term in read_plain(option) if not term.is_article)
    return terms or (fold("".join(option.split())),), tuple(_SIGNS.findall(option))


def _canonical(option: str, article: Article) -> tuple[tuple[str, ...], tuple[str, ...]]:
    terms = tuple(term.stem for term in names_of(article).read(option) if not term.is_article)
    return terms or (option,), tuple(_SIGNS.findall(option))


def _part(one: str, other: str) -> str | None:
    """Return the first option if the second has all its words and more, else None.

    Also None if the additional words change the meaning: "one hour" and "less than one hour", "a week" and "two
    weeks".
    """
    few, many = _parts(one), _parts(other)
    rest = {term for term in many - few if not term[0].isdigit()}
    if not few or not few < many or _NOT_PART & rest or _numbers(one) != _numbers(other):
        return None
    return one


def _parts(option: str) -> set[str]:
    """Return the stems of an option, and the letters of its codes: "vitamin B6" is one of the "B vitamins"."""
    terms = [term for term in read_plain(option) if not term.is_article]
    letters = {term.form[0] for term in terms if re.fullmatch(r"[a-z]\d+", term.form)}
    return letters | {term.stem for term in terms}


def _numbers(option: str) -> list[str]:
    return sorted(term.form for term in read_plain(option) if term.form.isdigit() or term.form in {"every", "each"})


def key_given_away(item: Item, _article: Article) -> Iterator[Problem]:
    """Check that no word of the key, or one with the same root, is in the stem, unless a distractor has it too.

    What a stem quotes counts only where it has the gap; else it is a step, a label or a heading of the article.
    """
    stem = item.question if BLANK.search(item.question) else unquoted(item.question)
    asked, key = content(read_plain(stem)).keys(), content(read_plain(item.answer))
    others = {term for wrong in item.wrong for term in content(read_plain(wrong))}
    given = sorted(
        term
        for term, weight in key.items()
        if weight >= TELLING and has_common_root(term, asked) and not has_common_root(term, others)
    )
    if given:
        words = [term.form for term in read_plain(item.answer) if has_common_root(term.stem, set(given))]
        yield Problem(
            "key given away",
            f"the question has {shown(words[0] if words else given[0])} of the answer, and no wrong option has it; "
            "say it in other words, or give a wrong option that word too",
            item,
        )


def same_form(item: Item, _article: Article) -> Iterator[Problem]:
    """Check that all options are the same kind of phrase, and that numbers have the same unit."""
    by_option = _read_forms([option for option in item.options if option.strip()])
    found = list(by_option.values())
    kinds = Counter(form.kind for form in found)
    if len(kinds) > 1:
        odd, kind = _odd_one(by_option, {option: form.kind for option, form in by_option.items()})
        usual = next(form.kind for option, form in by_option.items() if form.kind != kind)
        yield Problem(
            "same form", f"{shown(odd)} is {kind}, {shown(_other(by_option, kind))} is {usual}; give all one form", item
        )
    elif set(kinds) == {"a number"} and len({form.unit for form in found}) > 1:
        odd, _ = _odd_one(by_option, {option: form.unit for option, form in by_option.items()})
        yield Problem("units", f"{shown(odd)} is not in the unit of the others; give all options one unit", item)


def _read_forms(options: Sequence[str]) -> dict[str, Form]:
    """Return the forms of options.

    If one option is surely a verb form, phrases with the same ending count as that form, too.
    """
    found = {option: form_of(option) for option in options}
    for kind in {form.kind for form in found.values()} & VERB_ENDINGS.keys():
        for option, form in found.items():
            first, *others = option.split()
            if form.kind == "a phrase" and (others or kind == "-ing") and first.endswith(VERB_ENDINGS[kind]):
                found[option] = Form(kind)
    return found


def _odd_one(options: dict[str, Form], values: dict[str, str]) -> tuple[str, str]:
    """Return the option whose value is the rarest, and the value."""
    counts = Counter(values.values())
    odd = min(options, key=lambda option: counts[values[option]])
    return odd, values[odd]


def _other(options: dict[str, Form], kind: str) -> str:
    return next(option for option, form in options.items() if form.kind != kind)


def same_number(item: Item, _article: Article) -> Iterator[Problem]:
    """Check that the key is not the only plural or singular, and that options agree with the verb after a blank."""
    key, wrong = form_of(item.answer).plural, [form_of(option).plural for option in item.wrong]
    if key is not None and wrong and all(other is (not key) for other in wrong):
        yield Problem(
            "same number",
            f"only the answer {shown(item.answer)} is {_number(plural=key)}; write all options in the same number",
            item,
        )
    for verb, plural in ((_SINGULAR_VERB, False), (_PLURAL_VERB, True)):
        if verb.search(item.question):
            for option in item.options:
                if form_of(option).plural is (not plural):
                    reason = f"{shown(option)} is {_number(plural=not plural)} and does not fit the verb behind the gap"
                    yield Problem("same number", f"{reason}; change its number", item)


def _number(*, plural: bool) -> str:
    return "plural" if plural else "singular"


def same_case(item: Item, article: Article) -> Iterator[Problem]:
    """Check that all options begin with a capital or none does; names and acronyms do not count."""
    written = set(re.findall(r"\w+", article.text))
    upper, lower = [], []
    for option in item.options:
        first = re.match(r"\W*(\w+)", option)
        word = first[1] if first else ""
        if word[:1].islower() and word[1:].islower():
            lower.append(option)
        elif word[:1].isupper() and (word.lower() in written or not is_proper(word)) and word[1:].islower():
            upper.append(option)
    if upper and lower:
        yield Problem(
            "same case",
            f"{shown(upper[0])} begins with a capital and {shown(lower[0])} does not; begin all options alike",
            item,
        )


def fitting_article(item: Item, _article: Article) -> Iterator[Problem]:
    """Check that each option fits an "a" or "an" before it in the stem."""
    found = None if _EITHER_ARTICLE.search(item.question) else _BEFORE_OPTION.search(item.question)
    for option in item.options if found else ():
        if found and option.strip() and (has_own_article(option) or wants_an(option) is (found[1].lower() == "a")):
            yield Problem(
                "a or an",
                f"“{found[1]}” in the question does not fit {shown(option)}; write “a(n)”, or put the article into "
                "each option",
                item,
            )
            return


def length(item: Item, _article: Article) -> Iterator[Problem]:
    """Check that the key is not much longer than every distractor."""
    longest = max(map(len, item.wrong), default=0)
    size = len(item.answer)
    if longest and size > MUCH_LONGER * longest and size > longest + LONGER_BY:
        yield Problem(
            "key too long",
            f"the answer has {size} letters, the longest wrong option {longest}; shorten it or lengthen the others",
            item,
        )


def hedges(item: Item, _article: Article) -> Iterator[Problem]:
    """Check that the key is not the only option with a hedge ("usually"), and no distractor alone has "always"."""
    hedge = _QUALIFIER.search(item.answer)
    if hedge and item.wrong and not any(_QUALIFIER.search(option) for option in item.wrong):
        yield Problem(
            "qualifier", f"only the answer says {shown(hedge[0])}; say it in the question or in every option", item
        )
    for option in item.wrong:
        absolute = _ABSOLUTE.search(option)
        if absolute and not _ABSOLUTE.search(item.answer):
            yield Problem(
                "absolutes",
                f"{shown(absolute[0])} in {shown(option)} gives it away as wrong; take the word out",
                item,
            )


def all_of_the_above(item: Item, _article: Article) -> Iterator[Problem]:
    """Check that no option refers to other options."""
    others = {tuple(forms(option)) for option in item.options}
    for option in item.options:
        both = _BOTH.match(option)
        parts = both is not None and {tuple(forms(both[1])), tuple(forms(both[2]))} & others
        if parts or _ALL_OF_THEM.search(option):
            yield Problem(
                "all of the above", f"{shown(option)} speaks of other options; replace it by one of its own", item
            )


def options_fit(item: Item, article: Article) -> Iterator[Problem]:
    """Apply all rules of this module."""
    yield from one_key(item, article)
    yield from key_given_away(item, article)
    yield from same_form(item, article)
    yield from same_number(item, article)
    yield from same_case(item, article)
    yield from fitting_article(item, article)
    yield from length(item, article)
    yield from hedges(item, article)
    yield from all_of_the_above(item, article)
