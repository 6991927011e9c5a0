"""What an article mentions, by coarse type: the pool that keys and distractors are drawn from."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.quiz.phrases import Chunk, Parse, Token, is_plural, parse_sentence
from bot.quiz.statements import Sentence, is_vague, sentences_of, telling, terms_of
from corpus import Article
from index.terms import STOP_WORDS, stem


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase of the article, its coarse type, and the numbers of the sentences that have it.

    Only what has the same type may stand beside each other as options. `contexts` are the verbs,
    prepositions, partners and modifiers that it stands with.
    """

    text: str
    type: str
    where: frozenset[int]
    determiners: frozenset[str] = frozenset()
    contexts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Inventory:
    """The sentences of an article with their parses and stems, and what they mention."""

    sentences: tuple[Sentence, ...]
    parses: tuple[Parse, ...]
    terms: tuple[frozenset[str], ...]
    title: frozenset[str]
    common: frozenset[str]
    names: dict[str, Mention]
    nouns: dict[str, Mention]
    headings: dict[str, Mention]

    def of_type(self, kind: str) -> list[Mention]:
        """The mentions of one type, in the order of the article."""
        return [m for m in (*self.headings.values(), *self.names.values(), *self.nouns.values()) if m.type == kind]


_MONTHS = frozenset("January February March April May June July August September October November December".split())
_CALENDAR = _MONTHS | frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter".split())
_TITLES = frozenset(
    """
    Mr Mrs Ms Dr Prof Professor King Queen Prince Princess Pope Bishop Archbishop Emperor Duke Duchess Lord Lady
    Colonel Captain Lieutenant Admiral Senator Baron
    """.split()
)
_ROLES = frozenset(
    """
    architect artist author composer quarterback linebacker coach singer actor actress poet writer scientist
    mathematician physicist chemist biologist botanist naturalist engineer theologian reformer president mayor
    minister governor general commander king queen emperor pope bishop director producer economist historian
    philosopher painter explorer musician executive chairman founder anchor journalist player cornerback receiver
    pianist sculptor surgeon physician lawyer judge inventor astronomer
    """.split()
)
_GIVEN = frozenset(
    """
    Aaron Adam Adolf Alan Albert Alexander Alfred Alice Andrew Andreas Anna Anne Anthony Antonio Arthur Barack
    Barbara Benjamin Bill Bob Brandon Brian Bruce Carl Casimir Catherine Charles Chris Christian Christopher Cam
    Daniel David Dennis Donald Donna Douglas Edmund Edward Edwin Elizabeth Emily Emma Eric Ernest Eva Felix
    Francis Frank Franz Fred Frederick Fritz Gary Gene George Gerald Gilbert Gottfried Grace Graham Greg Gregory
    Hans Harold Harry Heinrich Helen Henri Henry Hermann Howard Hugh Isaac Jack Jacob Jacques James Jan Jane
    Janet Jason Jean Jeff Jennifer Jeremy Jerry Jim Joan Johann Johannes John Jonathan José Joseph Joshua Juan
    Julia Julian Justin Karl Katharina Kate Keith Kenneth Kevin Kurt Larry Laura Lawrence Leo Leon Leonard
    Leonhard Lewis Linda Lisa Louis Louise Lucas Luke Margaret Maria Marie Mark Martin Mary Matthew Max Michael
    Michel Mike Nancy Nicholas Nicolaus Oliver Oscar Otto Patrick Paul Peter Peyton Philip Philipp Pierre Rachel
    Ralph Raymond Rebecca Richard Robert Roger Ronald Rosa Roy Rudolf Russell Ruth Ryan Samuel Sarah Scott Sean
    Sigmund Simon Sophia Stephen Steve Steven Stewart Stuart Susan Ted Theodore Thomas Tim Timothy Tom Tommy Tony
    Victor Vincent Virginia Walter Wayne Wilhelm William Władysław Wolfgang
    """.split()
)
_HEADS = {
    word: kind
    for kind, words in {
        "school": "University College School Institute Academy Gymnasium Conservatory Seminary",
        "building": "Museum Palace Castle Church Cathedral Theatre Theater Stadium Hall House Tower Library Gallery"
        " Citadel Fort Basilica Chapel Abbey Station Airport Hospital Opera Bridge Center Centre Arena",
        "park": "Park Garden Gardens Forest Reserve",
        "street": "Street Avenue Road Boulevard Highway Freeway Square Drive",
        "water": "River Lake Sea Ocean Bay Creek Canal Gulf",
        "height": "Mountain Mountains Hill Hills Range Ranges Alps Mount Peak",
        "event": "War Battle Revolution Uprising Siege Massacre Expedition Rebellion Crusade",
        "treaty": "Treaty Peace Pact Accord Agreement",
        "meeting": "Congress Diet Council Convention Conference Synod",
        "company": "Company Corporation Inc Network Bank Group Studios Records Pictures Entertainment Corp Ltd",
        "law": "Act Law Amendment Proclamation Constitution Edict",
        "county": "County Valley Desert Coast Island Islands Peninsula",
        "theory": "Theorem Conjecture Hypothesis Theory Test Formula Lemma Algorithm",
        "prize": "Prize Award Medal Bowl Cup Championship Trophy",
        "body": "Party Parliament Assembly Senate Court Committee Commission Association League Union Army",
    }.items()
    for word in words.split()
}
HEAD_TERMS = frozenset(stem(word.lower()) for word in _HEADS)
"""What names of one type may share: "Warsaw University" and "University of Kraków"."""

_LINKS = {"of", "de", "von", "van", "du", "la", "der"}
_PLACE_BEFORE = frozenset("in at near across outside throughout toward towards into from".split())
_SAID = re.compile(r"\b(?:said|wrote|argued|born|died|married|himself|herself|whose|who|became|proved|taught)\b")


def take_inventory(article: Article) -> Inventory:
    """Read all that an article mentions."""
    sentences = sentences_of(article)
    parses = tuple(parse_sentence(sentence.text) for sentence in sentences)
    common = frozenset(token.text for parse in parses for token in parse.tokens if token.text.islower())
    return Inventory(
        sentences=sentences,
        parses=parses,
        terms=tuple(terms_of(sentence.text) for sentence in sentences),
        title=terms_of(article.title),
        common=common,
        names=_names(parses, common),
        nouns=_nouns(parses),
        headings=_headings(article, sentences),
    )


def _headings(article: Article, sentences: Sequence[Sentence]) -> dict[str, Mention]:
    """The headings of sections side by side, where three or more name one thing each."""
    parents: dict[tuple[str, ...], list[str]] = {}
    for section in article.sections:
        if section.path and not section.is_references and len(section.path[-1].split()) <= 3:
            parents.setdefault(section.path[:-1], []).append(section.path[-1])
    found: dict[str, Mention] = {}
    for path, headings in parents.items():
        for heading in headings if len(path) > 0 and len(headings) > 2 else ():
            where = {s.number for s in sentences if s.topic == heading or terms_of(heading) & terms_of(s.text)}
            kind = type_of_noun(re.sub(r" ?\(.*\)", "", heading))
            kind = kind if kind in TELLING_TYPES else f"{kind.split()[0]} heading"
            found[heading] = Mention(heading, kind, frozenset(where), frozenset({""}))
    return found


def names_in(parse: Parse, common: frozenset[str]) -> Iterator[Chunk]:
    """The proper names of a sentence.

    A capitalised word at the start counts only where the article never writes it small.
    """
    tokens = parse.tokens
    at = 0
    while at < len(tokens):
        if not _begins_name(tokens, at, common):
            at += 1
            continue
        last = _end_of_name(tokens, at)
        if not all(t.text in _CALENDAR for t in tokens[at : last + 1]):
            yield Chunk("NAME", at, last)
        at = last + 1


def _begins_name(tokens: Sequence[Token], at: int, common: frozenset[str]) -> bool:
    token = tokens[at]
    small = token.text.lower()
    if not token.is_capitalised or small in STOP_WORDS or token.text in _CALENDAR:
        return False
    return at > 0 or (small not in common and token.text.isalpha() and token.tag.startswith("NNP"))


def _end_of_name(tokens: Sequence[Token], at: int) -> int:
    last = at
    while last + 1 < len(tokens):
        after, beyond = tokens[last + 1], tokens[last + 2] if last + 2 < len(tokens) else None
        if after.is_capitalised and after.text not in _CALENDAR:
            last += 1
        elif after.text in _LINKS | {"the"} and beyond and beyond.is_capitalised and after.text != "the":
            last += 2
        elif after.text == "of" and beyond and beyond.text == "the" and _capital_at(tokens, last + 3):
            last += 3
        elif (
            after.text == "."
            and (len(tokens[last].text) == 1 or tokens[last].text in {"St", "Mt"})
            and beyond
            and (beyond.is_capitalised)
        ):
            last += 2
        else:
            break
    return last


def _capital_at(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].is_capitalised


def _names(parses: Iterable[Parse], common: frozenset[str]) -> dict[str, Mention]:
    where: dict[str, set[int]] = {}
    signs: dict[str, Counter[str]] = {}
    determiners: dict[str, Counter[str]] = {}
    partners: list[tuple[str, str]] = []
    for number, parse in enumerate(parses):
        chunks = tuple(names_in(parse, common))
        partners += _partners(parse, chunks)
        for chunk in chunks:
            text = parse.words(chunk.first, chunk.last)
            where.setdefault(text, set()).add(number)
            signs.setdefault(text, Counter()).update(_signs(parse, chunk))
            determiners.setdefault(text, Counter())[determiner_before(parse, chunk.first)] += 1
    seen = {text: sum(counts.values()) for text, counts in determiners.items()}
    types = {text: _type_of_name(text, signs[text], seen[text], common) for text in where}
    for one, other in partners:
        types[one] = types[one] or types[other]
        types[other] = types[other] or types[one]
    return {text: Mention(text, types[text], frozenset(where[text]), _usual(determiners[text])) for text in where}


def _partners(parse: Parse, chunks: Sequence[Chunk]) -> Iterator[tuple[str, str]]:
    """Names that "and" or "or" joins: they are of one type."""
    for one, other in pairwise(chunks):
        between = parse.text[parse.tokens[one.last].end : parse.tokens[other.first].start]
        if between in {" and ", " or "}:
            yield parse.words(one.first, one.last), parse.words(other.first, other.last)


def _usual(found: Counter[str]) -> frozenset[str]:
    return frozenset(key for key, _ in found.most_common(1))


def determiner_before(parse: Parse, at: int) -> str:
    """The article before a token, "a" for "an"; empty where there is none."""
    before = parse.tokens[at - 1].text.lower() if at else ""
    return {"the": "the", "a": "a", "an": "a"}.get(before, "")


def _signs(parse: Parse, chunk: Chunk) -> Iterator[str]:
    """What stands around a name and tells its type."""
    tokens = parse.tokens
    before = tokens[chunk.first - 1].text.lower() if chunk.first else ""
    if before in _PLACE_BEFORE:
        yield "place"
    if before in _ROLES:
        yield "person"
    after = parse.text[tokens[chunk.last].end :].lstrip()[:24]
    if (match := _SAID.search(after)) and match.start() < 8:
        yield "person"


def _type_of_name(text: str, signs: Counter[str], seen: int, common: frozenset[str]) -> str:
    """The coarse type of a name that was seen so often, from its words and from what stands around it.

    Empty where it is unknown: better no item than one with a church among men.

    >>> [_type_of_name(name, Counter(), 1, frozenset({"fault"})) for name in ("John Fox", "San Andreas Fault", "Kern")]
    ['person', 'a fault', '']
    """
    words = text.split()
    if text in _COUNTRIES:
        return "country"
    if words[0] == "Vitamin":
        return "one substance"
    if " of " in text:
        head = text.split(" of ", maxsplit=1)[0].rsplit(maxsplit=1)[-1]
        return _HEADS.get(head, "")
    kinds = [_HEADS[word] for word in (words[-1], words[0]) if word in _HEADS]
    if kinds:
        return kinds[0]
    if len(words) > 1 and words[-1].lower() in common:
        return f"a {words[-1].lower()}"
    if "Jesus" in words or "Christ" in words:
        return ""
    if 1 < len(words) < 5 and (words[0] in _GIVEN or words[0] in _TITLES):
        return "person"
    if signs["person"] > max(1, signs["place"]):
        return "person" if len(words) > 1 else "surname"
    if signs["place"] > 1 and signs["place"] >= 0.25 * seen and _PLAIN.fullmatch(text) and not _PEOPLES.search(text):
        return "place"
    return ""


_PLAIN = re.compile(r"(?:[^\W\d_][a-zà-ÿ’'-]+ ?)+")  # no abbreviation, no code
_COUNTRIES = frozenset(
    """
    Argentina Australia Austria Bangladesh Belgium Brazil Bulgaria Canada Chile China Colombia Croatia Cuba Denmark
    Egypt England Estonia Ethiopia Finland France Germany Ghana Greece Hungary Iceland India Indonesia Iran Iraq
    Ireland Israel Italy Japan Kenya Latvia Lithuania Malaysia Mexico Morocco Nepal Netherlands Nigeria Norway
    Pakistan Peru Philippines Poland Portugal Prussia Romania Russia Scotland Serbia Singapore Slovakia Spain Sudan
    Sweden Switzerland Syria Taiwan Tanzania Thailand Tunisia Turkey Uganda Ukraine Venezuela Vietnam Wales Zambia
    """.split()
) | {"New Zealand", "South Africa", "South Korea", "Saudi Arabia", "Sri Lanka", "Great Britain", "Britain"}
_PEOPLES = re.compile(
    r"(?:ish|ese|ians?|[^p]ans|[^g]ch|ists?|ics?)$|^(?:German|Roman|American|Latin|Greek|Hebrew|God|Christ|Jews?|Central|North"
    r"|South|East|West|Northern|Southern|Eastern|Western|Internet|Congress|Parliament)s?$"
)


_SUFFIXES = (
    (
        "substance",
        re.compile(
            r"(?:(?:magnes|calc|sod|potass|lith|selen|ammon|chrom)ium|(?<![lhpxu])ine|(?:[ct]|[^c]l|nn)ose|(?<!ph)[nrlt]ase"
            r"|(?:ox|chlor|pept|sacchar|cyan|sulf|brom|fluor|am|iod|hydr|cer|leot)ide|(?:ph|on|fol|itr|cet|act|ulf|tam)ate"
            r"|[rtl]ogen|xygen|igen|lagen| acid|anol|erol|itol|henol|inol|terone|sone|hione|mone|tein|sein|amin|[ln]avin"
            r"|iacin|onin|otin|statin|ulin|arin|illin|bulin|ratin|lobin|mycin|thenol|bolites|vitamin \w+)$"
        ),
    ),
    (
        "disease",
        re.compile(r"(?:itis|(?<!bi)(?<!it)(?<!ei)osis|emia|pathy|algia|(?<!st)oma| disease| syndrome| infection)$"),
    ),
    ("quality", re.compile(r"(?:ity|ness|ance|ence|ency|ancy|cy|ship|hood|dom)$")),
    ("action", re.compile(r"(?:tion|sion|ment|ing|sis)$")),
    ("agent", re.compile(r"(?:ist|ian|eer)$")),
)
_NOT_SO = frozenset(
    "medicine magazine routine marine doctrine wine mine discipline engine murine swine canine bovine feline equine porcine canines".split()
)
TELLING_TYPES = frozenset({"one substance", "many substance", "one disease", "many disease"})
"""Types whose members are alike enough to stand beside each other by their endings alone."""


def type_of_noun(phrase: str) -> str:
    """The coarse type of a common noun phrase: its number, and a family of endings.

    >>> type_of_noun("serotonin"), type_of_noun("oral contraceptives")
    ('one', 'many')
    """
    head = phrase.rsplit(maxsplit=1)[-1].lower()
    many = is_plural(head)
    single = phrase[: -1 if many and head.endswith("s") else None].lower()
    kind = next((name for name, ending in _SUFFIXES if ending.search(single) and head not in _NOT_SO), "")
    return f"{'many' if many else 'one'} {kind}".strip()


def noun_phrases_in(parse: Parse) -> Iterator[Chunk]:
    """The common noun phrases of a sentence without determiners, one to three words."""
    for chunk in parse.chunks:
        if chunk.kind != "NP":
            continue
        first = chunk.first
        while first <= chunk.last and parse.tokens[first].tag in {"DT", "PRP$", "PRP", "POS", "CD", "PDT", "WDT"}:
            first += 1
        tokens = parse.tokens[first : chunk.last + 1]
        if tokens and len(tokens) <= 3 and _is_common(tokens):
            yield Chunk("NP", first, chunk.last)


def _is_common(tokens: Sequence[Token]) -> bool:
    return (
        tokens[-1].tag in {"NN", "NNS"}
        and all(t.tag in {"NN", "NNS", "JJ"} for t in tokens)
        and all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", t.text) for t in tokens)
        and tokens[0].text not in {"many", "several", "other", "own", "few", "such", "same", "more", "much", "most"}
    )


def _nouns(parses: Iterable[Parse]) -> dict[str, Mention]:
    where: dict[str, set[int]] = {}
    determiners: dict[str, set[str]] = {}
    contexts: dict[str, set[str]] = {}
    for number, parse in enumerate(parses):
        for chunk in noun_phrases_in(parse):
            text = parse.words(chunk.first, chunk.last)
            where.setdefault(text, set()).add(number)
            determiners.setdefault(text, set()).add(determiner_before(parse, chunk.first))
            contexts.setdefault(text, set()).update(contexts_of(parse, chunk))
    return {
        text: Mention(
            text, type_of_noun(text), frozenset(where[text]), frozenset(determiners[text]), frozenset(contexts[text])
        )
        for text in where
        if not is_vague(text) and telling(text) > 0.5
    }


_EMPTY_VERBS = frozenset("be is are was were has have had do does been being".split())


def contexts_of(parse: Parse, chunk: Chunk) -> Iterator[str]:
    """The words that a noun phrase stands with, as signs of what kind of thing it is.

    >>> found = parse_sentence("Magnesium suppresses the production of serotonin.")
    >>> [sorted(contexts_of(found, chunk)) for chunk in noun_phrases_in(found)]
    [['head product', 'suppress _'], ['head serotonin', 'product of _']]
    """
    tokens = parse.tokens
    *modifiers, head = (stem(t.text.lower()) for t in tokens[chunk.first : chunk.last + 1])
    yield f"head {head}"
    yield from (f"{modifier} _" for modifier in modifiers)
    at = chunk.first - 1
    while at >= 0 and tokens[at].tag in {"DT", "PRP$", "CD", "JJ", "RB"}:
        at -= 1
    if at >= 0 and tokens[at].tag.startswith("VB") and tokens[at].text not in _EMPTY_VERBS:
        yield f"{stem(tokens[at].text.lower())} _"
    elif at >= 1 and tokens[at].tag in {"IN", "TO"} and (tokens[at - 1].is_noun or tokens[at - 1].tag.startswith("VB")):
        yield f"{stem(tokens[at - 1].text.lower())} {tokens[at].text} _"
    elif at >= 1 and tokens[at].text in {"and", "or", ","} and tokens[at - 1].is_noun:
        yield f"beside {stem(tokens[at - 1].text.lower())}"
    after = tokens[chunk.last + 1 : chunk.last + 4]
    if after and after[0].tag.startswith("VB") and after[0].text not in _EMPTY_VERBS:
        yield f"_ {stem(after[0].text.lower())}"
    nouns = [t for t in after[1:] if t.is_noun]
    if after and after[0].text in {"and", "or", ","} and nouns:
        yield f"beside {stem(nouns[0].text.lower())}"
