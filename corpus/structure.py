"""ParsedDocument -> Article: run-in headings, references, page boilerplate, sections and paragraph numbers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.article import Article, Paragraph, Section
from corpus.characters import clean_text
from corpus.cited_works import is_reference_heading, looks_like_reference, references_heading
from corpus.dates import read_date
from corpus.formats.stated_dates import find_dates_at_edges
from corpus.language import guess_language
from corpus.layout import Block, lay_out
from corpus.parsed import LeftOut, ParsedDocument
from corpus.understood import Understood, summarise_reading

# Lines that web pages leave around an article when it is saved as text.
_BOILERPLATE = {
    "share this content", "share this", "share this article", "share this post", "share this page",
    "share on facebook", "share on twitter", "share", "tweet", "print", "print this page", "pin it",
    "email this", "like this", "related posts", "related articles", "leave a comment", "comments",
    "no comments", "add a comment", "read more", "back to top", "previous", "next", "skip to content",
    "subscribe to our newsletter",
}  # fmt: skip
_LONGEST_BOILERPLATE = 60  # characters

# "Magnesium: There is ..." - up to five words and a colon, then the start of a sentence.
_RUN_IN = re.compile(
    r"(?P<heading>[^\W\d_][\w'’()/&-]{0,60}(?: [\w'’()/&-]{1,60}){0,4}):\s{1,40}(?=[^\Wa-z_]|[“\"'(\[])"
)
# What begins so is no subject of its own: it belongs to what stands around it.
_NOTICES = set(
    """
    note notes notice nb warning warnings caution cautions important attention danger hint hints tip tips remember
    reminder example examples remark remarks disclaimer exception exceptions q a question answer
    hinweis hinweise achtung warnung vorsicht wichtig gefahr tipp merke beispiel frage antwort
    remarque avertissement conseil exemple réponse nota aviso advertencia atención precaución importante peligro
    consejo ejemplo pregunta respuesta atenção cuidado aviso exemplo pergunta resposta avviso avvertenza attenzione
    suggerimento esempio domanda risposta uwaga ostrzeżenie ważne wskazówka przykład pytanie odpowiedź
    opmerking waarschuwing belangrijk let voorbeeld vraag antwoord
    """.split()
) | {"please note", "let op", "n.b", "very important", "safety warning", "safety note", "good to know"}

_DEEPEST = 20
_RUN_IN_LEVEL = _DEEPEST + 1  # below every heading of a document's own, so that each of those ends it
_LONGEST_HEADING = 300  # characters; more is text that looks like a heading


def build(slug: str, document: ParsedDocument) -> Article | None:
    """Give the article that a document holds, or None when it holds no paragraph."""
    understood = understand(slug, document)
    return understood.article if understood else None


def understand(slug: str, document: ParsedDocument) -> Understood | None:
    """Give the article that a document holds and what is to be said of it, or None when it holds no paragraph."""
    text, laid_out = lay_out(replace(piece, level=min(piece.level, _DEEPEST)) for piece in document.pieces)
    blocks, boilerplate = _drop_boilerplate(text, laid_out)
    sections = tuple(_sections(text, _mark_references(text, _split_run_ins(text, blocks))))
    if not sections:
        return None
    title = " ".join(clean_text(document.title or "").split())
    document = _with_dates_at_edges(document)
    published, review = (read_date(written) if written else None for written in (document.published, document.review))
    article = Article(
        slug=slug,
        title=title or slug.replace("-", " ").replace("_", " ").strip().capitalize(),
        text=text,
        sections=sections,
        published=published,
        topics=tuple(map(clean_text, document.topics)),
        url=document.url,
        review=review,
        notice=document.notice,
    )
    return Understood(
        article,
        title_from=(document.title_from or "the document") if title else "the file's name",
        published_from=(document.published_from or "the document") if published else None,
        no_date=document.published if document.published and not published else None,
        no_review=document.review if document.review and not review else None,
        encoding=document.encoding,
        pages=document.pages,
        tables=sum(piece.kind == "table" for piece in document.pieces),
        omissions=summarise_reading([*document.left_out, *boilerplate]),
        doubts=document.doubts,
    )


def _with_dates_at_edges(document: ParsedDocument) -> ParsedDocument:
    """Take the dates of the first and last lines, where the reader of the format found none."""
    found = find_dates_at_edges([line for piece in document.pieces for line in piece.text.split("\n")])
    if found.published and not document.published:
        document = replace(
            document, published=found.published, published_from=f'a line of the document ("{found.published_label}")'
        )
    return replace(document, review=found.review) if found.review and not document.review else document


def _drop_boilerplate(text: str, blocks: Iterable[Block]) -> tuple[list[Block], list[LeftOut]]:
    kept: list[Block] = []
    dropped: list[LeftOut] = []
    for block in blocks:
        short = block.end - block.start <= _LONGEST_BOILERPLATE
        if short and _slice(text, block).casefold().rstrip(":.!") in _BOILERPLATE:
            dropped.append(LeftOut("boilerplate", _slice(text, block)))
        else:
            kept.append(block)
    return kept, dropped


def _split_run_ins(text: str, blocks: list[Block]) -> list[Block]:
    """Turn "Magnesium: There is ..." into a heading and a paragraph, where it is the article's habit.

    Once is no habit: a single paragraph that begins so keeps its words, and so does every "Note: ..." and
    "Warning: ...". What a run-in heading opens ends at the next heading of either kind.
    """
    found = {block: match for block in blocks if (match := _match_run_in(text, block))}
    of_lists = {match["heading"] for block, match in found.items() if block.kind == "list"}
    if sum(block.kind == "paragraph" for block in found) + len(of_lists) < 2:
        return blocks
    result: list[Block] = []
    opened = None
    for block in blocks:
        if block.kind == "heading":
            opened = None
        match = found.get(block)
        if match is None:
            result.append(block)
            continue
        # The parts of a long list all begin with its lead-in.
        if block.kind == "paragraph" or match["heading"] != opened:
            result.append(Block("heading", match.start("heading"), match.end("heading"), _RUN_IN_LEVEL))
        result.append(replace(block, start=match.end()))
        opened = match["heading"]
    return result


def _match_run_in(text: str, block: Block) -> re.Match[str] | None:
    if block.kind not in ("paragraph", "list"):
        return None
    match = _RUN_IN.match(text, block.start, block.end)
    if match is None or match["heading"].casefold() in _NOTICES:
        return None
    # "Steps:" above its items leads them in, and is part of the list.
    return match if block.kind == "paragraph" or "\n" not in match[0] else None


def _mark_references(text: str, blocks: list[Block]) -> list[Block]:
    """Give references at the end a heading where the article gives them none."""
    last_heading = max((i for i, block in enumerate(blocks) if block.kind == "heading"), default=-1)
    if last_heading >= 0 and is_reference_heading(_slice(text, blocks[last_heading])):
        return blocks
    first = len(blocks)
    while first > last_heading + 1 and looks_like_reference(_slice(text, blocks[first - 1])):
        first -= 1
    if first in (len(blocks), 0):
        return blocks
    start = blocks[first].start
    # An empty span: the heading is ours, not the article's.
    return [*blocks[:first], Block("heading", start, start), *blocks[first:]]


def _sections(text: str, blocks: Iterable[Block]) -> Iterator[Section]:
    """Gather paragraphs under their headings, numbering them through the article."""
    path: list[tuple[int, str]] = []
    opened: list[tuple[tuple[str, ...], list[Paragraph]]] = [((), [])]
    number = 0
    for block in blocks:
        if block.kind == "heading" and block.end - block.start <= _LONGEST_HEADING:
            path = [(level, name) for level, name in path if level < block.level]
            path.append((block.level, _slice(text, block) or references_heading(guess_language(text))))
            opened.append((tuple(name for _, name in path), []))
        else:
            number += 1
            kind = "paragraph" if block.kind == "heading" else block.kind
            opened[-1][1].append(Paragraph(number, block.start, block.end, kind, block.page, block.clause))
    for names, paragraphs in opened:
        if paragraphs:
            yield Section(names, tuple(paragraphs), any(map(is_reference_heading, names)))


def _slice(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())
