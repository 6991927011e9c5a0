"""The subject as key: "Which of these can reduce homocysteine?"."""

import re

from bot.quiz.drafting.candidate import Found, Kind, begin_great, with_enough
from bot.quiz.drafting.distractors import mentions_beside
from bot.quiz.drafting.inventory import Inventory, Mention
from bot.quiz.drafting.names import PERSONS
from bot.quiz.drafting.nouns import is_generic
from bot.quiz.drafting.sentences import telling, terms_of
from bot.quiz.drafting.statements import Statement
from index.confidence import TELLING

_ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
_LONGEST_SUBJECT, _LONGEST_PREDICATE, _LEAST_TERMS = 6, 24, 3


def ask_for_subject(statement: Statement, inventory: Inventory) -> Found:
    """Put "which of these" or "who" in the place of the subject."""
    name = statement.subject_name
    bare = _ARTICLE.sub("", name)
    predicate = re.sub(r"^(\w+) also\b", r"\1", statement.predicate).rstrip(" ,.")
    mention = _mention(bare, inventory)
    if _is_complex(statement, name):
        yield "subject too complex"
    elif mention is None:
        yield "subject of unknown type"
    elif is_generic(bare):
        yield "generic key"
    elif terms_of(bare) & terms_of(f"{predicate} {statement.adverbial}") or _is_title(bare, mention, inventory):
        yield "key in the stem"
    elif _says_little(predicate):
        yield "predicate says too little"
    else:
        the = "The " if name[:4].lower() == "the " else ""
        wrong = [begin_great(the + text) for text in mentions_beside(mention, statement, inventory)]
        question = _question(statement, mention, predicate)
        yield with_enough(statement, Kind.SUBJECT, question, begin_great(the + bare), wrong, worth=3.0)


def _is_title(bare: str, mention: Mention, inventory: Inventory) -> bool:
    """Whether the subject is what the article is about, or a part of that place: "Downtown Fresno"."""
    return terms_of(bare) <= inventory.title or (mention.type == "place" and bool(terms_of(bare) & inventory.title))


def _question(statement: Statement, mention: Mention, predicate: str) -> str:
    asked = "Who" if mention.type in PERSONS else "Which of these"
    lead = f"{statement.adverbial} {asked[0].lower()}{asked[1:]}" if statement.adverbial else asked
    return f"{lead} {predicate}?"


def _is_complex(statement: Statement, name: str) -> bool:
    """Whether the subject is more than one plain phrase."""
    tokens = statement.parse.tokens[statement.subject : statement.verb]
    joined = any(token.text in {",", "and", "but"} or token.tag in {"WDT", "VBD"} for token in tokens)
    return joined or len(name.split()) > _LONGEST_SUBJECT


def _says_little(predicate: str) -> bool:
    few = len(terms_of(predicate)) < _LEAST_TERMS
    return few or len(predicate.split()) > _LONGEST_PREDICATE or telling(predicate) < TELLING


def _mention(bare: str, inventory: Inventory) -> Mention | None:
    """What the subject is among the article's mentions: a run-in heading, a name, or a common noun."""
    if bare in inventory.headings:
        return inventory.headings[bare]
    if bare in inventory.names:
        return inventory.names[bare] if inventory.names[bare].type else None
    if bare.startswith("Vitamin "):  # "Vitamin B6 or pyridoxine"
        where = {number for number, terms in enumerate(inventory.terms) if terms_of(bare) & terms}
        return Mention(bare, "one substance", frozenset(where))
    return inventory.nouns.get(bare[:1].lower() + bare[1:])
