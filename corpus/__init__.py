"""What the articles say: files -> articles with sections, paragraphs and references."""

from corpus.article import Article, Paragraph, Section, Span
from corpus.cache import Cache
from corpus.dates import read_date
from corpus.errors import CorpusError, FileError, explain_os_error
from corpus.folder import check_place, find_files, name_files
from corpus.keeping import Version, find_place, find_versions, move_away, put_file, replace_file, restore, set_review
from corpus.reading import (
    ARTICLES,
    EMERGENCIES,
    GENERAL_SYNONYMS,
    MAX_BYTES,
    SYNONYMS,
    Corpus,
    Progress,
    read_articles,
    read_corpus,
    read_new_file,
)
from corpus.reason import Reason, fill_in
from corpus.sidecar import examples_path, sidecar_path, write_sidecar
from corpus.understood import Understood
from corpus.uploads import UPLOADS, drop_upload, find_upload, keep_upload
from corpus.watching import Stamps, articles_in, look_at
from corpus.word_files import read_word_file

__all__ = [
    "ARTICLES",
    "EMERGENCIES",
    "GENERAL_SYNONYMS",
    "MAX_BYTES",
    "SYNONYMS",
    "UPLOADS",
    "Article",
    "Cache",
    "Corpus",
    "CorpusError",
    "FileError",
    "Paragraph",
    "Progress",
    "Reason",
    "Section",
    "Span",
    "Stamps",
    "Understood",
    "Version",
    "articles_in",
    "check_place",
    "drop_upload",
    "examples_path",
    "explain_os_error",
    "fill_in",
    "find_files",
    "find_place",
    "find_upload",
    "find_versions",
    "keep_upload",
    "look_at",
    "move_away",
    "name_files",
    "put_file",
    "read_articles",
    "read_corpus",
    "read_date",
    "read_new_file",
    "read_word_file",
    "replace_file",
    "restore",
    "set_review",
    "sidecar_path",
    "write_sidecar",
]
