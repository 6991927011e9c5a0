"""What a document's properties say of it: titles that nobody wrote are none, topics are a list with commas."""

import re

_MADE_UP = re.compile(
    r"(?:microsoft )?word(?: |-)(?:document|dokument)|microsoft (?:word|powerpoint|excel)\b.*|powerpoint\b.*"
    r"|pr[eé]senta\w+(?: de)? powerpoint|(?:document|dokument|doc|presentation|slide|folie|diapositiv[ae]) ?\d*"
    r"|untitled.*|unbenannt.*|title|titel|template|normal|\(?(?:unspecified|anonymous|none)\)?|\[.*\]"
    r"|(?:click|type) (?:here|to|or|in)\b.*|(?:https?|file):\S*|[\W\d_]*"
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
