"""Detect references to other sentences: pronouns, and "the ..." of something mentioned before."""

import re

from bot.authoring.drafting.nouns import is_jargon
from bot.authoring.drafting.source_sentences import frequencies, is_vague, tells, terms_of
from bot.authoring.tagger import Chunk, Parse
from corpus import Article
from index.language.stems import stem
from index.language.stop_words import is_content
from index.language.tokens import fold

_REFERENCES = re.compile(
    r"\b(?:this|these|those|he|him|himself|she|hers|herself|we|us|our|ours|I|my|me"
    r"|such|here|former|latter|respectively|aforementioned|following|said|there|another"
    r"|same|neither|others|previous|previously|subsequent|next|earlier|later|then|now|meanwhile|ago"
    r"|recently|recent|the new|still|(?<=, )(?:it|they)|already|today|current|currently|instead"
    r"|similar|similarly|remainder"
    r"|that (?:time|year|period|day|month|season|point|moment|night|game)|(?:up )?to date"
    r"|further|it takes|an? \w+ one)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(r"\b(?:such as|one of the|more than one|other than|as well as|so that|New [A-Z]\w+)\b")
_INSIDE = re.compile(
    r"\b(?:its|their|his|her|it|itself|they|them|themselves|ones?(?! [a-z])|both|so|rest)\b|\b(?:above|below)(?=[.,])",
    re.IGNORECASE,
)
_PERSONS = re.compile(r"\b(?:his|her)\b")
_UNIQUE = frozenset(
    """
    world sun moon earth sea sky universe human public internet future past body brain heart skin eye mouth chest arm
    leg head blood lungs kidneys liver
    """.split()
)
_COUNTING = frozenset("first second third last final latest main only other".split())
_GOES_ON = frozenset("of that which who whose where in for between".split())
_RARE, _RATHER_RARE = 0.95, 0.8  # least weight of a noun, and of a noun with an adjective, that is clear after "the"
_OFTEN, _SHARE = 4, 0.08  # least number and share of sentences with a word that the article is about


def refers_back(text: str, *, inside: bool = False) -> bool:
    """Return whether a word of a text refers to something said elsewhere.

    With `inside`, "it" and "its" do not count, since they may refer to something earlier in the same sentence.

    >>> refers_back("these vitamins"), refers_back("vitamins such as niacin"), refers_back("its leaves", inside=True)
    (True, False, False)
    """
    plain = _HARMLESS.sub("", text)
    return bool(_REFERENCES.search(plain) or (not inside and _INSIDE.search(plain)))


def speaks_of_another(text: str, subject: str, article: Article) -> bool:
    """Return whether "his" or "her" may refer to a third person, because the article is not about the subject."""
    return bool(_PERSONS.search(text)) and not terms_of(subject) & terms_of(article.title)


def has_vague_subject(parse: Parse, subject: int, verb: int, article: Article) -> bool:
    """Return whether the subject names nothing by itself."""
    nouns = [token for token in parse.tokens[subject:verb] if token.is_noun]
    phrase = _first_phrase(parse, subject, verb)
    told = parse.text[parse.tokens[subject].start :].startswith((f"{phrase} with ", f"{phrase} who "))
    return not nouns or (is_vague(phrase) and not told) or _is_minor(phrase, parse.words(subject, verb - 1), article)


def points_back(parse: Parse, article: Article) -> bool:
    """Return whether the sentence has a "the ..." that does not say what it is."""
    return any(_is_unexplained(parse, chunk, article) for chunk in parse.chunks if chunk.kind == "NP")


def _first_phrase(parse: Parse, subject: int, verb: int) -> str:
    """Return the subject up to its first preposition, relative pronoun or comma."""
    ends = (i for i in range(subject + 1, verb) if parse.tokens[i].tag in {"IN", "TO", "WDT", "WP", ","})
    return parse.words(subject, next(ends, verb) - 1)


def _is_minor(phrase: str, subject: str, article: Article) -> bool:
    """Return whether a subject is a "the ..." that the article mentions only in passing."""
    first, *words = phrase.lower().split()
    if first in {"other", "another"}:
        return True
    if first != "the" or re.search(r"[A-Z]", phrase[1:]) or f"{phrase} of " in subject:
        return False
    return not words or words[0] in _COUNTING or not (is_jargon(words[-1]) or _is_frequent(words[-1], article))


def _is_frequent(word: str, article: Article) -> bool:
    """Return whether a word is in so many sentences that the article is about it."""
    found = frequencies(article)
    return found.get(stem(fold(word)), 0) >= max(_OFTEN, _SHARE * found[""])


def _is_unexplained(parse: Parse, chunk: Chunk, article: Article) -> bool:
    """Return whether a phrase like "the festival" refers to something that was said before."""
    the, *rest = parse.tokens_of(chunk)
    if the.text.lower() != "the" or not rest or any(token.is_capitalised or token.tag == "JJS" for token in rest):
        return False
    after = parse.tokens[chunk.last + 1] if chunk.last + 1 < len(parse.tokens) else None
    before = parse.tokens[chunk.first - 1].text if chunk.first else ""
    if (after and (after.text.lower() in _GOES_ON or after.is_capitalised)) or before in {"is", "are", "was"}:
        return False
    words = [token.text.lower() for token in rest]
    known = terms_of(article.title) & terms_of(" ".join(words)) or _is_frequent(words[-1], article)
    if words[-1] in _UNIQUE or known:
        return False
    limit = _RARE if len(words) == 1 else _RATHER_RARE
    return all(tells(word) < limit or not is_content(word) for word in words)
