"""The container of a Word file: a ZIP archive of XML parts, opened within bounds, its elements by short names.

Elements and attributes are named as in the standard (ECMA-376), "w:p" for a paragraph, whichever of the two
sets of namespaces the file uses, the transitional or the strict one.
"""

import posixpath
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from corpus.formats.archive import OLD_OFFICE, PREFIXES, open_zip
from corpus.parsed import FormatError
from corpus.reason import Reason

Element = Any  # lxml ships no types

_MOST_XML = 50_000_000  # bytes of the parts that are read; a tree of XML takes several times its text

_DAMAGED = Reason("is not a Word document, or is damaged; save it again as .docx")

_ATTRIBUTE_SPACES = tuple(f"{{{space}}}" for space, prefix in PREFIXES.items() if prefix in ("w", "m"))
_WHOLE_NUMBER = re.compile(r"-?\d{1,9}")


class Package:
    """Hold the parts of a Word file; raises FormatError when the bytes are none, or unpack to too much."""

    def __init__(self, data: bytes) -> None:
        self._archive = _open(data)
        self._names = {name.casefold(): name for name in self._archive.namelist()}
        self._left = _MOST_XML
        self._roots: dict[str, Element] = {}

    def main(self) -> tuple[str, Element]:
        """Give the name of the part that is the text, and its root."""
        for name in [*self.related("", "officeDocument"), "word/document.xml"]:
            root = self.read(name)
            if root is not None:
                if prefixed_name(root) != "w:document":
                    raise FormatError(Reason("is an Office file, but not a text of Word; give it its own ending"))
                return name, root
        raise FormatError(_DAMAGED)

    def related(self, source: str, kind: str) -> list[str]:
        """Name the parts that a part refers to as this kind, "styles" or "header"; "" is the whole package."""
        folder, file = posixpath.split(source)
        root = self.read(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = (
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            for relation in (() if root is None else root)
            if (relation.get("Type") or "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External"
        )
        return list(dict.fromkeys(found))

    def read_related(self, source: str, kind: str) -> Element | None:
        """Give the root of the first part of this kind that is there."""
        roots = (self.read(name) for name in self.related(source, kind))
        return next((root for root in roots if root is not None), None)

    def read(self, name: str) -> Element | None:
        """Give the root of a part, or None where there is none."""
        member = self._names.get(name.replace("\\", "/").casefold())
        if member is None:
            return None
        if member not in self._roots:
            self._roots[member] = self._parse(member)
        return self._roots[member]

    def _parse(self, member: str) -> Element:
        size = self._archive.getinfo(member).file_size
        self._left -= size
        if self._left < 0:
            raise FormatError(
                Reason(
                    "needs too much memory to be read ({part} has {size} MB); split it",
                    part=member,
                    size=f"{size / 1e6:.0f}",
                )
            )
        # No entity is resolved and no file opened; without huge_tree, libxml2 refuses what is too deep.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self._archive.read(member), parser)
        except (etree.XMLSyntaxError, BadZipFile, ValueError, EOFError, zlib.error) as error:
            raise FormatError(
                Reason("is damaged: its part {part} cannot be read; save it anew", part=member)
            ) from error
        except (RuntimeError, NotImplementedError) as error:  # encrypted, or packed in an unknown way
            raise FormatError(Reason("is packed in a way that Word does not use; save it again as .docx")) from error


def _open(data: bytes) -> ZipFile:
    if data.startswith(OLD_OFFICE):
        raise FormatError(_why_ole(data))
    if data.startswith(b"{\\rtf"):
        raise FormatError(Reason("is RTF, whatever its name says; save it as .docx"))
    return open_zip(data, _DAMAGED)


def _why_ole(data: bytes) -> Reason:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Reason("is protected by a password; save it without one")
    return Reason("is in the format of Word 97 to 2003 (.doc); save it as .docx")


@lru_cache(maxsize=4096)
def _short(tag: str) -> str:
    space, _, local = tag.removeprefix("{").rpartition("}")
    return f"{PREFIXES.get(space, '')}:{local}"


def prefixed_name(element: Element) -> str:
    """Name an element, "w:p"; ":p" where its namespace is none of Word's text, "" for a comment or an entity."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


def find_child(element: Element | None, *path: str) -> Element | None:
    """Give the first child of this name, and so on down the path; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next((found for found in element if prefixed_name(found) == name), None)
    return element


def find_children(element: Element | None, name: str) -> Iterator[Element]:
    """Give all children of this name."""
    return (found for found in (() if element is None else element) if prefixed_name(found) == name)


def value(element: Element | None, name: str = "val") -> str | None:
    """Give an attribute of the text's namespace, as it is written."""
    if element is None:
        return None
    return next((found for space in _ATTRIBUTE_SPACES if (found := element.get(space + name)) is not None), None)


def number(element: Element | None, name: str = "val") -> int | None:
    """Give an attribute as a whole number, or None where it is none."""
    match = _WHOLE_NUMBER.match(value(element, name) or "")
    return int(match[0]) if match else None


def switch(element: Element | None) -> bool | None:
    """Tell whether a property is on or off; None where it is not named at all."""
    return None if element is None else value(element) not in ("0", "false", "off", "none")
