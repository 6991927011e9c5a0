"""What the rules of item writing find, in the words of each language. Pure."""

from bot.authoring.item import Problem
from bot.catalogues import ENGLISH, Catalogue, later
from bot.telegram.markup.limits import fitting

_MOST = 160  # units

RULES = {
    "id": later("the name of the question in the file is none"),
    "question": later("the question is no question, or has not exactly one gap ____"),
    "negative": later("the question asks for what is not; ask for what is true instead"),
    "pronoun": later("the question does not say what is meant by its pronoun; name the thing"),
    "clinical judgement": later("the question asks for a clinical judgement; ask what the article says"),
    "options": later(
        "there are too few options, too many, or an empty one; three or four are good, the answer among them"
    ),
    "one key": later("the answer is among the wrong options, too"),
    "same options": later("an option is there twice"),
    "aliases": later("two options are one and the same; replace one"),
    "one within another": later("an option is part of another, so both may be right; replace one"),
    "key given away": later("a word of the question stands in the answer and in no wrong option"),
    "same form": later("one option has another form than the others; give all one form"),
    "units": later("one option is not in the unit of the others; give all one unit"),
    "same number": later("options are singular and plural; write all in the same number"),
    "same case": later("some options begin with a capital and some do not; begin all alike"),
    "a or an": later("the article before the gap does not fit each option"),
    "key too long": later("the answer is much longer than the wrong options"),
    "qualifier": later("only the answer is qualified; qualify every option or none"),
    "absolutes": later("a word such as “never” gives a wrong option away"),
    "all of the above": later("an option speaks of the other options; replace it by one of its own"),
    "topic": later("the topic is not the heading above the source"),
    "quote": later("the source is not in the article word for word"),
    "quote does not support the answer": later(
        "words of the answer are neither in the source nor in the headings above it"
    ),
    "distractor true": later("a wrong option may be right too, by what the article says"),
    "too long": later("a text is too long; shorten it"),
}
"""Name of a rule -> what is wrong where it is broken."""


def problem_line(problem: Problem, speech: Catalogue) -> str:
    """Say what is wrong with an item: in English with its words, which the rules quote, else by the rule alone."""
    said = problem.reason if speech is ENGLISH else speech.say(RULES.get(problem.rule, problem.rule))
    return f"⚠ {fitting(said, _MOST)}"
