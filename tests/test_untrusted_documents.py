"""A parsed document on its way back from the child: it comes through as it was, and only if it is one."""

import json
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.parsed import LeftOut, ParsedDocument, Piece
from corpus.untrusted.document_wire import fits, pack_document, unpack_document
from corpus.untrusted.wire import NonsenseError, RefusedError, refuse

LABEL = st.sampled_from([None, "a", "one two", "2.3", "zażółć"])
SOME = LABEL.filter(bool)
TEXT = st.sampled_from(["", "A word.", '\x00\n"[,', "zażółć \U0001f375"]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=5
)
PIECES = st.builds(
    Piece,
    kind=st.sampled_from(["heading", "paragraph", "list", "table"]),
    text=TEXT,
    level=st.integers(1, 9),
    rows=st.lists(TEXT, max_size=3).map(tuple),
    has_header=st.booleans(),
    page=st.none() | st.integers(1, 5000),
    clause=LABEL,
)
DOCUMENTS = st.builds(
    ParsedDocument,
    pieces=st.lists(PIECES, max_size=4).map(tuple),
    title=LABEL,
    title_from=LABEL,
    published=LABEL,
    published_from=LABEL,
    review=LABEL,
    topics=st.lists(SOME, max_size=2).map(tuple),
    url=LABEL,
    encoding=LABEL,
    pages=st.none() | st.integers(1, 5000),
    left_out=st.lists(st.builds(LeftOut, SOME, SOME), max_size=2).map(tuple),
    doubts=st.lists(SOME, max_size=2).map(tuple),
)


@given(DOCUMENTS)
def test_a_document_comes_through_as_it_was(document: ParsedDocument) -> None:
    answer = pack_document(document)
    assert fits(answer, 1000)
    assert unpack_document(answer, 1000) == document


def test_half_characters_are_replaced_and_labels_are_one_clean_line() -> None:
    document = ParsedDocument((Piece("paragraph", "a\ud800b"),), title="one\n\u202etwo", doubts=("x" * 5000,))
    back = unpack_document(pack_document(document), 10_000)
    assert back.pieces[0].text == "a\ufffdb"
    assert back.title == "one two"
    assert len(back.doubts[0]) <= 300


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner))


@given(DOCUMENTS, st.data())
def test_a_document_with_any_part_replaced_is_a_document_or_not_believed(document: ParsedDocument, data: Any) -> None:
    values = json.loads(pack_document(document))
    values[data.draw(st.sampled_from(sorted(values)))] = data.draw(ANYTHING)
    if values["pieces"] and isinstance(values["pieces"], list) and isinstance(values["pieces"][0], list):
        values["pieces"][0][data.draw(st.integers(0, 6)) :] = [data.draw(ANYTHING)]
    believe(json.dumps(values).encode())


@given(ANYTHING.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200))
@example(b"{}")
@example(b"[" * 900)
@example(b"1" * 9000)
@example(b'{"pieces":[["heading","a",true,[],false,null,null]],"topics":[],"left_out":[],"doubts":[]}')
def test_an_answer_that_is_none_is_not_believed(answer: bytes) -> None:
    believe(answer)


def believe(answer: bytes) -> None:
    with suppress(NonsenseError, RefusedError):
        document = unpack_document(answer, 1000)
        assert unpack_document(pack_document(document), 1000) == document
        for piece in document.pieces:
            assert (type(piece.text), type(piece.level), type(piece.has_header)) == (str, int, bool)
            assert all(type(row) is str for row in piece.rows)


def test_more_text_than_may_be_is_not_believed() -> None:
    answer = pack_document(ParsedDocument((Piece("table", rows=("a" * 600, "b" * 600)),)))
    with pytest.raises(NonsenseError):
        unpack_document(answer, 1000)


def test_a_reason_comes_through_on_one_clean_line() -> None:
    with pytest.raises(RefusedError, match=r"^is bad$") as error:
        unpack_document(refuse("is\n\u202ebad", 3), 1000)
    assert error.value.line == 3


def test_few_bytes_of_an_answer_do_not_become_many_objects() -> None:
    answer = b'{"pieces":[' + b"[]," * 1_000_000 + b"[]]}"
    tracemalloc.start()
    with pytest.raises(NonsenseError):
        unpack_document(answer, 500_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000
