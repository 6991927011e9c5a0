"""Documents that are made to harm who reads them."""

import io
import zipfile
import zlib
from collections.abc import Iterable

from tests.unit.test_formats import docx_bytes

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ZEROS = bytes(1_000_000)


def word(body: str, declared: str = "") -> bytes:
    """A Word file with this body."""
    return _docx([f"{declared}<w:document {_WORD}><w:body>{body}</w:body></w:document>".encode()])


def word_bomb(megabytes: int) -> bytes:
    return _docx(_ZEROS for _ in range(megabytes))


def word_that_lies_about_its_size(megabytes: int) -> bytes:
    """As above, but the directory says that the body is 100 bytes long."""
    data = bytearray(word_bomb(megabytes))
    size = (megabytes * 1_000_000).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def word_of_many_members(count: int) -> bytes:
    return _docx([b"<a/>"], more=(str(number) for number in range(count)))


def word_of_entities(external: str = "") -> bytes:
    """Ten entities of ten of the one before, or one that is a file of the reader's."""
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 11))
    first = f'<!ENTITY e0 SYSTEM "{external}">' if external else '<!ENTITY e0 "ha">'
    used = "e0" if external else "e10"
    declared = f"<!DOCTYPE d [{first}{entities}]>"
    return word(f"<w:p><w:r><w:t>Here it comes: &{used}; and that was it.</w:t></w:r></w:p>", declared)


def pdf(pages: bytes, content: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF by hand: 2 is the page tree, 3 a page, 4 what is on it."""
    packed = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages %s>>" % pages,
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 99 99]/Resources<<>>>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size 5/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        trailer % len(out) if trailer else b"",
        len(out),
    )
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def _docx(body: Iterable[bytes], more: Iterable[str] = ()) -> bytes:
    """A good Word file, but with this for its text."""
    source, target = zipfile.ZipFile(io.BytesIO(docx_bytes())), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            if name != "word/document.xml":
                made.writestr(name, source.read(name))
        with made.open("word/document.xml", "w") as member:
            for part in body:
                member.write(part)
        for name in more:
            made.writestr(name, b"")
    return target.getvalue()
