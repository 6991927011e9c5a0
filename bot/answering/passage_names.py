"""Names of passages by what they say, for links: each holds while its passage stands in its article unchanged."""

from hashlib import sha256

from index import Passage

_LENGTH = 20  # of 60 that fit into a link


def name_of(passage: Passage) -> str:
    """Give the name of a passage: letters a-f and digits."""
    named = f"{passage.citation.article}\n{passage.text}"
    return sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
