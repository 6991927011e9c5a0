"""Items come in from Moodle's GIFT and Aiken, and go out as GIFT and CSV."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.authoring.exchange import Imported, read_aiken, read_gift, write_csv, write_gift
from bot.authoring.exchange.imported import MAX_QUESTION, MAX_QUESTIONS, MAX_TEXT, adopt_item, one_line
from bot.authoring.item import Item, Status
from bot.text import safe_cell
from corpus import Article
from tests.growth import grows_linearly

GIFT = r"""// Questions for the tea course, second week
$CATEGORY: $course$/Drinks/Green tea

// source: Steam ends the work of
// source: the enzymes within a minute.
::Steaming (why)::[html]<p>What does <b>steaming</b> do to fresh leaves &amp; buds?</p> {
    =It stops oxidation. # Right!
    // most people choose this one
    ~%-25%It adds caffeine. # No\: \= not at all, \~ came with the leaf
    ~[plain]It makes <black> tea.
    ####Enzymes are proteins\: heat\ndestroys them.
}

Sencha is grown in {=full sun ~deep shade ~caves} until it is plucked.

::steaming WHY::[markdown]Which ratio
of leaf to water, in grams to millilitres,
is right\: 1\:100 or \{other\}? {~%100%1 \= 1\:100 ~1 \~ 10 ~\#3}
$CATEGORY: Black // red tea
{=Assam ~Uji ~Fujian} lies in India.

[plain]Is tea from *Camellia sinensis*?{TRUE#No.#Yes.}
"""

STEAMING_WHY = "Enzymes are proteins: heat destroys them. “It adds caffeine.”: No: = not at all, ~ came with the leaf"

AIKEN = """How hot should the water for gyokuro be?
A. 60 °C
B. 80 °C
C. 100 °C
ANSWER: A

A.M. or P.M.: when is tea with milk the custom?
A) At noon

B) In the afternoon
ANSWER: B
Which tea is smoked?
A. Lapsang souchong
B. Darjeeling
answer: a.
"""


def problems(imported: Imported) -> list[tuple[int | None, str]]:
    return [(error.line, error.reason) for error in imported.skipped]


def only(text: str) -> Item:
    imported = read_gift(text, "tea.txt")
    assert not imported.skipped
    (item,) = imported.items
    return item


def test_a_gift_file_becomes_drafts() -> None:
    imported = read_gift(GIFT, "tea.txt")
    steaming, sencha, ratio, assam = imported.items
    assert steaming == Item(
        id="steaming-why",
        topic="Green tea",
        question="What does steaming do to fresh leaves & buds?",
        answer="It stops oxidation.",
        wrong=("It adds caffeine.", "It makes <black> tea."),
        source="Steam ends the work of the enzymes within a minute.",
        why=STEAMING_WHY,
    )
    assert (steaming.status, steaming.version, steaming.line) == (Status.DRAFT, 1, 6)
    assert (sencha.id, sencha.source, sencha.line) == ("item-1", "", 14)
    assert sencha.question == "Sencha is grown in ____ until it is plucked."
    assert (ratio.id, ratio.options) == ("steaming-why-2", ("1 = 1:100", "1 ~ 10", "#3"))
    assert ratio.question == "Which ratio of leaf to water, in grams to millilitres, is right: 1:100 or {other}?"
    assert (assam.question, assam.answer, assam.topic) == ("____ lies in India.", "Assam", "Black / red tea")
    assert [str(error) for error in imported.left_out] == [
        "tea.txt, line 6: the feedback on 1 of its options is left out, for there is no room for it"
    ]
    assert [str(error) for error in imported.skipped] == [
        "tea.txt, line 22: is a true/false question; only multiple choice with one right answer can be imported"
    ]


def test_an_aiken_file_becomes_drafts() -> None:
    imported = read_aiken(AIKEN, "tea.txt")
    assert not imported.skipped
    assert imported.items == (
        Item("item-1", "", "How hot should the water for gyokuro be?", "60 °C", ("80 °C", "100 °C"), ""),
        Item(
            "item-2", "", "A.M. or P.M.: when is tea with milk the custom?", "In the afternoon", ("At noon",), ""
        ),
        Item("item-3", "", "Which tea is smoked?", "Lapsang souchong", ("Darjeeling",), ""),
    )  # fmt: skip
    assert [item.line for item in imported.items] == [1, 7, 12]


@pytest.mark.parametrize("read", [read_gift, read_aiken])
def test_byte_order_mark_and_line_ends_of_other_systems_change_nothing(read: Callable[[str, str], Imported]) -> None:
    text = GIFT if read is read_gift else AIKEN
    plain = read(text, "tea.txt")
    for ends in ("\r\n", "\r"):
        other = read("\ufeff" + text.replace("\n", ends), "tea.txt")
        assert other.items == plain.items
        assert [item.line for item in other.items] == [item.line for item in plain.items]
        assert problems(other) == problems(plain)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Tea is a drink.", 1, "no options in braces"),
        ("Name a tea. {}", 1, "essay"),
        ("Why?\n{####Because.}", 1, "essay"),
        ("How hot? {#80:5}", 1, "numerical"),
        ("Is it hot? {f}", 1, "true/false"),
        ("Match {=a -> b =c -> d}", 1, "matching"),
        ("Name one {=Assam =%50%Uji}", 1, "short-answer"),
        ("Name one {Assam}", 1, "short-answer"),
        ("\n\nOne\ntwo {\n=a\n~b", 4, "close it with }"),
        ("One } two", 1, r"write \}"),
        ("One {=a\n~{b}}", 2, "brace within braces"),
        ("One {=a ~b}\nTwo {=c ~d}", 2, "after a blank line"),
        ("One {=a\n~b\n=c}", 3, "a second right answer"),
        ("One {=a\n~b\n~%100%c}", 3, "a second right answer"),
        ("One {\n~%50%a\n~%50%b\n~%-100%c}", 2, "gives 50% for an option"),
        ("One {~a\n=%0%b}", 2, "gives 0% for an option"),
        ("One {~a\n~%150%b}", 2, "gives 150% for an option"),
        ("One {~a ~b}", 1, "mark it with ="),
        ("One {~%100%a}", 1, "add some with ~"),
        ("One {=a\n//\n~\n~b}", 3, "empty option"),
        ("One {=a ~#why}", 1, "empty option"),
        ("One {a ~b =c}", 1, "before its first option"),
        ("::title::\n{=a ~b}", 2, "no question"),
        ("::title: One {=a ~b}", 1, "::title::"),
        ("One {=a" + "~b" * 26 + "}", 1, "more than 26 options"),
        ("One {=a ~" + "b" * MAX_QUESTION + "}", 1, "shorten it"),
        ("// source: " + "b" * MAX_QUESTION + "\nOne {=a ~b}", 2, "shorten it"),
        ("$CATEGORY: " + "b" * 1_001 + "\nOne {=a ~b}", 2, "category"),
    ],
)
def test_what_gift_cannot_give_is_skipped_by_its_line_and_stops_no_other(text: str, line: int, said: str) -> None:
    imported = read_gift(f"{text}\n\n$CATEGORY: Tea\n\n::last::Last? {{=a ~b}}", "tea.txt")
    assert [item.id for item in imported.items] == ["last"]
    ((where, reason),) = problems(imported)
    assert where == line
    assert said in reason


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("One\ntwo?\nA. a\nB. b\nANSWER: A", 2, "on one line"),
        ("One?\nA. a\nB. b", 1, "write ANSWER:"),
        ("One?", 1, "write ANSWER:"),
        ("One?\nA. a\nANSWER: A", 1, "fewer than two"),
        ("One?\nA. a\nB. b\nANSWER: C", 4, "from A to B"),
        ("One?\nA. a\nB. b\nANSWER:", 4, "from A to B"),
        ("One?\nA. a\nB. b\nANSWER: A, B", 4, "from A to B"),
        ("One?\nA. a\nC. b\nANSWER: A", 3, "C where B belongs"),
        ("One?\nA. a\nB.\nANSWER: A", 3, "B is empty"),
        ("One?\nA. a\nB. b" + "\nA. a" * 30 + "\nANSWER: A", 4, "A where C belongs"),
        (
            "One?\n" + "".join(f"{letter}. a\n" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZA") + "ANSWER: A",
            28,
            "behind Z",
        ),
        ("A. a\nB. b\nANSWER: A", 1, "no question"),
        ("ANSWER: A", 1, "no question"),
        ("One?\nA. a\nB. " + "b" * MAX_QUESTION + "\nANSWER: A", 1, "shorten it"),
    ],
)
def test_what_aiken_cannot_give_is_skipped_by_its_line_and_stops_no_other(text: str, line: int, said: str) -> None:
    imported = read_aiken(f"{text}\n\nLast?\nA. a\nB. b\nANSWER: B", "tea.txt")
    assert [item.question for item in imported.items] == ["Last?"]
    ((where, reason),) = problems(imported)
    assert where == line
    assert said in reason


def test_an_aiken_option_over_two_lines_is_not_taken_for_a_question() -> None:
    imported = read_aiken("One?\nA. a\ngoes on\nB. b\nC. c\nANSWER: B", "tea.txt")
    assert not imported.items
    assert [line for line, _ in problems(imported)] == [1, 4]


def test_feedback_on_options_is_kept_as_far_as_there_is_room() -> None:
    imported = read_gift(f"One? {{=a # Since it is so. ~b # No. ~c # {'x' * 990}}}", "tea.txt")
    assert imported.items[0].why == "Since it is so. “b”: No."
    assert [error.line for error in imported.left_out] == [1]


def test_a_title_becomes_an_id_that_no_other_item_has() -> None:
    titles = ["Té verde", "te-verde", "茶", "", "item-1", "Te verde 2", "té verde!", "x" * 200]
    text = "\n\n".join(f"::{title}::One? {{=a ~b}}" for title in titles)
    assert [item.id for item in read_gift(text, "tea.txt").items] == [
        "te-verde", "te-verde-2", "item-1", "item-2", "item-1-2", "te-verde-2-2", "te-verde-3", "x" * 60,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("category", "topic"),
    [
        ("Tea", "Tea"),
        ("top/Tea/", "Tea"),
        ("top/Milk//sugar", "Milk/sugar"),
        ("", ""),
        ("///", "//"),
        ("a / b  c", "b c"),
    ],
)
def test_the_last_part_of_a_category_is_the_topic(category: str, topic: str) -> None:
    assert only(f"$CATEGORY: {category}\nOne? {{=a ~b}}").topic == topic


def test_a_source_belongs_to_the_next_question_alone() -> None:
    imported = read_gift(
        "// source: one\n\n// sources: none\nOne? {=a\n//source:goes on\n~b}\n\nTwo? {=a ~b}\n// source: late\n\n"
        "No question\n\nThree? {=a ~b}",
        "tea.txt",
    )
    assert [item.source for item in imported.items] == ["one goes on", "late", ""]


def test_html_is_read_as_a_browser_shows_it() -> None:
    text = (
        '[html]1 < 2<br/>is&nbsp;x<sub>2</sub> &lt;b&gt; <a href\\="#">here</a>&#99999999999; {=<p>a</p> ~[plain]<p>}'
    )
    item = only(text.replace('"#"', '"\\#"'))
    assert item.question == "1 < 2 is x2 <b> here\ufffd"
    assert item.options == ("a", "<p>")


def test_backslashes_that_escape_nothing_stay() -> None:
    item = only(r"Is \alpha \\ \\\{ \\\\? {=\d\\ ~\\\=}")
    assert (item.question, item.options) == (r"Is \alpha \ \{ \\?", ("\\d\\", r"\="))


TEXTS = st.text(st.one_of(st.sampled_from("\\~=#{}:[]%/ \n-$"), st.characters(exclude_categories=["Cs"])), max_size=30)
TRICKY = st.sampled_from([
    "[html]<b>", "[plain]", "%100%x", "%-5%", "####", "// source: x", "::", "->", "\\", "\\n", "TRUE", "____", "}{",
    "$CATEGORY: x", "=", "~", "\ufeff", "\x00[html]", "a/b", "/", "//", "[html", "&amp;",
])  # fmt: skip
ANY = st.one_of(TEXTS, TRICKY, st.tuples(TRICKY, TEXTS, TRICKY).map("".join))
FULL = ANY.filter(one_line)
ITEMS = st.lists(
    st.builds(
        Item,
        id=st.integers(1, 9).map("tea-{}".format),
        topic=ANY,
        question=FULL,
        answer=FULL,
        wrong=st.lists(FULL, min_size=1, max_size=4).map(tuple),
        source=ANY,
        why=ANY,
    ),
    max_size=4,
    unique_by=lambda item: item.id,
)


@given(ITEMS)
@example([Item("a", "x/", "//", "{", ("}",), "", why="}"), Item("b", "", "\\", "\\", ("\\",), "// source:", why="#")])
def test_written_gift_reads_back_the_same(items: list[Item]) -> None:
    imported = read_gift(write_gift(items), "tea.txt")
    assert not imported.skipped
    assert imported.items == tuple(
        Item(
            id=item.id,
            topic=one_line(item.topic),
            question=one_line(item.question),
            answer=one_line(item.answer),
            wrong=tuple(map(one_line, item.wrong)),
            source=one_line(item.source),
            why=one_line(item.why),
        )
        for item in items
    )


def test_written_gift_is_what_moodle_reads() -> None:
    steaming = Item(
        "steaming", "Tea/milk", "Heat: why?", "It {stops} it", ("[a]", "%5 = 5"), "Steam\nstops.", why="So."
    )
    assert write_gift([steaming, Item("b", "Tea/milk", "B?", "a", ("b",), "", Status.APPROVED, version=3)]) == (
        "$CATEGORY: Tea//milk\n\n"
        "// source: Steam stops.\n::steaming::[plain]Heat\\: why? {\n\t=It \\{stops\\} it\n\t~[plain][a]\n"
        "\t~[plain]%5 \\= 5\n\t####So.\n}\n\n"
        "::b::[plain]B? {\n\t=a\n\t~b\n}\n"
    )


@given(st.text(st.sampled_from("\\~=#{}:[]%/ \n-$aA.):1<&;") | st.characters(), max_size=300))
def test_no_text_breaks_a_reader(text: str) -> None:
    read_gift(text, "tea.txt")
    read_gift(f"[html]{text}{{=a ~{text}}}", "tea.txt")
    read_aiken(text, "tea.txt")
    read_aiken(f"One?\nA. {text}\nB. b\nANSWER: {text}", "tea.txt")


def blocks(block: Callable[[int], str]) -> Callable[[int], str]:
    """Make forty blocks, each of a hundredth of the size: no longer than a question may be."""
    return lambda size: f"{block(size // 100)}\n\n" * 40


SIZE = 450_000
assert 4 * SIZE < MAX_TEXT
assert 4 * SIZE // 100 < MAX_QUESTION
NASTY: dict[str, tuple[Callable[[int], str], int]] = {
    "braces": (lambda n: "{" * n, SIZE),
    "lines of braces": (lambda n: "{\n" * (n // 2), 20_000),
    "pairs": (lambda n: "{}" * (n // 2), SIZE),
    "blocks": (lambda n: "x\n\n" * (n // 3), 3_700),
    "backslashes": (lambda n: "\\" * n, SIZE),
    "colons": (lambda n: ":" * n, SIZE),
    "titles that never close": (blocks(lambda n: "::" + "a:" * (n // 2)), SIZE),
    "one title": (lambda n: "::a::b{=c~d}\n\n" * (n // 14), 6_000),
    "tags that never close": (blocks(lambda n: "[html]" + "<a" + "a" * n + "{=b~c}"), SIZE),
    "tags": (blocks(lambda n: "[html]" + "<a" * (n // 2) + "{=b~c}"), SIZE),
    "entities": (blocks(lambda n: "[html]" + "&#" + "9" * n + ";{=b~c}"), SIZE),
    "feedback": (blocks(lambda n: "a{=b" + "#" * n), SIZE),
    "options": (blocks(lambda n: "a{" + "~b" * (n // 2)), SIZE),
    "weights": (blocks(lambda n: "a{" + "~%1" * (n // 3)), SIZE),
    "comments": (lambda n: "// source: a\n" * (n // 13), 100_000),
    "slashes": (lambda n: "$CATEGORY: " + "/" * n + "\na{=b~c}", SIZE),
    "categories": (lambda n: "$CATEGORY: a\n" * (n // 13), 100_000),
    "long category": (lambda n: "$CATEGORY: " + "a" * (n // 2) + "\n\n" + "a{=b~c}\n\n" * (n // 20), 8_000),
    "white space": (lambda n: "A." + " " * n + "x", SIZE),
    "letters": (lambda n: "A. a\n" * (n // 5), 40_000),
    "answers": (lambda n: "ANSWER: A\n" * (n // 10), 12_000),
    "answer": (lambda n: "ANSWER" + " " * n, SIZE),
    "questions": (lambda n: "a\nA. b\nB. c\nANSWER: A\n" * (n // 23), 12_000),
}


@pytest.mark.parametrize("read", [read_gift, read_aiken])
@pytest.mark.parametrize("kind", NASTY)
def test_nonsense_is_read_in_time_in_proportion_to_its_length(kind: str, read: Callable[[str, str], Imported]) -> None:
    make, size = NASTY[kind]
    imported = read(make(4 * size), "tea.txt")
    assert len(imported.items) + len(imported.skipped) <= MAX_QUESTIONS + 1

    def work(text: str) -> None:
        for _ in range(5):  # once takes too little time to measure where the text is as long as it may be
            read(text, "tea.txt")

    assert grows_linearly(work, make, size)


def test_what_is_too_much_is_said_and_left_out() -> None:
    question = "::a::b{=c~d}\n\n"
    imported = read_gift(question * (MAX_QUESTIONS + 9), "tea.txt")
    assert len(imported.items) == len({item.id for item in imported.items}) == MAX_QUESTIONS
    ((line, reason),) = problems(imported)
    assert line == 2 * MAX_QUESTIONS + 1
    assert "split it" in reason
    assert [str(error) for error in read_aiken("a" * (MAX_TEXT + 1), "tea.txt").skipped] == [
        "tea.txt: is longer than 2,000,000 characters; split it into several files"
    ]


def test_an_item_becomes_a_row_with_all_that_is_known_of_it() -> None:
    item = Item(
        "steaming", "Tea", 'Why "steam",\nthen?', "Heat", ("Wind", "Rain"), "Steam stops it.", Status.APPROVED,
        "So.", ("a", "b"), 3, "mara", date(2026, 3, 1), 12,
    )  # fmt: skip
    text = write_csv([item, Item("b", "Tea", "B?", "a", ("c",), "")])
    assert '"Why ""steam"",\nthen?"' in text
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["id", "topic", "question", "answer", "wrong_1", "wrong_2", "source", "status", "why", "enemies", "version",
         "reviewed_by", "reviewed_on", "line"],
        ["steaming", "Tea", 'Why "steam",\nthen?', "Heat", "Wind", "Rain", "Steam stops it.", "approved", "So.", "a b",
         "3", "mara", "2026-03-01", "12"],
        ["b", "Tea", "B?", "a", "c", "", "", "draft", "", "", "1", "", "", ""],
    ]  # fmt: skip
    assert text.count("\r\n") == 3


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_no_cell_becomes_a_formula(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    _, row = csv.reader(io.StringIO(write_csv([Item("a", text, text, text, (text,), text, why=text)]), newline=""))
    assert [*row[1:6], row[7]] == [f"'{text}"] * 6


def test_an_empty_list_is_written_too() -> None:
    assert write_gift([]) == ""
    assert write_csv([]).startswith("id,topic,question,answer,source,")


@pytest.mark.parametrize("separator", [";", "; ", ';"', "\t", "|"])
def test_no_part_of_a_cell_becomes_a_formula_where_another_separator_is_usual(separator: str) -> None:
    cell = safe_cell(f"Eve{separator}=1+1;x")
    assert not any(part.strip(' "').startswith("=") for part in re.split(r"[;\t|]", cell))


def test_an_ordinary_text_stays_as_it_is() -> None:
    assert safe_cell("Tea; milk - or 3|4") == "Tea; milk - or 3|4"


def test_the_topic_of_an_imported_item_is_where_its_quote_stands(article: Article) -> None:
    item = Item("b6", "Drinks", "Which vitamin?", "Vitamin B6", ("Vitamin A", "Vitamin D"), "or pyridoxine")
    assert adopt_item(item, article, set()).topic == "B vitamins"


def test_an_unrelated_sentence_is_not_proposed_as_a_source(article: Article) -> None:
    asked = "Which key opens the garden gate of the town hall?"
    assert adopt_item(Item("key", "", asked, "the brass key", ("the iron key",), ""), article, set()).source == ""
    related = Item("hormone", "", "What may magnesium suppress the production of?", "serotonin", ("insulin",), "")
    assert "serotonin" in adopt_item(related, article, set()).source


def test_an_id_that_is_taken_gets_a_number_within_the_longest_id(article: Article) -> None:
    taken: set[str] = set()
    long = Item("x" * 60, "", "Which vitamin?", "B6", ("A",), "")
    assert [len(adopt_item(long, article, taken).id) for _ in range(11)] == [60] * 11
    assert len(taken) == 11
