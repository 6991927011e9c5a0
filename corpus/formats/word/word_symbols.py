"""Characters of symbol fonts -> Unicode, as far as they mean something: Greek, arithmetic, check marks."""

_SYMBOL_LOW = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
_FONTS = {
    # The encoding of Adobe's font Symbol.
    "symbol": {
        **dict(enumerate(_SYMBOL_LOW, start=0x20)),
        **dict(enumerate(_SYMBOL_HIGH, start=0xA0)),
        **dict(enumerate("〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭", start=0xF1)),
    },
    "wingdings": {
        0x20: " ", 0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐",
        0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
        0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x20: " ", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x2A: "☐"},
    "webdings": {0x20: " ", 0x61: "✓", 0x72: "✗", 0x63: "☐"},
}  # fmt: skip
_PRIVATE = 0xF000  # symbol fonts have their characters at U+F020 to U+F0FF


def is_symbol_font(font: str | None) -> bool:
    """Tell whether a font's letters are not what their codes say."""
    return (font or "").casefold() in _FONTS


def symbol(code: int, font: str | None) -> str | None:
    """Give the character that a font draws for a code; None where it is not known.

    >>> symbol(0xF0A3, "Symbol"), symbol(0xB5, "Arial"), symbol(0xF021, "Wingdings")
    ('≤', 'µ', None)
    """
    table = _FONTS.get((font or "").casefold())
    in_font = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + 0x100 else code
    if table is not None:
        return table.get(in_font)
    return None if in_font != code or not 0x20 <= code < 0xD800 else chr(code)
