"""One reader per format: bytes of a file -> ParsedDocument, or FormatError."""

from collections.abc import Callable

from corpus.formats import delimited, docx, epub, html, markdown, opendocument, pdf, plain, slides, spreadsheet
from corpus.parsed import ParsedDocument

Reader = Callable[[bytes], ParsedDocument]

READERS: dict[str, Reader] = {
    ".txt": plain.read,
    ".text": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".pptx": slides.read,
    ".odt": opendocument.read,
    ".xlsx": spreadsheet.read,
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".epub": epub.read,
}

# Endings of documents that are not read, and the one to save them as.
_SAVE_AS = {
    **dict.fromkeys((".rtf", ".doc", ".docm", ".dot", ".dotx", ".fodt", ".pages", ".wpd", ".wps"), ".docx"),
    **dict.fromkeys((".key", ".odp", ".pps", ".ppsx", ".ppt", ".pptm"), ".pptx"),
    **dict.fromkeys((".numbers", ".ods", ".xls", ".xlsb", ".xlsm"), ".xlsx"),
    **dict.fromkeys((".mobi", ".azw", ".azw3"), ".epub"),
}


def why_unread(suffix: str) -> str:
    """Say why a file that ends so is not read, and what to do.

    >>> why_unread(".rtf")
    'is a .rtf file, which is not read; save it as .docx'
    """
    if suffix in _SAVE_AS:
        return f"is a {suffix} file, which is not read; save it as {_SAVE_AS[suffix]}"
    return f"has an ending that is not read; use one of {', '.join(sorted(READERS))}"
