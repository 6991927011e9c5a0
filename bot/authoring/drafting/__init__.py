"""Article -> drafts of items, without a language model: for a manager to approve, change or throw away.

Read in this order: sentences, statements (what can stand for itself), inventory (what the article mentions, by
type), distractors and numbers, then what is asked: subjects, blanks, fields; proposing puts it together.
"""

from bot.authoring.drafting.proposing import Drafting, draft

__all__ = ["Drafting", "draft"]
