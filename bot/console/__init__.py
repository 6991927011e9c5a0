"""The terminal front end: the only room that imports prompt_toolkit and rich."""

from bot.console.chat import Chat, chat
from bot.console.quizzing import quiz
from bot.console.reporting import print_report
from bot.console.reviewing import review, write_one
from bot.console.screen import make_console, print_answer, print_article

__all__ = [
    "Chat",
    "chat",
    "make_console",
    "print_answer",
    "print_article",
    "print_report",
    "quiz",
    "review",
    "write_one",
]
