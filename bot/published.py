"""Where the page of an article is: the name of its file, and its address once the folder of pages is served."""

import re
from dataclasses import replace
from urllib.parse import quote

from pydantic import AnyHttpUrl

from corpus import Article, Corpus

INDEX_PAGE = "index.html"


def page_name(slug: str) -> str:
    """Give the name of the file of an article's page; none is that of the list of articles.

    >>> page_name("tea"), page_name("index"), page_name("Index-article")
    ('tea.html', 'index-article.html', 'Index-article-article.html')
    """
    taken = re.fullmatch(r"index(-article)*", slug, re.IGNORECASE)
    return f"{slug}-article.html" if taken else f"{slug}.html"


def with_pages(corpus: Corpus, address: AnyHttpUrl | None) -> Corpus:
    """Let citations of all articles link to their pages, which are served at an address; None leaves all as it is."""
    if address is None:
        return corpus

    def located(article: Article) -> Article:
        return replace(article, page=f"{str(address).rstrip('/')}/{quote(page_name(article.slug))}")

    return replace(
        corpus,
        articles=tuple(map(located, corpus.articles)),
        understood={slug: replace(each, article=located(each.article)) for slug, each in corpus.understood.items()},
    )
