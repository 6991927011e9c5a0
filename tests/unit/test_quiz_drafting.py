"""Drafts of items on articles."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.checking import check_item
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
GARDEN = """# Garden shed

## Shed

### Tools for spring

- dibber and line
- seed trays

### Tools for autumn

- leaf rake
- bulb planter
- besom
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


def test_a_row_of_a_table_is_asked_for_its_cells_among_those_of_the_column(kettle: Article) -> None:
    rows = [item for item in draft(kettle).items if item.question.startswith("In the table")]
    assert len(rows) == 3
    for item in rows:
        label = re.search(r"for “(\w+)”", item.question)
        assert label
        assert item.source.startswith(label[1])
        assert item.answer in item.source
        assert not any(option in item.source for option in item.wrong)
    asked = {item.question.split("“")[2].partition("”")[0] for item in rows}
    assert asked == {"Changed", "Rinsed with"}, "not all rows are asked for the same column"


@pytest.mark.parametrize(
    "table",
    [
        "| Version | Date | Author |\n|---|---|---|\n| 1 | May | Ann |\n| 2 | June | Bob |\n| 3 | July | Eve |",
        "| Jug | Size |\n|---|---|\n| Big | two pints |\n| Big | one pint |\n| Big | a cup |",
    ],
)
def test_a_table_on_the_file_or_without_names_of_its_rows_is_not_asked_about(table: str, tmp_path: Path) -> None:
    assert not draft(read(f"# Jugs\n\n## Sizes\n\n{table}\n", tmp_path)).items


def test_a_cell_that_its_row_tells_or_that_is_an_address_is_no_key(tmp_path: Path) -> None:
    rows = "| Gundagai | GUN | https://a.example | red |\n| Bindook | BIK | https://b.example | blue |\n"
    rows += "| Katoomba | KAT | https://c.example | green |\n"
    table = f"| Sector :big-icon:{{ title=x }} | Code | See | Colour |\n|---|---|---|---|\n{rows}"
    items = draft(read(f"# Sectors\n\n## [fit] All\n\n{table}", tmp_path)).items
    assert {item.answer for item in items} == {"red", "blue", "green"}
    assert all("table on “Sectors: All”" in item.question and "icon" not in item.question for item in items)


def test_empty_cells_move_no_others_to_another_column(tmp_path: Path) -> None:
    rows = "| Jug | | oak |\n| Cup | red | |\n| Pot | blue | tin |\n| Pan | green | clay |\n"
    items = draft(read(f"# Jugs\n\n## Sizes\n\n| Thing | Hue | Lid |\n|---|---|---|\n{rows}", tmp_path)).items
    asked = {(item.question.split("“")[3].partition("”")[0], item.answer) for item in items}
    assert ("Jug", "oak") in asked
    assert ("Cup", "red") in asked
    hues, lids = {"red", "blue", "green"}, {"oak", "tin", "clay"}
    assert all({item.answer, *item.wrong} <= (hues if "“Hue”" in item.question else lids) for item in items)


def test_a_labelled_list_is_asked_for_the_label(kettle: Article) -> None:
    item = item_with(draft(kettle), "the list under “Looking after a kettle: Words” says: “lime that")
    assert item.answer == "Scale"
    assert set(item.wrong) <= {"Element", "Spout", "Base"}


def test_a_numbered_procedure_is_asked_for_its_next_step(kettle: Article) -> None:
    item = item_with(draft(kettle), "directly after “Unplug the kettle at the wall”")
    assert item.answer == "Open the lid with a cloth"
    assert item.source == "Open the lid with a cloth."
    steps = set(re.findall(r"^\d\. (.*)\.$", KETTLE, re.MULTILINE))
    assert set(item.wrong) <= steps - {item.answer, "Unplug the kettle at the wall"}


def test_numbered_clauses_are_no_steps(tmp_path: Path) -> None:
    clauses = "1. The key is red.\n2. The lock is blue.\n3. The door is grey.\n4. The bell is loud.\n"
    assert not draft(read(f"# House\n\n## Rules\n\n{clauses}", tmp_path)).items


def test_what_is_forbidden_stands_among_what_is_to_be_done(kettle: Article) -> None:
    item = item_with(draft(kettle), "kettle: Descaling” forbid")
    assert item.answer == "Heat the kettle without water"
    assert not any(re.search(r"\b(?:not|never)\b", option, re.IGNORECASE) for option in item.wrong)


def test_what_is_to_be_avoided_does_not_stand_beside_what_is_forbidden(tmp_path: Path) -> None:
    text = KETTLE.replace("Lift the lid with a cloth.", "Avoid the use of vinegar. Lift the lid with a cloth.", 1)
    item = item_with(draft(read(text, tmp_path)), "kettle: Descaling” forbid")
    assert not any(option.startswith("Avoid") for option in item.wrong)


def test_a_label_with_a_word_of_its_text_is_not_asked_for(tmp_path: Path) -> None:
    text = KETTLE.replace("lime that hard water leaves behind", "lime that scales the metal")
    assert not [item for item in draft(read(text, tmp_path)).items if item.answer == "Scale"]


def test_a_member_of_a_list_stands_among_members_of_its_sibling(tmp_path: Path) -> None:
    items = [item for item in draft(read(GARDEN, tmp_path)).items if "list under" in item.question]
    assert items
    autumn = {"leaf rake", "bulb planter", "besom"}
    for item in items:
        own = autumn if "autumn" in item.question else {"dibber and line", "seed trays"}
        assert item.answer in own
        assert not own & set(item.wrong)


def test_a_number_is_asked_for_with_unit_and_section_and_without_reference_marks(kettle: Article) -> None:
    item = item_with(draft(kettle), r"Dissolve ____ g of citric acid in one litre of warm water\.”")
    assert "from the section “Looking after a kettle: Descaling”" in item.question
    assert item.answer == "20"
    assert all(re.fullmatch(r"\d+", option) and option != "20" for option in item.wrong)
    assert find_quote(kettle, item.source)


def test_a_range_is_blanked_as_a_whole_among_ranges(kettle: Article) -> None:
    item = item_with(draft(kettle), r"in the kettle for ____ minutes")
    assert item.answer == "15 to 20"
    for option in item.wrong:
        low, high = map(int, option.split(" to "))
        assert low < high
        assert high <= 15 or low >= 20


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("Guests may stay for three weeks at most in summer.", ["three"]),
        ("Answers are given within forty-eight hours by the office.", ["forty-eight"]),
        ("Breakfast is served in the hall until 9.30 am on Sundays.", ["9.30"]),
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
        ("- A report of the house for the last three weeks.", []),
        ("- Each report of the house covers three weeks.", ["three"]),
        ("A lamp of 60 watts for five hours uses 300 units of power.", []),
        ("Guests leave bags in two places, namely the hall and the loft.", []),
    ],
)
def test_a_number_is_asked_for_unless_something_tells_it(sentence: str, keys: list[str], tmp_path: Path) -> None:
    assert numbers_on(sentence, tmp_path) == keys


def test_times_of_the_day_stand_among_near_ones(tmp_path: Path) -> None:
    text = "# House\n\n## Meals\n\nBreakfast is served in the hall until 9.30 am on Sundays.\n"
    (item,) = draft(read(text, tmp_path)).items
    assert set(item.wrong) <= {"7.30", "8.30", "10.30", "11.30"}


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


KITCHENS = """# Two kitchens

## Fridge

### Allowed

- butter
- opened jars
- cooked rice

### Not allowed

- raw fish
- leaking boxes
- hot soup

## Freezer

### Allowed

- ice cubes
- green peas
- white bread

### Not allowed

- eggs in shells
- glass bottles

## Cleaning

### Do

- Empty the bins at night.
- Wipe the tables with a clean cloth.
- Wash the cloths once a day.

### Do not

- Do not leave dirty cloths overnight.
- Do not stack wet plates, but you can stack dry bowls.
- Staff may not need a new apron each day.
- Do not ignore the smell of gas.
- Do not use dirty cloths for the plates.

## Notes

Wipe the shelf within 20 minutes of a spill.

## Notes

Wipe the floor within 30 minutes of a spill.
"""


@pytest.fixture
def kitchens(tmp_path: Path) -> tuple[Item, ...]:
    return draft(read(KITCHENS, tmp_path)).items


def test_a_heading_that_is_repeated_general_or_a_verdict_is_named_with_the_one_above(
    kitchens: tuple[Item, ...],
) -> None:
    named = {item.question.split("“")[1].partition("”")[0] for item in kitchens if "list under" in item.question}
    assert named >= {"Fridge: Allowed", "Fridge: Not allowed", "Freezer: Not allowed"}
    assert not [item for item in kitchens if "of a spill" in item.source], "nothing tells the two notes apart"


def test_only_whole_bans_are_asked_for_and_their_section_is_not_called_by_a_verdict(
    kitchens: tuple[Item, ...],
) -> None:
    bans = [item for item in kitchens if "forbid" in item.question]
    assert [item.answer for item in bans] == ["Leave dirty cloths overnight"]
    assert bans[0].question == "Which of these does the section “Two kitchens: Cleaning” forbid?"
    assert set(bans[0].wrong) <= {
        "Empty the bins at night",
        "Wipe the tables with a clean cloth",
        "Wash the cloths once a day",
    }


def test_prices_stand_among_prices_of_similar_size_and_form_or_are_not_asked_for(tmp_path: Path) -> None:
    rows = (
        "| Towel | £2.00 |\n| Hall | £46.00 |\n| Party | £135.00 |\n| Court | £52.00 |\n| Sauna | £11 (off-peak £8) |\n"
    )
    table = f"# Club\n\n## Hire charges of rooms\n\n| Thing | Price |\n|---|---|\n{rows}"
    items = draft(read(table, tmp_path)).items
    assert {item.answer: set(item.wrong) for item in items} == {
        "£46.00": {"£52.00", "£135.00"},
        "£52.00": {"£46.00", "£135.00"},
        "£135.00": {"£46.00", "£52.00"},
    }


def test_a_label_whose_values_tell_what_it_is_is_not_asked_for(tmp_path: Path) -> None:
    rows = "- Call sign: Delta Juliette four\n- Vessel type: sailing sloop with one mast\n"
    rows += "- Hull colour: cream with green stripes\n"
    items = draft(read(f"# Boat\n\n## About the boat\n\n{rows}- Owner: the harbour club of Dover\n", tmp_path)).items
    assert {item.answer for item in items} == {"Call sign", "Owner"}


def test_a_numbered_list_of_advice_is_no_procedure(tmp_path: Path) -> None:
    advice = "1. Keep the area clean.\n2. Follow the rules of the house.\n3. Train the staff.\n4. Open the box.\n"
    assert not draft(read(f"# House\n\n## Receiving food\n\n{advice}", tmp_path)).items


def test_instructions_and_what_names_its_own_list_are_no_members(tmp_path: Path) -> None:
    lists = "### Round tubes\n\n- Cap the tubes\n- Autoclave.\n- lids of round tubes\n- red racks\n\n"
    lists += "### Flat tubes\n\n- Fill the jar\n- Autoclave.\n- covers of flat tubes\n- blue foil\n- grey tape\n"
    items = draft(read(f"# Lab\n\n## Supplies\n\n{lists}", tmp_path)).items
    assert {item.answer for item in items} <= {"red racks", "blue foil", "grey tape"}
    assert not [option for item in items for option in item.wrong if "Autoclave" in option or "tubes" in option]


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


def test_a_reworded_item_keeps_its_sentence_from_being_asked_again(kettle: Article) -> None:
    first = draft(kettle).items
    reworded = tuple(replace(item, question="Reworded?", answer="Reworded") for item in first)
    assert not {item.source for item in draft(kettle, taken=reworded).items} & {item.source for item in first}
