"""What can go wrong in running the bot, in words for the person who runs it."""


class BotError(Exception):
    """Ends a command with exit code 1; its text is the one line that is printed."""


class DatabaseError(BotError):
    """The database cannot be used."""


class DatabaseBusyError(DatabaseError):
    """Not at the moment: it is locked, full, out of reach. What was to be written is tried again."""


class DatabaseGoneError(DatabaseError):
    """Its file was moved, deleted, replaced or damaged: what would be written now, nobody would find."""


class SettledError(BotError):
    """The questions that something was to be done about wait no longer."""


class UnknownArticleError(BotError):
    """No article has that slug."""
