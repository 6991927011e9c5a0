"""One reader per format: bytes of a file -> ParsedDocument, or FormatError.

A reader's module is imported when the first file of its format is read, for most libraries that understand a format
take long to load.
"""

from collections.abc import Callable
from importlib import import_module

from corpus.parsed import ParsedDocument

Reader = Callable[[bytes], ParsedDocument]

FORMATS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""The ending of a file -> the module in this package whose `read` reads it."""


def reader_of(suffix: str) -> Reader:
    """Give the reader of files that end so; KeyError where there is none."""
    reader: Reader = import_module(f"{__name__}.{FORMATS[suffix]}").read
    return reader
