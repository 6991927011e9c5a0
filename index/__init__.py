"""Which passage answers: articles -> passages -> ranked hits."""

from index.passage import Citation, Hit, Passage
from index.question import Question
from index.search import Index
from index.views import Recipe

__all__ = ["Citation", "Hit", "Index", "Passage", "Question", "Recipe"]
