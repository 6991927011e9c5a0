"""Draft items on an article, without a language model, for a manager to approve, change or reject.

Read the modules in this order: candidate, parts (tables, lists, sentences, names of places); then those that ask: pairs
(cells, members of lists, steps) and numbers; proposing joins them; assisting helps a person to write.
"""

from bot.authoring.drafting.assisting import Proposal, propose
from bot.authoring.drafting.parts import Sentence, sentences_of
from bot.authoring.drafting.proposing import OTHER_LANGUAGE, Drafting, draft, new_id

__all__ = ["OTHER_LANGUAGE", "Drafting", "Proposal", "Sentence", "draft", "new_id", "propose", "sentences_of"]
