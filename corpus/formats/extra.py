"""Libraries that are installed only by who reads their format: each belongs to an extra of the project."""

from importlib import import_module
from typing import Any

from corpus.parsed import FormatError
from corpus.reason import Reason


def require(module: str, extra: str) -> Any:
    """Import a module of an extra, or say which command installs it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise FormatError(
            Reason(
                "needs the extra “{extra}” to be read; install it: python -m pip install 'article-bot[{extra}]'",
                extra=extra,
            )
        ) from error
