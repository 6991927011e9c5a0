"""What a document's properties say of it: titles that nobody wrote are none, topics are a list with commas."""

import re

_MADE_UP = re.compile(
    r"microsoft (?:office )?(?:word|powerpoint|excel)\b.*|powerpoint\b.*|word(?: |-)(?:document|dokument)"
    r"|pr[eé]senta\w+(?: de)? powerpoint"
    r"|(?:document|dokument|documento|doc|presentation|präsentation|slide|folie|diapositiv[ae]) ?\d*"
    r"|(?:workbook|mappe|book|tabelle|sheet|feuil|hoja|foglio)\W*\d+|workbook|mappe|tabelle"
    r"|untitled.*|unbenannt.*|ohne titel.*|sans titre.*|sin título.*|senza titolo.*"
    r"|title|titel|titre|título|titolo|template|normal|new page|\(?(?:unspecified|anonymous|none)\)?|\[.*\]"
    r"|(?:click|type|enter) (?:here|to|or|in|your|a|the)\b.*|(?:https?|file):\S*|[\W\d_]*|[a-z]{1,2}"
    r"|.*\.(?:docx?|docm|dotx?|dotm|odt|rtf|pdf|pptx?|xlsx?|indd|tex|dvi|qxd|ai|html?|txt)",
    re.IGNORECASE,
)


def is_made_up(title: str) -> bool:
    """Tell whether a title is one that a program or a template left in the properties, or a file's name.

    >>> is_made_up("Microsoft Word - tea_v3.doc"), is_made_up("Type 2 diabetes")
    (True, False)
    """
    return _MADE_UP.fullmatch(title) is not None


def split_list(value: str) -> tuple[str, ...]:
    """Give the members of a comma-separated line, empty ones left out, each once.

    >>> split_list(" , , Pain , Skin care, Pain")
    ('Pain', 'Skin care')
    """
    return tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
