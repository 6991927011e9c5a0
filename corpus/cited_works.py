"""Which headings open a list of cited works, and what an entry of such a list looks like."""

import re

_OWN_HEADINGS = {
    "es": "Referencias", "pt": "Referências", "fr": "Références", "it": "Bibliografia", "de": "Literaturverzeichnis",
}  # fmt: skip
_HEADINGS = {
    "references", "reference list", "bibliography", "works cited", "literature", "literature cited",
    "sources", "citations", "further reading",
    "referencias bibliográficas", "bibliografía", "obras citadas", "lecturas recomendadas",
    "referências bibliográficas", "bibliographie", "riferimenti bibliografici", "literatur", "quellenverzeichnis",
    *(heading.casefold() for heading in _OWN_HEADINGS.values()),
}  # fmt: skip

_LONGEST_HEADING = 60  # characters
_LONGEST_REFERENCE = 600

# What bibliographic entries have and running text seldom does; two of these make a reference.
_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:1[6-9]|20)\d\d\b",
        r"\bet al\b",
        r"\bdoi\b|\b10\.\d{4,}/",
        r"https?://",
        r"\b\d+\s*(?:\(\d+\))?\s*:\s*[a-z]?\d+",  # volume:pages
        r"\bpp?\.\s*\d+",
        r"“[^”]+[.,]”|\"[^\"]+[.,]\"",  # a quoted title
        r"^(?:\[\d+\]|\d+\.)\s",
        r"^[A-Z][\w'’-]+,? (?:[A-Z]\.?-?){1,3}[,;.&(]",  # Smith J,  Smith, J. A.,
        r"\b(?:MD|PhD|RN|Eds?\.|Vol\.|No\.)(?=\W|$)",
    )
)


def references_heading(language: str | None) -> str:
    """Give the heading for cited works of an article that has none over them, in the article's language.

    >>> references_heading("es"), references_heading(None)
    ('Referencias', 'References')
    """
    return _OWN_HEADINGS.get(language or "", "References")


def is_reference_heading(heading: str) -> bool:
    """Tell whether a heading opens a list of cited works.

    >>> is_reference_heading("Works cited:")
    True
    """
    return len(heading) <= _LONGEST_HEADING and heading.casefold().strip(" :.") in _HEADINGS


def looks_like_reference(paragraph: str) -> bool:
    """Tell whether a paragraph reads like an entry of a bibliography.

    Either it bears two signs of one, or it is short and written like a title throughout:
    "David Buscher, MD. Intravenous Nutrition."
    """
    if len(paragraph) > _LONGEST_REFERENCE:
        return False
    if sum(bool(sign.search(paragraph)) for sign in _SIGNS) >= 2:
        return True
    words = [word for word in re.findall(r"[^\W\d_]+", paragraph) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return 2 <= len(words) <= 15 and capitals == len(words) and paragraph.rstrip().endswith(".")
