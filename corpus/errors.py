"""Everything that can be wrong with articles, in words for the person who keeps them."""


class CorpusError(Exception):
    """The articles cannot be used at all."""


class FileError(CorpusError):
    """One file, or one line of it, is wrong: says where, and what to do."""

    def __init__(self, name: str, reason: str, line: int | None = None) -> None:
        self.name = name
        self.reason = reason
        self.line = line
        where = name if line is None else f"{name}, line {line}"
        super().__init__(f"{where}: {reason}")
