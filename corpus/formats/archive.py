"""Documents that are zip files of XML (Office, OpenDocument, EPUB): opened from bytes, within bounds.

XML is read without entities of its own, and with short names: "a:t", "text:p". Who keeps the
files of one name in a strict and an ordinary namespace need not know which one an office wrote.
"""

import io
import posixpath
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from corpus.parsed import FormatError
from corpus.reason import Reason

_MOST_MEMBERS = 5_000
_MOST_UNPACKED = 100_000_000  # bytes, of all members together, and of all that is read, however often
_MOST_XML = 40_000_000  # bytes of one member that is XML
_MOST_ELEMENTS = 1_000_000
_DEEPEST = 100  # elements within each other; the readers go down by recursion

_TOO_MUCH = Reason("unpacks to far more than a document holds; save it anew without pictures")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE file: an office's format of before 2007, or encrypted
_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES = {
    f"{_OOXML}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_OOXML}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_OOXML}presentationml/2006/main": "p",
    f"{_STRICT}presentationml/main": "p",
    f"{_OOXML}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_OOXML}drawingml/2006/diagram": "dgm",
    f"{_STRICT}drawingml/diagram": "dgm",
    f"{_OOXML}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    f"{_OOXML}spreadsheetml/2006/main": "s",
    f"{_STRICT}spreadsheetml/main": "s",
    f"{_OOXML}officeDocument/2006/relationships": "r",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_OOXML}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_OOXML}package/2006/relationships": "rel",
    f"{_OOXML}markup-compatibility/2006": "mc",
    f"{_OOXML}package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.idpf.org/2007/opf": "opf",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://www.w3.org/2001/04/xmlenc#": "enc",
    "urn:oasis:names:tc:opendocument:xmlns:container": "container",
    **{f"{_ODF}{name}:1.0": name for name in "office text table draw style meta manifest".split()},
    f"{_ODF}xsl-fo-compatible:1.0": "fo",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """Hold how one part of an Office file names another: the last word of its type, and the part's name."""

    type: str
    target: str


class Archive:
    """Give the members of a document that is a zip file; `kind` and `ending` name it in what is refused.

    Raises FormatError for what is no such file, is encrypted, or unpacks to more than a document holds.
    """

    def __init__(self, data: bytes, kind: Reason, ending: str) -> None:
        self._damaged = Reason("is not {kind}, or is damaged; save it again as {ending}", kind=kind, ending=ending)
        if data.startswith(OLD_OFFICE):
            raise FormatError(
                Reason(
                    "is protected by a password, or of an older kind; save it without one as {ending}", ending=ending
                )
            )
        self._zip = open_zip(data, self._damaged)
        self._sizes = {member.filename: member.file_size for member in self._zip.infolist()}
        self._left = _MOST_UNPACKED
        self._relations: dict[str, dict[str, Relation]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    def damaged(self) -> FormatError:
        """Give the error for a file that is not what it should be."""
        return FormatError(self._damaged)

    def read(self, name: str) -> bytes:
        """Unpack a member; ZipFile unpacks no more than the member says, which is counted."""
        self._left -= self._sizes.get(name, 0)
        if self._left < 0:
            raise FormatError(_TOO_MUCH)
        try:
            return self._zip.read(name)
        except RuntimeError as error:  # so ZipFile says that a member is encrypted
            raise FormatError(Reason("is protected by a password; save it without one")) from error
        except (KeyError, BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
            raise self.damaged() from error

    def xml(self, name: str) -> Element:
        """Parse a member as XML."""
        data = self.read(name)
        if len(data) > _MOST_XML:
            raise FormatError(
                Reason(
                    "holds {size} MB in one part; {most} are read; split it",
                    size=f"{len(data) / 1e6:.0f}",
                    most=f"{_MOST_XML / 1e6:.0f}",
                )
            )
        try:
            return parse_xml(data)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise self.damaged() from error

    def optional_xml(self, name: str) -> Element:
        """Parse a member as XML, or give an empty element where there is no such member."""
        return self.xml(name) if name in self else Element("absent")

    def relations(self, part: str) -> dict[str, Relation]:
        """Give the relations of a part of an Office file by their ids; what is outside the file is left out."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, base = posixpath.split(part)
        listed = self.optional_xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        return {
            item.get("Id", ""): Relation(
                item.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/"),
            )
            for item in listed.iter("rel:Relationship")
            if item.get("TargetMode") != "External"
        }

    def related(self, part: str, type_: str) -> str | None:
        """Name the first part that `part` has of one type and that is in the file; None where it has none."""
        found = (r.target for r in self.relations(part).values() if r.type == type_ and r.target in self)
        return next(found, None)

    def sibling(self, part: str, address: str) -> str:
        """Name the member that an address ("../Text/one.xhtml#p2") within a part points at."""
        path = unquote(address.partition("#")[0])
        return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path)).lstrip("/")


def open_zip(data: bytes, damaged: Reason) -> ZipFile:
    """Open a zip file; raises FormatError beyond the bounds, and says `damaged` of what is none."""
    try:
        opened = ZipFile(io.BytesIO(data))
        members = opened.infolist()
    except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise FormatError(damaged) from error
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise FormatError(_TOO_MUCH)
    return opened


def parse_xml(data: bytes) -> Element:
    """Parse XML within bounds; raises FormatError beyond them, ExpatError or ValueError for what is none.

    >>> parse_xml(b"<a><b>tea</b></a>")[0].text
    'tea'
    """
    builder = _BoundedBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.Parse(data, True)
    return builder.close()


def _refuse_declarations(_name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
    """Refuse a document type that declares something itself, such as entities; others are never fetched."""
    if has_internal_subset:
        raise FormatError(Reason("declares entities, which no office writes; save it anew"))


def child(element: Element, *path: str) -> Element | None:
    """Find the first child of a tag, its first child of the next tag, and so on."""
    for tag in path:
        found = next((inner for inner in element if inner.tag == tag), None)
        if found is None:
            return None
        element = found
    return element


def children(element: Element, tag: str) -> list[Element]:
    """Find all children of a tag."""
    return [inner for inner in element if inner.tag == tag]


def text_of(element: Element, tag: str) -> str:
    """Give the words of the first element of a tag at any depth on one line, or nothing."""
    found = next(element.iter(tag), None)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


class _BoundedBuilder(TreeBuilder):
    """Build a tree of so many elements and levels at most."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._count = 0

    def start(self, tag: str, attrs: dict[Any, Any], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST:
            raise FormatError(Reason("has parts nested too deep to be read; save it anew"))
        if self._count > _MOST_ELEMENTS:
            raise FormatError(Reason("has more parts than are read; split it"))
        return super().start(_short(tag), {_short(name): value for name, value in attrs.items()})

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(_short(tag))


@lru_cache(maxsize=2_048)
def _short(name: str) -> str:
    """Write a name that the parser gives as "uri}local" with the prefix that this package knows its namespace by."""
    uri, _, local = name.rpartition("}")
    return f"{PREFIXES[uri]}:{local}" if uri in PREFIXES else name
