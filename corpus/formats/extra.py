"""Libraries that are installed only by who reads their format."""

from importlib import import_module
from typing import Any

from corpus.parsed import FormatError


def require(module: str, package: str) -> Any:
    """Import an optional library, or say which command installs it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise FormatError(f"needs {package} to be read: python -m pip install {package}") from error
