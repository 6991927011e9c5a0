"""Find quotes in an article: quote -> citation."""

import re
from dataclasses import replace
from functools import lru_cache

from corpus import Article, Paragraph, Section, Span
from index import Citation
from index.chunking import link_to, split_article


def find_quote(article: Article, quote: str) -> Citation | None:
    """Return the citation of the first paragraph that contains the quote word for word; None if none does."""
    found = find_passage(article, quote)
    return found[0] if found else None


def find_passage(article: Article, quote: str) -> tuple[Citation, str, Span] | None:
    """Return the first paragraph that contains the quote: its citation, its text, and the quote's span in the text.

    None if no paragraph does. White space may differ, because lines are wrapped differently in a bank.
    """
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    for section in article.sections:
        for paragraph in section.paragraphs:
            if match := pattern.search(article.text, paragraph.start, paragraph.end):
                text = article.text[paragraph.start : paragraph.end]
                span = match.start() - paragraph.start, match.end() - paragraph.start
                return cite(article, section, paragraph), text, span
    return None


def cite(article: Article, section: Section, paragraph: Paragraph) -> Citation:
    """Return the citation of one paragraph."""
    number = paragraph.number
    around = next(c for c in _citations(article) if c.paragraph <= number <= c.last_paragraph)
    return replace(
        around,
        url=link_to(article, paragraph, article.text[paragraph.start : paragraph.end]),
        section=section.path,
        paragraph=number,
        last_paragraph=number,
        page=paragraph.page,
        last_page=paragraph.page,
        clause=paragraph.clause,
        last_clause=paragraph.clause,
    )


def topic_of(article: Article, section: Section) -> str:
    """Return the topic of items on a section: its innermost heading, or the title before the first heading."""
    return section.path[-1] if section.path else article.title


def topic_of_quote(article: Article, quote: str) -> str:
    """Return the topic of the section that a quote stands in; empty where the article has no such words."""
    cited = find_quote(article, quote)
    sections = (s for s in article.sections if cited and any(p.number == cited.paragraph for p in s.paragraphs))
    return next((topic_of(article, section) for section in sections), "")


@lru_cache(maxsize=32)
def _citations(article: Article) -> tuple[Citation, ...]:
    return tuple(passage.citation for passage in split_article(article))
