"""What the articles say: files -> articles with sections, paragraphs and references."""

from corpus.article import Article, Paragraph, Section
from corpus.errors import ArticleError, CorpusError
from corpus.reading import ARTICLES, Corpus, read_articles, read_corpus

__all__ = [
    "ARTICLES",
    "Article",
    "ArticleError",
    "Corpus",
    "CorpusError",
    "Paragraph",
    "Section",
    "read_articles",
    "read_corpus",
]
