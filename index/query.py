"""Interpret a question: text -> query, with the spelling repaired and synonyms attached."""

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from index.answer_types import AnswerType, asks_for_works, phrasing
from index.language.frequency import is_common
from index.language.spelling import repair, repair_by_stem
from index.language.stems import ENGLISH, stems
from index.language.stop_words import content_words, is_content
from index.language.synonyms import Phrase, Synonyms
from index.language.tokens import Word, words
from index.other_answer_types import answer_type_in

_DEFINITION = re.compile(
    r"\s*(?:(?:what|who)(?:['’]?s|\s+(?:is|are|counts\s+as))\b|define\b|what\s+do(?:es)?\b.*\bmean\W*$)", re.IGNORECASE
)
_DEFINITION_WORDS = 3


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """Hold a content word of the question, or a phrase that has a rule of synonyms.

    `typed` is its text in the question. `forms` are its folded words, spelling repaired; where a rule has
    `replaced` them, they are not searched for. `used` tells whether any article uses the word, or the words of
    the phrase side by side. `synonyms` are other phrases for it, whose content words all occur in the articles; where
    they are `medical`, they count only in articles about health.
    """

    typed: str
    forms: Phrase
    used: bool
    synonyms: tuple[Phrase, ...] = ()
    replaced: bool = False
    medical: bool = False
    repaired: bool = False
    language: str = ENGLISH

    @property
    def is_rare(self) -> bool:
        """Return whether it has a word that is not among the most common of English."""
        return not all(is_common(form) for form in self.forms)


@dataclass(frozen=True, slots=True)
class Query:
    """Hold a question as it is searched for.

    `text` is the question as typed. `forms` are its folded words in order, spelling repaired, without those
    that a rule replaces. `asked` are its content words and phrases, each once. `read_as` is the question with
    the spelling repaired, None where nothing was repaired. `language` is the one that its words are taken for.
    """

    text: str
    forms: tuple[str, ...]
    asked: tuple[QueryTerm, ...]
    read_as: str | None
    language: str = ENGLISH

    @property
    def wanted(self) -> AnswerType | None:
        """Return the kind of answer that it wants, None where that is not known."""
        return answer_type_in(self.language, self.text)

    @property
    def asks_for_works(self) -> bool:
        """Return whether it may be about works that the articles cite; in another language that is not known."""
        return self.language != ENGLISH or asks_for_works(self.text)

    @property
    def wants_definition(self) -> bool:
        """Return whether it asks what something is: "What is niacin?"."""
        return len(self.asked) <= _DEFINITION_WORDS and _DEFINITION.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Hold the words of the articles of a language: counts of folded words, all stems, and the rules of synonyms.

    `uses` tells whether any article has the words of a phrase side by side.
    """

    counts: Mapping[str, int]
    stems: AbstractSet[str]
    synonyms: Synonyms
    uses: Callable[[Phrase], bool]
    language: str = ENGLISH


def parse_query(text: str, lexicon: Lexicon) -> Query:
    """Interpret a question, given the words that the articles use."""
    typed = _telling(text, lexicon.language)
    repairs = _repairs(typed, lexicon)
    forms = [repairs.get(i, word.form) for i, word in enumerate(typed)]
    asked, replaced = _asked(text, typed, forms, repairs, lexicon)
    return Query(
        text=text,
        forms=tuple(form for i, form in enumerate(forms) if i not in replaced),
        asked=tuple({word.forms or word.typed: word for word in asked}.values()),
        read_as=_rewritten(text, typed, repairs) if repairs else None,
        language=lexicon.language,
    )


def _telling(text: str, language: str) -> list[Word]:
    """Return the words of a question, without the one that only says what kind of answer is wanted."""
    typed = list(words(text))
    span = phrasing(text) if language == ENGLISH else None
    rest = [word for word in typed if span is None or not span[0] <= word.start < span[1]]
    return rest if any(is_content(word.form, language) for word in rest) else typed


def _repairs(typed: Sequence[Word], lexicon: Lexicon) -> dict[int, str]:
    """Return the repaired form of each misspelt word, by the word's position."""
    repairs = {}
    terms = stems([word.form for word in typed], lexicon.language)
    for i, word in enumerate(typed):
        strange = (
            is_content(word.form, lexicon.language)
            and terms[i] not in lexicon.stems
            and lexicon.synonyms.match([terms[i]], 0) is None
        )
        if strange and (meant := _repair(word.form, lexicon)):
            repairs[i] = meant
    return repairs


def _repair(form: str, lexicon: Lexicon) -> str | None:
    """Return the word of the articles that a misspelt word stands for, or one with the stem or a synonym of one."""
    meant = repair(form, lexicon.counts, lexicon.language)
    if meant is not None or lexicon.language != ENGLISH or not lexicon.counts:
        return meant
    return repair_by_stem(form, lambda term: term in lexicon.stems or lexicon.synonyms.match([term], 0) is not None)


def _asked(
    text: str, typed: Sequence[Word], forms: Sequence[str], repairs: Mapping[int, str], lexicon: Lexicon
) -> tuple[list[QueryTerm], set[int]]:
    """Return the content words and phrases, and the positions of the words that a rule replaces."""
    language = lexicon.language
    terms = stems(forms, language)
    asked: list[QueryTerm] = []
    replaced: set[int] = set()
    at = 0
    while at < len(forms):
        length, rule = lexicon.synonyms.match(terms, at) or (1, None)
        if rule and rule.symbol not in (None, text[typed[at].start : typed[at].end]):
            rule = None
        synonyms = rule.synonyms if rule else ()
        synonyms = tuple(p for p in synonyms if set(stems(content_words(p, language), language)) <= lexicon.stems)
        places = range(at, at + length)
        content = content_words([forms[i] for i in places], language)
        if content or synonyms:
            replaces = rule is not None and rule.replaces and bool(synonyms)
            asked.append(
                QueryTerm(
                    typed=text[typed[at].start : typed[at + length - 1].end],
                    forms=content,
                    # "the change" is not used where only "change" is: without its stop words it means something else.
                    used=len(content) == length and lexicon.uses(content),
                    synonyms=synonyms,
                    replaced=replaces,
                    # What a rule replaces is no longer looked for itself, so the replacement counts everywhere.
                    medical=rule is not None and rule.medical and not replaces,
                    repaired=any(i in repairs for i in places),
                    language=language,
                )
            )
            if replaces:
                replaced.update(places)
        at += length
    return asked, replaced


def _rewritten(text: str, typed: Sequence[Word], repairs: Mapping[int, str]) -> str:
    """Return the question with the repaired words in place of the misspelt ones."""
    for i in sorted(repairs, reverse=True):
        text = text[: typed[i].start] + repairs[i] + text[typed[i].end :]
    return text
