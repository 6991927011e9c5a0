"""Tell in which of the articles' languages a question is, where that is sure."""

from collections.abc import Sequence

from corpus.language import guess_language
from index.language.stop_words import function_words
from index.language.tokens import forms


def question_language(text: str, languages: Sequence[str]) -> str | None:
    """Return the one of some languages that a question is in: by its script, else by most of its stop words.

    None where two languages have equally many.

    >>> question_language("What is the dose?", ["es", "en"]), question_language("Aspirin?", ["es", "en"])
    ('en', None)
    """
    if len(languages) == 1:
        return languages[0]
    if (guess := guess_language(text)) in languages:
        return guess
    asked = forms(text)
    counts = {language: len(function_words(language).intersection(asked)) for language in languages}
    best = max(counts.values(), default=0)
    leading = [language for language, count in counts.items() if count == best]
    return leading[0] if len(leading) == 1 else None
