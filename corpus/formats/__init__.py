"""One reader per format: bytes of a file -> Draft, or FormatError."""

from collections.abc import Callable

from corpus.draft import Draft
from corpus.formats import docx, html, markdown, pdf, plain

Reader = Callable[[bytes], Draft]

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
