"""Articles -> pages of HTML5, each one file without script, that say the same whenever they are made."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from urllib.parse import quote

from lxml import html
from lxml.builder import E

from bot.catalogues import ENGLISH, Catalogue, catalogue_for
from bot.published import INDEX_PAGE, page_name
from bot.publishing.blocks import Element, draw_paragraph, safe
from bot.publishing.style import STYLE
from bot.text import clip
from corpus import Article, Paragraph, Section
from corpus.language import guess_language

MADE_BY = b"<!doctype html>\n<!-- Made by article-bot publish, which replaces and removes it. -->\n"
"""What every page begins with, and nothing that was not made here."""

_DEEPEST = 4  # of headings
_TOPICS = 120  # characters in the list
_RIGHT_TO_LEFT = ("ar", "he")
_POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def make_page(article: Article) -> bytes:
    """Make the page of an article: each paragraph has an anchor, and is highlighted when that is opened."""
    language = guess_language(article.text)
    speech = catalogue_for(language)
    body = E.article(*_language(language))
    body.append(E.h1(safe(article.title)))
    body.append(_about(article, speech))
    before: tuple[str, ...] = ()
    page = None
    for section in article.sections:
        body.append(_draw_section(article, section, before, page, speech))
        before, page = section.path, section.paragraphs[-1].page
    up = E.nav(E.a(speech.say("All articles"), href=INDEX_PAGE), lang=speech.language)
    return _write(article.title, language, [up, E.main(body), _footer(article, speech)], article.url)


def make_index(articles: Sequence[Article]) -> bytes:
    """Make the page that lists all articles, by title, in their language if it is one."""
    languages = {each.slug: guess_language(each.text) for each in articles}
    speech = catalogue_for(next(iter(languages.values()))) if len(set(languages.values())) == 1 else ENGLISH
    listed = E.ul({"class": "articles"})
    for article in sorted(articles, key=lambda article: (article.title.casefold(), article.slug)):
        link = E.a(safe(article.title), *_language(languages[article.slug]), href=quote(page_name(article.slug)))
        about = [
            *_dates(article, speech),
            *([safe(clip(", ".join(article.topics), _TOPICS))] if article.topics else []),
        ]
        listed.append(E.li(link, E.span(" · ".join(about), {"class": "about"})))
    title = speech.say("Articles")
    return _write(title, speech.language, [E.main(E.h1(title), listed)], None)


def _write(title: str, language: str | None, content: list[Element], original: str | None) -> bytes:
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta({"http-equiv": "Content-Security-Policy", "content": _POLICY.format(digest)}),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.meta(name="referrer", content="no-referrer"),
        E.title(safe(title)),
        E.style(STYLE),
    )
    if address := _web_address(original):
        head.append(E.link(rel="canonical", href=address))
    page = E.html(*_language(language), head, E.body(*content))
    written: bytes = html.tostring(page, encoding="utf-8")
    return MADE_BY + written + b"\n"


def _language(code: str | None) -> list[dict[str, str]]:
    if code is None:
        return []
    return [{"lang": code, "dir": "rtl"}] if code in _RIGHT_TO_LEFT else [{"lang": code}]


def _about(article: Article, speech: Catalogue) -> Element:
    about = E.div({"class": "about", "lang": speech.language, "dir": "ltr"})
    if dates := _dates(article, speech):
        about.append(E.p(" · ".join(dates)))
    if article.topics:
        about.append(E.p(safe(speech.say("Topics: {topics}", topics=", ".join(article.topics)))))
    if address := _web_address(article.url):
        about.append(E.p(E.a(speech.say("The original"), href=address)))
    if article.notice:
        about.append(E.p(safe(article.notice), {"class": "notice", "dir": "auto"}))
    return about


def _dates(article: Article, speech: Catalogue) -> list[str]:
    dates = [speech.say("Published {day}", day=speech.day(article.published))] if article.published else []
    if article.review:
        dates.append(speech.say("To be reviewed by {day}", day=speech.day(article.review)))
    return dates


def _draw_section(
    article: Article, section: Section, before: tuple[str, ...], page: int | None, speech: Catalogue
) -> Element:
    drawn = E.section(*_draw_headings(section.path, before))
    for paragraph in section.paragraphs:
        text = article.text[paragraph.start : paragraph.end]
        where = _place(paragraph, page, speech)
        place = E.a(where, {"class": "place"}, href=f"#{paragraph.anchor}", lang=speech.language, dir="ltr")
        drawn.append(E.div(place, *draw_paragraph(paragraph, text), {"class": "paragraph"}, id=paragraph.anchor))
        page = paragraph.page
    return drawn


def _draw_headings(path: tuple[str, ...], before: tuple[str, ...]) -> Iterator[Element]:
    """Draw the headings that lead from one section to the next: those above are not repeated."""
    shared = 0
    while shared < min(len(path) - 1, len(before)) and path[shared] == before[shared]:
        shared += 1
    for depth in range(shared, len(path)):
        yield E(f"h{min(depth + 2, _DEEPEST)}", safe(path[depth]))


def _place(paragraph: Paragraph, page: int | None, speech: Catalogue) -> str:
    """Name a paragraph as citations do: by its number, and where a page begins by that as well."""
    number = f"¶ {paragraph.number}"
    return number if paragraph.page in (None, page) else f"{speech.say('p. {pages}', pages=paragraph.page)} {number}"


def _footer(article: Article, speech: Catalogue) -> Element:
    """Say what the page is, and where the original is."""
    said = E.p(speech.say("This page is a copy made for citations: what is quoted can be read here in its place."), " ")
    if address := _web_address(article.url):
        before, _, after = speech.say("The original is at {address}.").partition("{address}")
        said.extend([E.span(before), E.a(address, href=address), E.span(after)])
    else:
        said.append(E.span(speech.say("The original is with whoever published it here.")))
    return E.footer(said, lang=speech.language, dir="ltr")


def _web_address(url: str | None) -> str | None:
    """Give an address that a page may link to: of the web, never one that runs something."""
    return url if url and url.startswith(("https://", "http://")) and safe(url) == url else None
