"""What was understood of a file, in lines for whoever keeps the articles, in a terminal or a chat."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.catalogues import Catalogue, later
from bot.reader_words import in_words_of
from corpus import Understood
from corpus.language import guess_language

LANGUAGES = {
    "en": later("English (a guess)"),
    "de": later("German (a guess)"),
    "es": later("Spanish (a guess)"),
    "fr": later("French (a guess)"),
    "pt": later("Portuguese (a guess)"),
    "it": later("Italian (a guess)"),
    "pl": later("Polish (a guess)"),
    "nl": later("Dutch (a guess)"),
    "sv": later("Swedish (a guess)"),
    "da": later("Danish (a guess)"),
    "nb": later("Norwegian (a guess)"),
    "fi": later("Finnish (a guess)"),
    "hu": later("Hungarian (a guess)"),
    "ro": later("Romanian (a guess)"),
    "tr": later("Turkish (a guess)"),
    "cs": later("Czech (a guess)"),
    "ja": later("Japanese (a guess)"),
    "ko": later("Korean (a guess)"),
    "zh": later("Chinese (a guess)"),
    "ru": later("Russian (a guess)"),
    "el": later("Greek (a guess)"),
    "ar": later("Arabic (a guess)"),
    "he": later("Hebrew (a guess)"),
    "th": later("Thai (a guess)"),
}
"""How a language is named that was guessed, by its code."""


@dataclass(frozen=True, slots=True)
class UnderstoodLine:
    """Hold one thing that was understood: what it is, and how; `doubtful` if a person should look at it."""

    name: str
    value: str
    doubtful: bool = False
    left_out: bool = False


def lines_of(understood: Understood, today: date, speech: Catalogue) -> Iterator[UnderstoodLine]:
    """Say what was understood of a file."""
    article = understood.article
    source = speech.say(
        "{value} (from {source})",
        value=article.title,
        source=in_words_of(speech, understood.title_from or "the document"),
    )
    yield UnderstoodLine(speech.say("title"), source)
    yield UnderstoodLine(speech.say("date"), _date(understood, speech))
    if article.review:
        due = speech.day(article.review)
        past = article.review < today
        review = speech.say("was due {day}", day=due) if past else speech.say("is due {day}", day=due)
        yield UnderstoodLine(speech.say("review"), review)
    if article.notice:
        yield UnderstoodLine(speech.say("notice"), article.notice)
    language = guess_language(article.text)
    guess = speech.say(LANGUAGES[language]) if language else speech.say("not known")
    yield UnderstoodLine(speech.say("language"), guess)
    if understood.encoding:
        yield UnderstoodLine(speech.say("encoding"), in_words_of(speech, understood.encoding))
    yield UnderstoodLine(speech.say("contents"), _contents(understood, speech))
    for omission in understood.omissions:
        words = speech.say_n("{n} word", "{n} words", omission.words)
        left = f"{words}, {in_words_of(speech, omission.reason)}: {speech.quoted(omission.sample)}"
        yield UnderstoodLine(speech.say("left out"), left, left_out=True)
    for doubt in understood.doubts:
        yield UnderstoodLine(speech.say("doubt"), in_words_of(speech, doubt), doubtful=True)


def _date(understood: Understood, speech: Catalogue) -> str:
    published = understood.article.published
    if published is None:
        return speech.say("none")
    source = in_words_of(speech, understood.published_from or "the document")
    return speech.say("{value} (from {source})", value=speech.day(published), source=source)


def _contents(understood: Understood, speech: Catalogue) -> str:
    article = understood.article
    paragraphs = sum(1 for _ in article.paragraphs())
    parts = [
        (len(article.sections), speech.say_n("{n} section", "{n} sections", len(article.sections))),
        (paragraphs, speech.say_n("{n} paragraph", "{n} paragraphs", paragraphs)),
        (understood.pages, speech.say_n("{n} page", "{n} pages", understood.pages or 0)),
        (understood.tables, speech.say_n("{n} table", "{n} tables", understood.tables)),
    ]
    quoted = speech.say_n("{n} word quoted", "{n} words quoted", understood.words)
    return ", ".join([*(said for number, said in parts if number), quoted])
