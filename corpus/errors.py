"""Everything that can be wrong with articles, in words for the person who keeps them."""

import errno

from corpus.reason import Reason

# What the system says of a failure, and what mends it whatever was being done.
_CAUSES = {
    errno.ENOSPC: Reason("No space left on device"),
    errno.EDQUOT: Reason("Disk quota exceeded"),
    errno.EROFS: Reason("Read-only file system"),
    errno.ENAMETOOLONG: Reason("File name too long"),
    errno.EMFILE: Reason("Too many open files"),
    errno.EACCES: Reason("Permission denied"),
    errno.EPERM: Reason("Operation not permitted"),
    errno.ENOENT: Reason("No such file or directory"),
    errno.ENOTDIR: Reason("Not a directory"),
    errno.EISDIR: Reason("Is a directory"),
    errno.ENOTEMPTY: Reason("Directory not empty"),
    errno.EEXIST: Reason("File exists"),
    errno.EIO: Reason("Input/output error"),
    errno.EBUSY: Reason("Device or resource busy"),
    errno.ELOOP: Reason("Too many levels of symbolic links"),
    errno.ESTALE: Reason("Stale file handle"),
}
_REMEDIES = {
    errno.ENOSPC: Reason("free some space on the disk"),
    errno.EDQUOT: Reason("free some of the space that you may use on the disk"),
    errno.EROFS: Reason("the disk can only be read, so name another place"),
    errno.ENAMETOOLONG: Reason("shorten its name"),
    errno.EMFILE: Reason("close other programs, or raise the limit of open files"),
}


class CorpusError(Exception):
    """Tell that the articles cannot be used at all; `whole` is the sentence that says so."""

    def __init__(self, whole: Reason) -> None:
        self.whole = whole
        super().__init__(whole)


class FileError(CorpusError):
    """Tell that one file, or one line of it, is wrong: where, and what to do."""

    def __init__(self, name: str, reason: Reason, line: int | None = None) -> None:
        where = name if line is None else Reason("{file}, line {line}", file=name, line=line)
        super().__init__(Reason("{where}: {reason}", where=where, reason=reason))
        self.name = name
        self.reason = reason
        self.line = line


def explain_os_error(error: OSError, remedy: str) -> Reason:
    """Give the system's reason in brackets and what to do: `remedy`, unless the reason asks for something else.

    >>> explain_os_error(OSError(errno.ENOSPC, "No space left on device"), "check its permissions")
    '(No space left on device); free some space on the disk'
    """
    number = error.errno or 0
    cause = _CAUSES.get(number, error.strerror)
    return Reason("({cause}); {remedy}", cause=cause, remedy=_REMEDIES.get(number, remedy))
