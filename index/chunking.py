"""Article -> passages: whole sentences, within one section, 40 to 120 words where the text allows."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from corpus import Article, Section
from index.language.sentences import split_sentences
from index.passage import Citation, Passage

MIN_WORDS = 40
MAX_WORDS = 120
_LINK_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Sentence:
    paragraph: int
    start: int
    end: int
    words: int


def split_article(article: Article) -> list[Passage]:
    """All passages of an article, in its order.

    Short paragraphs of a section are joined, long ones cut between sentences. Only a sentence that is
    longer by itself makes a passage of over MAX_WORDS.
    """
    return [
        _passage(article, section, part)
        for section in article.sections
        for group in _join_short(_sentences_by_paragraph(article, section))
        for part in _cut_long(group)
    ]


def _sentences_by_paragraph(article: Article, section: Section) -> list[list[_Sentence]]:
    found = []
    for paragraph in section.paragraphs:
        text = article.text[paragraph.start : paragraph.end]
        # A reference is one whole: its points end abbreviations and titles.
        spans = [(0, len(text))] if section.is_references else split_sentences(text)
        found.append(
            [
                _Sentence(
                    paragraph.number, paragraph.start + start, paragraph.start + end, len(text[start:end].split())
                )
                for start, end in spans
            ]
        )
    return found


def _join_short(paragraphs: list[list[_Sentence]]) -> list[list[_Sentence]]:
    """Join a short paragraph to the one after it, a short last one to the one before, where both fit."""
    groups: list[list[_Sentence]] = []
    for sentences in paragraphs:
        if groups and _words(groups[-1]) < MIN_WORDS and _fit(groups[-1], sentences):
            groups[-1] = groups[-1] + sentences
        else:
            groups.append(sentences)
    if len(groups) > 1 and _words(groups[-1]) < MIN_WORDS and _fit(groups[-2], groups[-1]):
        last = groups.pop()
        groups[-1] = groups[-1] + last
    return groups


def _fit(one: list[_Sentence], other: list[_Sentence]) -> bool:
    return _words(one) + _words(other) <= MAX_WORDS


def _cut_long(sentences: list[_Sentence]) -> Iterator[list[_Sentence]]:
    """Fill parts up to MAX_WORDS; a short last one takes sentences back from the one before."""
    parts: list[list[_Sentence]] = [[]]
    for sentence in sentences:
        if parts[-1] and not _fit(parts[-1], [sentence]):
            parts.append([])
        parts[-1].append(sentence)
    if len(parts) > 1:
        *_, before, last = parts
        while _words(last) < MIN_WORDS <= _words(before[:-1]) and _fit(last, before[-1:]):
            last.insert(0, before.pop())
    yield from parts


def _words(sentences: list[_Sentence]) -> int:
    return sum(sentence.words for sentence in sentences)


def _passage(article: Article, section: Section, sentences: list[_Sentence]) -> Passage:
    start, end = sentences[0].start, sentences[-1].end
    text = article.text[start:end]
    return Passage(
        text=text,
        start=start,
        sentences=tuple((sentence.start - start, sentence.end - start) for sentence in sentences),
        citation=Citation(
            article=article.slug,
            title=article.title,
            section=section.path,
            paragraph=sentences[0].paragraph,
            last_paragraph=sentences[-1].paragraph,
            published=article.published,
            url=_link(article.url, text) if article.url else None,
        ),
        is_reference=section.is_references,
    )


def _link(url: str, text: str) -> str:
    """A link that opens the page at the passage: a text fragment of its first and last words.

    See https://wicg.github.io/scroll-to-text-fragment/.
    """
    words = text.split()
    parts = [words] if len(words) <= 2 * _LINK_WORDS else [words[:_LINK_WORDS], words[-_LINK_WORDS:]]
    # A dash has a meaning in a fragment, and quote() leaves it as it is.
    fragment = ",".join(quote(" ".join(part), safe="").replace("-", "%2D") for part in parts)
    return f"{url.split('#', maxsplit=1)[0]}#:~:text={fragment}"
