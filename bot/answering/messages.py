"""The sentences in which the bot speaks for itself, shared by all front ends. None is about the subject.

Each function is told in which language to speak.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.answering.answer import Answer, NoAnswer, Remark, RemarkKind
from bot.answering.small_talk import Wish, wish_in
from bot.answering.topics import Topic, topics_of
from bot.catalogues import Catalogue, catalogues, later
from bot.text import clip
from corpus import Article

DISCLAIMER = later(
    "I only quote: what I say about the subject stands in an article, word for word. I give no advice of my own."
)
NO_QUESTION = later("Please ask in words, for example: {example}")
READ_AS = later("Read as: {question}")
NEAREST = later("The nearest passage, which may not answer it:")
MAY_BE = later("Not in these words; this may be it:")
BY_MEANING = later("Found by its meaning, not by these words.")
BY_EXAMPLE = later("This passage was chosen for a question like yours.")
BESIDE = later("Beside it in the article:")
FIRST_QUESTION = later("The first of {count} questions; the others follow.")
QUESTION_OF = later("Question {number} of {count}: {question}")
NOTHING_TO_STOP = later("I write only when you have written, so there is nothing to stop.")
MORE = later("Further passages are behind the answer: press “More” under it, or write /more in a terminal.")
PROGRAM = later("I am a program, and nobody reads along.")
PERSON = later("To speak to a person, please turn to those who gave you this bot.")
WELCOME = later("You are welcome.")
NOT_MINE = later("I wrote none of it: I quote.")
NAMED = later("Each answer names its source under it.")
FAILED = later("Something went wrong on my side. Please ask again.")

_CANNOT_TAKE = {
    "voice": later("I cannot listen to recordings."),
    "audio": later("I cannot listen to recordings."),
    "video_note": later("I cannot watch videos."),
    "video": later("I cannot watch videos."),
    "photo": later("I cannot see what is in pictures."),
    "document": later("I do not read files that are sent to me; I answer from my own articles."),
    "location": later("I know nothing about places near you."),
    "venue": later("I know nothing about places near you."),
    "contact": later("I keep no contacts."),
    "poll": later("I do not take part in polls."),
    "sticker": later("A nice one, but I only understand words."),
}

_IN = {
    "ar": later("in Arabic"),
    "de": later("in German"),
    "en": later("in English"),
    "es": later("in Spanish"),
    "fr": later("in French"),
    "it": later("in Italian"),
    "ja": later("in Japanese"),
    "nl": later("in Dutch"),
    "pl": later("in Polish"),
    "pt": later("in Portuguese"),
    "ru": later("in Russian"),
    "tr": later("in Turkish"),
    "zh": later("in Chinese"),
}

_MAX_WORDS_NAMED = 4
_MAX_WORD = 40
_MAX_TITLES_NAMED = 10
_MAX_TITLE = 110
_MAX_SHORT_TITLE = 60
_MAX_READ_AS = 300
_MAX_NOTE = 300
_MAX_CONTACT = 200


def introduction(articles: Iterable[Article], speech: Catalogue) -> str:
    """Say in one line what the bot is and what it knows."""
    titles = [clip(article.title, _MAX_TITLE) for article in articles]
    return speech.say_n(
        "I answer questions from the article “{title}”.",
        "I answer questions from {n} articles, such as “{title}”.",
        len(titles),
        title=titles[0],
    )


def short_introduction(articles: Sequence[Article], speech: Catalogue) -> str:
    """Say in one short line what the bot is, without any title."""
    return speech.say_n(
        "I answer questions from one article, word for word.",
        "I answer questions from {n} articles, word for word.",
        len(articles),
    )


def example_question(articles: Sequence[Article], speech: Catalogue) -> str:
    """Make a question that the articles should answer: what they say under one of their headings."""
    topic = next(topics_of(articles), None)
    return question_about(topic, speech) if topic else speech.say("What is the article about?")


def question_about(topic: Topic, speech: Catalogue) -> str:
    """Ask about a topic, in few enough words for a button on a phone."""
    return topic.phrase if topic.is_question else speech.say("What is said about {topic}?", topic=topic.phrase)


def turn_to(contact: str | None, speech: Catalogue) -> str:
    """Say to which person to turn; where nobody was named, to those who run the bot."""
    if contact is None:
        return speech.say(PERSON)
    return speech.say("To speak to a person: {contact}", contact=clip(contact, _MAX_CONTACT))


def speech_to(answer: NoAnswer, speech: Catalogue) -> Catalogue:
    """Give the language of a question that is in none that the articles have, if the bot speaks it, else `speech`."""
    spoken = catalogues()
    return next((spoken[code] for code in answer.asked_in if code in spoken), speech)


def not_answered(
    answer: NoAnswer, articles: Sequence[Article], speech: Catalogue, *, complete: bool = True
) -> str | None:
    """Say that the articles do not answer, naming the words that they do not use.

    Where a passage is near in meaning, it may answer, so that only those words are named, if there are any.
    """
    unknown = _unknown(answer.unknown_words, articles, speech, complete=complete)
    if is_near(answer):
        return " ".join(unknown) or None
    refusal = speech.say_n("The article does not answer that.", "The articles do not answer that.", len(articles))
    return " ".join([refusal, *_other_language(answer, articles, speech), *unknown])


def _other_language(answer: NoAnswer, articles: Sequence[Article], speech: Catalogue) -> list[str]:
    """Say which languages the articles are in, to a question that is in none of them."""
    named = [speech.say(_IN[code]) for code in answer.articles_in if code in _IN]
    if not answer.asked_in or not named:
        return []
    return [
        speech.say_n(
            "The article is written {languages}: please ask so.",
            "The articles are written {languages}: please ask so.",
            len(articles),
            languages=speech.listed(named),
        )
    ]


def lead_of(answer: NoAnswer, speech: Catalogue) -> str | None:
    """Introduce the nearest passage, where there is one."""
    if is_near(answer):
        return speech.say(MAY_BE)
    return speech.say(NEAREST) if answer.nearest else None


def is_near(answer: NoAnswer) -> bool:
    """Tell whether the nearest passage is near the question in meaning."""
    return bool(answer.nearest) and answer.nearest[0].meant


def remarks(
    answer: Answer | NoAnswer, articles: Sequence[Article], speech: Catalogue, *, complete: bool = True
) -> list[str]:
    """Say what comes before the passage: how the question was read, unknown words, facts about the article."""
    lines = [speech.say(READ_AS, question=clip(answer.read_as, _MAX_READ_AS))] if answer.read_as else []
    if isinstance(answer, Answer):
        if answer.others:
            lines.append(_whose(answer, speech))
        if answer.hits[0].example:  # whatever its words, a person chose the passage
            lines.append(speech.say(BY_EXAMPLE))
        else:
            lines += _unknown(answer.unknown_words, articles, speech, complete=complete)
        if answer.hits[0].meant:
            lines.append(speech.say(BY_MEANING))
        if answer.note:
            lines.append(clip(note_of(answer.note, speech), _MAX_NOTE))
    return lines


def read_as(line: str) -> str | None:
    """Tell how a question was read, from the line that says so in whatever language; None for any other line."""
    prefixes = (speech.say(READ_AS, question="") for speech in catalogues().values())
    return next((line.removeprefix(prefix) for prefix in prefixes if line.startswith(prefix)), None)


def narrowed_to(article: Article, speech: Catalogue) -> str:
    """Say that answers come from one article only, and how that ends."""
    return speech.say(
        "You are answered only from “{title}” here, until you press “Answer from all articles” or I am started anew.",
        title=clip(article.title, _MAX_TITLE),
    )


def only_in(article: Article, speech: Catalogue) -> str:
    """Say that one article alone was searched."""
    return speech.say("Only in “{title}”.", title=clip(article.title, _MAX_SHORT_TITLE))


def cannot_take(kind: str, articles: Sequence[Article], speech: Catalogue) -> str:
    """Say how to ask, to somebody who has sent a message of a kind that holds no text."""
    why = _CANNOT_TAKE.get(kind)
    ask = no_question(articles, speech)
    return f"{speech.say(why)} {ask}" if why else ask


def note_of(note: Remark, speech: Catalogue) -> str:
    """Say what is known of an article itself."""
    match note.kind:
        case RemarkKind.SOURCE:
            return speech.say("From “{title}”.", title=note.title)
        case RemarkKind.PUBLISHED:
            day = speech.long_day(note.published) if note.published else ""
            return speech.say("“{title}” was published on {day}.", title=note.title, day=day)
        case RemarkKind.CITES:
            return speech.say_n("“{title}” cites {n} work.", "“{title}” cites {n} works.", note.works, title=note.title)
        case RemarkKind.COVERS:
            return speech.say("“{title}” covers: {headings}.", title=note.title, headings=", ".join(note.headings))


def question_of(result: Answer | NoAnswer, number: int, count: int, speech: Catalogue) -> str:
    """Say which of the questions of a message is answered."""
    if number == 1:
        return speech.say(FIRST_QUESTION, count=count)
    return speech.say(QUESTION_OF, number=number, count=count, question=clip(result.question, _MAX_READ_AS))


def _whose(answer: Answer, speech: Catalogue) -> str:
    """Say whose the passage is, and which other articles might be meant."""
    shown, *others = (
        speech.quoted(clip(title, _MAX_TITLE)) for title in (answer.hits[0].passage.citation.title, *answer.others)
    )
    named = speech.listed(others[:_MAX_WORDS_NAMED])
    return speech.say("From {shown}. Also in {others}: ask with that name.", shown=shown, others=named)


def _unknown(words: Sequence[str], articles: Sequence[Article], speech: Catalogue, *, complete: bool) -> list[str]:
    """Name the words that no article uses, in one sentence, if there are any; say so where not all files are read."""
    named = [speech.quoted(clip(word, _MAX_WORD)) for word in words[:_MAX_WORDS_NAMED]]
    if not named:
        return []
    listed = speech.listed(named)
    if not complete:
        said = speech.say_n(
            "I have not read all articles yet; in those that I have read, there is no {words}.",
            "I have not read all articles yet; in those that I have read, there are no {words}.",
            len(named),
            words=listed,
        )
    elif len(articles) == 1:
        said = speech.say_n(
            "{words} does not occur in the article.", "{words} do not occur in the article.", len(named), words=listed
        )
    else:
        said = speech.say_n(
            "{words} does not occur in any article.", "{words} do not occur in any article.", len(named), words=listed
        )
    return [said]


def source_line(article: Article, speech: Catalogue) -> str:
    """Name one article in a list of sources: title and date."""
    when = f" ({speech.day(article.published)})" if article.published else ""
    return f"{clip(article.title, _MAX_TITLE)}{when}"


def overdue_reviews(articles: Iterable[Article], today: date, speech: Catalogue) -> list[str]:
    """Name the articles that were to be reviewed before today; no line where there is none."""
    overdue = sorted(
        (article.review, article.title) for article in articles if article.review and article.review < today
    )
    if not overdue:
        return []
    lines = [
        speech.say("• {title}, due {day}", title=clip(title, _MAX_TITLE), day=speech.day(review))
        for review, title in overdue
    ]
    return [
        speech.say("Past their review date:"),
        *lines,
        "",
        speech.say(
            "Look them over. In /articles, open one: a button says that it is looked over, a new file replaces it."
        ),
    ]


def no_question(articles: Sequence[Article], speech: Catalogue) -> str:
    """Say how to ask, to a message that holds no question: a picture, a sticker, a greeting."""
    return speech.say(NO_QUESTION, example=example_question(articles, speech))


def reply_to(said: str, articles: Sequence[Article], speech: Catalogue, contact: str | None = None) -> str:
    """Reply to what was said to the bot itself, or to nothing that is known; `contact` is the person to turn to."""
    ask, program = no_question(articles, speech), speech.say(PROGRAM)
    introduced, sources = introduction(articles, speech), _sources(articles, speech)
    replies = {
        Wish.THANKS: speech.say(WELCOME),
        Wish.STOP: speech.say(NOTHING_TO_STOP),
        Wish.MORE: speech.say(MORE),
        Wish.HELP: f"{introduced} {ask}",
        Wish.WHO: f"{program} {introduced} {speech.say(DISCLAIMER)}",
        Wish.AUTHOR: f"{speech.say(NOT_MINE)} {sources}",
        Wish.ARTICLES: f"{speech.say(NAMED)} {sources}",
        Wish.PERSON: f"{program} {turn_to(contact, speech)}",
    }
    wish = wish_in(said)
    return ask if wish is None else replies[wish]


def _sources(articles: Sequence[Article], speech: Catalogue) -> str:
    """Name the articles, as far as one can read them at a glance."""
    named = [speech.quoted(clip(article.title, _MAX_TITLE)) for article in articles[:_MAX_TITLES_NAMED]]
    left = len(articles) - len(named)
    more = [speech.say_n("{n} more", "{n} more", left)] if left else []
    return speech.say("I answer from {articles}.", articles=speech.listed([*named, *more]))


def changed(speech: Catalogue, *, nearest: bool) -> str:
    """Say that a passage is not in its article any more, and what is shown in its stead."""
    if nearest:
        return speech.say("The article was changed since; this stands where that passage stood.")
    return speech.say("The article was changed since; this is its beginning.")
