"""Draft items on an article, without a language model, for a manager to approve, change or reject.

Read the modules in this order: parts (what a document is made of: tables, lists, sentences), candidate; then those
that ask a kind of question: tables, lists, duties, numbers; last proposing, which joins them.
"""

from bot.authoring.drafting.numbers import number_choices
from bot.authoring.drafting.parts import Sentence, sentences_of
from bot.authoring.drafting.proposing import Drafting, draft, new_id

__all__ = ["Drafting", "Sentence", "draft", "new_id", "number_choices", "sentences_of"]
