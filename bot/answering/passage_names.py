"""Names of passages, for links and buttons: by what a passage says, and where it stands, should it change."""

from hashlib import sha256

from index import Passage

_LENGTH = 20  # of 60 that fit into a link


def name_of(passage: Passage) -> str:
    """Give the name of a passage, a digest and the number of its paragraph: letters a-f, digits and one hyphen."""
    return f"{digest_of(passage)}-{passage.citation.paragraph}"


def digest_of(passage: Passage) -> str:
    """Give the part of a name that holds while the passage stands in its article unchanged, wherever that is."""
    named = f"{passage.citation.article}\n{passage.text}"
    return sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def digest_in(name: str) -> str:
    """Give the digest that a name begins with."""
    return name.partition("-")[0]


def paragraph_in(name: str) -> int | None:
    """Give the number of the paragraph that a name ends with; None for a name that has none."""
    number = name.partition("-")[2]
    return int(number) if number.isdecimal() and number.isascii() else None
