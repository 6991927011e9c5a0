"""What can go wrong in running the bot, in words for the person who runs it."""


class BotError(Exception):
    """Ends a command with exit code 1; its text is the one line that is printed."""


class UnknownArticleError(BotError):
    """No article has that slug."""
