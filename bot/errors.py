"""What can go wrong in running the bot, in words for the person who runs it."""


class BotError(Exception):
    """Ends a command with exit code 1; its text is the one line that is printed."""


class DatabaseBusyError(BotError):
    """The database cannot be used at the moment: locked, full, out of reach. What was to be written is tried again."""


class UnknownArticleError(BotError):
    """No article has that slug."""
