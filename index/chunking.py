"""Article -> passages: whole sentences, within one section, 40 to 120 words where the text allows."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from corpus import Article, Paragraph, Section, Span
from corpus.language import guess_language
from index.language.sentences import split_clauses, split_sentences
from index.language.stems import ENGLISH
from index.language.tokens import count_words
from index.passage import Citation, Passage

MIN_WORDS = 40
MAX_WORDS = 120
_LONGEST = 2000  # characters: text without spaces has no words to count
_MOST_AT_ONCE = 20_000  # characters in which sentences are looked for: the splitter gives up on a book in one line
_LINK_WORDS = 5
_BREAK = "\n\n"  # between paragraphs


@dataclass(frozen=True, slots=True)
class _Sentence:
    paragraph: Paragraph
    start: int
    end: int
    words: int
    leads_in: bool = False
    """Whether it ends in a colon, so that what follows belongs to it."""


def split_article(article: Article) -> list[Passage]:
    """Cut out all passages of an article, in its order.

    Short paragraphs of a section are joined, long ones cut between sentences, and a sentence of over MAX_WORDS is cut
    at its clauses. A list or a table stays with its first line.
    """
    language = guess_language(article.text) or ENGLISH
    return [
        _passage(article, section, part, language)
        for section in article.sections
        for group in _join_short(_sentences_by_paragraph(article, section))
        for part in _cut_long(group)
    ]


def _sentences_by_paragraph(article: Article, section: Section) -> list[list[_Sentence]]:
    return [
        [
            _Sentence(paragraph, start, end, count_words(article.text[start:end]), article.text[end - 1] == ":")
            for start, end in _split(article.text, paragraph, is_reference=section.is_references)
        ]
        for paragraph in section.paragraphs
    ]


def _split(text: str, paragraph: Paragraph, *, is_reference: bool) -> Iterator[Span]:
    """Give the sentences of a paragraph, none longer than a passage.

    After the first line of a list or a table, none is longer than a passage that has room for that line as well.
    """
    words, characters = MAX_WORDS, _LONGEST
    for number, (start, end) in enumerate(_lines(text, paragraph)):
        # A reference is one whole: its points end abbreviations and titles.
        whole = is_reference and _fits(text[start:end], words, characters)
        for first, last in [(start, end)] if whole else _sentences(text, start, end):
            yield from _cut_sentence(text, first, last, words, characters)
        if not number:
            words = max(words // 2, words - count_words(text[start:end]))
            characters = max(characters // 2, characters - (end - start))


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    for first, last in _cut_characters(text, start, end, _MOST_AT_ONCE):
        yield from ((first + at, first + to) for at, to in split_sentences(text[first:last]))


def _lines(text: str, paragraph: Paragraph) -> Iterator[Span]:
    """Give the lines of a list or table, whose ends end sentences; what is neither is one, however it is wrapped."""
    if paragraph.kind == "paragraph":
        yield paragraph.start, paragraph.end
        return
    start = paragraph.start
    for line in text[paragraph.start : paragraph.end].split("\n"):
        if line.strip():
            yield start, start + len(line.rstrip())
        start += len(line) + 1


def _cut_sentence(text: str, start: int, end: int, words: int, characters: int) -> Iterator[Span]:
    if _fits(text[start:end], words, characters):
        yield start, end
        return
    for first, last in split_clauses(text, (start, end), words):
        yield from _cut_characters(text, first, last, characters)


def _fits(text: str, words: int, characters: int) -> bool:
    return len(text) <= characters and count_words(text) <= words


def _cut_characters(text: str, start: int, end: int, most: int) -> Iterator[Span]:
    """Cut what is too long into parts, behind the last point, else before the last space, else anywhere."""
    while end - start > most:
        middle, stop = start + most // 2, start + most
        point, space = text.rfind(". ", middle, stop) + 1, text.rfind(" ", middle, stop)
        stop = point or max(space, 0) or stop
        yield start, stop
        start = stop + (text[stop] == " ")
    yield start, end


def _join_short(paragraphs: list[list[_Sentence]]) -> list[list[_Sentence]]:
    """Join a short paragraph to the one after it, a short last one to the one before, where both fit.

    What ends in a colon goes with the list or table after it: the whole paragraph, or else its last sentence.
    """
    groups: list[list[_Sentence]] = []
    for sentences in paragraphs:
        before = groups[-1] if groups else []
        leads_in = bool(before) and before[-1].leads_in and sentences[0].paragraph.kind != "paragraph"
        if before and (_words(before) < MIN_WORDS or leads_in) and _fit(before, sentences):
            groups[-1] = before + sentences
        elif leads_in and len(before) > 1 and _fit(before[-1:], sentences):
            groups[-1:] = [before[:-1], before[-1:] + sentences]
        else:
            groups.append(sentences)
    if len(groups) > 1 and _words(groups[-1]) < MIN_WORDS and _fit(groups[-2], groups[-1]):
        last = groups.pop()
        groups[-1] = groups[-1] + last
    return groups


def _fit(one: list[_Sentence], other: list[_Sentence]) -> bool:
    return _words(one) + _words(other) <= MAX_WORDS and _length(one) + _length(other) <= _LONGEST


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


def _length(sentences: list[_Sentence]) -> int:
    return sum(sentence.end - sentence.start for sentence in sentences)


def _passage(article: Article, section: Section, sentences: list[_Sentence], language: str) -> Passage:
    start, end = sentences[0].start, sentences[-1].end
    text = article.text[start:end]
    return Passage(
        text=text,
        start=start,
        sentences=tuple((sentence.start - start, sentence.end - start) for sentence in sentences),
        citation=_cite(article, section, [sentence.paragraph for sentence in sentences], text),
        is_reference=section.is_references,
        language=language,
    )


def _cite(article: Article, section: Section, paragraphs: list[Paragraph], text: str) -> Citation:
    first, last = paragraphs[0], paragraphs[-1]
    clauses = [paragraph.clause for paragraph in paragraphs if paragraph.clause]
    return Citation(
        article=article.slug,
        title=article.title,
        section=section.path,
        paragraph=first.number,
        last_paragraph=last.number,
        published=article.published,
        url=link_to(article, first, text),
        page=first.page,
        last_page=(last.page or first.page) if first.page else None,
        clause=first.clause,
        last_clause=clauses[-1] if first.clause else None,
        review=article.review,
    )


def link_to(article: Article, paragraph: Paragraph, text: str) -> str | None:
    """Make a link that opens an article where a text begins: its published page, else its own address, else None."""
    if article.page:
        # The page itself highlights the one paragraph of its anchor; of several, the browser highlights the text.
        return f"{article.page}#{paragraph.anchor}{_fragment(text) if _BREAK in text else ''}"
    return f"{article.url.split('#', maxsplit=1)[0]}#{_fragment(text)}" if article.url else None


def _fragment(text: str) -> str:
    """Make what has a browser find and highlight a text in a page: its first and last words.

    Neither may reach over the end of a paragraph. See https://wicg.github.io/scroll-to-text-fragment/.
    """
    blocks = [block.split() for block in text.split(_BREAK)]
    is_short = len(blocks) == 1 and len(blocks[0]) <= 2 * _LINK_WORDS
    parts = blocks if is_short else [blocks[0][:_LINK_WORDS], blocks[-1][-_LINK_WORDS:]]
    # A dash has a meaning in a fragment, and quote() leaves it as it is.
    fragment = ",".join(quote(" ".join(part), safe="").replace("-", "%2D") for part in parts)
    return f":~:text={fragment}"
