"""PDFs as offices make them: columns, tables, heads and feet, notes, stamps."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    ListFlowable,
    ListItem,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

from corpus.formats import reader_of

WIDTH, HEIGHT = A4
STYLES = getSampleStyleSheet()
OPENING = "The clinic opens at eight in the morning on every working day and closes at six, except on public holidays."
FRIDGE = "Nurses check the temperature of the refrigerator twice a day and write the reading into the log on its door."
BUTTON = "In an emergency press the red button beside the door and wait for the team to arrive from the second floor."
VISITS = "Visitors are welcome between two and five in the afternoon and wash their hands before they enter a ward."


def draw(*pages: Callable[[Canvas], object], **properties: str) -> bytes:
    """Make a PDF of pages that are drawn by hand."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for name, value in properties.items():
        getattr(canvas, f"set{name.title()}")(value)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write_lines(
    canvas: Canvas, lines: Sequence[str], *, left: float = 60, top: float = 780, size: float = 10, bold: bool = False,
    pitch: float = 1.2,
) -> float:  # fmt: skip
    """Write lines below each other; gives where the next would stand."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    for line in lines:
        canvas.drawString(left, top, line)
        top -= pitch * size
    return top


def wrap(text: str, width: float, size: float = 10) -> list[str]:
    """Break a text into lines of a width."""
    return list(simpleSplit(text, "Helvetica", size, width))


def build(story: Sequence[Any], *, on_page: Callable[[Canvas, Any], None] | None = None, **options: Any) -> bytes:
    """Set a story as reportlab does, with heads and feet drawn on each page."""
    buffer = io.BytesIO()
    draw_page = on_page or (lambda *_: None)
    SimpleDocTemplate(buffer, pagesize=A4, **options).build(list(story), onFirstPage=draw_page, onLaterPages=draw_page)
    return buffer.getvalue()


def title(text: str) -> Flowable:
    return Paragraph(text, STYLES["Title"])


def heading(text: str, level: int = 1) -> Flowable:
    return Paragraph(text, STYLES[f"Heading{level}"])


def paragraph(text: str, **style: Any) -> Flowable:
    return Paragraph(text, ParagraphStyle("Any", parent=STYLES["BodyText"], **style))


def table(rows: Sequence[Sequence[str]], widths: Sequence[float], *, ruled: bool = True) -> Flowable:
    """Make a table whose cells wrap and whose first row comes again on each page."""
    cells = [[Paragraph(cell, STYLES["BodyText"]) for cell in row] for row in rows]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey)] if ruled else []
    return Table(
        cells, colWidths=list(widths), repeatRows=1, style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *style])
    )


def bullets(*items: str | Flowable, kind: str = "bullet") -> Flowable:
    made: list[Any] = [ListItem(paragraph(item) if isinstance(item, str) else item) for item in items]
    return ListFlowable(
        made, bulletType=kind, start="•" if kind == "bullet" else None, bulletFormat="%s." if kind == "1" else None
    )


def in_columns(count: int, story: Sequence[Any], head: Sequence[Any] = ()) -> bytes:
    """Set a story in columns, below what goes over the whole width of the first page."""
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4)
    top, gap = (130 if head else 0), 18
    width = (WIDTH - 120 - gap * (count - 1)) / count

    def frames(height: float) -> list[Frame]:
        return [Frame(60 + n * (width + gap), 60, width, height, 0, 0, 0, 0, id=str(n)) for n in range(count)]

    first = [Frame(60, HEIGHT - 60 - top, WIDTH - 120, top, 0, 0, 0, 0), *frames(HEIGHT - 120 - top)]
    document.addPageTemplates(
        [PageTemplate("first", first if head else first[1:]), PageTemplate("later", frames(HEIGHT - 120))]
    )
    document.build([NextPageTemplate("later"), *head, *([FrameBreak()] if head else []), *story])
    return buffer.getvalue()


def encrypted(user: str, owner: str, strength: int = 128) -> bytes:
    """Make a PDF that is encrypted; it opens without a password where the user's is empty."""
    buffer = io.BytesIO()
    document = SimpleDocTemplate(buffer, encrypt=StandardEncryption(user, owner, strength=strength))
    document.build([title("Clinic rules"), paragraph(OPENING)])
    return buffer.getvalue()


def pdf_bytes() -> bytes:
    """Make a short article with a title, a heading and two paragraphs."""
    return build([title("Clinic rules"), paragraph(OPENING), heading("Refrigerator"), paragraph(FRIDGE)])


def pdf_text(data: bytes) -> str:
    """Read all words of a PDF, its title first, as the reader of articles has them."""
    document = reader_of(".pdf")(data)
    return "\n".join([document.title or "", *(piece.text or "\n".join(piece.rows) for piece in document.pieces)])
