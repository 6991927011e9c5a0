"""Read a message as people write them: which sentences ask, which only tell, and which are courtesies.

A greeting, thanks, a signature or an introduction says nothing about the subject and is left out. Sentences that
tell something are background: they help to find the passage, and do not decide whether it answers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.language.sentences import split_sentences
from index.language.stop_words import content_words
from index.language.tokens import forms

_MOST_QUESTIONS = 10
_LONGEST_SIGNATURE = 4  # words
_LONGEST_COURTESY = 16  # words
_LONGEST_REST = 2  # words

_ADDRESSED = (
    r"(?:there|again|all|everyone|everybody|team|folks|friends?|doctora?|doc|dra?|sir|madam|ma'?am|sirs?(?: or |/)madam"
    r"|a todos|señora?)"
)
_NAME = r"(?:(?:mr|mrs|ms|dr|prof)\.? )?[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,3}"
_THANKS = (
    r"(?:(?:many |so many |and |(?:y |mil |muchas |muchísimas )+)?"
    r"(?:thanks|thank you|thankyou|thx|cheers|gracias|merci|danke))"
)
_MUCH = (
    r"(?: (?:a lot|a million|so much|very much|kindly|again|in advance|for (?:your|the|any|all)[^?,.;!]*+"
    r"|de antemano|por (?:su|tu|la|el|todo)\b[^?,.;!]*+))*+"
)

_GREETING = (
    r"¡?(?:hello|hi|hey|hiya|hola|greetings|good (?:morning|afternoon|evening|day)"
    rf"|buen(?:os|as)? (?:días?|tardes|noches)|buenas)\b(?!-)(?: {_ADDRESSED}\b)*"
    rf"(?:(?: {_NAME}| {_ADDRESSED})?\s*[,;:!.–-]+|(?=\s|$))\s*"
)
_ANNOUNCEMENT = (
    r"(?:i(?:'ve| have)? (?:just |only |got )*(?:a|one|another|some)|just a|a|one)?\s*"
    r"(?:(?:quick|short|small|simple|further) )*questions?(?: (?:for|to) you)?\s*[:,.–-]+\s*"
    r"|(?:tengo )?(?:una|otra)? ?(?:pregunta|duda|consulta)(?: (?:rápida|breve))?\s*[:,.–-]+\s*"
)
_REQUEST = (
    r"(?:(?:please|kindly|and|so|also|but)\s+)?"
    r"(?:i (?:was |am |'m |have been )?(?:just |only )?wonder(?:ing|ed)?"
    r"|i(?:'d| would)? (?:just |also |really )*(?:like|want|wanted|need|wish) to (?:know|ask|find out)(?: you)?"
    r"|(?:can|could|would|will) (?:you|anyone|someone|somebody)(?: please| kindly)? (?:tell|explain to|inform|let)"
    r" me(?: know)?"
    r"|(?:can|could|may) i (?:please )?ask(?: you)?"
    r"|(?:me gustaría|quisiera|quiero|querría|necesito|desearía) (?:saber|preguntar(?:le|te)?)"
    r"|¿?(?:me )?(?:puede|podría|puedes|podrías)(?: usted)? (?:decir|explicar|informar|aclarar)(?:me)?)"
    r"(?: if| whether| si|,)?\s+(?=[\w¿])"
)

_INTERJECTION = (
    r"(?:ok|okay|great|perfect|fine|sorry|excuse me|pardon(?: me)?|well|yes|no|please"
    r"|perd[oó]ne?|disculp[ae]|bueno|vale|sí|por favor)\s*[,;:!.–-]+\s*"
)

# What may stand before a question in its own sentence.
_OPENINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _GREETING,
        rf"dear {_NAME}\s*(?:[,;:!–-]+|$)\s*",
        rf"{_THANKS}{_MUCH}\s*(?:[,;:!.–-]+|(?=and\b|but\b)|$)\s*",
        _INTERJECTION,
        r"(?:just |i(?:'m| am)(?: just)? )?curious\s*[:,.–-]+\s*",
        _ANNOUNCEMENT,
        _REQUEST,
    )
)
_ANNOUNCES = re.compile(
    r"\b(?:wonder|question|know|ask|find out|tell|explain|inform|pregunta|duda|consulta|saber|decir|explicar|aclarar)",
    re.IGNORECASE,
)
_CLOSING = re.compile(rf"(?<![\s,.;!–-])[\s,.;!–-]+(?:please|por favor|{_THANKS}{_MUCH})[\s.!,]*$", re.IGNORECASE)

# Whole sentences that are courtesies, recognised by how they begin.
_COURTESY = re.compile(
    rf"(?:{_THANKS}\b"
    r"|(?:i )?(?:really |very much |much |greatly |would )*appreciate"
    r"|(?:i |we |i'm |i am )?(?:really )?"
    r"(?:look(?:ing)? forward|hop(?:e|ing) (?:to hear|you|this|that you|all|everyone|your))"
    r"|how are you|how do you do|are you there|(?:is )?(?:any|some)(?:one|body) there|nice to meet"
    r"|(?:i am |i'm )?(?:so |very )?sorry (?:to|for|about|if)\b|excuse (?:me|my)|pardon|forgive"
    r"|(?:please |kindly )?(?:reply|respond|advise|get back to|write back|let me know)\b"
    r"|(?:can|could|may) i (?:please )?ask (?:you )?(?:something|a (?:\w+ )?question|one thing)"
    r"|(?:i(?:'ve| have)? (?:just |got )*)?(?:a|one|another|some)? ?(?:\w+ )?questions?(?: for you)?[\s.:!]*$"
    r"|any (?:help|advice|information|info|answer)\b.{0,40}\b(?:appreciated|welcome|great|helpful)"
    r"|my name is|my name's|i am called|i'm called|this is \w+(?: here| from| speaking|[\s.!]*$)"
    r"|i am writing to you[\s.!]*$"
    r"|¿?(?:cómo está|qué tal|hay alguien)"
    r"|(?:tengo |¿?puedo hacer(?:le|te) )?(?:una|otra) (?:pregunta|duda|consulta)[\s.:!?]*$"
    r"|(?:me llamo|mi nombre es|le escribo|quedo a la espera)\b|(?:le |se lo )?agradezco|espero su respuesta)",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(r"(?:[Ii](?:'m| am) [A-Z][a-z]+(?: [A-Z]\w+)?(?:,? (?:from|and|in|of)\b.*|[\s.!,]*)$)")
_SIGN_OFF = re.compile(
    r"(?:(?:with )?(?:best|kind|kindest|warm|warmest|many|friendly)?\s*(?:regards|wishes|greetings)\b"
    r"|(?:yours )?(?:sincerely|faithfully|truly|respectfully)|yours\b|all the best|take care|god bless|bless you"
    rf"|have a (?:nice|good|great|lovely)|(?:good)?bye\b|see you|love,|best,|cheers|{_THANKS}\b"
    r"|¡?(?:un )?(?:cordial )?(?:saludos?|abrazo)\b|atentamente\b|adiós\b|hasta (?:luego|pronto|mañana)"
    r"|que (?:tenga|esté)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:(?:and|or|so|but|also|then|please)[, ]+)*"
    r"(?:what|whats|what's|which|who|whom|whose|when|where|why|how|hows|is|are|was|were|am|do|does|did|can|could|should"
    r"|would|will|may|might|has|must|isn't|aren't|doesn't|don't|can't|tell|explain|describe|list|show|give"
    r"|qué|quién(?:es)?|cuál(?:es)?|cuándo|dónde|cómo|cuánt[oa]s?|por qué|explíque(?:me)?|dígame)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]*\)")

# Fragments that ask nothing, also in other words than the patterns know.
_PLEASANTRIES = frozenset(
    """
    hi hello hey hiya hola dear good morning afternoon evening night day thanks thank thx you very much so a lot bye
    goodbye ok okay yes no please great nice cool perfect sorry there again well all the best for help sir madam
    hola buenos buenas dias tardes noches gracias muchas mil adios vale si perfecto bien perdon por favor saludos
    """.split()
)


@dataclass(frozen=True, slots=True)
class Message:
    """Hold what a message asks, sentence by sentence, and what else it tells about the subject."""

    questions: tuple[str, ...]
    background: str = ""


def read_message(text: str) -> Message:
    """Read a message: its questions, without courtesies. One that asks nothing and tells nothing has none.

    >>> read_message("Hello! I bought tea. How hot is it? Thanks, Ann").questions
    ('How hot is it?',)
    """
    asked: list[str] = []
    told: list[str] = []
    signed = False
    for sentence in _sentences(text):
        said = _without_courtesies(sentence)
        if said is None or (signed and not said.endswith("?") and len(said.split()) <= _LONGEST_SIGNATURE):
            signed = signed or _SIGN_OFF.match(sentence) is not None
        elif _ends_as_question(said) or _was_announced(sentence, said):
            asked.append(said)
        else:
            told.append(said)
    if not asked:
        asked = [each for each in told if _ASKS.match(each)]
        told = [each for each in told if each not in asked]
    questions = _with_content(asked)
    if not questions:
        return Message((" ".join(told),) if told else ())
    return Message(tuple(questions[:_MOST_QUESTIONS]), " ".join(told))


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences; a line ends one, unless the next goes on with a small letter.

    What is in brackets goes with the sentence before, and so does the end of a question that seems to be cut in a name:
    "What did J. W. Wild build?".
    """
    for line in re.split(r"\s*\n\s*+(?![a-z])", text):
        folded = " ".join(line.split())
        start = end = 0
        for first, last in split_sentences(folded):
            if last <= end:
                continue
            cut = _ASKS.match(folded[start:end]) and not _ends_as_question(folded[start:end])
            if end and not (cut and len(folded[first:last].split()) <= _LONGEST_REST):
                yield folded[start:end].strip()
                start = max(first, end)
            aside = _ASIDE.match(folded, last)
            end = aside.end() if aside else last
        if end:
            yield folded[start:end].strip()


def _without_courtesies(sentence: str) -> str | None:
    """Return what a sentence says beside courtesies; None where it says nothing else."""
    said = _CLOSING.sub("", sentence)
    while not _is_courtesy(said):
        openings = (opening.match(said) for opening in _OPENINGS)
        length = next((match.end() for match in openings if match and match.end()), 0)
        if not length:
            return said
        said = said[length:]
    return None


def _is_courtesy(sentence: str) -> bool:
    if _PLEASANTRIES.issuperset(forms(sentence)):
        return True
    if len(sentence.split()) > _LONGEST_COURTESY:
        return False
    if _INTRODUCTION.match(sentence):
        return True
    begins = _COURTESY.match(sentence) or _SIGN_OFF.match(sentence)
    # "Thanks, and what about tea?" goes on to ask.
    return begins is not None and not _ends_as_question(sentence[begins.end() :])


def _ends_as_question(sentence: str) -> bool:
    return len(forms(sentence)) > 0 and _ASIDE.sub("", sentence).rstrip(" !.\"'”’").endswith(("?", "？", "؟"))


def _was_announced(sentence: str, said: str) -> bool:
    """Tell whether what was left out before a sentence announced a question: "I wonder if", "Quick question:"."""
    if said == sentence:
        return False
    left_out = sentence[: len(sentence) - len(said)] if sentence.endswith(said) else sentence.partition(said)[0]
    return _ANNOUNCES.search(left_out) is not None


def _with_content(questions: list[str]) -> list[str]:
    """Leave out questions without a word of their own ("Right?"), where others have one."""
    full = [question for question in questions if content_words(forms(question))]
    return full or questions[:1]
