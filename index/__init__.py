"""Search articles: articles -> passages -> ranked hits with a confidence each."""

from index.example_field import Example, find_row, quote_of
from index.model_loading import open_model
from index.passage import Citation, Hit, Passage
from index.query import Query
from index.ranking import RankingWeights
from index.search import Index
from index.vectors import ModelError, PassageVectors, SentenceModel

__all__ = [
    "Citation",
    "Example",
    "Hit",
    "Index",
    "ModelError",
    "Passage",
    "PassageVectors",
    "Query",
    "RankingWeights",
    "SentenceModel",
    "find_row",
    "open_model",
    "quote_of",
]
