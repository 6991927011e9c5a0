"""What the articles say: files -> articles with sections, paragraphs and references."""

from corpus.article import Article, Paragraph, Section, Span
from corpus.errors import CorpusError, FileError
from corpus.reading import ARTICLES, SYNONYMS, Corpus, read_articles, read_corpus

__all__ = [
    "ARTICLES",
    "SYNONYMS",
    "Article",
    "Corpus",
    "CorpusError",
    "FileError",
    "Paragraph",
    "Section",
    "Span",
    "read_articles",
    "read_corpus",
]
