"""Candidates from lists and purposes: "X such as A, B and C", "X is used to V"."""

import re
from collections.abc import Iterator, Sequence

from bot.quiz.asking import TOO_FEW, Candidate, Found
from bot.quiz.distractors import LEAST, POOL, is_told
from bot.quiz.inventory import TELLING_TYPES, Inventory, type_of_noun
from bot.quiz.lists import Enumeration, read_enumeration
from bot.quiz.phrases import Parse, parse_sentence
from bot.quiz.statements import Statement, is_vague, telling, terms_of

_LONGEST_LEAD = 20  # words


def ask_for_member(statement: Statement, inventory: Inventory, lists: Sequence[Enumeration]) -> Found:
    """ "According to the article, famous symptoms include which of these?": a member of the list is the key."""
    found = read_enumeration(statement.text, statement.number)
    if found is None or statement.subject_name not in statement.text:
        return
    if len(found.lead.split()) > _LONGEST_LEAD or telling(found.lead) < 0.6:
        yield "list without a plain lead"
        return
    if "," in found.lead and " are" in found.lead[-4:]:
        yield "list without a plain lead"
        return
    best: tuple[str, list[str]] = ("", [])
    for member in found.members:
        if is_vague(member) or terms_of(member) & terms_of(found.lead):
            continue
        wrong = _strangers(member, found, statement, inventory, lists)
        if len(wrong) > len(best[1]):
            best = (member, wrong)
    if len(best[1]) < LEAST:
        yield TOO_FEW
        return
    question = f"According to the article, {_begin_small(found.lead, statement.parse)} which of these?"
    yield Candidate(statement, "list", question, best[0], tuple(best[1]), 3.5)


def _begin_small(lead: str, parse: Parse) -> str:
    """The lead without its capital, where that is only the sentence's."""
    first = parse.tokens[0]
    if first.tag.startswith("NNP") or (len(lead) > 1 and lead[1].isupper()):
        return lead
    return lead[0].lower() + lead[1:]


def _strangers(
    member: str, own: Enumeration, statement: Statement, inventory: Inventory, lists: Sequence[Enumeration]
) -> list[str]:
    """Members of other lists, then other mentions, of the member's type, that are not of its list."""
    kind, known = _type_of(member, inventory), terms_of(" ".join((*own.members, own.lead)))
    if not kind:
        return []
    pool = [
        other
        for one in lists
        if one.number != own.number and _may_lend(one, own, kind, inventory)
        for other in one.members
    ]
    pool += [m.text for m in inventory.of_type(kind)] if kind in TELLING_TYPES or member in inventory.names else []
    chosen: list[str] = []
    for other in sorted(dict.fromkeys(pool), key=lambda text: abs(len(text) - len(member)) // 4):
        terms = terms_of(other)
        where = [n for n, found in enumerate(inventory.terms) if terms <= found]
        if (
            terms
            and not terms & (known | statement.terms)
            and _type_of(other, inventory) == kind
            and not is_vague(other)
            and not is_told(terms, where, statement, inventory)
        ):
            chosen.append(other)
            known |= terms
        if len(chosen) == POOL:
            break
    return chosen


def _may_lend(other: Enumeration, own: Enumeration, kind: str, inventory: Inventory) -> bool:
    """Whether another list may have members of the same sort: by their endings, or by what the lists are of."""
    return kind in TELLING_TYPES or bool(_last_terms(other.lead) & _last_terms(own.lead) - inventory.title)


def _last_terms(lead: str) -> frozenset[str]:
    """The stems of the last words before "such as", "include" and the like."""
    return terms_of(" ".join(lead.split()[-4:])) - terms_of(
        "including includes include consists composed made comprises"
    )


def _type_of(phrase: str, inventory: Inventory) -> str:
    """The coarse type of a list's member; empty where it is unknown."""
    if phrase in inventory.names:
        return inventory.names[phrase].type
    if any(letter.isupper() for letter in phrase):
        return "one substance" if phrase.startswith("Vitamin ") else ""
    return type_of_noun(re.split(r" (?:of|in|to|for|with|from|on|by) ", phrase)[0])


_PURPOSE = re.compile(
    r"^(?P<verb>(?:is|are|was|were|can be|may be) (?:\w+ly |also |often |commonly )?(?:used|administered|given|applied|designed"
    r"|prescribed|employed|created|established|founded|built|introduced|intended|needed|required|performed))"
    r"(?P<rest> [^,]*?)?(?P<to> in order to| to) (?P<aim>[a-z]+ .+)$"
)
_AIM_END = re.compile(
    r",.*$| (?:and therefore|because|which|when|after|before|although|while|as|than|if|by|until)\b.*$|[.;:(…].*$",
    re.DOTALL,
)
_NO_AIM = re.compile(r"\b(?:it|its|they|their|them|this|these|that|those|he|his|she|her|be|have|such|not|do)\b")


def ask_for_purpose(statement: Statement, inventory: Inventory) -> Found:
    """ "According to the article, for what purpose is niacin used?": what follows "to" is the key."""
    match = _PURPOSE.match(statement.predicate)
    if match is None:
        return
    key = _aim(match["aim"])
    rest_tokens = parse_sentence(match["rest"] or "").tokens
    if is_vague(re.split(r" (?:of|for|in|that|with) ", statement.subject_name)[0]) or any(
        t.is_finite for t in rest_tokens
    ):
        yield "no plain purpose"
        return
    if (
        not key
        or statement.adverbial
        or len(statement.subject_name.split()) > 8
        or telling(statement.subject_name) < 0.6
    ):
        yield "no plain purpose"
        return
    verb, _, rest = match["verb"].partition(" ")
    name = _begin_small(statement.subject_name, statement.parse)
    wrong = _other_aims(key, statement, inventory)
    if len(wrong) < LEAST:
        yield TOO_FEW
        return
    middle = (match["rest"] or "").rstrip()
    question = f"According to the article, for what purpose {verb} {name} {rest}{middle}?"
    yield Candidate(statement, "purpose", question, f"To {key}", tuple(f"To {aim}" for aim in wrong), 3.0)


def _aim(text: str) -> str:
    """A purpose cut at the end of its clause; empty where it is no plain one."""
    text = _AIM_END.sub("", text).strip()
    words = text.split()
    tokens = parse_sentence(f"to {text}").tokens
    if not 2 <= len(words) <= 14 or _NO_AIM.search(text) or len(tokens) < 3 or telling(text) < 0.6:
        return ""
    return (
        text
        if tokens[1].tag in {"VB", "VBP"} | ({"NN"} if words[0] in _VERBS else set())
        and not text.split()[0].endswith(("s", "ed", "ing"))
        else ""
    )


_VERBS = frozenset("increase decrease reduce treat repair support control help balance access process study".split())
_AIMING = frozenset("used order designed intended helps helped serves serve acts needed required administered".split())


def _aims_in(parse: Parse) -> Iterator[str]:
    """What follows "to" where it tells what a thing is for."""
    tokens = parse.tokens
    for before, to, verb in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if to.text == "to" and (before.is_noun or before.text in _AIMING) and (aim := _aim(parse.text[verb.start :])):
            yield aim


def _other_aims(key: str, statement: Statement, inventory: Inventory) -> list[str]:
    """Purposes that the article gives elsewhere."""
    known = set(terms_of(key) | statement.terms)
    pool = []
    for sentence in inventory.sentences:
        if abs(sentence.number - statement.number) > 0:
            pool += [(aim, sentence.number) for aim in _aims_in(inventory.parses[sentence.number])]
    chosen: list[str] = []
    for aim, number in sorted(pool, key=lambda found: abs(len(found[0]) - len(key))):
        terms = terms_of(aim)
        if len(terms & known) == 0 and len((statement.terms & inventory.terms[number]) - inventory.title) < 3:
            chosen.append(aim)
            known |= terms
        if len(chosen) == POOL:
            break
    return chosen
