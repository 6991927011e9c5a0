"""A page's title, day of publication, address and topics, as its head and its first lines give them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from corpus.formats.properties import is_made_up
from corpus.formats.web.page_tree import words_of

_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]|$)")
_PARTED_BY_DOTS = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})")
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.date", "dcterms.issued", "dcterms.created", "citation_publication_date", "citation_date", "pubdate",
    "publish-date", "publish_date", "sailthru.date", "parsely-pub-date",
)  # fmt: skip
_ARTICLE_TYPES = re.compile(r"(?:article|posting|webpage|faqpage|report|blogpost)$", re.IGNORECASE)
_PARTS = re.compile(r"\s+[|·•»–—-]\s+|\s*::\s*|\s*\|\s*")
_LONGEST_DATA = 500_000  # characters of linked data that are looked at


@dataclass(frozen=True, slots=True)
class Sourced:
    """Hold a value and where on the page it stands."""

    value: str
    source: str


def read_meta(root: Any) -> dict[str, str]:
    """Give what the page's meta elements say, by name or property in small letters; the first of a name counts."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def find_address(root: Any, meta: dict[str, str]) -> str | None:
    """Give the page's canonical address where it is one of the web."""
    links = (link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((url.strip() for url in (*links, meta.get("og:url")) if url and is_web_address(url.strip())), None)


def is_web_address(text: str) -> bool:
    """Tell whether a text is an http or https address.

    >>> is_web_address("https://example.org/tea"), is_web_address("Ministry of Health")
    (True, False)
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", text)


def find_title(root: Any, meta: dict[str, str], main_headings: list[str], headings: list[str]) -> Sourced | None:
    """Choose the title without the site's name: the only main heading, unless that is the site's name itself.

    `main_headings` are those of level 1 in the article, `headings` all others.
    """
    element = next(root.iter("title"), None)
    written = words_of(element) if element is not None else ""
    site = meta.get("og:site_name") or meta.get("application-name") or ""
    named = "" if is_made_up(written) else written
    page = _without_site(meta.get("og:title") or named, site, [*main_headings, *headings])
    if main_headings and not _is_site_name(main_headings[0], site, page, written, headings):
        fits = len(main_headings) == 1 or _fold(main_headings[0]) in (_fold(page), _fold(written))
        if fits or not page:
            return Sourced(main_headings[0], "first heading")
    if page:
        return Sourced(page, "og:title" if meta.get("og:title") else "title of the page")
    return None


def _without_site(title: str, site: str, headings: list[str]) -> str:
    """Drop the site's name from a title such as "Opening hours | Example Clinic".

    >>> _without_site("Clinic rules – Example Clinic", "Example Clinic", [])
    'Clinic rules'
    """
    parts = [part for part in _PARTS.split(title) if part.strip()]
    if len(parts) < 2:
        return title
    known = {_fold(heading) for heading in headings}
    named = [part for part in parts if _fold(part) in known and _fold(part) != _fold(site)]
    if named:
        return named[0].strip()
    if site:
        return (
            next((part.strip() for part in parts if _fold(part) != _fold(site)), title) if _has(parts, site) else title
        )
    return re.split(r"\s*\|\s*|\s*::\s*", title)[0].strip() or title


def _has(parts: list[str], site: str) -> bool:
    return any(_fold(part) == _fold(site) for part in parts)


def _is_site_name(heading: str, site: str, page: str, written: str, headings: list[str]) -> bool:
    """Tell whether a main heading is a letterhead: the site's name, while title or another heading name the page."""
    if _fold(heading) == _fold(site):
        return bool(page) and _fold(page) != _fold(site)
    parts = [_fold(part) for part in _PARTS.split(written) if part.strip()]
    others = {_fold(name) for name in headings}
    return _fold(heading) in parts[1:] and any(part in others for part in parts if part != _fold(heading))


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def find_published(root: Any, meta: dict[str, str], head: Any, in_words: str | None) -> Sourced | None:
    """Choose the day of publication: what the head says, then the page's data, then what its lines say.

    `head` are the article's elements in which a <time> counts, `in_words` the date that stands in its lines. What is
    coarser than a day is no date.
    """
    for name in _DATE_NAMES:
        if day := _day(meta.get(name, "")):
            return Sourced(day, f"meta {name}")
    for data in _linked_data(root):
        if day := _day(str(data.get("datePublished") or "")):
            return Sourced(day, "linked data")
    for element in head:
        if day := _day(element.get("datetime") or ""):
            return Sourced(day, "time element")
    return Sourced(_day(in_words) or in_words, "line of the text") if in_words else None


def _day(text: str) -> str | None:
    """Give a date to the day as 2015-11-23, None where the text is no such date."""
    text = text.strip()
    match = _DAY.match(text) or _PARTED_BY_DOTS.fullmatch(text)
    if match is None:
        return None
    try:
        return date(*(int(match[name]) for name in ("year", "month", "day"))).isoformat()
    except ValueError:
        return None


def _linked_data(root: Any) -> Iterator[dict[str, Any]]:
    """Give the JSON-LD objects that are about an article or the page itself, not about what it links to."""
    left = _LONGEST_DATA
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json" or len(script.text or "") > left:
            continue
        left -= len(script.text or "")
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            kinds = item.get("@type")
            if any(_ARTICLE_TYPES.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield item


def _items(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (part for part in (graph if isinstance(graph, list) else ()) if isinstance(part, dict))
