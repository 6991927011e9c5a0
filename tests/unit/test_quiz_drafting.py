"""Drafts of items on articles."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.checking import check_item
from bot.authoring.drafting import Drafting, draft
from bot.authoring.item import Item, Status
from bot.authoring.quotes import find_quote
from corpus import Article, Paragraph, Section, read_articles

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
Ceramic filters catch bacteria. Change a kettle filter after five years. Lift the lid with a cloth to avoid burns.

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
        assert high <= 15 or low >= 20


def test_a_number_in_words_stands_among_numbers_in_words(kettle: Article) -> None:
    item = item_with(draft(kettle), r"after ____ years")
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
    text = KETTLE.replace("Mesh filters hold back flakes of lime", "Mesh filters hold back chlorine")
    drafting = draft(read(text, tmp_path))
    assert not [item for item in drafting.items if "remove chlorine" in item.question]


def test_too_few_distractors_make_no_item(tmp_path: Path) -> None:
    text = "# Kettles\n\nCarbon filters remove chlorine from tap water.\n\nMesh filters rust.\n"
    drafting = draft(read(text, tmp_path))
    assert not drafting.items
    assert drafting.dropped["too few distractors"]


def test_works_cited_and_connectives_are_left_out_of_the_question_only(tmp_path: Path) -> None:
    text = "However, the ferry of Millbrook (a steamer) was built by George Miller in 1908 for glassworkers [3, 4]."
    item = next(item for item in drafts_on(text, sentence_in(text, tmp_path)) if item.answer == "1908")
    assert item.question.endswith("“The ferry of Millbrook was built by George Miller in ____ for glassworkers.”")
    assert item.source == text


def test_a_side_clause_is_left_out_of_question_and_quote(tmp_path: Path) -> None:
    text = "The iron ferry of Millbrook was built in 1908 for glassworkers, although they seldom used it."
    item = next(item for item in drafts_on(text, sentence_in(text, tmp_path)) if item.answer == "1908")
    assert item.question.endswith("for glassworkers …”")
    assert item.source == "The iron ferry of Millbrook was built in 1908 for glassworkers"


def test_a_sentence_is_asked_about_once(town: Article, kettle: Article) -> None:
    for one in (town, kettle):
        drafting = draft(one)
        assert len({item.source for item in drafting.items}) == len(drafting.items)
        assert not any(item.enemies for item in drafting.items)
    assert draft(kettle).dropped["sentence asked about already"]


@pytest.mark.parametrize(
    "text",
    [
        "Tension with Ashford led to a strike of bakers in 1931.",
        "Of the original 390 settlers in Millbrook, many had died.",
        "Over the past 6000 years, 80 floods have occurred.",
        "As of August 1931, Millbrook had 214 bakeries.",
        "Bread of Millbrook can be frozen for three months.",
        "Millbrook saw 12 strikes between 1921 and 1929. rebelled against bakers.",
        "and Millbrook closed 12 bakeries.",
        "The brook parts Millbrook into three quarters, north, east and west.",
        "A further 12 bridges belong to Millbrook.",
        "George Miller baked rolls for Peter Wells.",
        "The Grand Theatre was the home of Robert Lane.",
    ],
)
def test_what_does_not_stand_for_itself_or_is_true_of_others_is_not_asked(text: str, tmp_path: Path) -> None:
    assert not drafts_on(text, sentence_in(text, tmp_path))


def test_what_two_sentences_tell_is_asked_once(tmp_path: Path) -> None:
    text = f"{TOWN}\nMillbrook opened a grand public harbour in 1907.\n\n{'Ferries crossed. ' * 5}\n\n"
    items = draft(read(f"{text}The grand public harbour of Millbrook opened in 1907.\n", tmp_path)).items
    assert len([item for item in items if item.answer == "1907"]) == 1


@pytest.mark.parametrize(
    "text", ["If you boil tea every day, descale the kettle daily.", "Tea parties take place every year."]
)
def test_how_often_is_asked_of_instructions_that_do_not_tell_it(text: str, tmp_path: Path) -> None:
    assert not drafts_on(text, read(f"{KETTLE}\n{text}\n", tmp_path))


def test_what_is_true_of_others_too_is_not_asked_of_kinds(tmp_path: Path) -> None:
    text = KETTLE.replace("Carbon filters remove", "Carbon filters also remove")
    drafting = draft(read(text, tmp_path))
    assert drafting.dropped["true of others too"]
    assert not [item for item in drafting.items if "remove chlorine" in item.question]


def test_no_item_is_proposed_again(town: Article) -> None:
    first = draft(town).items
    again = draft(town, taken=first)
    assert not {item.question for item in again.items} & {item.question for item in first}
    assert not {item.id for item in again.items} & {item.id for item in first}
    reworded = tuple(replace(item, question="Reworded?", answer="Reworded") for item in first)
    assert not {item.source for item in draft(town, taken=reworded).items} & {item.source for item in first}


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


def test_a_purpose_stands_beside_the_purposes_of_other_things(tmp_path: Path) -> None:
    article = written(
        tmp_path,
        "# Garden tools\n\nThe dibber is used to make holes for seedlings.\n\n"
        "Secateurs are used to cut thin branches.\n\nThe edging knife is used to trim lawns.\n\n"
        "A besom is used to sweep up leaves.\n",
    )
    questions = {item.question: item for item in draft(article).items}
    item = next(item for question, item in questions.items() if question.endswith("used for?"))
    assert all(option.startswith("to ") for option in item.options)
    assert item.answer.removeprefix("to ") in item.source


def test_a_member_of_a_list_stands_beside_members_of_lists_of_the_same_sort(tmp_path: Path) -> None:
    article = written(
        tmp_path,
        "# Migraine\n\nEarly symptoms include yawning, thirst and hunger.\n\n"
        "Late symptoms include nausea, dizziness and vomiting.\n",
    )
    items = [item for item in draft(article).items if item.question.endswith("include which of these?")]
    assert items
    for item in items:
        own = (
            {"yawning", "thirst", "hunger"} if "early" in item.question.lower() else {"nausea", "dizziness", "vomiting"}
        )
        assert item.answer in own
        assert not own & set(item.wrong)


def written(folder: Path, text: str) -> Article:
    (folder / "article.md").write_text(text)
    return read_articles(folder)[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "Glue about 95 in 100 joints with hot wax.",
        "Lean the wall in by 10 cm for every 60 cm, which is one in six.",
        "Tie two poles to each other with 40 knots and keep both dry.",
    ],
)
def test_a_number_that_the_rest_of_the_sentence_tells_is_not_asked_for(tmp_path: Path, sentence: str) -> None:
    article = written(tmp_path, f"# Building walls\n\n{sentence}\n\nLet the wall dry for 12 days.\n")
    asked = {item.answer for item in draft(article).items if item.source == sentence}
    assert asked <= {"40"}


def test_the_key_has_no_place_of_its_own_among_numbers(tmp_path: Path) -> None:
    ranks = set()
    for minutes in range(12, 60, 3):
        article = written(tmp_path, f"# Green tea\n\nSteep the leaves for {minutes} minutes in a covered pot.\n")
        for item in draft(article).items:
            if item.answer.isdigit():
                ranks.add(sorted(map(int, item.options)).index(int(item.answer)))
    assert len(ranks) >= 3


def test_the_stem_names_the_article(tmp_path: Path) -> None:
    article = written(tmp_path, "# Cork\n\nOne cubic centimetre holds roughly 40 million cells.\n")
    assert all("the article “Cork”" in item.question for item in draft(article).items)
    assert draft(article).items
