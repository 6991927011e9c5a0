"""One reader per format: bytes of a file -> ParsedDocument, or FormatError."""

from collections.abc import Callable

from corpus.formats import docx, html, markdown, pdf, plain
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
}

# Read by libraries in C that strangers' files can crash: in the confined process only (`corpus/untrusted`).
NATIVE = frozenset({".pdf"})
