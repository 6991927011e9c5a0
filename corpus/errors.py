"""Everything that can be wrong with articles, in words for the person who keeps them."""

import errno

# What mends a failure of the system, whatever was being done.
_REMEDIES = {
    errno.ENOSPC: "free some space on the disk",
    errno.EDQUOT: "free some of the space that you may use on the disk",
    errno.EROFS: "the disk can only be read, so name another place",
    errno.ENAMETOOLONG: "shorten its name",
    errno.EMFILE: "close other programs, or raise the limit of open files",
}


class CorpusError(Exception):
    """Tell that the articles cannot be used at all."""


class FileError(CorpusError):
    """Tell that one file, or one line of it, is wrong: where, and what to do."""

    def __init__(self, name: str, reason: str, line: int | None = None) -> None:
        self.name = name
        self.reason = reason
        self.line = line
        where = name if line is None else f"{name}, line {line}"
        super().__init__(f"{where}: {reason}")


def explain_os_error(error: OSError, remedy: str) -> str:
    """Give the system's reason in brackets and what to do: `remedy`, unless the reason asks for something else.

    >>> explain_os_error(OSError(errno.ENOSPC, "No space left on device"), "check its permissions")
    '(No space left on device); free some space on the disk'
    """
    return f"({error.strerror}); {_REMEDIES.get(error.errno or 0, remedy)}"
