"""Check a whole bank: ids, enemy items, the exam, and how often guessing strategies find the key."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from bot.authoring.checking.truth_rules import statements_of
from bot.authoring.checking.word_rules import content, names_of, read_plain, shown
from bot.authoring.item import Bank, Exam, Item, Problem, Status
from corpus import Article
from index.language.tokens import forms

ENOUGH_ITEMS = 12
"""Number of items from which on the success of guessing is judged."""
TOO_OFTEN = 0.5
"""Share of the items above which a guessing strategy, or one position of the key, is reported."""
ALIKE = 0.6
"""Overlap (Jaccard index) of two stems' words from which on two items with the same key ask the same."""
FEWEST_IN_EXAM = 5

Strategy = Callable[[Item, str, Article], float]


def guessing_strategies(items: Sequence[Item], article: Article) -> dict[str, float]:
    """Return how often each strategy of guessing without knowledge finds the key, 0 to 1.

    Where several options tie, one of them is taken by chance.
    """
    return {
        name: sum(_chance_of_key(item, article, strategy) for item in items) / len(items) if items else 0.0
        for name, strategy in _STRATEGIES.items()
    }


def _chance_of_key(item: Item, article: Article, strategy: Strategy) -> float:
    scores = [strategy(item, option, article) for option in item.options]
    best = max(scores)
    return 1 / scores.count(best) if scores[0] == best else 0.0


def _mentions(_item: Item, option: str, article: Article) -> float:
    """Count how often an article has the words of an option in a row."""
    wanted = " ".join(_stems(option))
    return _stems_of_article(article).count(f" {wanted} ") if wanted else 0


@lru_cache(maxsize=8)
def _stems_of_article(article: Article) -> str:
    return f" {' '.join(_stems(article.text))} "


def _stems(text: str) -> list[str]:
    return [term.stem for term in read_plain(text)]


def _shared_with_stem(item: Item, option: str, _article: Article) -> float:
    return len(content(read_plain(option)).keys() & content(read_plain(item.question)).keys())


def _alphabetically(item: Item, option: str, _article: Article) -> float:
    return -sorted(map(str.casefold, item.options)).index(option.casefold())


def _stands_there(_item: Item, option: str, article: Article) -> float:
    """Return 1 where the article has an option word for word, in any case, else 0."""
    return float(tuple(forms(option)) != () and f" {' '.join(forms(option))} " in _forms_of_article(article))


@lru_cache(maxsize=8)
def _forms_of_article(article: Article) -> str:
    return f" {' '.join(forms(article.text))} "


def open_book(items: Sequence[Item], article: Article) -> float:
    """Return how often looking the item up in the open article finds the key, 0 to 1.

    It takes the option that stands in the sentence which has most words of the stem. A bank on a text cannot prevent
    that, so it is told and not limited.
    """
    return sum(_chance_of_key(item, article, _looked_up) for item in items) / len(items) if items else 0.0


def _looked_up(item: Item, option: str, article: Article) -> float:
    asked, wanted = (
        content(read_plain(item.question)),
        {term.stem for term in read_plain(option) if not term.is_article},
    )
    told = (statement.stems for statement in statements_of(article) if wanted and wanted <= statement.stems)
    return max((sum(weight for term, weight in asked.items() if term in stems) for stems in told), default=0.0)


def _overlap(item: Item, option: str, _article: Article) -> float:
    """Return how much an option overlaps with the others: the sum of their words' Jaccard indexes."""
    own = set(_stems(option))
    others = [set(_stems(other)) for other in item.options if other != option]
    return sum(len(own & other) / len(own | other) for other in others if own | other)


_STRATEGIES: dict[str, Strategy] = {
    "the longest": lambda _item, option, _article: len(option),
    "the shortest": lambda _item, option, _article: -len(option),
    "the option named most often in the article": _mentions,
    "the option that shares most words with the stem": _shared_with_stem,
    "first in alphabetical order": _alphabetically,
    "the option most alike to the others": _overlap,
    "the option that stands in the article word for word": _stands_there,
}


def no_way_to_guess(items: Sequence[Item], article: Article) -> Iterator[Problem]:
    """Check that no guessing strategy is right for more than half of the items.

    The same goes for one position of the key among the options in order of the alphabet or of length.
    """
    if len(items) < ENOUGH_ITEMS:
        return
    for name, share in guessing_strategies(items, article).items():
        if share > TOO_OFTEN:
            yield Problem(
                "guessing",
                f"who always takes “{name}” is right in {share:.0%} of the items; change options of some",
            )
    for order, sort in (("alphabetical order", str.casefold), ("order of length", len)):
        rank, count = Counter(_rank(item, sort) for item in items).most_common(1)[0]
        # The shortest, the longest and the first in the alphabet are left out: they are strategies checked above.
        is_strategy = rank == 1 or (sort is len and rank == max(len(item.options) for item in items))
        if not is_strategy and count > TOO_OFTEN * len(items):
            yield Problem(
                "key positions balanced",
                f"the answer is number {rank} in {order} in {count} of {len(items)} items; change options of some",
            )


def _rank(item: Item, sort: Callable[[str], object]) -> int:
    values = sorted(map(sort, item.options))  # type: ignore[type-var]
    return values.index(sort(item.answer)) + 1


def items_apart(items: Sequence[Item], article: Article) -> Iterator[Problem]:
    """Check that no two items ask the same, unless they are enemies."""
    for one, other in combinations(items, 2):
        if _is_same(one, other):
            yield Problem("same question", f"{shown(one.id)} asks the same; change or retire one", other)
        elif not one.is_enemy_of(other) and _ask_alike(one, other, article):
            yield Problem(
                "same question",
                f"{shown(one.id)} asks nearly the same and has the same answer; retire one, or make them enemies",
                other,
            )


def _is_same(one: Item, other: Item) -> bool:
    """Return whether two items have the same stem and the same options, the key among them in any place."""
    options = [sorted(map(forms, item.options)) for item in (one, other)]
    return forms(one.question) == forms(other.question) and options[0] == options[1]


def _ask_alike(one: Item, other: Item, article: Article) -> bool:
    names = names_of(article)
    if [t.stem for t in names.read(one.answer)] != [t.stem for t in names.read(other.answer)]:
        return False
    first, second = content(names.read(one.question)).keys(), content(names.read(other.question)).keys()
    return bool(first | second) and len(first & second) / len(first | second) >= ALIKE


def ids_and_enemies(bank: Bank) -> Iterator[Problem]:
    """Check that ids are unique, and that enemies are ids of other items."""
    counts = Counter(item.id for item in bank.items)
    for item in bank.items:
        if counts[item.id] > 1:
            yield Problem("same id", f"{shown(item.id)} is the id of {counts[item.id]} items; give each its own", item)
        for enemy in item.enemies if item.status is not Status.RETIRED else ():
            if enemy == item.id:
                yield Problem("enemies", f"{shown(enemy)} is the item itself; take it out of its enemies", item)
            elif enemy not in counts:
                yield Problem("enemies", f"there is no item {shown(enemy)}; correct the id or take it out", item)


def exam_is_sound(bank: Bank, exam: Exam) -> Iterator[Problem]:
    """Check an exam.

    It needs enough items, each approved and contained once, no two of them enemies, and numbers within bounds.
    """
    for identifier, count in Counter(exam.items).items():
        item = bank.item(identifier)
        if item is None:
            yield Problem("exam", f"the exam has {shown(identifier)}, which is no item; correct the id")
        elif item.status is not Status.APPROVED:
            yield Problem(
                "exam", f"the exam has {shown(identifier)}, which is not approved; approve or remove it", item
            )
        if count > 1:
            yield Problem("exam", f"the exam has {shown(identifier)} {count} times; leave it once", item)
    pool = bank.pool() if not exam.items else [i for name in dict.fromkeys(exam.items) if (i := bank.item(name))]
    asked = exam.questions or len(set(exam.items)) or len(pool)
    if asked < FEWEST_IN_EXAM:
        yield Problem("exam", f"the exam has {asked} items; take at least {FEWEST_IN_EXAM}")
    if not 1 <= exam.pass_mark <= 100:
        yield Problem("exam", f"the pass mark is {exam.pass_mark}; write percent, 1 to 100")
    if exam.valid_days < 1:
        yield Problem("exam", f"a pass is valid for {exam.valid_days} days; write at least 1")
    if exam.questions is not None and exam.questions > (certain := _surely_drawn(pool)):
        yield Problem(
            "exam",
            f"the exam draws {exam.questions} questions, but its pool is sure to give {certain} that are no enemies;"
            " ask fewer or add items",
        )
    elif exam.questions is None:
        yield from _no_enemies(pool)


def _no_enemies(taken: Sequence[Item]) -> Iterator[Problem]:
    for one, other in combinations(taken, 2):
        if one.is_enemy_of(other):
            yield Problem("exam", f"the exam has the enemies {shown(one.id)} and {shown(other.id)}; remove one", other)


def _surely_drawn(pool: Sequence[Item]) -> int:
    """Return how many items any draw finds at least: one of each group that enmity holds together."""
    groups: list[list[Item]] = []
    for item in pool:
        joined = [group for group in groups if any(item.is_enemy_of(other) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([item, *(other for group in joined for other in group)])
    return len(groups)
