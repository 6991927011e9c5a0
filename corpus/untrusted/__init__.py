"""Documents that somebody sent: hostile until they are articles."""

from corpus.untrusted.sandbox import Bounds, read_untrusted

__all__ = ["Bounds", "read_untrusted"]
