"""Word files made by hand: only the parts that a test is about."""

import io
import zipfile

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
_ROOTS |= {"header": "hdr", "footer": "ftr", "comments": "comments"}

HEADING_STYLES = (
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)


def word_file(body: str, *, namespace: str = TRANSITIONAL, title: str = "", **parts: str) -> bytes:
    """Pack a body, and further parts by their kinds ("styles", "header", ...), as a Word file."""
    files = {"word/document.xml": _xml("document", f"<w:body>{body}</w:body>", namespace)}
    files |= {f"word/{kind}.xml": _xml(_ROOTS[kind], inner, namespace) for kind, inner in parts.items()}
    files["word/_rels/document.xml.rels"] = _relations({kind: f"{kind}.xml" for kind in parts})
    files["_rels/.rels"] = _relations({"officeDocument": "word/document.xml", "core-properties": "docProps/core.xml"})
    files["docProps/core.xml"] = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><cp:keywords>tea, water</cp:keywords>"
        "<t:created>2013-12-23T23:15:00Z</t:created><t:modified>2014-01-02T03:04:05Z</t:modified></cp:coreProperties>"
    )
    return pack(files)


def pack(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _xml(root: str, inner: str, namespace: str) -> str:
    return f'<w:{root} xmlns:w="{namespace}" {_NAMESPACES}>{inner}</w:{root}>'


def _relations(targets: dict[str, str]) -> str:
    entries = (
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(entries)}</Relationships>'


def p(content: str, style: str = "", properties: str = "") -> str:
    """Write a paragraph: its content is text, or runs where it begins with a tag."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = content if content.startswith("<") else r(content)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Write a run of characters."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(list_id: int, level: int = 0) -> str:
    """Write the paragraph properties of an item of a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def level(depth: int, text: str, form: str = "decimal", more: str = "") -> str:
    """Write a level of an abstract numbering, in the order that the standard asks for."""
    number = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{number}</w:lvl>'


def numbering(*abstracts: str, more: str = "") -> str:
    """Write a numbering part: list 1 counts in the first abstract numbering, and so on."""
    written = (f'<w:abstractNum w:abstractNumId="{key}">{one}</w:abstractNum>' for key, one in enumerate(abstracts, 1))
    lists = (f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in range(1, len(abstracts) + 1))
    return f"{''.join(written)}{''.join(lists)}{more}"


def table(*rows: str, look: str = "") -> str:
    return f"<w:tbl><w:tblPr>{look}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(*lines: str, properties: str = "") -> str:
    """Write a cell of paragraphs, or of what begins with a tag."""
    inner = "".join(line if line.startswith("<") else p(line) for line in lines)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def field(code: str, *result: str) -> str:
    """Write a field: what it is, and what it shows."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{"".join(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(*paragraphs: str) -> str:
    """Write a text box as Word does: once for new programs, once for old ones."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="1" name="Box"/>'
        f"<wps:txbx>{content}</wps:txbx></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
