"""The form of options, and words that are variants."""

from bot.authoring.checking.option_form import form_of, wants_an
from bot.authoring.checking.word_rules import names_of, share_root
from corpus import Article


def test_kin_share_more_than_a_beginning() -> None:
    assert share_root("inflamm", "inflammatori")
    assert not share_root("intraven", "intracellular")
    assert not share_root("concentr", "conceal")


def test_names_that_an_article_explains_are_read_as_one(article: Article) -> None:
    names = names_of(article)
    assert [term.stem for term in names.read("Riboflavin")] == [term.stem for term in names.read("vitamin B2")]
    assert [term.stem for term in names.read("5 mg")] == ["5", "mg"]  # no magnesium


def test_forms_of_options() -> None:
    assert form_of("about half an hour").unit == form_of("2 days").unit == "time"
    assert form_of("Seven to fourteen days").kind == "a number"
    assert {form_of(text).kind for text in ("two small holes", "half charged", "a hot oven", "B2")} == {"a phrase"}
    assert [form_of(text).plural for text in ("blood vessels", "a level of acids", "pain and stress")] == [
        True,
        False,
        None,
    ]
    assert [wants_an(text) for text in ("8 weeks", "80 mg", "European", "uninsulated", "IV drip")] == [
        True, True, False, True, True,
    ]  # fmt: skip
