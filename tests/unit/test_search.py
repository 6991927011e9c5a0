"""The right passage comes first, scores and confidence behave, and nothing is returned for nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, read_articles
from index import Index, RankingWeights
from index.language.synonyms import Rule
from tests.paths import DATA

ARTICLES_OF_TESTS = DATA / "articles"


@pytest.fixture(scope="module")
def index(article: Article) -> Index:
    return Index.build([article])


@pytest.fixture(scope="module")
def library(article: Article) -> Index:
    return Index.build([article, *read_articles(ARTICLES_OF_TESTS)])


@pytest.mark.parametrize(
    ("question", "snippet"),
    [
        ("What is glutathione?", "an enzyme complex"),
        ("What is a migraine?", "result from a biochemical"),
        ("what is migraine", "result from a biochemical"),
        ("What is vitamin B2 for?", "prevent the development"),
        ("magnesum", "great vasodilator"),
        ("What helps against throwing up?", "vomiting"),
        ("Who is Buscher?", "David Buscher"),
    ],
)
def test_the_right_passage_comes_first(index: Index, question: str, snippet: str) -> None:
    assert snippet in index.search(question)[0].passage.text


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Which mineral is a vasodilator?", "This mineral is a great vasodilator"),
        ("Does magnesium help with depression?", "Intravenous administration of magnesium also works"),
        ("Who can benefit despite malabsorption?", "This allows even people with malabsorption"),
        ("What is glutathione?", "Patients who suffer"),
    ],
)
def test_the_best_sentence_is_the_one_that_answers(index: Index, question: str, sentence: str) -> None:
    hit = index.search(question)[0]
    assert hit.passage.text[slice(*hit.best_sentence)].startswith(sentence)


@pytest.mark.parametrize("question", ["", "?", "🍕🍕🍕", "the of and", "what is it", "xyzzy", "why"])
def test_a_question_that_matches_nothing_finds_nothing(index: Index, question: str) -> None:
    assert index.search(question) == []


def test_headings_are_searched_but_not_quoted(index: Index) -> None:
    hit = index.search("riboflavin")[0]
    assert "Riboflavin" in hit.passage.citation.section[-1]
    assert "Riboflavin" not in hit.passage.text


def test_matches_mark_the_words_asked_for_and_their_synonyms(index: Index) -> None:
    hit = index.search("throwing up and nausea")[0]
    assert {hit.passage.text[start:end] for start, end in hit.matches} == {"nausea", "vomiting"}


def test_an_empty_index_finds_nothing() -> None:
    assert Index.build([]).search("anything at all") == []
    assert Index.build([]).unknown_words(Index.build([]).parse("botox")) == ["botox"]


def test_hits_come_best_first_and_as_many_as_asked_for(index: Index) -> None:
    hits = index.search("magnesium migraine intravenous", limit=4)
    assert len(hits) == 4
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_searching_one_article_is_searching_its_own_index(library: Index, article: Article) -> None:
    alone = Index.build([article])
    for question in ("What is niacin?", "how is the dough folded"):
        assert library.search(question, article=article.slug) == alone.search(question)
    assert library.search("dough", article="no-such-article") == []


def test_in_a_library_the_right_article_answers(library: Index) -> None:
    for question, slug in (
        ("What is glutathione?", "iv-treatment-of-migraines"),
        ("What is autolyse?", "sourdough-bread"),
        ("How do I clean the chain?", "bicycle-maintenance"),
    ):
        assert library.search(question)[0].passage.citation.article == slug


def test_a_word_with_synonyms_is_read_by_them_only_where_an_article_lacks_it() -> None:
    articles = read_articles(ARTICLES_OF_TESTS)
    rules = [Rule(("starter",), (("tyre",),))]
    hits = Index.build(articles, rules).search("starter", limit=20)
    assert {hit.passage.citation.article for hit in hits} == {"sourdough-bread", "bicycle-maintenance"}
    alone = Index.build([a for a in articles if a.slug == "sourdough-bread"], rules).search("starter", limit=20)
    assert all("tarter" in hit.passage.text + str(hit.passage.citation.section) for hit in alone)


def test_a_rule_with_an_arrow_replaces_the_word() -> None:
    articles = read_articles(ARTICLES_OF_TESTS)
    replaced = Index.build(articles, [Rule(("starter",), (("tyre",),), replaces=True)])
    assert replaced.search("starter")[0].passage.citation.article == "bicycle-maintenance"


def test_an_off_topic_question_has_little_confidence_and_a_plain_one_much(index: Index) -> None:
    sure = index.search("What is glutathione?")[0].confidence
    unsure = max((hit.confidence for hit in index.search("Who won the World Cup in 2018?")), default=0)
    assert unsure < 0.1
    assert sure > 0.9


def test_a_missing_telling_word_lowers_the_confidence_and_is_named(index: Index) -> None:
    question = index.parse("Does botox help with migraines?")
    assert index.unknown_words(question) == ["botox"]
    assert index.find(question)[0].confidence < 0.5 < index.search("Does magnesium help with migraines?")[0].confidence


def test_a_number_that_is_asked_for_and_is_not_there_lowers_the_confidence(index: Index) -> None:
    assert index.search("How much magnesium is given?")[0].confidence < 0.5
    assert index.search("Is magnesium given?")[0].confidence > 0.5


CLUB = """# Rowing club

The sauna is open to members on winter evenings, and to their guests. The key costs a deposit of 30 euros and is handed
out at the bar. Lockers cost 12 euros a year. They are 40 centimetres wide.
"""


@pytest.mark.parametrize(
    ("question", "is_answered"),
    [
        ("How much do lockers cost?", True),
        ("How wide are the lockers?", True),  # the sentence refers back to the one before
        ("How much does the key cost?", True),
        ("How much does the sauna cost?", False),
        ("How much do canoes cost?", False),
        ("How much electricity do lockers cost?", False),
    ],
)
def test_a_number_answers_only_together_with_what_it_is_asked_of(
    write: Callable[[str, str | bytes], Path], question: str, is_answered: bool
) -> None:
    club = Index.build(read_articles(write("club/club.md", CLUB).parent))
    assert (club.search(question)[0].confidence > 0.5) == is_answered


@given(st.lists(st.sampled_from(["magnesium", "pain", "women", "sleep", "botox"]), min_size=1, max_size=4))
def test_searching_twice_gives_the_same(index: Index, words: list[str]) -> None:
    assert index.search(" ".join(words)) == index.search(" ".join(words))


def test_parts_of_the_ranking_can_be_left_out(article: Article) -> None:
    plain = RankingWeights(context=0, words=0, pairs=0, letters=0, first_passage=0, spelling=False, synonyms=False)
    index = Index.build([article], weights=plain)
    assert index.search("magnesum") == []
    assert index.search("drip") == []
    assert index.search("niacin")[0].score < Index.build([article]).search("niacin")[0].score


@pytest.mark.parametrize(
    "question",
    [
        "is vitamin D in the formula",
        "how many mg of vitamin C",
        "How many milligrams of magnesium?",
        "Does botox help with migraines?",
        "What are the side effects of magnesium?",
    ],
)
def test_near_misses_that_matter_are_not_answered(index: Index, question: str) -> None:
    assert index.search(question)[0].confidence < 0.5


def test_a_symbol_counts_only_as_it_is_written(index: Index) -> None:
    assert "Magnesium" in index.search("what is Mg good for")[0].passage.citation.section
    assert index.unknown_words(index.parse("how many mg")) == ["mg"]


def test_what_an_article_says_goes_before_what_it_cites(index: Index) -> None:
    assert not index.search("Tell me about intravenous nutrition")[0].passage.is_reference
    assert index.search("Who is Cagle?")[0].passage.is_reference


def test_no_hits_are_found_where_none_are_asked_for(index: Index) -> None:
    assert index.search("niacin", limit=0) == []
