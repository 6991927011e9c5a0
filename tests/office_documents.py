"""Office documents that tests make: presentations, workbooks, OpenDocument texts, electronic books."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import xlsxwriter
from pptx import Presentation

_TYPES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in "office text table draw style".split()
)
_FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
ODT = "application/vnd.oasis.opendocument.text"


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Make a zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Make a zip file anew with each member as `change` gives it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: change(name, archive.read(name)) for name in archive.namelist()})


def pptx(build: Callable[[Any], None]) -> bytes:
    """Make a presentation; `build` is given python-pptx's."""
    presentation = Presentation()
    build(presentation)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def xlsx(build: Callable[[Any], None]) -> bytes:
    """Make a workbook; `build` is given XlsxWriter's."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    build(workbook)
    workbook.close()
    return buffer.getvalue()


def odt(body: str, styles: str = "", running: str = "", meta: str = "", declared: str = "") -> bytes:
    """Make an OpenDocument text: its body, its styles, what stands at the edges of pages, its properties."""
    root = f"{_TYPES} {_FO} {_DC}"
    content = (
        f"{declared}<office:document-content {root}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    shared = (
        f"<office:document-styles {root}><office:master-styles><style:master-page>{running}</style:master-page>"
        "</office:master-styles></office:document-styles>"
    )
    return zipped(
        {
            "mimetype": ODT,
            "content.xml": content,
            "styles.xml": shared,
            "meta.xml": f"<office:document-meta {root}><office:meta>{meta}</office:meta></office:document-meta>",
        }
    )


def epub(
    pages: Mapping[str, str], properties: str = "", more: Mapping[str, str] | None = None, guide: str = ""
) -> bytes:
    """Make an electronic book of pages by name, in the order of their spine; one called nav.xhtml is its contents."""
    is_nav = {"nav.xhtml": 'properties="nav"'}
    items = "".join(
        f'<item id="{name}" href="text/{name}" media-type="application/xhtml+xml" {is_nav.get(name, "")}/>'
        for name in pages
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf" {_DC} xmlns:opf="http://www.idpf.org/2007/opf">'
        f"<metadata>{properties}</metadata><manifest>{items}</manifest><spine>{spine}</spine>{guide}</package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    members = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "OEBPS/book.opf": package}
    return zipped({**members, **{f"OEBPS/text/{name}": page for name, page in pages.items()}, **(more or {})})
