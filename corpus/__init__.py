"""What the articles say: files -> articles with sections, paragraphs and references."""

from corpus.article import Article, Paragraph, Section, Span
from corpus.cache import Cache
from corpus.dates import read_date
from corpus.errors import CorpusError, FileError, explain_os_error
from corpus.folder import find_files, name_files
from corpus.keeping import find_place, move_away, put_file
from corpus.reading import ARTICLES, EMERGENCIES, SYNONYMS, Corpus, Progress, read_articles, read_corpus, read_new_file
from corpus.sidecar import sidecar_path, write_sidecar
from corpus.understood import Understood
from corpus.watching import Stamps, articles_in, look_at

__all__ = [
    "ARTICLES",
    "EMERGENCIES",
    "SYNONYMS",
    "Article",
    "Cache",
    "Corpus",
    "CorpusError",
    "FileError",
    "Paragraph",
    "Progress",
    "Section",
    "Span",
    "Stamps",
    "Understood",
    "articles_in",
    "explain_os_error",
    "find_files",
    "find_place",
    "look_at",
    "move_away",
    "name_files",
    "put_file",
    "read_articles",
    "read_corpus",
    "read_date",
    "read_new_file",
    "sidecar_path",
    "write_sidecar",
]
