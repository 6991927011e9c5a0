"""A formula of Word's -> one line of text: "(a+b)/2", "x^2"."""

from corpus.formats.word.word_package import Element, find_child, find_children, prefixed_name, value

# What stands between the parts of a structure, each in brackets where it would run into the rest.
_STRUCTURES = {
    "m:f": ("{}/{}", ("m:num", "m:den")),
    "m:sSup": ("{}^{}", ("m:e", "m:sup")),
    "m:sSub": ("{}_{}", ("m:e", "m:sub")),
    "m:sSubSup": ("{}_{}^{}", ("m:e", "m:sub", "m:sup")),
    "m:rad": ("{}√{}", ("m:deg", "m:e")),
}
_UNSEEN = frozenset(["w:del", "w:moveFrom", ""])


def math_text(element: Element) -> str:
    """Write a formula on one line; what has no way to be written so is put one after the other."""
    name = prefixed_name(element)
    if name in _STRUCTURES:
        form, parts = _STRUCTURES[name]
        return form.format(*(_part(find_child(element, part)) for part in parts))
    if name in ("m:t", "w:t"):
        return element.text or ""
    if name == "m:d":
        return _bracketed(element)
    return "" if name in _UNSEEN else _inner(element)


def _inner(element: Element | None) -> str:
    return "".join(map(math_text, () if element is None else element))


def _part(element: Element | None) -> str:
    text = _inner(element)
    return text if not text or text.replace(".", "").replace(",", "").isalnum() else f"({text})"


def _bracketed(element: Element) -> str:
    properties = find_child(element, "m:dPr")
    begin, end, between = (
        default if (found := value(find_child(properties, name))) is None else found
        for name, default in (("m:begChr", "("), ("m:endChr", ")"), ("m:sepChr", "|"))
    )
    return f"{begin}{between.join(map(_inner, find_children(element, 'm:e')))}{end}"
