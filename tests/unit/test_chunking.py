"""Passages are slices of the article, of whole sentences, within one section, 40 to 120 words."""

from hypothesis import given
from hypothesis import strategies as st

from corpus import Article
from corpus.formats.text.plain import read_text
from corpus.structure import build
from index.chunking import MAX_WORDS, MIN_WORDS, split_article

SENTENCE = st.lists(st.sampled_from(["tea", "is", "hot", "B12", "e.g.", "(leaf)"]), min_size=1, max_size=40).map(
    lambda words: " ".join(["The", *words]) + "."
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=12).map(" ".join)
TEXT = st.lists(PARAGRAPH | st.just("A heading"), min_size=1, max_size=8).map("\n\n".join)


def article_of(text: str) -> Article:
    article = build("tea", read_text(f"Tea\n\n{text}\n\nThe end is here.\n"))
    assert article is not None
    return article


@given(TEXT)
def test_passages_are_exact_slices_that_cover_every_paragraph(text: str) -> None:
    article = article_of(text)
    passages = split_article(article)
    for passage in passages:
        assert passage.text == article.text[passage.start : passage.start + len(passage.text)]
        assert passage.sentences[0][0] == 0
        assert passage.sentences[-1][1] == len(passage.text)
    shown = " ".join(" ".join(passage.text for passage in passages).split())
    assert shown == " ".join(" ".join(article.text[p.start : p.end] for p in article.paragraphs()).split())


@given(TEXT)
def test_passages_stay_within_their_section_and_length(text: str) -> None:
    article = article_of(text)
    sections = {paragraph.number: section for section in article.sections for paragraph in section.paragraphs}
    for passage in split_article(article):
        citation = passage.citation
        assert {sections[n].path for n in range(citation.paragraph, citation.last_paragraph + 1)} == {citation.section}
        assert len(passage.text.split()) <= MAX_WORDS or len(passage.sentences) == 1


def test_a_long_paragraph_is_cut_into_parts_of_about_equal_length() -> None:
    sentences = " ".join(f"Sentence number {n} has just eight words here." for n in range(30))
    sizes = [len(passage.text.split()) for passage in split_article(article_of(sentences))][:-1]
    assert len(sizes) == 2
    assert max(sizes) - min(sizes) <= 8 + len("The end is here.".split())


def test_a_short_paragraph_is_joined_to_the_next_of_its_section(article: Article) -> None:
    passages = {passage.citation.paragraph: passage for passage in split_article(article)}
    assert passages[3].citation.last_paragraph == 4
    assert passages[3].citation.label.endswith("¶ 3–4 (23 Nov 2015)")


def test_the_link_marks_the_passage_by_its_first_and_last_words() -> None:
    text = "A well-known tea, green or black, is made from leaves that grow far up in the hills."
    article = build("tea", read_text(f"Tea\nURL: https://example.org/tea#top\n\n{text}\n"))
    assert article is not None
    assert split_article(article)[0].citation.url == (
        "https://example.org/tea#:~:text=A%20well%2Dknown%20tea%2C%20green%20or,far%20up%20in%20the%20hills."
    )


def test_a_short_section_stays_by_itself(article: Article) -> None:
    riboflavin = next(p for p in split_article(article) if "Riboflavin (B2)" in p.citation.section)
    assert len(riboflavin.text.split()) < MIN_WORDS
    assert not riboflavin.text.startswith("Riboflavin")


def test_the_citation_of_the_shipped_article_reads_as_agreed(article: Article) -> None:
    glutathione = next(p for p in split_article(article) if "Glutathione" in p.citation.section)
    assert glutathione.citation.label == (
        "IV Treatment of Migraines › Intravenous nutrition › Glutathione, ¶ 12 (23 Nov 2015)"
    )
