"""What an article can be asked about: those of its headings that read well in a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.text import clean
from corpus import Article, Section
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
        found = [(topics, next(topics, None)) for topics in left]
        yield from (topic for _, topic in found if topic is not None)
        left = [topics for topics, topic in found if topic is not None]


def _topics(article: Article) -> Iterator[Topic]:
    """Give the topics of an article: first those of which its text speaks in the same words."""
    sections = {section.path[-1]: section for section in article.sections if section.path and not section.is_references}
    text = "\n".join(article.text[paragraph.start : paragraph.end] for paragraph in article.paragraphs())
    found = [_topic(article.slug, heading, section, text) for heading, section in sections.items()]
    spoken = {topic: topic.is_question or _says(text, topic.phrase) for topic in found if topic is not None}
    yield from sorted(spoken, key=lambda topic: not spoken[topic])


def _topic(slug: str, heading: str, section: Section, text: str) -> Topic | None:
    """Make a topic of a heading above some of a text, None of one that tells nothing or reads badly."""
    if section.paragraphs[-1].end - section.paragraphs[0].start < _SHORTEST_SECTION:
        return None
    bare = " ".join(clean(heading).split())
    bare = bare[match.end() :] if (match := _NUMBER.match(bare)) else bare
    if bare.endswith("?"):
        bare = bare.capitalize() if bare.isupper() else bare
        return Topic(slug, heading, bare) if len(bare) <= _MAX_QUESTION and len(bare.split()) > 2 else None
    bare = _IN_BRACKETS.sub("", bare).strip(" .:-–—")
    words = bare.casefold().split()
    if not 0 < len(words) <= _MAX_WORDS or not 3 <= len(bare) <= _MAX_TOPIC or not bare[0].isalpha():
        return None
    if bare.casefold() in _EMPTY or words[0] in _PARTS.split() or _READS_BADLY.search(bare):
        return None
    if not content_words(forms(bare)):
        return None
    return Topic(slug, heading, _within_sentence(bare, text))


def _within_sentence(heading: str, text: str) -> str:
    """Write a heading as it stands within a sentence: with capitals only where the text has them there, too.

    >>> _within_sentence("Opening Hours in Berlin", "The opening hours of Berlin are long.")
    'opening hours in Berlin'
    """
    if guess_language(text) == "de":  # whose nouns have capitals
        return heading
    shouts = heading.isupper() and len(heading) > _LONGEST_ACRONYM
    return " ".join(
        word.lower() if (shouts or word.istitle()) and len(word) > 1 and not _is_name(word, text) else word
        for word in heading.split()
    )


def _is_name(word: str, text: str) -> bool:
    """Tell whether a text has a word in capitals within a sentence."""
    return re.search(rf"[^\W\d_A-Z],? {re.escape(word)}(?!\w)", text) is not None


def _says(text: str, phrase: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) is not None
