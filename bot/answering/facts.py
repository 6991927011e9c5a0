"""Questions about an article itself: when it was published, what it cites, what it covers."""

import re
from dataclasses import dataclass

from bot.answering.answer import Remark, RemarkKind
from corpus import Article
from index.language.stop_words import QUESTION_WORDS, STOP_WORDS, function_words
from index.language.tokens import words

# Words that may stand in such a question without making it one about the subject.
_SELF = frozenset(
    (
        "article articles text page document post piece paper information bot know list name many main exactly"
        " articulo texto pagina documento escrito folleto informacion lista"
    ).split()
)
_PUBLISHED = frozenset(
    (
        "published publish publication publishing date dated posted written updated"
        " publico publicado publicada publicaron publicacion fecha escribio actualizo actualizado"
    ).split()
)
_CITE = frozenset(
    (
        "cite cites cited citing citation citations reference references bibliography"
        " cita citan citado citados referencia referencias bibliografia"
    ).split()
)
_REFERENCES = _CITE | {"sources", "fuentes"}
_BESIDE_REFERENCES = frozenset(
    (
        "study studies paper papers research literature works evidence scientific based"
        " estudio estudios obra obras trabajos literatura cientifica"
    ).split()
)
_IS_ABOUT = re.compile(
    r"\b(?:is|['’]s) (?:it|this|the|that)\b.*\babout\b|\b(?:de|sobre) qué (?:trata|va|habla)\b", re.IGNORECASE
)
_CONTENTS = frozenset(
    (
        "cover covers covered topics subjects contents overview summary summarize summarise"
        " trata cubre abarca temas contenido contenidos indice resumen resume resuma"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Hold what is known of an article; `paragraph` is the number of the one to show with it."""

    note: Remark
    paragraph: int


def find_fact(question: str, article: Article) -> Fact | None:
    """Find the fact asked for; None where the question is about the subject, or the article has no such fact.

    A question is about the article itself when nothing is left of it but words for that: "When was it
    published?", but not "When were vitamins first published about?". English and Spanish are understood.
    """
    content = {word.form for word in words(question)} - QUESTION_WORDS - STOP_WORDS - function_words("es") - _SELF
    titled = content - {word.form for word in words(article.title)}
    if titled and titled <= _PUBLISHED:
        return _published(article)
    # Sources of magnesium are food, also where the article is called "Magnesium".
    if titled & (_REFERENCES if titled == content else _CITE) and titled <= _REFERENCES | _BESIDE_REFERENCES:
        return _references(article)
    if (titled and titled <= _CONTENTS) or (not titled and _IS_ABOUT.search(question)):
        return _contents(article)
    return None


def _published(article: Article) -> Fact | None:
    if article.published is None:
        return None
    return Fact(Remark(RemarkKind.PUBLISHED, article.title, published=article.published), 1)


def _references(article: Article) -> Fact | None:
    works = article.references()
    if not works:
        return None
    return Fact(Remark(RemarkKind.CITES, article.title, works=len(works)), works[0].number)


def _contents(article: Article) -> Fact | None:
    headings = article.headings() or article.topics
    if not headings:
        return None
    return Fact(Remark(RemarkKind.COVERS, article.title, headings=tuple(headings)), 1)
