"""A question is read in the light of the articles' words."""

from hypothesis import given
from hypothesis import strategies as st

from corpus import Article
from index import Index


def test_the_repaired_question_is_said_with_everything_else_as_typed(article: Article) -> None:
    question = Index.build([article]).parse("Is MAGNESUM, really, good?")
    assert question.read_as == "Is magnesium, really, good?"


def test_a_question_without_faults_is_read_as_it_is(article: Article) -> None:
    index = Index.build([article])
    for text in ("What is niacin?", "Does botox help?", "Is 5mg of B12 enough?", ""):
        assert index.parse(text).read_as is None


def test_a_lay_phrase_is_one_word_with_the_articles_words_for_it(article: Article) -> None:
    (asked,) = Index.build([article]).parse("throwing up?").asked
    assert asked.typed == "throwing up"
    assert not asked.used
    assert ("vomiting",) in asked.synonyms


def test_a_phrase_is_unknown_though_its_words_are_known_apart(article: Article) -> None:
    (asked,) = Index.build([article]).parse("side effects").asked
    assert not asked.used


def test_only_short_questions_for_what_something_is_want_a_definition(article: Article) -> None:
    index = Index.build([article])
    assert index.parse("What is a migraine?").wants_definition
    assert index.parse("what's glutathione").wants_definition
    assert not index.parse("What was the result?").wants_definition
    assert not index.parse("What is the effect of magnesium on blood vessel spasms?").wants_definition


@given(st.text(max_size=100))
def test_any_text_is_understood_somehow(article: Article, text: str) -> None:
    index = Index.build([article])
    question = index.parse(text)
    assert question.text == text
    for hit in index.find(question):
        assert 0 <= hit.confidence <= 1
        assert hit.score > 0


def test_a_phrase_that_is_mostly_stop_words_is_not_the_word_left_of_it(article: Article) -> None:
    """ "The change" means menopause, though the article speaks of vision changes."""
    (asked,) = Index.build([article]).parse("is it the change?").asked
    assert not asked.used
    assert ("menopause",) in asked.synonyms
