"""Tell in which of the articles' languages a question is, where that is sure."""

from collections.abc import Sequence

from corpus.language import guess_language
from index.language.stop_words import function_words, known_languages
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


def foreign_languages(text: str, languages: Sequence[str]) -> tuple[str, ...]:
    """Return the language that a question is in, where it is none of some languages; else nothing.

    It is told by its script or its commonest words; else it is another language where that has more of the question's
    words among its stop words than each of these has; of several such that are equally likely, all are returned.

    >>> foreign_languages("¿Cómo se toma el hierro?", ["en"]), foreign_languages("What is the dose?", ["en"])
    (('es',), ())
    """
    if guess := guess_language(text):
        return () if guess in languages else (guess,)
    asked = set(forms(text))
    counts = {language: len(function_words(language) & asked) for language in (*known_languages(), *languages)}
    best = max(counts.values())
    if best <= max((counts[language] for language in languages), default=0):
        return ()
    return tuple(language for language, count in counts.items() if count == best)


def foreign_function_words(text: str, languages: Sequence[str]) -> frozenset[str]:
    """Return the stop words of the language that a question is in, where it is none of some languages; else none.

    >>> sorted(foreign_function_words("¿Qué es el glutatión?", ["en"]) & {"que", "es", "el", "glutation"})
    ['el', 'es', 'que']
    >>> foreign_function_words("What is the dose?", ["en"])
    frozenset()
    """
    return frozenset().union(*map(function_words, foreign_languages(text, languages)))
