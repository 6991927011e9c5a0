"""What an article can be asked about: those of its headings that read well in a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.text import clean
from corpus import Article
from corpus.language import guess_language
from index.language.stop_words import content_words
from index.language.tokens import forms

_MAX_TOPIC, _MAX_QUESTION = 40, 60  # characters
_MAX_WORDS = 5
_LONGEST_ACRONYM = 5
_SHORTEST_SECTION = 40  # characters
_MOST_LOOKED_AT = 200  # articles of a library
_MOST_OF_ONE = 30  # topics of an article

_PARTS = (
    "section chapter part step appendix annex table figure box sección capítulo parte paso apéndice anexo tabla figura"
    " abschnitt kapitel teil anhang schritt tabelle abbildung partie chapitre annexe tableau"
)
_NUMBER = re.compile(
    rf"(?:(?:{_PARTS.replace(' ', '|')}) +)?§? *"
    r"(?:\d{1,3}(?:\.\d{1,3})*(?:[.):]+|(?= +[-–—]? *(?-i:[A-ZÀ-Þ])))|[IVX]{1,5}[.):]|[A-Za-z][.)]) *[-–—:]? *",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r" *[(\[][^()\[\]]*[)\]]")
_READS_BADLY = re.compile(r"[:;|/=<>@#*_“”\"]|\d{3}|[.!]$")

_WITHIN = re.compile(r"[^\W\d_A-Z],? \Z")  # what stands before a word within a sentence

# Headings that tell nothing of what stands below them.
_EMPTY = frozenset(
    """
    introduction; background; overview; summary; abstract; conclusion; conclusions; contents; table of contents;
    references; bibliography; literature; sources; acknowledgements; acknowledgments; about; about us;
    about this document; about this leaflet; about the author; author; authors; contact; contacts; contact us;
    contact details; disclaimer; copyright; legal notice; further reading; further information; more information;
    additional information; see also; notes; faq; faqs; frequently asked questions; questions and answers; questions;
    general; general information; other; others; miscellaneous; purpose; scope; aim; aims; objectives; definitions;
    definition; responsibilities; procedure; policy; document control; version history; revision history;
    change history; preface; foreword; glossary; index; methods; materials and methods; results; discussion; appendix;
    appendices; annex; attachments; related articles; related posts; comments; details; description; example;
    examples; important; note; in this article; on this page; key points; introducción; resumen; antecedentes;
    conclusión; conclusiones; índice; contenido; referencias; bibliografía; fuentes; contacto; aviso legal; objetivo;
    objetivos; alcance; definiciones; generalidades; otros; anexo; anexos; notas; preguntas frecuentes;
    más información; información adicional; agradecimientos; véase también; einleitung; einführung; zusammenfassung;
    überblick; inhalt; inhaltsverzeichnis; literatur; quellen; kontakt; impressum; allgemeines; hinweise; anhang;
    glossar; fazit; hintergrund; weitere informationen; zweck; geltungsbereich; résumé; sommaire; références;
    bibliographie; annexes; généralités; remarques
    """.replace("\n    ", " ")
    .strip()
    .split("; ")
)


@dataclass(frozen=True, slots=True)
class Topic:
    """Hold what an article can be asked about.

    `article` is its slug, `heading` what stands above the passage, `phrase` the same as it stands within a sentence
    ("magnesium"), or a whole question where the heading is one.
    """

    article: str
    heading: str
    phrase: str

    @property
    def is_question(self) -> bool:
        """Tell whether the heading asks by itself."""
        return self.phrase.endswith("?")


def topics_of(articles: Sequence[Article]) -> Iterator[Topic]:
    """Give the topics of a library, from one article after the other; of a large one, from articles all over it."""
    step = -(-len(articles) // _MOST_LOOKED_AT)
    left = [islice(_topics(article), _MOST_OF_ONE) for article in articles[::step]]
    while left:
        going_on = []
        for topics in left:
            if topic := next(topics, None):
                yield topic
                going_on.append(topics)
        left = going_on


def _topics(article: Article) -> Iterator[Topic]:
    """Give the topics of an article: first those of which its text speaks in the same words."""
    sections = {section.path[-1]: section for section in article.sections if section.path and not section.is_references}
    text = "\n".join(article.text[paragraph.start : paragraph.end] for paragraph in article.paragraphs())
    capitals = guess_language(text) == "de"  # whose nouns have them
    later = []
    for heading, section in sections.items():
        bare = _bare(heading) if section.paragraphs[-1].end - section.paragraphs[0].start >= _SHORTEST_SECTION else None
        if bare is None:
            continue
        phrase = bare if capitals or bare.endswith("?") else _within_sentence(bare, text)
        topic = Topic(article.slug, heading, phrase)
        if topic.is_question or _says(text, phrase):
            yield topic
        else:
            later.append(topic)
    yield from later


def _bare(heading: str) -> str | None:
    """Take off a heading what does not belong into a sentence; None of one that tells nothing or reads badly."""
    bare = " ".join(clean(heading).split())
    bare = bare[match.end() :] if (match := _NUMBER.match(bare)) else bare
    if bare.endswith("?"):
        bare = bare.capitalize() if bare.isupper() else bare
        return bare if len(bare) <= _MAX_QUESTION and len(bare.split()) > 2 else None
    bare = _IN_BRACKETS.sub("", bare).strip(" .:-–—")
    words = bare.casefold().split()
    if not 0 < len(words) <= _MAX_WORDS or not 3 <= len(bare) <= _MAX_TOPIC or not bare[0].isalpha():
        return None
    if bare.casefold() in _EMPTY or words[0] in _PARTS.split() or _READS_BADLY.search(bare):
        return None
    return bare if content_words(forms(bare)) else None


def _within_sentence(heading: str, text: str) -> str:
    """Write a heading as it stands within a sentence: with capitals only where the text has them there, too.

    >>> _within_sentence("Opening Hours in Berlin", "The opening hours of Berlin are long.")
    'opening hours in Berlin'
    """
    shouts = heading.isupper() and len(heading) > _LONGEST_ACRONYM
    return " ".join(
        word.lower() if (shouts or word.istitle()) and len(word) > 1 and not _is_name(word, text) else word
        for word in heading.split()
    )


def _is_name(word: str, text: str) -> bool:
    """Tell whether a text has a word in capitals within a sentence."""
    found = re.finditer(rf"{re.escape(word)}(?!\w)", text)
    return any(_WITHIN.search(text, max(match.start() - 3, 0), match.start()) for match in found)


def _says(text: str, phrase: str) -> bool:
    """Tell whether a text has these words; what begins with letters is found faster than what looks back first."""
    found = re.finditer(rf"{re.escape(phrase)}(?!\w)", text)
    return any(not text[max(match.start() - 1, 0) : match.start()].isalnum() for match in found)
