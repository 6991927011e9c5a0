"""The published page of an article: words as they are, an anchor for each paragraph, nothing that runs."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from pydantic import AnyHttpUrl

from bot.authoring.quotes import find_quote
from bot.errors import BotError
from bot.published import with_pages
from bot.publishing.pages import MADE_BY, make_index, make_page
from bot.publishing.site import Published, publish
from corpus import Article, Corpus, read_articles
from corpus.parsed import ParsedDocument, Piece
from corpus.structure import build
from index.chunking import split_article

HOSTILE = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(1)> & <!-- \x00\x1b\u202e\ufffe"


def article(*pieces: Piece, slug: str = "tea", **fields: Any) -> Article:
    made = build(slug, ParsedDocument(pieces or (Piece("paragraph", "Green tea is made from leaves."),), **fields))
    assert made is not None
    return made


def page_of(shown: Article) -> Any:
    return html.document_fromstring(make_page(shown).decode())


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_each_paragraph_has_its_number_as_anchor_and_its_own_words() -> None:
    (shipped,) = read_articles()
    page = page_of(shipped)
    for paragraph in shipped.paragraphs():
        (shown,) = page.xpath(f"//*[@id='p{paragraph.number}']")
        own = " ".join(shipped.text[paragraph.start : paragraph.end].split())
        assert words(shown).removeprefix(f"¶ {paragraph.number}") == own
    assert len(page.xpath("//@id")) == len(list(shipped.paragraphs()))


def test_headings_go_down_a_step_at_a_time_and_are_not_repeated() -> None:
    page = page_of(
        article(
            Piece("heading", "Brewing", 1),
            Piece("heading", "Green", 2),
            Piece("paragraph", "Use warm water."),
            Piece("heading", "Black", 2),
            Piece("paragraph", "Use hot water."),
            Piece("heading", "Assam", 3),
            Piece("heading", "Second flush", 4),
            Piece("paragraph", "Use a pot."),
        )
    )
    headings = [(each.tag, each.text) for each in page.iter("h1", "h2", "h3", "h4", "h5")]
    assert headings == [
        ("h1", "Tea"),
        ("h2", "Brewing"),
        ("h3", "Green"),
        ("h3", "Black"),
        ("h4", "Assam"),
        ("h4", "Second flush"),
    ]


def test_a_list_is_a_list_within_lists_with_its_own_markers() -> None:
    page = page_of(
        article(
            Piece("paragraph", "Bring:"), Piece("list", rows=("1. papers", "  • a passport", "  • a photo", "2. tea"))
        )
    )
    (outer,) = page.xpath("//div[@id='p1']/ul")
    assert [item.text for item in outer] == ["1. papers", "2. tea"]
    assert [item.text for item in outer[0][0]] == ["• a passport", "• a photo"]
    assert words(page.xpath("//div[@id='p1']/p")[0]) == "Bring:"


def test_a_table_is_a_table_whose_header_row_heads_it() -> None:
    page = page_of(article(Piece("table", rows=("Tea | Minutes", "green | 2", "black | 4", "Ask us."))))
    (table,) = page.iter("table")
    assert [[cell.tag + " " + cell.text for cell in row] for row in table] == [
        ["th Tea", "th Minutes"],
        ["td green", "td 2"],
        ["td black", "td 4"],
        ["td Ask us."],
    ]
    assert table[-1][0].get("colspan") == "2"


def test_where_a_page_of_the_file_begins_it_is_named() -> None:
    places = page_of(
        article(*(Piece("paragraph", f"Words of page {page}.", page=page) for page in (3, 3, 4)))
    ).find_class("place")
    assert [place.text for place in places] == ["p. 3 ¶ 1", "¶ 2", "p. 4 ¶ 3"]
    assert [place.get("href") for place in places] == ["#p1", "#p2", "#p3"]


def test_dates_and_the_address_of_the_original_are_said() -> None:
    shown = replace(article(), published=date(2024, 5, 1), review=date(2027, 3, 1), url="https://tea.example/?a=1&b=2")
    page = page_of(shown)
    assert "Published 1 May 2024 · To be reviewed by 1 Mar 2027" in words(page.find_class("about")[0])
    (footer,) = page.iter("footer")
    assert "copy made for citations" in words(footer)
    assert footer.xpath(".//a/@href") == [shown.url]
    assert page.xpath("//link[@rel='canonical']/@href") == [shown.url]


@pytest.mark.parametrize(("text", "language", "direction"), [
    ("The tea is hot, and the water was from the well.", "en", None),
    ("Der Tee ist heiß und gut, und das ist nicht schlecht.", "de", None),
    ("الشاي ساخن والماء من البئر", "ar", "rtl"),
])  # fmt: skip
def test_a_page_says_in_which_language_it_is(text: str, language: str, direction: str | None) -> None:
    (root,) = page_of(article(Piece("paragraph", text))).xpath("/html")
    assert (root.get("lang"), root.get("dir")) == (language, direction)


@pytest.mark.parametrize("kind", ["paragraph", "list", "table", "heading"])
def test_nothing_that_an_article_says_becomes_markup(kind: Any) -> None:
    rows = {"rows": (f"• {HOSTILE}", f"• {HOSTILE} | {HOSTILE}")} if kind in ("list", "table") else {"text": HOSTILE}
    shown = article(Piece(kind, **rows), Piece("paragraph", "Words."), title=HOSTILE, topics=(HOSTILE,))
    for made in (make_page(shown), make_index([shown])):
        page = html.document_fromstring(made.decode())
        assert not list(page.iter("script", "img", "iframe", "object"))
        assert len(list(page.iter("style"))) == 1
        assert not [name for element in page.iter("*") for name in element.attrib if name.startswith("on")]
        assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ufffe]", made.decode())
        assert "<script>alert(1)</script>" in page.text_content()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://a.example/\x1bb", "//a.example"])
def test_only_addresses_of_the_web_are_linked(url: str) -> None:
    page = page_of(replace(article(), url=url))
    assert set(page.xpath("//@href")) == {"index.html", "#p1"}


def test_the_policy_of_a_page_allows_its_own_style_and_nothing_else() -> None:
    page = page_of(article())
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not page.xpath("//@style")


def test_the_list_names_every_article_by_title() -> None:
    page = html.document_fromstring(
        make_index(
            [replace(article(slug=slug), title=title) for slug, title in (("b", "Ann"), ("index", "Zoe"))]
        ).decode()
    )
    links = page.xpath("//li/a")
    assert [(link.text, link.get("href")) for link in links] == [("Ann", "b.html"), ("Zoe", "index-article.html")]


def test_citations_link_to_the_paragraph_of_the_page_once_its_address_is_set() -> None:
    text = ("The first is short.", " ".join(["Leaves are green."] * 40), "The last is about water.")
    own = replace(article(*(Piece("paragraph", each) for each in text), slug="grün"), url="https://tea.example/")
    corpus = Corpus((own,), (), {})
    assert with_pages(corpus, None) is corpus
    for address in ("https://clinic.example/articles", "https://clinic.example/articles/"):
        (shown,) = with_pages(corpus, AnyHttpUrl(address)).articles
        page = "https://clinic.example/articles/gr%C3%BCn.html"
        passages = split_article(shown)
        assert len(passages) >= 2
        assert all(str(each.citation.url).startswith(f"{page}#p{each.citation.paragraph}") for each in passages)
        quoted = find_quote(shown, "about water")
        assert quoted is not None
        assert quoted.url == f"{page}#p3"
    quoted = find_quote(own, "about water")
    assert quoted is not None
    assert quoted.url == "https://tea.example/#:~:text=The%20last%20is%20about%20water."


def test_a_link_to_a_passage_of_several_paragraphs_has_the_browser_highlight_all_of_it() -> None:
    words_of = [" ".join(f"{name}{number}" for number in range(length)) for name, length in (("tea", 30), ("pot", 3))]
    own = replace(
        article(*(Piece("paragraph", f"{each}.") for each in words_of)), page="https://clinic.example/tea.html"
    )
    (passage,) = split_article(own)
    assert (passage.citation.paragraph, passage.citation.last_paragraph) == (1, 2)
    assert passage.citation.url == (
        "https://clinic.example/tea.html#p1:~:text=tea0%20tea1%20tea2%20tea3%20tea4,pot0%20pot1%20pot2."
    )


SPANISH = "El té verde es una bebida que se prepara con las hojas de una planta, y no se deja oxidar."


def test_the_words_of_a_page_are_in_the_language_of_its_article() -> None:
    shown = replace(
        article(Piece("paragraph", SPANISH, page=2), topics=("té",)),
        published=date(2024, 5, 1), review=date(2027, 1, 1), url="https://tea.example/",
    )  # fmt: skip
    page = page_of(shown)
    (about,) = page.find_class("about")
    assert (about.get("lang"), page.find_class("place")[0].text) == ("es", "pág. 2 ¶ 1")
    assert "Publicado el 1 may 2024 · Por revisar antes del 1 ene 2027" in words(about)
    assert "Temas: té" in words(about)
    assert words(next(page.iter("footer"))).endswith("El original está en https://tea.example/.")
    assert next(page.iter("nav")).text_content() == "Todos los artículos"


def test_the_list_is_in_the_language_of_all_articles_else_in_english() -> None:
    spanish, english = article(Piece("paragraph", SPANISH), slug="te"), article(
        Piece("paragraph", "The tea is hot, and the water was from the well.")
    )  # fmt: skip
    for articles, language, title in (([spanish], "es", "Artículos"), ([spanish, english], "en", "Articles")):
        page = html.document_fromstring(make_index(articles).decode())
        assert (page.getroottree().getroot().get("lang"), next(page.iter("h1")).text) == (language, title)


def test_the_notice_of_an_article_stands_on_its_page_else_that_of_the_settings(tmp_path: Path) -> None:
    corpus = Corpus((article(notice="Ask your doctor."), article(slug="water")), (), {})
    publish(corpus, tmp_path / "articles", tmp_path / "pages", notice="No advice.")
    for name, notice in (("tea", "Ask your doctor."), ("water", "No advice.")):
        (shown,) = html.fromstring(files(tmp_path / "pages")[f"{name}.html"].decode()).find_class("notice")
        assert words(shown) == notice


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_same_articles_give_the_same_bytes_and_nothing_is_written_twice(tmp_path: Path) -> None:
    corpus = Corpus((article(), article(slug="water")), (), {})
    source = tmp_path / "articles"
    assert publish(corpus, source, tmp_path / "one") == Published(3, 0, 0, 0)
    assert publish(corpus, source, tmp_path / "two") == Published(3, 0, 0, 0)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert publish(corpus, source, tmp_path / "one") == Published(0, 3, 0, 0)


def test_pages_of_articles_that_are_gone_are_removed_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "pages"
    publish(Corpus((article(), article(slug="water")), (), {}), tmp_path / "articles", target)
    (target / "own.html").write_bytes(b"<!doctype html>\nmine " + MADE_BY)
    (target / "linked.html").symlink_to(target / "water.html")
    (target / "logo.png").write_bytes(b"logo")
    assert publish(Corpus((article(),), (), {}), tmp_path / "articles", target).removed == 1
    assert {file.name for file in target.iterdir()} == {"index.html", "tea.html", "own.html", "linked.html", "logo.png"}


def test_a_file_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").write_text("mine")
    with pytest.raises(BotError, match=r"index\.html: was not made by publish"):
        publish(Corpus((article(),), (), {}), tmp_path / "articles", tmp_path / "pages")
    assert files(tmp_path / "pages") == {"index.html": b"mine"}


@pytest.mark.parametrize("inside", [".", "pages", "../articles", "link"])
def test_pages_are_never_put_where_they_would_be_read_as_articles(tmp_path: Path, inside: str) -> None:
    source = tmp_path / "articles"
    source.mkdir()
    (source / "link").symlink_to(source)
    with pytest.raises(BotError, match="is where articles are read from"):
        publish(Corpus((article(),), (), {}), source, source / inside)
    assert [file.name for file in source.iterdir()] == ["link"]
