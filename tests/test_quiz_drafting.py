"""Drafts of items on articles."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.checking import check_item
from bot.quiz.drafting import Drafting, draft
from bot.quiz.item import Item, Status
from bot.quiz.quotes import find_quote
from corpus import Article, Paragraph, Section, read_articles

PLANTS = """# Garden plants

Common pigments of garden plants include melatonin, carotene, anthocyanin and lutein. Growers prize all of it.

Foxglove leaves were the first source of digitoxin. Willow bark gave doctors salicylic acid in 1828.
Heavy feeders such as maize, celery and spinach deplete nitrogen.

Poor soils are short of phosphate and magnesium. Potassium strengthens the stems of garden plants.
Sulfate strips the leaves of calcium in acid ground.
"""

VITAMINS = """# Vitamins

Vitamins are organic.

## Kinds

### Niacin

It widens the blood vessels of the skin within minutes.

### Riboflavin

It is administered in order to prevent attacks of migraine.

### Thiamine

Beriberi follows a diet of polished rice in Asian ports. Thiamine is given to restore nerve conduction.

### Biotin

Raw eggs bind biotin. Hairdressers recommend biotin to thicken brittle nails.


### Cobalamin

Fish and liver hold plenty of cobalamin. A balanced diet serves to cover daily requirements.
Fortified flour helps to feed growing children.
"""

TOWN = """# Millbrook

Millbrook became an incorporated city in 1885. Millbrook has 76 bridges over brooks and canals.

The Old Mill Theatre was built by John Carter in 1902 for the glassworkers. Elizabeth Stone painted ferries.

Frank Howard founded the first newspaper of Ashford County, the Millbrook Herald.

A fire destroyed the harbour in 1911, and Robert Lane led the brigade. Mary Fields wrote a ballad on the flames.

The Grand Theatre stands empty. Peter Wells once sang at the Royal Theatre. The Star Theatre burned to ashes in 1923.

Three trams run to Ashford. Each tram carries 40 passengers to Ashford.
"""


KETTLE = """# Looking after a kettle

A kettle heats water by means of a metal coil.

## Descaling

Dissolve 20 g of citric acid in one litre of warm water. Leave the solution in the kettle for 15 to 20 minutes.
Rinse it well to be safe. Descale the kettle once a month to keep the coil bright.

## Filters

Carbon filters remove chlorine from tap water. Mesh filters hold back flakes of lime in the spout.
Ceramic filters catch bacteria for five years. Lift the lid with a cloth to avoid burns.

Turn the bag by 40 degrees.

- Mugs hold about 300 ml of tea.
- Tilt the jug slowly to empty the basin.
"""


def read(text: str, folder: Path, name: str = "one.md") -> Article:
    (folder / name).write_text(text, encoding="utf-8")
    return read_articles(folder)[0]


@pytest.fixture
def town(tmp_path: Path) -> Article:
    return read(TOWN, tmp_path)


@pytest.fixture
def vitamins(tmp_path: Path) -> Article:
    return read(VITAMINS, tmp_path)


@pytest.fixture
def kettle(tmp_path: Path) -> Article:
    return read(KETTLE, tmp_path)


def item_with(drafting: Drafting, pattern: str) -> Item:
    found = [item for item in drafting.items if re.search(pattern, item.question)]
    assert found, [item.question for item in drafting.items]
    return found[0]


def sentence_in(text: str, folder: Path) -> Article:
    """The town's article with one more sentence."""
    return read(f"{TOWN}\n{text}\n", folder)


def drafts_on(text: str, article: Article) -> list[Item]:
    return [item for item in draft(article).items if item.source in text]


def test_a_subject_is_asked_for_by_what_the_article_says_of_it(article: Article) -> None:
    item = item_with(draft(article), "suppress the production of serotonin")
    assert item.question.startswith("Which of these may suppress")
    assert item.answer == "Magnesium"
    assert "Niacin" in item.wrong


def test_a_person_is_asked_for_by_who(town: Article) -> None:
    item = item_with(draft(town), "^Who founded the first newspaper")
    assert item.answer == "Frank Howard"
    assert set(item.wrong) <= {"John Carter", "Elizabeth Stone", "Robert Lane", "Mary Fields", "Peter Wells"}


def test_a_name_is_blanked_and_names_of_its_type_stand_beside_it(town: Article) -> None:
    item = item_with(draft(town), r"was built by ____ in 1902")
    assert item.answer == "John Carter"
    assert set(item.wrong) <= {"Elizabeth Stone", "Frank Howard", "Robert Lane", "Mary Fields", "Peter Wells"}


def test_names_of_one_kind_may_share_the_word_for_it(town: Article) -> None:
    item = item_with(draft(town), r"Which of these was built by John Carter")
    assert item.answer == "The Old Mill Theatre"
    assert all(option.endswith("Theatre") for option in item.wrong)


def test_a_year_is_blanked_and_years_of_the_article_come_first(town: Article) -> None:
    item = item_with(draft(town), r"incorporated city in ____")
    assert item.answer == "1885"
    assert all(re.fullmatch(r"1\d{3}", option) for option in item.wrong)
    assert "1902" in item.wrong


def test_a_number_is_blanked_with_its_unit_in_the_question(town: Article) -> None:
    item = item_with(draft(town), r"Millbrook has ____ bridges")
    assert item.answer == "76"
    assert all(option.isdigit() and option != "76" for option in item.wrong)


def test_numbers_that_other_numbers_meet_too_are_not_blanked(tmp_path: Path) -> None:
    text = "Millbrook has more than 90 wells in the valley."
    assert not [item for item in drafts_on(text, sentence_in(text, tmp_path)) if item.answer == "90"]


def test_a_substance_is_blanked_and_substances_stand_beside_it(article: Article) -> None:
    item = item_with(draft(article), r"can reduce ____, which is key")
    assert item.answer == "homocysteine"
    assert "serotonin" in item.wrong


def test_a_member_of_a_list_is_asked_for(tmp_path: Path) -> None:
    drafting = draft(read(PLANTS, tmp_path))
    item = item_with(drafting, "which of these")
    assert item.question == "According to the article, common pigments of garden plants include which of these?"
    assert item.answer in {"melatonin", "carotene", "anthocyanin", "lutein"}
    assert not {"melatonin", "carotene", "anthocyanin", "lutein"} & set(item.wrong)


def test_a_purpose_is_asked_for_among_purposes(vitamins: Article) -> None:
    item = item_with(draft(vitamins), "for what purpose is thiamine given")
    assert item.answer == "To restore nerve conduction"
    assert all(option.startswith("To ") for option in item.wrong)


def test_it_at_the_start_of_a_section_is_what_the_heading_says(vitamins: Article) -> None:
    item = item_with(draft(vitamins), "is administered in order to prevent attacks of migraine")
    assert item.answer == "Riboflavin"
    assert item.source == "It is administered in order to prevent attacks of migraine."
    assert item.topic == "Riboflavin"


def test_a_quantity_of_an_instruction_is_blanked(kettle: Article) -> None:
    item = item_with(draft(kettle), r"Dissolve ____ g of citric acid")
    assert item.answer == "20"
    assert all(re.fullmatch(r"\d+", option) and option != "20" for option in item.wrong)


def test_a_range_is_blanked_as_a_whole_among_ranges(kettle: Article) -> None:
    item = item_with(draft(kettle), r"in the kettle for ____ minutes")
    assert item.answer == "15 to 20"
    for option in item.wrong:
        low, high = map(int, option.split(" to "))
        assert low < high


def test_a_number_in_words_stands_among_numbers_in_words(kettle: Article) -> None:
    item = item_with(draft(kettle), r"bacteria for ____ years")
    assert item.answer == "five"
    assert set(item.wrong) <= {"two", "three", "four", "six", "seven", "eight", "ten"}


@pytest.mark.parametrize(
    ("text", "asked"), [("Use up to 90 jugs a day.", True), ("Hotels use up to 90 jugs a day.", False)]
)
def test_a_bound_is_blanked_only_where_it_is_asked_for(text: str, asked: bool, tmp_path: Path) -> None:
    article = read(f"{KETTLE}\n{text}\n", tmp_path)
    assert bool([item for item in drafts_on(text, article) if item.answer == "90"]) is asked


def test_a_word_of_a_closed_field_is_blanked_among_its_neighbours(kettle: Article) -> None:
    item = item_with(draft(kettle), r"once a ____")
    assert item.answer == "month"
    assert set(item.wrong) <= {"hour", "day", "week", "year"}


def test_a_sentence_with_two_words_of_a_field_does_not_blank_one(tmp_path: Path) -> None:
    text = "Change the cloth every week or every month in damp rooms."
    assert not [i for i in drafts_on(text, read(f"{KETTLE}\n{text}\n", tmp_path)) if i.answer in {"week", "month"}]


def test_temperatures_stand_among_near_ones(tmp_path: Path) -> None:
    text = "Water the tea bushes with water of 40 °C in winter."
    (item,) = [i for i in drafts_on(text, read(f"{KETTLE}\n{text}\n", tmp_path)) if i.answer == "40"]
    assert all(30 <= int(option) <= 50 for option in item.wrong)


def test_what_an_instruction_is_for_is_blanked(kettle: Article) -> None:
    item = item_with(draft(kettle), r"Tilt the jug slowly to ____")
    assert item.answer == "empty the basin"
    assert set(item.wrong) <= {"keep the coil bright", "avoid burns"}


def test_kinds_of_the_same_stand_beside_each_other(kettle: Article) -> None:
    item = item_with(draft(kettle), r"Which of these remove chlorine from tap water")
    assert item.answer == "Carbon filters"
    assert set(item.wrong) == {"Mesh filters", "Ceramic filters"}


def test_the_section_is_named_where_an_instruction_speaks_of_its_things(kettle: Article) -> None:
    item = item_with(draft(kettle), r"Turn the bag by ____ degrees")
    assert item.question.startswith("Complete the sentence from the section “Filters”: ")


def test_an_item_of_a_list_is_quoted_without_its_bullet(kettle: Article) -> None:
    assert item_with(draft(kettle), "hold about ____ ml").source == "Mugs hold about 300 ml of tea."


def test_a_pronoun_before_any_noun_is_unresolved(kettle: Article) -> None:
    assert not [item for item in draft(kettle).items if item.source.startswith("Rinse it")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It was rebuilt by George Miller in 1931 with red bricks.", "unresolved reference"),
        ("The works that these bakers praise are by George Miller of 1931.", "unresolved reference"),
        ("George Miller opened his bakery beside Ashford Road in 1931.", "unresolved reference"),
        ("The committee elected George Miller as chairman in 1931.", "vague subject"),
        ("Many people admired George Miller for baking in 1931.", "vague subject"),
        ("Millbrook never elected George Miller as mayor in 1931.", "negated"),
        ("Some believe that George Miller burned the mill in 1931.", "hedged or reported"),
        ("Did George Miller burn the mill of Millbrook in 1931?", "no whole sentence"),
        ("- George Miller, baker of Millbrook in the year 1931.", "no whole sentence"),
        ("Millbrook grew by the formula x = 2 + 3 of George Miller in 1931.", "brackets or formulas"),
        (f"Millbrook honoured George Miller in 1931{' and the bakers of the town' * 6}.", "sentence too long"),
    ],
)
def test_a_sentence_that_does_not_stand_for_itself_is_dropped(text: str, reason: str, tmp_path: Path) -> None:
    before = draft(read(TOWN, tmp_path)).dropped.get(reason, 0)
    article = sentence_in(text, tmp_path)
    assert draft(article).dropped[reason] == before + 1
    assert not drafts_on(text, article)


def test_what_the_article_says_of_the_subject_elsewhere_is_no_distractor(tmp_path: Path) -> None:
    text = TOWN.replace("Peter Wells once sang", "Peter Wells founded a newspaper of Ashford County, and sang")
    item = item_with(draft(read(text, tmp_path)), "^Who founded the first newspaper")
    assert "Peter Wells" not in item.wrong


def test_too_few_distractors_make_no_item(tmp_path: Path) -> None:
    drafting = draft(
        read("# Millbrook\n\nThe bridge of Millbrook was built by John Carter for glassworkers.\n", tmp_path)
    )
    assert not drafting.items
    assert drafting.dropped["too few distractors"]


def test_works_cited_and_connectives_are_left_out_of_the_question_only(tmp_path: Path) -> None:
    text = "However, the ferry of Millbrook (a steamer) was built by George Miller for glassworkers [3, 4]."
    item = next(item for item in drafts_on(text, sentence_in(text, tmp_path)) if item.answer == "George Miller")
    assert item.question.endswith("“The ferry of Millbrook was built by ____ for glassworkers.”")
    assert item.source == text


def test_a_side_clause_is_left_out_of_question_and_quote(tmp_path: Path) -> None:
    text = "The iron ferry of Millbrook was built by George Miller for glassworkers, although they seldom used it."
    item = next(item for item in drafts_on(text, sentence_in(text, tmp_path)) if item.answer == "George Miller")
    assert item.question.endswith("for glassworkers …”")
    assert item.source == "The iron ferry of Millbrook was built by George Miller for glassworkers"


def test_items_on_one_sentence_are_enemies(town: Article) -> None:
    items = draft(town).items
    for item in items:
        assert set(item.enemies) == {o.id for o in items if o.source == item.source and o.id != item.id}
        assert len(item.enemies) < 2
    assert any(item.enemies for item in items)


def test_no_item_is_proposed_again(town: Article) -> None:
    first = draft(town).items
    again = draft(town, taken=first)
    assert not {item.question for item in again.items} & {item.question for item in first}
    assert not {item.id for item in again.items} & {item.id for item in first}
    reworded = tuple(replace(item, question="Reworded?") for item in first)
    answered = {(item.source, item.answer) for item in first}
    assert not {(item.source, item.answer) for item in draft(town, taken=reworded).items} & answered


def test_a_limit_keeps_the_best(town: Article) -> None:
    drafting = draft(town, limit=2)
    assert len(drafting.items) == 2
    assert {item.question for item in drafting.items} <= {item.question for item in draft(town).items}
    assert drafting.dropped["over the limit"]
    assert not draft(town, limit=0).items


def test_the_same_article_gives_the_same_items(article: Article, town: Article) -> None:
    for one in (article, town):
        assert draft(one) == draft(one)


def test_drafts_pass_the_checks_and_quote_word_for_word(
    article: Article, town: Article, vitamins: Article, kettle: Article
) -> None:
    for one in (article, town, vitamins, kettle):
        items = draft(one).items
        assert items
        assert len({item.id for item in items}) == len(items)
        for item in items:
            assert find_quote(one, item.source)
            assert not check_item(item, one)
            assert item.status is Status.DRAFT
            assert re.fullmatch(r"[a-z0-9-]+", item.id)
            assert len(item.options) in {3, 4}


def test_works_cited_are_not_asked_about(article: Article) -> None:
    references = " ".join(article.text[p.start : p.end] for p in article.references())
    assert references
    assert not [item for item in draft(article).items if item.source in references]


WORDS = st.sampled_from(
    "The Niacin Warsaw in 1816 5% is was used to such as , . ( ) [1] “ ” / ____ It and 30 km of".split()
)


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_can_be_drafted_on(text: str) -> None:
    paragraph = Paragraph(1, 0, len(text))
    article = Article("any", "Niacin in Warsaw", text, (Section((), (paragraph,)),))
    for item in draft(article).items:
        assert find_quote(article, item.source)
