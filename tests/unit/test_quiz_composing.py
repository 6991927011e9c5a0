"""The steps of writing items with help, which each front end draws."""

from datetime import date
from pathlib import Path

import pytest

from bot.authoring.composing import Walk, add_item, approve, edit_item, item_of, retire, waiting_items, write_decision
from bot.authoring.item import Item, Status
from corpus import Article, read_articles

HOUSE = """# Rules of the house

## Keys

A lost key costs £40 and is replaced within three days.

## Meals

Supper is kept for guests until nine hours after noon. Lunch costs £12 for each guest of the house.
"""
TODAY = date(2026, 1, 2)


@pytest.fixture
def house(tmp_path: Path) -> Article:
    (tmp_path / "house.md").write_text(HOUSE, encoding="utf-8")
    return read_articles(tmp_path)[0]


def test_a_walk_goes_on_after_a_sentence_and_passes_over_what_is_quoted(house: Article) -> None:
    walk = Walk.through(house, [])
    keys, supper, lunch = walk.proposals()
    assert list(walk.proposals(keys.sentence.source)) == [supper, lunch]
    assert list(walk.proposals(lunch.sentence.source)) == []
    assert list(walk.proposals("No such sentence.")) == [keys, supper, lunch]
    quoted = Walk.through(house, [item_of(supper, ["ten"])])
    assert [each.sentence for each in quoted.proposals()] == [keys.sentence, lunch.sentence]


def test_words_of_the_sentence_are_asked_for_and_a_question_is_asked_as_it_is_typed(house: Article) -> None:
    walk = Walk.through(house, [])
    proposal = next(walk.proposals())
    other = walk.reworded(proposal, "three days")
    assert other
    assert (other.key, "three days" in other.question, other.choices != ()) == ("three days", False, True)
    own = walk.reworded(proposal, "What does a\nlost key cost?")
    assert own
    assert (own.question, own.key, own.choices) == ("What does a lost key cost?", proposal.key, proposal.choices)
    assert walk.reworded(proposal, "a golden key") is None
    assert walk.reworded(proposal, "  ") is None


def test_the_topic_follows_the_source(house: Article) -> None:
    item = item_of(next(Walk.through(house, []).proposals()), ["£30", "£50"])
    assert item.topic == "Keys"
    moved = edit_item(item, house, source="Lunch costs £12 for each guest of the house.")
    assert (moved.topic, moved.question, moved.wrong) == ("Meals", item.question, item.wrong)
    assert edit_item(item, house, source="Nothing of the article.").topic == "Keys"


def test_what_is_added_twice_is_there_once_and_what_changed_meanwhile_is_not_overwritten(
    house: Article, tmp_path: Path
) -> None:
    path = tmp_path / "house.quiz.yaml"
    item = item_of(next(Walk.through(house, []).proposals()), ["£30", "£50"])
    added = add_item(path, house, item)
    assert add_item(path, house, item) == added
    assert waiting_items([added, approve(added, "Maria", TODAY), retire(added, "Maria", TODAY)]) == [added]
    assert write_decision(path, house, added, approve(added, "Maria", TODAY))
    assert not write_decision(path, house, added, retire(added, "Ben", TODAY))
    other: Item = add_item(path, house, item_of(next(Walk.through(house, []).proposals()), ["£20", "£80"]))
    assert (other.id, other.status) == ("keys-2", Status.DRAFT)
