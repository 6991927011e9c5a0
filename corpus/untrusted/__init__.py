"""Documents that somebody sent: hostile until they are articles."""

from corpus.untrusted.reading import Bounds, read_untrusted

__all__ = ["Bounds", "read_untrusted"]
