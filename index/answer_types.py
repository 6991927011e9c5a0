"""Tell what kind of answer a question wants, "How long ...?" -> a duration, and which sentences give one.

"How long does it take?" does not ask for the word "long" but for a time, so a sentence with a time is likelier
to answer. Patterns find the kinds, in English only; a question of no known kind is ranked by its words alone.
"""

import re
from dataclasses import dataclass

from corpus import Span

VERDICT = "verdict"
"""The kind that a question wants which is answered by yes or no."""
NAME = "name"
"""The kind that a question wants which asks who somebody is."""
DATE = "date"
"""The kind that a question wants which is answered by a day or a year in the past."""


@dataclass(frozen=True, slots=True)
class AnswerType:
    """Hold a kind of answer: the questions that want it, and the sentences that give it, as patterns.

    Where it is `needed`, a sentence without it does not answer the question.
    """

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]
    needed: bool

    def is_in(self, sentence: str) -> bool:
        """Return whether a sentence gives this kind of answer."""
        return self.given.search(sentence) is not None

    @property
    def is_exact(self) -> bool:
        """Return whether a number or a name is wanted, which stands in one sentence with what it is asked of."""
        return self.needed and self.name != DATE


def _kind(name: str, asked: str, given: str, *, needed: bool = True) -> AnswerType:
    return AnswerType(name, re.compile(asked, re.IGNORECASE), re.compile(given, re.IGNORECASE), needed)


_COUNTS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty|forty|fifty"
    "|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half"
)
_NUMBER = rf"(?<![a-z\d])(?:\d[\d.,:/]*|{_COUNTS}|one|an?|several)"
# A number, what may stand between it and its unit ("two to four", "10-15", "three and a half"), then the unit.
_OF = rf"{_NUMBER}(?:[ –-]?(?:{_COUNTS}|and|to|or|more|full|an?|\d[\d.,]*)){{0,4}}[ -]?"
_TIME = (
    r"(?:sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|nights?|evenings?|weeks?|months?|years?|decades?"
    r"|centur(?:y|ies))"
)
_LENGTH = (
    r"(?:mm|cm|k?m|(?:milli|centi|kilo)?met(?:re|er)s?|miles?|feet|foot|ft|inch(?:es)?|yards?|floors?|stor(?:ey|ie)s)"
)
_WEIGHT = r"(?:mg|mcg|µg|k?g|(?:milli|micro|kilo)?gram(?:me)?s?|kilos?|pounds?|lbs?|ounces?|oz|tons?|tonnes?|stones?)"
_MONEY = (
    r"(?:euros?|dollars?|pounds?|cents?|pence|kron(?:er|or)|francs?|yen|rupees?|eur|usd|gbp|chf|percent|%|[mb]illion)"
)
_FREE = r"free|for nothing|(?:no|without) charge|(?:costs?|pays?) nothing"
_CALENDAR = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|spring|summer|autumn|winter|midnight|noon|(?:morn|even)ings?|afternoons?|week(?:day|end)s?|century"
)
_FULL_NAME = r"(?-i:\b[A-Z][\w’'-]+ (?:[A-Z]\. |de |van |von |of )?[A-Z][\w’'-]+)"
_QUESTION_WORD = r"\b(?:what|which|who|whom|whose|when|where|why|how|or)\b"

# The first whose pattern a question fits counts.
_TYPES = (
    _kind(
        "frequency",
        r"\bhow (?:often|frequently|many times)\b",
        r"\b(?:once|twice|times|every|each|(?:dai|hour|week|month|year|night|annual|regular|usual|rare)ly|seldom|never"
        r"|always|(?:an?|per) (?:hour|day|night|week|month|year))\b",
    ),
    _kind(
        "age",
        r"\bhow old\b|\b(?:what|which) age\b",
        r"\bage[ds]?\b|\b(?:under|over|from|until) \d|\b(?:years?|months?|weeks?|born)\b|\b(?:1\d|20)\d\d\b",
    ),
    _kind(
        "money",
        r"\bhow (?:much|expensive) (?:is|are|was|were|would|will) (?:it\b|the|an?|one)|\bhow much\b.*\b(?:money|costs?"
        r"|pay|paid|charged?|fees?|price)\b|\bwhat (?:is|are|was) the (?:price|cost|fee|charge|deposit|fare)\b"
        r"|\bwhat (?:do|does|did|will|would)\b.*\bcost\b",
        rf"[€$£¥]|{_OF}{_MONEY}(?!\w)|\b(?:{_FREE})\b",
    ),
    _kind(
        "weight",
        rf"\bhow heavy\b|\bhow much\b.*\bweighs?\b|\bhow many (?!stones?\b){_WEIGHT}\b",
        rf"{_OF}{_WEIGHT}\b",
    ),
    _kind(
        "duration",
        r"\bhow (?:long|soon)\b|\bhow (?:much|many) (?:time|hours|minutes|days|weeks|months|years)\b",
        rf"{_OF}(?:[a-z]+ )?(?:{_TIME}|{_LENGTH})\b|\b(?:since|until|till|overnight|lifelong|immediately|for life)\b"
        r"|\bfrom \d.{0,40} to \d|\b\d{4}\b",
    ),
    _kind(
        "length",
        rf"\bhow (?:tall|wide|deep|high|far|thick|broad)\b|\bhow many (?!floors?\b|stor){_LENGTH}\b",
        rf"{_OF}(?:[a-z]+ )?(?:{_LENGTH}|{_TIME})\b",
    ),
    _kind("temperature", r"\bhow (?:warm|hot|cold)\b", rf"°|{_OF}degrees?\b"),
    _kind(
        "count",
        r"\bhow (?:much|many|large|big|fast)\b|\b(?:what|which) (?:percent(?:age)?|number|amount"
        r"|proportion|fraction)\b|\b(?:dose|dosage)\b",
        rf"(?<![a-z\d])\d|\b(?:{_COUNTS}|one|none|no|single|both|pair|only|twice|once)\b",
    ),
    _kind(
        DATE,
        r"\bwhen (?:was|were|did)\b|\b(?:what|which) (?:year|date|day)\b",
        rf"(?<![a-z\d])\d|\b(?:{_CALENDAR})\b",
    ),
    _kind(
        "time",
        r"^\W*when\b|\b(?:what|which) (?:time|month|season)\b",
        rf"\d|\b(?:{_CALENDAR}|before|after|during|until|when|while|within)\b",
        needed=False,
    ),
    _kind(
        NAME,
        r"^\W*(?:who|what(?=.* the name of\b))(?:['’]s| is| was)(?: the name of)? (?:the|your|our|their|its|his|her)\b"
        r"(?!.*\b(?:for|with|to)\W*$)",
        rf"{_FULL_NAME}|\b(?:by|from|called|named|is|was|are|were|drs?|mrs?|ms|prof|professor|nurse)\.? (?-i:[A-Z])",
    ),
    _kind(
        "person",
        r"^\W*(?:by |to |from )?(?:who|whom)\b",
        rf"{_FULL_NAME}|\b(?:by|from|called|named) (?-i:[A-Z])",
        needed=False,
    ),
    _kind(
        "place",
        r"^\W*(?:from |to )?where\b",
        r"\b(?:in|at|on|into|behind|under|above|near|from|to|of) (?:the |an? |(?-i:[A-Z]))",
        needed=False,
    ),
    _kind(
        VERDICT,
        r"^\W*(?:is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have|had|am)\b"
        rf"(?!.*{_QUESTION_WORD})",
        r"\b(?:not|never|no|none|nobody|only|must|may|cannot|can|allowed|forbidden|except|unless|without)\b|n['’]t\b",
        needed=False,
    ),
)

_MEASURE = re.compile(
    rf"{_TIME}|{_LENGTH}|{_WEIGHT}|{_MONEY}|(?:cost|price|fee|charge|weigh|pay|paid|percent|amount|number|approximate)\w*"
    r"|times?|total|average|proportion|fraction|degrees?|date|age|length|height|width|size|distance|speed|rate|dos(?:e|age)s?"
    r"|people|members|population|tall|wide|deep|thick|heavy|expensive",
    re.IGNORECASE,
)

_PHRASING = re.compile(
    r"\bhow (long|often|frequently|many|much|old|heavy|far|soon|tall|wide|deep|high|thick|broad|large|big|fast|warm|hot"
    r"|cold)\b|\bwhat (counts) as\b|\bwhat(?:['’]s| is| are) (meant) by\b|\bwhat (?:do|does)\b.* (mean)\W*$"
    r"|\bwhat(?:['’]s| is) the (definition|meaning) of\b|^\W*(define)\b",
    re.IGNORECASE,
)


def answer_type(question: str) -> AnswerType | None:
    """Return the kind of answer that a question in English wants, None where no pattern tells.

    >>> answer_type("How long does the course last?").name
    'duration'
    """
    return next((kind for kind in _TYPES if kind.asked.search(question)), None)


def names_measure(word: str) -> bool:
    """Return whether a word of a question says what is counted or measured in, and not of what: "tons", "cost".

    >>> names_measure("milligrams"), names_measure("magnesium")
    (True, False)
    """
    return _MEASURE.fullmatch(word) is not None


_COUNTED = re.compile(r"\bhow (?:much|many) ([\w-]+)", re.IGNORECASE)


def counted(question: str) -> str | None:
    """Return the word that stands for what is counted or measured, None where there is none.

    >>> counted("How much electricity does it use?")
    'electricity'
    """
    match = _COUNTED.search(question)
    return match[1] if match else None


_WORKS = re.compile(
    r"\b(?:who|which|what|when|where)\b.*\b(?:wrote|written|publish\w*|author\w*|journals?|stud(?:y|ies)|papers?"
    r"|books?|trials?)\b"
    r"|\b(?:authors?|references?|bibliography|cited?|citations?|literature|sources?|research|evidence"
    r"|scientific|doi|et al)\b",
    re.IGNORECASE,
)


def asks_for_works(question: str) -> bool:
    """Return whether a question may be about works that an article cites: "Who wrote about magnesium?".

    Words that are no sentence may be, too, as a name and a year.
    """
    is_sentence = answer_type(question) is not None or re.search(_QUESTION_WORD, question, re.IGNORECASE) is not None
    return not is_sentence or _WORKS.search(question) is not None


def phrasing(question: str) -> Span | None:
    """Return the span of the word that says which kind of answer is wanted, and not about what: "long" of "how long".

    >>> phrasing("How long does it take?")
    (4, 8)
    """
    match = _PHRASING.search(question)
    return match.span(match.lastindex or 0) if match else None
