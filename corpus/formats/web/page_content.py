"""What of a page is its article, and what is the site around it: menus, notices, share rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.formats.web.page_tree import NEVER_SEEN, Skipped

_WORD = re.compile(r"\w+")
_CLASS_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTAINERS = frozenset({"aside", "div", "footer", "form", "header", "nav", "section", "table", "td", "tr", "center"})
_LINES = frozenset({"p", "div", "center", "small", "td", "section", "address"})
_RUN = 3  # words in a row by which a text is recognised

# Elements that are the site's, by their tag or role.
_BY_TAG = {"nav": "menu", "footer": "page footer", "dialog": "notice"}
_BY_ROLE = {
    "navigation": "menu", "menu": "menu", "menubar": "menu", "search": "menu", "contentinfo": "page footer",
    "dialog": "notice", "alertdialog": "notice", "doc-toc": "contents", "tablist": "menu",
}  # fmt: skip
# Words of classes and names: the first are never an article, the second only where they hold links or little else.
_SURE = {
    "cookie": "cookie notice", "cookies": "cookie notice", "consent": "cookie notice", "gdpr": "cookie notice",
    "breadcrumb": "menu", "breadcrumbs": "menu", "navbox": "menu", "editsection": "menu", "catlinks": "menu",
    "printfooter": "page footer", "pagination": "menu", "skiplink": "menu", "noprint": "menu",
}  # fmt: skip
_LIKELY = {
    "menu": "menu", "nav": "menu", "navbar": "menu", "navigation": "menu", "sidebar": "menu", "pager": "menu",
    "topbar": "menu", "toolbar": "menu", "skip": "menu", "toc": "contents",
    "footer": "page footer", "share": "share row", "sharing": "share row", "social": "share row",
    "related": "related pages",
    "recommended": "related pages", "newsletter": "newsletter",
    "subscribe": "newsletter", "comments": "comments", "comment": "comments",
    "respond": "comments", "advert": "advertisement", "ads": "advertisement", "advertisement": "advertisement",
    "sponsored": "advertisement", "promo": "advertisement", "popup": "notice", "modal": "notice", "banner": "notice",
    "tags": "menu", "login": "menu", "search": "menu",
}  # fmt: skip
_COPYRIGHT = re.compile(r"\W*(?:©|copyright\b|all rights reserved)", re.IGNORECASE)
_COPYRIGHT_WORDS = 25
_FOREIGN_HEADINGS = re.compile(
    r"(?:related|similar|recommended|more|latest|recent|popular)(?: \w+)? "
    r"(?:posts?|articles?|pages?|stories|news|content|reading)"
    r"|you (?:may|might) also (?:like|be interested in).*|share (?:this|on).*|leave a (?:comment|reply)"
    r"|(?:\d+ )?comments?|(?:subscribe|sign up).*newsletter.*|(?:this (?:site|website) uses|we use|your) cookies?.*"
    r"|read (?:more|next)|contents|on this page|in this (?:article|section)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Measure:
    """Count an element's words, those in links, and those that the extractor took for the article."""

    words: int = 0
    linked: int = 0
    taken: int = 0
    links: int = 0

    def add(self, other: "_Measure") -> None:
        self.words += other.words
        self.linked += other.linked
        self.taken += other.taken
        self.links += other.links

    @property
    def is_menu(self) -> bool:
        """Tell whether links are most of it."""
        return self.linked > 0.6 * self.words

    @property
    def has_links(self) -> bool:
        """Tell whether links are much of it."""
        return self.linked >= 0.3 * self.words


def set_site_aside(root: Any, extracted: str, skipped: Skipped) -> None:
    """Add to `skipped` what of a page is the site around the article, each element with its reason.

    `extracted` is the article's text as an extractor found it, "" where it found none. It decides where class names
    and links do not; what stands within the article is kept though the extractor left it out.
    """
    _Site(root, extracted, skipped).set_aside()


class _Site:
    def __init__(self, root: Any, extracted: str, skipped: Skipped) -> None:
        self._skipped = skipped
        self._known = _runs(extracted)
        self._measures: dict[Any, _Measure] = {}
        found = root.find("body")
        self._body = root if found is None else found
        self._measure(self._body)
        self._whole = self._measures[self._body]
        self._main = self._find_main()
        self._around_main = set() if self._main is None else set(self._main.iterancestors())

    def set_aside(self) -> None:
        self._set_named_aside()
        self._set_foreign_sections_aside()
        self._measures.clear()
        self._measure(self._body)  # anew, without what is set aside
        self._whole = self._measures[self._body]
        container = self._container()
        self._set_surroundings_aside(container)
        self._set_link_lists_aside(container)

    def _measure(self, root: Any) -> None:
        """Measure every element, those within first; no recursion, for pages may be deep."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, is_measured = stack.pop()
            if not is_measured:
                stack.append((element, True))
                stack.extend((child, False) for child in element if not self._is_skipped(child))
                continue
            measure = self._own(element.text)
            for child in element:
                if child in self._measures:
                    measure.add(self._measures[child])
                measure.add(self._own(child.tail))
            if element.tag == "a" and element.get("href"):
                measure.linked, measure.links = measure.words, 1
            self._measures[element] = measure

    def _own(self, text: str | None) -> _Measure:
        words = _WORD.findall(text.casefold()) if text else []
        return _Measure(len(words), 0, self._count_taken(words)) if words else _Measure()

    def _count_taken(self, words: list[str]) -> int:
        size = min(len(words), _RUN)
        starts = range(len(words) - size + 1)
        found = sum(tuple(words[start : start + size]) in self._known for start in starts)
        return round(found * len(words) / len(starts))

    def _is_skipped(self, element: Any) -> bool:
        return element in self._skipped or element.tag in NEVER_SEEN

    def _seen(self, root: Any) -> Iterator[Any]:
        """Give the elements of the page that are not set aside, in their order; they may be set aside meanwhile."""
        stack = [root]
        while stack:
            element = stack.pop()
            if not self._is_skipped(element):
                yield element
                if element not in self._skipped:
                    stack.extend(reversed(element))

    def _find_main(self) -> Any:
        """Give the one element that the page calls its main part, or None."""
        mains = [e for e in self._seen(self._body) if e.tag == "main" or e.get("role") == "main"]
        if not mains:
            mains = [e for e in self._seen(self._body) if e.tag == "article"]
        return mains[0] if len(mains) == 1 and self._measures[mains[0]].words else None

    def _set_named_aside(self) -> None:
        for element in self._seen(self._body):
            if element is not self._body and (reason := self._foreign_by_name(element)):
                self._skipped[element] = reason

    def _foreign_by_name(self, element: Any) -> str:
        measure = self._measures[element]
        if element.tag in ("main", "article", "html") or element is self._main or element.tag in _HEADINGS:
            return ""
        reason = _BY_TAG.get(element.tag) or _BY_ROLE.get(element.get("role") or "")
        if reason and not (element.tag == "footer" and _is_within(element, "blockquote")):
            return reason
        if self._holds_the_article(element, measure) or (_holds_title(element) and not measure.is_menu):
            return ""
        if element.tag == "header" and measure.taken < 0.2 * measure.words and not _is_within(element, "article"):
            return "page header"
        if 0 < measure.words <= _COPYRIGHT_WORDS and element.tag in _LINES and _COPYRIGHT.match(_start_of(element)):
            return "page footer"
        return self._foreign_by_class(element, measure) if element.attrib else ""

    def _foreign_by_class(self, element: Any, measure: _Measure) -> str:
        names = _class_words(element)
        if sure := next((_SURE[name] for name in names if name in _SURE), ""):
            return sure
        is_foreign = measure.has_links or (self._known and measure.taken < 0.2 * measure.words)
        return next((_LIKELY[name] for name in names if name in _LIKELY), "") if is_foreign else ""

    def _holds_the_article(self, element: Any, measure: _Measure) -> bool:
        """Tell whether an element holds half of what there is: then its class names mean something else."""
        if element in self._around_main:
            return True
        if self._whole.taken:
            return measure.taken * 2 > self._whole.taken
        return measure.words * 2 > self._whole.words

    def _set_foreign_sections_aside(self) -> None:
        """Set "Related articles" and the like aside, with what stands below until the next heading."""
        for heading in [e for e in self._seen(self._body) if e.tag in _HEADINGS]:
            if self._measures[heading].words > 8 or heading in self._skipped:
                continue
            title = " ".join("".join(heading.itertext()).split()).rstrip(":")
            if _FOREIGN_HEADINGS.fullmatch(title):
                self._set_section_aside(heading)

    def _set_section_aside(self, heading: Any) -> None:
        below = list(_below(heading))
        foreign = [e for e in below if e in self._measures and e not in self._skipped]
        measures = [self._measures[e] for e in foreign]
        words = sum(m.words for m in measures)
        if sum(m.linked for m in measures) >= 0.3 * words or (
            self._known and sum(m.taken for m in measures) < 0.5 * words
        ):
            for element in [heading, *foreign]:
                self._skipped[element] = "related pages"
        elif _is_within(heading, "aside"):
            self._skipped[heading.getparent()] = "related pages"

    def _container(self) -> Any:
        """Give the smallest element that holds nearly all that the extractor took, or the page's main part."""
        if self._main is not None and self._measures.get(self._main, _Measure()).taken * 2 >= self._whole.taken:
            return self._main
        element = self._body
        while self._whole.taken:
            inner = [child for child in element if child in self._measures]
            largest = max(inner, key=lambda child: self._measures[child].taken, default=None)
            if largest is None or self._measures[largest].taken < 0.9 * self._whole.taken:
                break
            element = largest
        return element

    def _set_surroundings_aside(self, container: Any) -> None:
        """Set aside what stands around the container, but for what looks like another part of the article."""
        trusted = self._whole.taken * 2 >= self._whole.words
        inner = container
        while inner is not self._body:
            outer = inner.getparent()
            for child in outer:
                if child is inner or child not in self._measures or not self._measures[child].words:
                    continue
                if not self._belongs(child, inner, trusted=trusted):
                    self._skipped[child] = "menu" if self._measures[child].is_menu else "boilerplate"
            inner = outer

    def _belongs(self, element: Any, inner: Any, *, trusted: bool) -> bool:
        measure = self._measures[element]
        if measure.is_menu:
            return False
        if element.tag not in _CONTAINERS or measure.taken * 2 >= measure.words:
            return True
        if element.tag == "header" and _holds_title(element):
            return True
        is_alike = element.tag == inner.tag and element.get("class") == inner.get("class")
        return (is_alike and self._main is None) or (not trusted and not measure.has_links and measure.words >= 5)

    def _set_link_lists_aside(self, container: Any) -> None:
        """Set aside lists and cells within the article that are mere links, which its extractor left out as well."""
        for element in self._seen(container):
            if element.tag not in ("ul", "ol", "div", "td", "p") or element not in self._measures:
                continue
            measure = self._measures[element]
            if not measure.is_menu or element is container:
                continue
            if _is_contents(element, measure):
                self._skipped[element] = "contents"
            elif self._is_link_list(element, measure) or self._is_menu_cell(element, measure):
                self._skipped[element] = "menu"

    def _is_link_list(self, element: Any, measure: _Measure) -> bool:
        """Tell whether an element is three links or more and no list that the text leads to: "Our doctors: ..."."""
        before = element.getprevious()
        lead = self._measures.get(before) if before is not None and before.tag in ("p", *_HEADINGS) else None
        is_led_to = element.tag in ("ul", "ol") and lead is not None and (lead.links < 2 or not lead.is_menu)
        is_taken = measure.taken >= 0.3 * measure.words
        return not is_taken and not is_led_to and measure.linked >= 0.8 * measure.words and measure.links > 2

    def _is_menu_cell(self, element: Any, measure: _Measure) -> bool:
        """Tell whether a cell of a layout holds links alone, beside one that holds text."""
        if element.tag != "td" or measure.words > 5 * max(1, measure.links):
            return False
        beside = (other for other in element.getparent() if other in self._measures)
        return any(_has_blocks(other) and self._measures[other].words > 20 for other in beside)


def _runs(text: str) -> set[tuple[str, ...]]:
    """Give all runs of one to three words of a text."""
    words = _WORD.findall(text.casefold())
    return {tuple(words[start : start + size]) for size in range(1, _RUN + 1) for start in range(len(words) - size + 1)}


def _class_words(element: Any) -> list[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    return [word.lower() for word in _CLASS_WORD.findall(names)]


def _start_of(element: Any) -> str:
    return "".join(element.itertext()).lstrip()[:40]


def _holds_title(element: Any) -> bool:
    return next(element.iter("h1"), None) is not None


def _is_within(element: Any, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _below(heading: Any) -> Iterator[Any]:
    for element in heading.itersiblings():
        if element.tag in _HEADINGS and element.tag <= heading.tag:
            return
        yield element


def _is_contents(element: Any, measure: _Measure) -> bool:
    """Tell whether a list is the page's table of contents: three or more links, all into the page itself."""
    if element.tag not in ("ul", "ol", "div") or measure.links < 3 or measure.linked < 0.9 * measure.words:
        return False
    return all((link.get("href") or "").startswith("#") for link in element.iter("a"))


def _has_blocks(cell: Any) -> bool:
    return next(cell.iter(*_HEADINGS, "p"), None) is not None
