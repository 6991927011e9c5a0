"""The child that reads one document: gives up what it does not need, then reads. Run as a script, by its path.

    python -I -B corpus/untrusted/confined.py ENDING SLUG SECONDS MEMORY TEXT <document >answer

The limits are set here rather than by the parent: code between fork and exec is not safe beside threads.
"""

import sys
from importlib import import_module
from math import ceil
from pathlib import Path


def main(suffix: str, slug: str, seconds: str, memory: str, text: str) -> None:
    """Read a document from standard input; write what wire.py describes to standard output."""
    _limit(float(seconds), int(memory))
    root = str(Path(__file__).resolve().parent.parent.parent)
    if root not in sys.path:
        sys.path.insert(0, root)
    parsing = import_module("corpus.untrusted.parsing")
    parsing.preload(suffix)
    import_module("corpus.untrusted.landlock").give_up_rights()
    _close_the_door()
    sys.stdout.buffer.write(parsing.parse(sys.stdin.buffer.read(), suffix, slug, int(text)))
    sys.stdout.buffer.flush()


def _limit(seconds: float, memory: int) -> None:
    if sys.platform == "win32":
        return
    resource = import_module("resource")
    for name, most in (
        ("RLIMIT_AS", memory),
        ("RLIMIT_DATA", memory),
        ("RLIMIT_CPU", ceil(seconds) + 1),  # beyond the wall clock: for a child whose parent is gone
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", 0),
    ):
        _lower(resource, name, most)


def _close_the_door() -> None:
    """From here on no file and no connection can be opened; what is open stays so."""
    if sys.platform != "win32":
        _lower(import_module("resource"), "RLIMIT_NOFILE", 0)


def _lower(resource: object, name: str, most: int) -> None:
    """Set a limit for good, or as far as this system knows it."""
    kind = getattr(resource, name, None)
    if kind is None:
        return
    hard = resource.getrlimit(kind)[1]  # type: ignore[attr-defined]
    if hard != resource.RLIM_INFINITY:  # type: ignore[attr-defined]
        most = min(most, hard)
    try:
        resource.setrlimit(kind, (most, most))  # type: ignore[attr-defined]
    except (OSError, ValueError):
        # macOS refuses some; Linux must not.
        if sys.platform == "linux":
            raise


if __name__ == "__main__":
    main(*sys.argv[1:])
