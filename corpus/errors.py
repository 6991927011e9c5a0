"""Everything that can be wrong with articles, in words for the person who keeps them."""


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
