"""Which passage answers: articles -> passages -> ranked hits."""

from index.passage import Citation, Hit, Passage
from index.question import Question
from index.search import Index

__all__ = ["Citation", "Hit", "Index", "Passage", "Question"]
