"""Ask for the subject of a statement: "Which of these can reduce homocysteine?"."""

import re
from dataclasses import replace

from bot.authoring.drafting.candidate import Found, Kind, capitalise, make_candidate
from bot.authoring.drafting.distractors import choose_distractors
from bot.authoring.drafting.inventory import Inventory, Mention
from bot.authoring.drafting.nouns import TELLING_TYPES, is_generic
from bot.authoring.drafting.source_sentences import telling, terms_of
from bot.authoring.drafting.statements import Statement
from index.confidence import TELLING

_ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
_ALSO_OTHERS = re.compile(r"\b(?:also|usually|often|sometimes|some|mostly|generally)\b")
_LONGEST_SUBJECT, _LONGEST_PREDICATE, _LEAST_TERMS = 6, 24, 3


def ask_for_subject(statement: Statement, inventory: Inventory) -> Found:
    """Yield a candidate with "which of these" in place of the subject, or the reason that there is none."""
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
    elif terms_of(bare) & terms_of(f"{predicate} {statement.adverbial}") or terms_of(bare) <= inventory.title:
        yield "key in the stem"
    elif _ALSO_OTHERS.search(statement.text) and mention.type not in TELLING_TYPES:
        yield "true of others too"
    elif _says_little(predicate):
        yield "predicate says too little"
    else:
        the = "The " if name[:4].lower() == "the " else ""
        others = choose_distractors(mention, statement, inventory)
        wrong = [capitalise(the + text) for text in others if not _may_share_predicate(text, statement, inventory)]
        question = _question(statement, predicate)
        yield make_candidate(statement, Kind.SUBJECT, question, capitalise(the + bare), wrong, worth=3.0)


def _may_share_predicate(text: str, statement: Statement, inventory: Inventory) -> bool:
    """Return whether any sentence has both the phrase and a word of the statement, so that it may be true of both."""
    subject = terms_of(statement.subject_name)
    own = terms_of(text) - subject
    said = statement.terms - own - inventory.title - subject
    return any(own & terms and said & terms for terms in inventory.terms)


def _question(statement: Statement, predicate: str) -> str:
    lead = f"{statement.adverbial} which" if statement.adverbial else "Which"
    return f"{lead} of these {predicate}?"


def _is_complex(statement: Statement, name: str) -> bool:
    """Return whether the subject is more than one simple phrase."""
    tokens = statement.parse.tokens[statement.subject : statement.verb]
    joined = any(token.text in {",", "and", "but"} or token.tag in {"WDT", "VBD"} for token in tokens)
    return joined or len(name.split()) > _LONGEST_SUBJECT


def _says_little(predicate: str) -> bool:
    few = len(terms_of(predicate)) < _LEAST_TERMS
    return few or len(predicate.split()) > _LONGEST_PREDICATE or telling(predicate) < TELLING


def _mention(bare: str, inventory: Inventory) -> Mention | None:
    """Return the mention of the subject, a run-in heading, a vitamin or a common noun; None if there is none."""
    if bare in inventory.headings:
        return inventory.headings[bare]
    vitamin = next((found for text, found in inventory.vitamins.items() if bare.startswith(text)), None)
    if vitamin:  # "Vitamin B6 or pyridoxine"
        return replace(vitamin, text=bare)
    return inventory.nouns.get(bare[:1].lower() + bare[1:])
