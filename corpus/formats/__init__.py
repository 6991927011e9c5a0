"""One reader per format: bytes of a file -> ParsedDocument, or FormatError.

A reader's module is imported when the first file of its format is read, for most libraries that understand a format
take long to load.
"""

from collections.abc import Callable
from importlib import import_module

from corpus.parsed import ParsedDocument
from corpus.reason import Reason

Reader = Callable[[bytes], ParsedDocument]

FORMATS = {
    ".txt": "text.plain",
    ".text": "text.plain",
    ".md": "web.markdown",
    ".markdown": "web.markdown",
    ".html": "web.html",
    ".htm": "web.html",
    ".pdf": "pdf.pdf",
    ".docx": "word.docx",
    ".pptx": "office.slides",
    ".odt": "office.opendocument",
    ".xlsx": "office.spreadsheet",
    ".csv": "office.delimited",
    ".tsv": "office.delimited",
    ".epub": "office.epub",
}
"""The ending of a file -> the module in this package whose `read` reads it."""


# Endings of documents that are not read, and the one to save them as.
_SAVE_AS = {
    **dict.fromkeys((".rtf", ".doc", ".docm", ".dot", ".dotx", ".fodt", ".pages", ".wpd", ".wps"), ".docx"),
    **dict.fromkeys((".key", ".odp", ".pps", ".ppsx", ".ppt", ".pptm"), ".pptx"),
    **dict.fromkeys((".numbers", ".ods", ".xls", ".xlsb", ".xlsm"), ".xlsx"),
    **dict.fromkeys((".mobi", ".azw", ".azw3"), ".epub"),
}


def reader_of(suffix: str) -> Reader:
    """Give the reader of files that end so; KeyError where there is none."""
    reader: Reader = import_module(f"{__name__}.{FORMATS[suffix]}").read
    return reader


def why_unread(suffix: str) -> Reason:
    """Say why a file that ends so is not read, and what to do.

    >>> why_unread(".rtf")
    'is a .rtf file, which is not read; save it as .docx'
    """
    if suffix in _SAVE_AS:
        return Reason(
            "is a {ending} file, which is not read; save it as {other}", ending=suffix, other=_SAVE_AS[suffix]
        )
    return Reason("has an ending that is not read; use one of {endings}", endings=", ".join(sorted(FORMATS)))
