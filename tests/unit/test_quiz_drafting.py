"""Drafts of items on articles."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.checking import check_item
from bot.authoring.checking.bank_rules import items_apart
from bot.authoring.drafting import OTHER_LANGUAGE, Drafting, draft, propose, sentences_of
from bot.authoring.item import Item, Status
from bot.authoring.quotes import find_quote
from corpus import Article, Paragraph, Section, read_articles

KETTLE = """# Looking after a kettle

## Descaling

Dissolve 20 g of citric acid in one litre of warm water.[1] Leave the solution in the kettle for 15 to 20 minutes.
Do not heat the kettle without water. It is done 12 times a year.

## Filters

Lift the lid with a cloth. Dry the filter on a towel. Store the filter in a clean box.

| Filter | Changed | Rinsed with |
|---|---|---|
| Carbon | every two months | warm water |
| Mesh | every five years | vinegar |
| Ceramic | every nine weeks | soap |

## Emptying

1. Unplug the kettle at the wall.
2. Open the lid with a cloth.
3. Pour the water into the sink.
4. Wipe the base with a dry towel.
5. Put the kettle back on its base.

## Words

- Element: the coil that turns current into heat
- Scale: lime that hard water leaves behind
- Spout: the opening through which one pours
- Base: the stand that brings the current
"""
KITCHENS = """# Two kitchens

## Fridge

### Allowed

- butter in a dish with a lid
- opened jars of jam
- cooked rice of the day

### Not allowed

- raw fish of any kind
- leaking boxes of milk
- hot soup in a pot

## Pantry

### Allowed

- sealed flour in bags
- green tins of beans

### Not allowed

- eggs with broken shells
- bottles without labels

## Shift

Cook
- Taste the sauce at noon.
- Count the plates.

Waiter
- Lay the cloth on each table.
- Pour water for the guests.

Porter
- Sweep the yard in the evening.
- Bring wood to the stove.

## Cleaning

### Do

- Empty the bins at night.
- Wipe the tables with a clean cloth.

### Do not

- Leave dirty cloths overnight.
- Stack plates that are wet.

### Instructions

- Write the date on the form.
- Lock the door behind you.

## Notes

Wipe the shelf within 20 minutes of a spill.

## Notes

Wipe the floor within 30 minutes of a spill.
"""


def read(text: str, folder: Path, name: str = "one.md") -> Article:
    (folder / name).write_text(text, encoding="utf-8")
    return read_articles(folder)[0]


@pytest.fixture
def kettle(tmp_path: Path) -> Article:
    return read(KETTLE, tmp_path)


def item_with(drafting: Drafting, pattern: str) -> Item:
    found = [item for item in drafting.items if re.search(pattern, item.question)]
    assert found, [item.question for item in drafting.items]
    return found[0]


def numbers_on(sentence: str, folder: Path) -> list[str]:
    """The keys of the numbers asked for in a sentence that stands in an article by itself."""
    text = f"# Rules of the house\n\n## Stays\n\n{sentence}\n"
    items = draft(read(text, folder)).items
    return [item.answer for item in items if "Complete" in item.question]


def tables_on(table: str, folder: Path) -> tuple[Item, ...]:
    return draft(read(f"# Jugs\n\n## Sizes of all\n\n{table}\n", folder)).items


def test_rows_of_a_table_are_asked_for_their_cells_among_those_of_the_column(kettle: Article) -> None:
    cells = [item for item in draft(kettle).items if "what stands under" in item.question]
    columns = {
        "Changed": {"every two months", "every five years", "every nine weeks"},
        "Rinsed with": {"warm water", "vinegar", "soap"},
    }
    asked = set()
    for item in cells:
        place, column, label = re.findall(r"“([^”]*)”", item.question)[1:]
        assert place == "Filters"
        assert item.source.startswith(label)
        assert item.answer in item.source
        assert {item.answer, *item.wrong} <= columns[column]
        asked.add((label, column))
    assert {column for _, column in asked} == set(columns), "not all rows are asked for the same column"
    assert len(asked) == len(cells)


def test_a_cell_whose_column_gives_no_options_is_asked_for_its_row(tmp_path: Path) -> None:
    rows = "| Towel | £2.00 |\n| Hall | £46.00 and a deposit |\n| Party | £950.00 |\n| Loft | £9,000.00 |\n"
    items = tables_on(f"| Thing | Price |\n|---|---|\n{rows}", tmp_path)
    assert {item.answer for item in items} == {"Towel", "Hall", "Party", "Loft"}
    assert not any("Hall" in item.wrong for item in items), "only what is told by prices stands among what prices tell"
    assert all(re.search(r"what has “£.*” under “Price”\?$", item.question) for item in items)


def test_cells_that_are_alike_are_asked_for_once(tmp_path: Path) -> None:
    hours = "8 to 12|8 to 12|9 to 13|9 to 13|10 to 16".split("|")
    rows = "".join(f"| Gate {number} of the park | {hour} |\n" for number, hour in enumerate(hours))
    path = tmp_path / "one.md"
    items = tables_on(f"| Gate | Open |\n|---|---|\n{rows}", tmp_path)
    assert {item.answer for item in items} == set(hours)
    assert not list(items_apart(items, read_articles(path)[0]))


def test_a_cell_that_two_rows_share_is_not_asked_for_its_row(tmp_path: Path) -> None:
    rows = "| Towel | at the desk |\n| Hall | at the desk on Mondays |\n| Party | in the office |\n"
    items = tables_on(f"| Thing | Paid |\n|---|---|\n{rows}", tmp_path)
    assert not [item for item in items if item.answer in {"Towel", "Hall"}]


@pytest.mark.parametrize(
    ("header", "asked"),
    [("| Town | 1-Way Fare |\n|---|---|\n", "under “1-Way Fare” for"), ("", "stands beside")],
)
def test_a_header_may_have_figures_and_two_columns_need_none(header: str, asked: str, tmp_path: Path) -> None:
    rows = ["Perry | 20 coins", "Calais | 27 coins", "Bangor | 34 coins", "Machias | 41 coins"]
    table = header + "\n".join(f"| {row} |" for row in rows) if header else "\n".join(rows)
    text = f"Fares\n\n{table}"
    paragraph = Paragraph(1, 7, len(text), "table")
    article = Article("fares", "Fares", text, (Section((), (paragraph,)),))
    items = draft(read(f"# Fares\n\n{table}\n", tmp_path) if header else article).items
    assert len(items) == 4
    assert all(asked in item.question and item.answer in item.source for item in items)


def test_a_table_is_called_by_the_words_before_it_and_asked_for_some_cells_only(tmp_path: Path) -> None:
    words = "red blue green grey black white pink brown gold silver lime navy teal rose".split()
    rows = "".join(f"| {hue.title()} room | in {hue[::-1]} and oak |\n" for hue in words)
    items = tables_on(f"Rooms of the inn\n\n| Room | Lid |\n|---|---|\n{rows}", tmp_path)
    assert 3 < len(items) < len(words)
    assert all(item.question.startswith("In the table “Rooms of the inn” in “Jugs”") for item in items)


@pytest.mark.parametrize(
    "table",
    [
        "| Version | Date | Author |\n|---|---|---|\n| 1 | May | Ann |\n| 2 | June | Bob |\n| 3 | July | Eve |",
        "| Jug | Size |\n|---|---|\n| Big | two pints |\n| Big | one pint |\n| Big | a cup |",
        "| Jug | Day | Size |\n|---|---|---|\n| Big | Mon | two pints |\n| | Fri | one pint |\n| Red | Sun | a cup |",
    ],
)
def test_a_table_on_the_file_or_without_names_of_its_rows_is_not_asked_about(table: str, tmp_path: Path) -> None:
    assert not tables_on(table, tmp_path)


def test_a_cell_that_its_row_tells_or_that_is_an_address_is_no_key(tmp_path: Path) -> None:
    rows = "| Gundagai | the Gundagai gate | https://a.example | red |\n"
    rows += "| Bindook | the Bindook gate | https://b.example | blue |\n"
    rows += "| Katoomba | the Katoomba gate | https://c.example | green |\n"
    table = f"| Sector :big-icon:{{ title=x }} | Gate | See | Colour |\n|---|---|---|---|\n{rows}"
    items = draft(read(f"# Sectors\n\n## [fit] All of them\n\n{table}", tmp_path)).items
    assert {item.answer for item in items} == {"red", "blue", "green"}
    assert all("“Sectors”, section “All of them”" in item.question and "icon" not in item.question for item in items)


def test_empty_cells_move_no_others_to_another_column(tmp_path: Path) -> None:
    rows = "| Jug | | oak |\n| Cup | red | |\n| Pot | blue | tin |\n| Pan | green | clay |\n"
    items = draft(read(f"# Jugs\n\n## Sizes\n\n| Thing | Hue | Lid |\n|---|---|---|\n{rows}", tmp_path)).items
    asked = {(item.question.split("“")[4].partition("”")[0], item.answer) for item in items}
    assert ("Jug", "oak") in asked
    assert ("Cup", "red") in asked
    hues, lids = {"red", "blue", "green"}, {"oak", "tin", "clay"}
    assert all({item.answer, *item.wrong} <= (hues if "“Hue”" in item.question else lids) for item in items)


def test_a_member_that_fits_the_words_of_another_heading_is_not_asked_for(tmp_path: Path) -> None:
    text = KITCHENS.replace("Sweep the yard in the evening.", "Sweep behind the cook at noon.")
    assert not [item for item in draft(read(text, tmp_path)).items if "Sweep behind" in item.question]


@pytest.mark.parametrize("mark", ["{}. ", "{}) "])
def test_paragraphs_with_numbers_are_steps_and_asked_for_the_next_step(mark: str) -> None:
    steps = re.findall(r"^\d\. (.*)$", KETTLE, re.MULTILINE)
    text = "\n\n".join(mark.format(number) + step for number, step in enumerate(steps, 1))
    spans = [match.span() for match in re.finditer(r".+", text)]
    paragraphs = tuple(Paragraph(number, *span, "paragraph") for number, span in enumerate(spans, 1))
    items = draft(Article("kettle", "Emptying the kettle", text, (Section((), paragraphs),))).items
    assert items
    bare = [step.rstrip(".") for step in steps]
    for item in items:
        before = re.findall(r"“([^”]*)”", item.question)[-1]
        assert item.answer == bare[bare.index(before) + 1]
        assert set(item.wrong) <= set(bare) - {before, item.answer}


def test_steps_stand_among_those_of_their_own_procedure(tmp_path: Path) -> None:
    own = ["Stop the mill", "Leave by the gate", "Go to the yard", "Wait for the bus"]
    lists = "".join(f"{number}. {step}.\n" for number, step in enumerate(own, 1))
    lists = (
        f"When it rings, you should:\n\n{lists}\nIn the yard, you should:\n\n1. Count all.\n2. Call him.\n3. Cut it.\n"
    )
    items = [item for item in draft(read(f"# Mill\n\n## Alarm\n\n{lists}", tmp_path)).items if "steps" in item.question]
    assert items
    for item in items:
        assert item.question.startswith("In the steps under “When it rings, you should” in “Mill”")
        assert set(item.options) <= set(own)


def test_a_step_that_is_done_twice_is_a_key_and_not_asked_about(tmp_path: Path) -> None:
    steps = ["Add the salt", "Stir the pot", "Taste the soup", "Add the oil", "Stir the pot", "Serve the soup"]
    rows = "".join(f"{number}. {step}.\n" for number, step in enumerate(steps, 1))
    items = draft(
        read(f"# Soup\n\n## Cooking it\n\nBefore you cook:\n\n- buy some salt\n- buy oil\n\n{rows}", tmp_path)
    ).items
    asked = {re.findall(r"“([^”]*)”", item.question)[-1]: item for item in items if "steps" in item.question}
    assert asked["Add the oil"].answer == "Stir the pot"
    assert "Stir the pot" not in asked
    assert all("Before you cook" not in item.question for item in asked.values()), "it names the bullets only"


@pytest.mark.parametrize("rows", ["Hot meal | £3 each | Cold meal | £4 each | Soup | £2 each | Tea | £1 each"])
def test_a_first_row_with_values_like_those_of_the_others_is_no_header(rows: str, tmp_path: Path) -> None:
    cells = rows.split(" | ")
    pairs = [f"| {name} | {price} |" for name, price in zip(cells[::2], cells[1::2], strict=True)]
    items = tables_on("\n".join([pairs[0], "|---|---|", *pairs[1:]]), tmp_path)
    assert len(items) == len(pairs)
    assert all("stands beside" in item.question for item in items)


def test_the_first_column_names_rows_without_a_header_but_amounts_do_not(tmp_path: Path) -> None:
    groups = "| | Clubs | Jails |\n|---|---|---|\n| Entry | free | by force |\n| Stay | short | long |\n"
    groups += "| End | own | told |\n"
    amounts = "| Amount | Thing |\n|---|---|\n| 5 g | salt |\n| 9 g | sugar |\n| 7 g | flour |\n"
    names = {re.findall(r"“([^”]*)”", item.question)[-1] for item in tables_on(groups, tmp_path)}
    assert names == {"Entry", "Stay", "End"}
    assert all("under “Amount” for “" in item.question for item in tables_on(amounts, tmp_path))


@pytest.mark.parametrize("cell", ["N/A", "none", "TBD", "See Oak", "see below", "never under", "X = Y + 2"])
def test_a_cell_that_says_nothing_by_itself_is_no_option(cell: str, tmp_path: Path) -> None:
    rows = f"| Oak | red |\n| Elm | {cell} |\n| Fir | blue |\n| Yew | green |\n"
    items = tables_on(f"| Tree | Hue |\n|---|---|\n{rows}", tmp_path)
    assert items
    assert not any(cell in item.options or cell in item.question for item in items)


def test_a_member_with_a_word_of_its_heading_is_not_asked_for_it(tmp_path: Path) -> None:
    text = KITCHENS.replace("## Fridge", "## Cold jars").replace("## Pantry", "## Pantry shelves")
    asked = [item.question for item in draft(read(text, tmp_path)).items if item.question.startswith("Under which")]
    assert [question for question in asked if "cooked rice" in question]
    assert not [question for question in asked if "opened jars" in question]


def test_the_beginning_of_a_sentence_over_a_list_is_no_heading_of_its_members(tmp_path: Path) -> None:
    text = KITCHENS.replace("Cook\n", "The cook will\n").replace("Waiter\n", "Each waiter should\n")
    asked = [item for item in draft(read(text, tmp_path)).items if item.question.startswith("Under which")]
    assert asked
    assert not [item for item in asked if {"will", "should"} & set(" ".join([item.answer, *item.wrong]).split())]


def test_numbered_clauses_are_no_steps(tmp_path: Path) -> None:
    clauses = "1. The key is red.\n2. The lock is blue.\n3. The door is grey.\n4. The bell is loud.\n"
    assert not draft(read(f"# House\n\n## Rules\n\n{clauses}", tmp_path)).items


@pytest.fixture
def kitchens(tmp_path: Path) -> tuple[Item, ...]:
    return draft(read(KITCHENS, tmp_path)).items


def test_a_member_is_asked_for_its_list_among_the_lists_of_the_chapter(kitchens: tuple[Item, ...]) -> None:
    members = [item for item in kitchens if item.question.startswith("Under which heading of “Two kitchens”")]
    places = {f"{room}: {verdict}" for room in ("Fridge", "Pantry") for verdict in ("Allowed", "Not allowed")}
    people = {"Cook", "Waiter", "Porter"}
    assert {item.answer for item in members} == places | people
    for item in members:
        group = places if item.answer in places else people
        assert set(item.wrong) <= group
        assert re.findall(r"“([^”]*)”", item.question)[-1] in item.source
    assert all(item.source.startswith(item.answer) for item in members if item.answer in people), "the lead is quoted"


def test_lists_with_headings_that_are_verdicts_or_general_have_no_members(kitchens: tuple[Item, ...]) -> None:
    cleaning = KITCHENS.partition("## Cleaning")[2].partition("## Notes")[0]
    rows = re.findall(r"^- (.*)$", cleaning, re.MULTILINE)
    assert not [item for item in kitchens if any(row in item.source for row in rows)]


def test_what_several_lists_say_is_not_asked_for_its_list(tmp_path: Path) -> None:
    text = KITCHENS.replace("bottles without labels", "raw fish of any kind")
    assert not [item for item in draft(read(text, tmp_path)).items if "raw fish" in item.question]


def test_a_number_is_asked_for_with_unit_and_section_and_without_reference_marks(kettle: Article) -> None:
    item = item_with(draft(kettle), r"Dissolve ____ g of citric acid in one litre of warm water\.”")
    assert "from “Looking after a kettle”, section “Descaling”" in item.question
    assert item.answer == "20"
    assert all(re.fullmatch(r"\d+", option) and option != "20" for option in item.wrong)
    assert find_quote(kettle, item.source)


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("Guests may stay for three weeks at most in summer.", ["three"]),
        ("Answers are given within forty-eight hours by the office.", ["forty-eight"]),
        ("Leave the solution in the kettle for 15 to 20 minutes.", []),
        ("Rooms are heated to 19°C in the winter of each year.", ["19"]),
        ("A deposit of £150 is paid for the key of the room.", ["£150"]),
        ("It is kept for three weeks in the office of the house.", []),
        ("The house has three gates, one red, one blue and one green.", []),
        ("The house has three parts: hall, loft and cellar.", []),
        ("One in five guests leaves after two weeks of the stay.", []),
        ("Call 01632 960 555 within three hours of the theft.", []),
        ("Version 3 of the rules is valid from 12 May for guests.", []),
        ("Rooms are cleaned on weekdays by the staff of the house.", []),
        ("Guests pay for the 2, 3 or 4 hours that they have stayed.", []),
        ("The bags weigh at most 33 pounds (15 kg) for each guest.", []),
        ("Only five percent to ten percent of guests come back.", []),
        ("All three gates of the house are locked by the guard.", []),
        ("The monthly fee for a bed in the hall is $6.50mo at least.", []),
        ("Guests give their best for 100% of the time in the house.", []),
        ("The key comes in two forms, A, the common form of it, and B, the rare one.", []),
        ("You can change it after three weeks of the stay.", []),
        ("Unfortunately, he left the house three weeks later.", []),
        ("Staff who use this procedure are trained for three weeks.", []),
        ("Guests stay three weeks or more The usual stay is one week.", []),
        ("Guests may ask for Leave Without Pay of four weeks.", ["four"]),
        ("Therefore, guests leave the house after three weeks.", []),
        ("It is important that guests leave within three weeks.", ["three"]),
        ("For twelve years from 1985 to 1997 the house was open.", []),
        ("As a result of the vote, he left within three weeks.", []),
        ("A further six guests stay in the yard of the house.", []),
        ("- A report of the house for the last three weeks.", []),
        ("- Each report of the house covers three weeks.", ["three"]),
        ("A lamp of 60 watts for five hours uses 300 units of power.", []),
        ("Guests leave bags in two places, namely the hall and the loft.", []),
    ],
)
def test_a_number_is_asked_for_unless_something_tells_it(sentence: str, keys: list[str], tmp_path: Path) -> None:
    assert numbers_on(sentence, tmp_path) == keys


def test_an_article_in_another_language_has_no_drafts_and_it_is_said_why(tmp_path: Path) -> None:
    german = "# Tee\n\nDer Tee zieht drei Minuten und wird dann mit der Milch in die Tasse gegeben, die warm ist.\n"
    drafting = draft(read(german, tmp_path))
    assert not drafting.items
    assert drafting.dropped == {OTHER_LANGUAGE: 1}


def test_no_item_is_proposed_again(kettle: Article) -> None:
    first = draft(kettle).items
    again = draft(kettle, taken=first)
    assert not {item.source for item in again.items} & {item.source for item in first}
    assert not {item.id for item in again.items} & {item.id for item in first}


def test_a_limit_keeps_the_best(kettle: Article) -> None:
    drafting = draft(kettle, limit=2)
    assert len(drafting.items) == 2
    assert {item.question for item in drafting.items} <= {item.question for item in draft(kettle).items}
    assert drafting.dropped["over the limit"]
    assert not draft(kettle, limit=0).items


def test_the_same_article_gives_the_same_items(kettle: Article) -> None:
    assert draft(kettle) == draft(kettle)


def test_drafts_pass_the_checks_and_quote_word_for_word(kettle: Article) -> None:
    items = draft(kettle).items
    assert len(items) >= 10
    assert len({item.id for item in items}) == len(items)
    for item in items:
        assert find_quote(kettle, item.source)
        assert not check_item(item, kettle)
        assert item.status is Status.DRAFT
        assert re.fullmatch(r"[a-z0-9-]{1,60}", item.id)
        assert len(item.options) in {3, 4}


def test_works_cited_are_not_asked_about(article: Article) -> None:
    references = " ".join(article.text[p.start : p.end] for p in article.references())
    assert references
    assert not [item for item in draft(article).items if item.source in references]


def test_a_section_whose_name_others_have_is_not_asked_about(kitchens: tuple[Item, ...]) -> None:
    assert not [item for item in kitchens if "of a spill" in item.source], "nothing tells the two notes apart"


def test_prices_stand_among_prices_of_similar_size_and_form(tmp_path: Path) -> None:
    rows = "| Towel | £2.00 |\n| Hall | £46.00 |\n| Party | £135.00 |\n| Court | £52.00 |\n| Sauna | £11 (now £8) |\n"
    items = tables_on(f"| Thing | Price |\n|---|---|\n{rows}", tmp_path)
    assert {item.answer: set(item.wrong) for item in items if "£" in item.answer} == {
        "£46.00": {"£52.00", "£135.00"},
        "£52.00": {"£46.00", "£135.00"},
        "£135.00": {"£46.00", "£52.00"},
    }


def test_a_numbered_list_of_advice_is_no_procedure(tmp_path: Path) -> None:
    advice = "1. Keep the area clean.\n2. Follow the rules of the house.\n3. Train the staff.\n4. Open the box.\n"
    assert not draft(read(f"# House\n\n## Receiving food\n\n{advice}", tmp_path)).items


WORDS = st.sampled_from(
    "1. • Class: Do not Never Put the | in 1816 5% is was such as , . ( ) [1] “ ” / ____ It and 30 km of \n".split(" ")
)
KINDS = st.sampled_from(["paragraph", "list", "table"])


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)), KINDS)
def test_any_text_can_be_drafted_on_and_proposed_for(text: str, kind: str) -> None:
    paragraph = Paragraph(1, 0, len(text), kind)  # type: ignore[arg-type]
    article = Article("any", "Niacin in Warsaw", text, (Section((), (paragraph,)),))
    for item in draft(article).items:
        assert find_quote(article, item.source)
    sentences = sentences_of(article)
    for sentence in sentences:
        if proposal := propose(sentence, sentences):
            assert proposal.question.count("____") >= 1
            assert proposal.key in sentence.text


def test_a_question_is_proposed_for_a_sentence_with_choices_that_are_not_in_it(kettle: Article) -> None:
    sentences = sentences_of(kettle)
    sentence = next(one for one in sentences if one.text.startswith("Wipe the base"))
    proposal = propose(sentence, sentences)
    assert proposal
    assert proposal.key in sentence.text
    assert proposal.choices
    assert not any(choice in sentence.text for choice in proposal.choices)
    other = propose(sentence, sentences, "a dry towel")
    assert other
    assert "Wipe the base with ____." in other.question
    assert propose(sentence, sentences, "a wet towel") is None


def test_a_proposal_names_its_place_unless_it_would_be_too_long_for_a_poll(tmp_path: Path) -> None:
    house = "The house of the guests by the sea"
    long = f"Guests stay for three weeks {'in the house ' * 18}by the sea."
    text = f"# {house}\n\n## Stays in summer\n\n{long}\n\nGuests pay for three weeks in May.\n"
    sentences = sentences_of(read(text, tmp_path))
    first, second = (propose(sentence, sentences) for sentence in sentences)
    assert first
    assert len(first.question) <= 300
    assert second
    assert second.question.startswith(f"Complete the sentence from “{house}”, section “Stays in summer”: ")


def test_a_reworded_item_keeps_its_sentence_from_being_asked_again(kettle: Article) -> None:
    first = draft(kettle).items
    reworded = tuple(replace(item, question="Reworded?", answer="Reworded") for item in first)
    assert not {item.source for item in draft(kettle, taken=reworded).items} & {item.source for item in first}
