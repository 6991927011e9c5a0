"""Draft items on an article, without a language model, for a manager to approve, change or reject.

Read the modules in this order: source_sentences, statements (sentences that can be understood alone), inventory
(phrases of the article by type), distractors and numbers; then those that ask a kind of question: subjects,
blanks, fields, lists, purposes; last proposing, which joins them.
"""

from bot.authoring.drafting.proposing import Drafting, draft

__all__ = ["Drafting", "draft"]
