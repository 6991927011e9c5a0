"""Check the stem of an item: what it says itself, for what stands in quotation marks is the article's."""

import re
from collections.abc import Iterator

from bot.authoring.checking.word_rules import BLANK, content, read_plain, shown, unquoted
from bot.authoring.item import Item, Problem
from corpus import Article

_NEGATIVE = re.compile(
    r"\b(?:not(?! only)|never|except(?:ing|ion)?|cannot|\w+n[’']t|unlike|(?<!at )least|none|neither|nor"
    r"|false|incorrect|untrue|wrong(?:ly)?)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\W*(?:it|its|they|their|them|this|that|these|those|he|she|his|her)\b(?![’'])"
    r"|.*\b(?:does|do|did) (?:it|they|this|these|that|he|she)\b(?!.*\b(?:to|when|that|if|before|until)\b)",
    re.IGNORECASE | re.DOTALL,
)
_JUDGEMENT = re.compile(
    r"\b(?:should|would|could|must|will|shall|can) (?:you|we|i|one)\b|\b(?:you|we|i) (?:should|would|must)\b"
    r"|\bbest (?:treatment|therapy|dose|drug|medication|medicine|option|choice|course)\b"
    r"|\b(?:recommend\w*|advisable|indicated for|contraindicated|prescribe[ds]?)\b"
    r"|\b(?:dose|dosage|treatment|therapy) (?:should|would|must)\b|\bmost appropriate\b|\bsafe (?:for|to)\b"
    r"|\byour (?:patients?|treatment|dose|symptoms?|migraines?|health)\b",
    re.IGNORECASE,
)
_CLINICAL = re.compile(
    r"\b(?:patients?|treatments?|therap(?:y|ies)|doses?|dosage|symptoms?|medications?|drugs?|diagnos\w+|clinic\w*)\b",
    re.IGNORECASE,
)
_CLINICAL_ARTICLE = 3  # clinical words from which on an article is about health


def asks(item: Item, _article: Article) -> Iterator[Problem]:
    """Check that the stem is a question, or a sentence with one blank."""
    text = item.question.strip()
    blanks = len(BLANK.findall(text))
    if not content(read_plain(text)):
        yield Problem("question", "the question does not say what it asks about; name it", item)
    elif not blanks and not text.rstrip("\"'”’) ").endswith("?"):
        yield Problem("question", f"{shown(text)} is no question; end it with “?” or leave one gap “____”", item)
    if blanks > 1:
        yield Problem("question", f"{shown(text)} has {blanks} gaps; leave one", item)
    elif blanks and "____" not in text:
        yield Problem("question", f"the gap in {shown(text)} is too short; write it “____”", item)


def no_negative(item: Item, _article: Article) -> Iterator[Problem]:
    """Check that the stem asks for what is true, not for what is not."""
    if found := _NEGATIVE.search(unquoted(item.question)):
        yield Problem("negative", f"the question has {shown(found[0])}; ask for what is true instead", item)


def no_open_pronoun(item: Item, _article: Article) -> Iterator[Problem]:
    """Check that the stem can be understood alone: no pronoun refers to an earlier sentence."""
    if _PRONOUN.match(unquoted(item.question)):
        yield Problem(
            "pronoun", f"{shown(item.question)} does not say what is meant by its pronoun; name the thing", item
        )


def no_judgement(item: Item, article: Article) -> Iterator[Problem]:
    """Check that a stem on health asks what the article says, not what to do with a patient."""
    asked = unquoted(item.question)
    found = _JUDGEMENT.search(asked)
    if found and (_CLINICAL.search(asked) or _is_clinical(article)):
        yield Problem(
            "clinical judgement",
            f"{shown(found[0])} asks for a clinical judgement; ask what the article says",
            item,
        )


def _is_clinical(article: Article) -> bool:
    return len(_CLINICAL.findall(article.text)) >= _CLINICAL_ARTICLE


def stem_is_sound(item: Item, article: Article) -> Iterator[Problem]:
    """Apply all rules of this module."""
    yield from asks(item, article)
    yield from no_negative(item, article)
    yield from no_open_pronoun(item, article)
    yield from no_judgement(item, article)
