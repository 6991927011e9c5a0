"""The sentences in which the bot speaks for itself, shared by all front ends. None is about the subject."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.answering.answer import Answer, NoAnswer
from bot.answering.small_talk import Wish, wish_in
from bot.text import clip, day
from corpus import Article

DISCLAIMER = (
    "I only quote: what I say about the subject stands in an article, word for word. I give no advice of my own."
)
NO_QUESTION = "Please ask in words, for example: {}"
READ_AS = "Read as: {}"
NEAREST = "The nearest passage, which may not answer it:"
MAY_BE = "Not in these words; this may be it:"
BY_MEANING = "Found by its meaning, not by these words."
BESIDE = "Beside it in the article:"
FROM = "From “{}”."
FIRST_QUESTION = "The first of {} questions; the others follow."
QUESTION_OF = "Question {} of {}: {}"
NOTHING_TO_STOP = "I write only when you have written, so there is nothing to stop."
MORE = "Further passages are behind the answer: press “More” under it, or write /more in a terminal."
PROGRAM = "I am a program, and nobody reads along."
PERSON = f"{PROGRAM} To speak to a person, please turn to those who gave you this bot."
WELCOME = "You are welcome."
FAILED = "Something went wrong on my side. Please ask again."

_MAX_WORDS_NAMED = 4
_MAX_WORD = 40
_MAX_TITLES_NAMED = 10
_MAX_TITLE = 110
_MAX_READ_AS = 300
_MAX_NOTE = 300


def introduction(articles: Iterable[Article]) -> str:
    """Say in one line what the bot is and what it knows."""
    titles = [clip(article.title, _MAX_TITLE) for article in articles]
    if len(titles) == 1:
        return f"I answer questions from the article “{titles[0]}”."
    return f"I answer questions from {len(titles)} articles, such as “{titles[0]}”."


def example_question(articles: Sequence[Article]) -> str:
    """Make a question that the articles certainly answer: what they say under one of their headings."""
    for article in articles:
        if headings := article.headings():
            return f"What does the article say about {clip(headings[-1], 60)}?"
    return "What is the article about?"


def not_answered(answer: NoAnswer, articles: Sequence[Article]) -> str | None:
    """Say that the articles do not answer, naming the words that they do not use.

    Where a passage is near in meaning, it may answer, so that only those words are named, if there are any.
    """
    if is_near(answer):
        return " ".join(_unknown(answer.unknown_words, articles)) or None
    subject = "The article does" if len(articles) == 1 else "The articles do"
    return " ".join([f"{subject} not answer that.", *_unknown(answer.unknown_words, articles)])


def lead_of(answer: NoAnswer) -> str | None:
    """Introduce the nearest passage, where there is one."""
    if is_near(answer):
        return MAY_BE
    return NEAREST if answer.nearest else None


def is_near(answer: NoAnswer) -> bool:
    """Tell whether the nearest passage is near the question in meaning."""
    return bool(answer.nearest) and answer.nearest[0].meant


def remarks(answer: Answer | NoAnswer, articles: Sequence[Article]) -> list[str]:
    """Say what comes before the passage: how the question was read, unknown words, facts about the article."""
    lines = [READ_AS.format(clip(answer.read_as, _MAX_READ_AS))] if answer.read_as else []
    if isinstance(answer, Answer):
        if answer.others:
            lines.append(_whose(answer))
        lines += _unknown(answer.unknown_words, articles)
        if answer.hits[0].meant:
            lines.append(BY_MEANING)
        if answer.note:
            lines.append(clip(answer.note, _MAX_NOTE))
    return lines


def question_of(result: Answer | NoAnswer, number: int, count: int) -> str:
    """Say which of the questions of a message is answered."""
    if number == 1:
        return FIRST_QUESTION.format(count)
    return QUESTION_OF.format(number, count, clip(result.question, _MAX_READ_AS))


def _whose(answer: Answer) -> str:
    """Say whose the passage is, and which other articles might be meant."""
    shown, *others = (
        f"“{clip(title, _MAX_TITLE)}”" for title in (answer.hits[0].passage.citation.title, *answer.others)
    )
    return f"From {shown}. Also in {_listed(others[:_MAX_WORDS_NAMED])}: ask with that name."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _unknown(words: Sequence[str], articles: Sequence[Article]) -> list[str]:
    """Name the words that no article uses, in one sentence, if there are any."""
    named = [f"“{clip(word, _MAX_WORD)}”" for word in words[:_MAX_WORDS_NAMED]]
    if not named:
        return []
    listed = _listed(named)
    verb = "does" if len(named) == 1 else "do"
    where = "the article" if len(articles) == 1 else "any article"
    return [f"{listed} {verb} not occur in {where}."]


def source_line(article: Article) -> str:
    """Name one article in a list of sources: title and date."""
    when = f" ({article.published.day} {article.published:%b %Y})" if article.published else ""
    return f"{clip(article.title, _MAX_TITLE)}{when}"


def overdue_reviews(articles: Iterable[Article], today: date) -> list[str]:
    """Name the articles that were to be reviewed before today; no line where there is none."""
    overdue = sorted(
        (article.review, article.title) for article in articles if article.review and article.review < today
    )
    if not overdue:
        return []
    lines = [f"• {clip(title, _MAX_TITLE)}, due {day(review)}" for review, title in overdue if review]
    return [
        "Past their review date:",
        *lines,
        "",
        "Look them over, then set a new date; `corpus check` names the files.",
    ]


def no_question(articles: Sequence[Article]) -> str:
    """Say how to ask, to a message that holds no question: a picture, a sticker, a greeting."""
    return NO_QUESTION.format(example_question(articles))


def reply_to(said: str, articles: Sequence[Article]) -> str:
    """Reply to what was said to the bot itself, or to nothing that is known."""
    ask = no_question(articles)
    replies = {
        Wish.THANKS: WELCOME,
        Wish.STOP: NOTHING_TO_STOP,
        Wish.MORE: MORE,
        Wish.HELP: f"{introduction(articles)} {ask}",
        Wish.WHO: f"{PROGRAM} {introduction(articles)} {DISCLAIMER}",
        Wish.AUTHOR: f"I wrote none of it: I quote. {_sources(articles)}",
        Wish.ARTICLES: f"Each answer names its source under it. {_sources(articles)}",
        Wish.PERSON: PERSON,
    }
    wish = wish_in(said)
    return ask if wish is None else replies[wish]


def _sources(articles: Sequence[Article]) -> str:
    """Name the articles, as far as one can read them at a glance."""
    named = [f"“{clip(article.title, _MAX_TITLE)}”" for article in articles[:_MAX_TITLES_NAMED]]
    left = len(articles) - len(named)
    return f"I answer from {_listed([*named, f'{left} more'] if left else named)}."
