"""Spreadsheets: questions with their answers as sections, anything else as tables."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from corpus.formats.office.cells import is_header, is_number, table
from corpus.formats.office.workbook import Sheet, SheetRow, read_workbook
from corpus.formats.stated_dates import find_dates
from corpus.parsed import FormatError, LeftOut, ParsedDocument, Piece
from corpus.reason import Reason

_QUESTION = set(
    "question questions q frage fragen pregunta preguntas domanda domande pergunta perguntas vraag vragen pytanie "
    "pytania вопрос вопросы питання soru sorular fråga frågor spørgsmål spørsmål kysymys otázka otázky kérdés "
    "întrebare ερώτηση 質問 問題 问题 질문 سؤال שאלה".split()
)
_ANSWER = set(
    "answer answers a reply response antwort antworten respuesta respuestas réponse réponses risposta risposte "
    "resposta respostas antwoord antwoorden odpowiedź odpowiedzi ответ ответы відповідь cevap cevaplar yanıt svar "
    "vastaus odpověď odpovede odpoveď válasz răspuns απάντηση 回答 答え 答案 답변 답 جواب إجابة תשובה".split()
)
_ABOUT_THEM = set("id no nr number nummer type typ date datum by von status category kategorie".split())
_WRONG = re.compile(r"wrong_\d+")  # columns of exported quiz questions
_HEADER_ROWS = 10  # at the top of a sheet, where the names of columns are looked for
_NAME_WORDS = 4  # of a column or a row, at most
_LONGEST_NAME = 60  # characters
_MOSTLY = 0.6  # of the rows of a column that end in a question mark: it holds questions
_ASKS = ("?", "？", "؟", "\u037e")  # the last is the Greek question mark

_LONGEST_NOTE = 12  # words on average: a single column of longer cells is running text


def read(data: bytes) -> ParsedDocument:
    """Read an .xlsx workbook; raises FormatError for what is none."""
    workbook = read_workbook(data)
    return document_of(workbook.sheets, workbook.title, workbook.left_out, workbook.doubts)


def document_of(
    sheets: Sequence[Sheet], title: str | None, left_out: Iterable[LeftOut], doubts: Iterable[str]
) -> ParsedDocument:
    """Make a document of sheets: a sheet's name is a heading where there are several."""
    pieces: list[Piece] = []
    omitted = list(left_out)
    title_from = "document properties" if title else None
    filled = [sheet for sheet in sheets if sheet.rows or sheet.notes]
    beside: list[str] = []
    for sheet in filled:
        read_sheet = list(_sheet(sheet, omitted))
        beside += _lines_beside(read_sheet)
        if len(filled) > 1:
            pieces.append(Piece("heading", sheet.name))
        elif read_sheet and _is_title(read_sheet, sheet):
            title, title_from = read_sheet.pop(0).text, "first line"
        pieces += read_sheet
    dates = find_dates(beside)
    return ParsedDocument(
        tuple(pieces),
        title=title,
        title_from=title_from,
        published=dates.published,
        published_from="a line of the sheet" if dates.published else None,
        review=dates.review,
        left_out=tuple(omitted),
        doubts=tuple(doubts),
    )


def _lines_beside(pieces: Iterable[Piece]) -> Iterator[str]:
    """Give the lines above and below tables, which may be dated; not answers."""
    for piece in takewhile(lambda piece: piece.kind != "heading" or piece.level < _CATEGORY, pieces):
        yield piece.text


def _is_title(pieces: Sequence[Piece], sheet: Sheet) -> bool:
    """Tell whether the first line of the only sheet names it: a line of its own above a table or questions."""
    return pieces[0].kind == "heading" and pieces[0].level == _TITLE_LINE and len(sheet.rows[0].filled()) == 1


_TITLE_LINE, _CATEGORY, _ASKED = 2, 3, 4  # levels of headings under a sheet's name


def _sheet(sheet: Sheet, left_out: list[LeftOut]) -> Iterator[Piece]:
    found = _find_questions(sheet.rows)
    if found:
        yield from found.pieces(sheet.rows, left_out)
    else:
        yield from _tables(sheet.rows)
    yield from (Piece("paragraph", note) for note in sheet.notes)


@dataclass(frozen=True, slots=True)
class _Questions:
    """Hold where a sheet has its questions and answers; `header` is the place of the header row, -1 for none."""

    question: int
    answer: int
    header: int
    names: Sequence[str]

    def pieces(self, rows: Sequence[SheetRow], left_out: list[LeftOut]) -> Iterator[Piece]:
        """Give each question as a heading over its answer, lines above the header row first."""
        yield from _lines_above(rows[: max(self.header, 0)])
        answered = False
        for row in rows[self.header + 1 :]:
            asked, answer = row.at(self.question), row.at(self.answer)
            rest = self._beside(row)
            if asked and answer:
                yield Piece("heading", " ".join(asked.split()), _ASKED)
                answered = True
            elif asked and not rest and not _asks(asked):
                yield Piece("heading", " ".join(asked.split()), _CATEGORY)
                continue
            elif asked or not (answer and answered and row.is_whole):
                reason = "question without an answer" if asked else "row without a question"
                left_out.append(LeftOut(reason, row.line()))
                continue
            if words := "\n".join(filter(None, (answer, *rest))):
                yield Piece("paragraph", words)

    def _beside(self, row: SheetRow) -> list[str]:
        """Give the other cells of a row with the names of their columns."""
        others = ((at, cell) for at, cell in enumerate(row.cells) if cell and at not in (self.question, self.answer))
        return [f"{self.names[at]}: {cell}" if self._name(at) else cell for at, cell in others]

    def _name(self, at: int) -> str:
        return self.names[at] if at < len(self.names) else ""


def _find_questions(rows: Sequence[SheetRow]) -> _Questions | None:
    """Find a column of questions and one of answers: by the names of columns, else by question marks."""
    for place, row in enumerate(rows[:_HEADER_ROWS]):
        question = _find_name(row.cells, _QUESTION)
        answer = _find_name(row.cells, _ANSWER)
        if question is not None and answer is not None and question != answer:
            if any(map(_WRONG.fullmatch, row.cells)):
                raise FormatError(
                    Reason("holds questions of a quiz with wrong answers, which are not to be quoted; move it away")
                )
            return _Questions(question, answer, place, tuple(" ".join(cell.split()) for cell in row.cells))
    return _find_asking(rows)


def _find_name(cells: Sequence[str], names: set[str]) -> int | None:
    """Find the column called by one of the names, alone ("Q") or among others ("Frage / Question").

    A single letter among others is no name: "Vitamin A".
    """
    words = [re.findall(r"[^\W_]+", cell.casefold()) if len(cell) <= _LONGEST_NAME else [] for cell in cells]
    alone = (at for at, found in enumerate(words) if len(found) == 1 and found[0] in names)
    among = (
        at
        for at, found in enumerate(words)
        if len(found) <= _NAME_WORDS
        and any(len(word) > 1 or not word.isascii() for word in names.intersection(found))
        and not _ABOUT_THEM.intersection(found)
    )
    return next(alone, next(among, None))


def _find_asking(rows: Sequence[SheetRow]) -> _Questions | None:
    """Find the first column whose cells mostly ask; the answers stand in the column with most words after it."""
    asking: Counter[int] = Counter()
    counts: Counter[int] = Counter()
    sizes: Counter[int] = Counter()
    for row in rows:
        for at, cell in enumerate(row.cells):
            counts[at] += bool(cell)
            asking[at] += _asks(cell)
            sizes[at] += len(cell)
    questions = [at for at in sorted(counts) if asking[at] >= 2 and asking[at] >= _MOSTLY * (counts[at] - 1)]
    if not questions:
        return None
    question = questions[0]
    answers = [at for at in counts if at > question and 2 * counts[at] >= asking[question]]
    if not answers:
        return None
    first = next(place for place, row in enumerate(rows) if _asks(row.at(question)))
    is_named = first > 0 and len(rows[first - 1].filled()) > 1
    names = rows[first - 1].cells if is_named else ()
    return _Questions(question, max(answers, key=lambda at: sizes[at]), first - 1 if first else -1, names)


def _asks(cell: str) -> bool:
    return cell.rstrip().endswith(_ASKS)


def _lines_above(rows: Sequence[SheetRow]) -> Iterator[Piece]:
    """Give the lines above a table: the first as a heading where it is short."""
    for place, row in enumerate(rows):
        words = " ".join(" ".join(row.filled()).split())
        is_heading = (
            place == 0 and len(words.split()) <= _LONGEST_NOTE and words[0].isalnum() and words[-1] not in ".:;,"
        )
        yield Piece("heading", words, _TITLE_LINE) if is_heading else Piece("paragraph", words)


def _tables(rows: Sequence[SheetRow]) -> Iterator[Piece]:
    """Give tables, which empty rows part, and the lines above and below each."""
    tables: list[Piece | list[SheetRow]] = []
    for part in _parts(rows):
        above, body, below = _edges(part)
        last = tables[-1] if tables else None
        if body or part[-1] is not rows[-1]:
            tables += _lines_above(above)
        else:
            below = above
        if not above and isinstance(last, list) and body and _goes_on(last, body):
            last += body
        elif body:
            tables.append(body)
        tables += [Piece("paragraph", "\n".join(row.filled())) for row in below]
    for found in tables:
        if isinstance(found, Piece):
            yield found
        else:
            yield from _table(found)


def _parts(rows: Sequence[SheetRow]) -> Iterator[list[SheetRow]]:
    """Part rows where rows between them are empty; `index` is a row's place in the sheet."""
    numbered = enumerate(rows)
    for _, part in groupby(numbered, key=lambda place_and_row: place_and_row[1].index - place_and_row[0]):
        yield [row for _, row in part]


def _edges(part: list[SheetRow]) -> tuple[list[SheetRow], list[SheetRow], list[SheetRow]]:
    """Part the lines above and below from a table: rows of one cell beside rows of more."""
    wide = [place for place, row in enumerate(part) if len(row.filled()) > 1]
    if not wide:
        return ([], part, []) if len(part) > 1 and not _is_running_text(part) else (part, [], [])
    end = len(part)
    while end > wide[-1] + 1 and _is_note(part[end - 1].line()):
        end -= 1
    return part[: wide[0]], part[wide[0] : end], part[end:]


def _is_note(line: str) -> bool:
    """Tell whether a line below a table is about it ("* at night"), rather than a row with one cell filled."""
    return not line[0].isalnum() or len(line.split()) > _NAME_WORDS


def _is_running_text(part: Sequence[SheetRow]) -> bool:
    words = sum(len(cell.split()) for row in part for cell in row.cells)
    return words > _LONGEST_NOTE * len(part)


def _goes_on(table_above: Sequence[SheetRow], body: Sequence[SheetRow]) -> bool:
    """Tell whether rows after an empty one go on with the table above: its columns, and numbers where it has them."""
    first, above = body[0], table_above[-1]
    numbers = [first.at(at) for at, cell in enumerate(above.cells) if is_number(cell)]
    return (
        len(first.cells) <= len(above.cells)
        and any(map(is_number, numbers))
        and all(is_number(cell) for cell in numbers if cell)
    )


def _table(rows: Sequence[SheetRow]) -> Iterator[Piece]:
    """Give a table without the columns that are empty throughout."""
    used = sorted({at for row in rows for at, cell in enumerate(row.cells) if cell})
    cells = [[row.at(at) for at in used] for row in rows]
    found = table(cells, has_header=len(cells) > 1 and len(used) > 1 and is_header(cells[0]))
    if found:
        yield found
