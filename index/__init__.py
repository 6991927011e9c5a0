"""Search articles: articles -> passages -> ranked hits with a confidence each."""

from index.passage import Citation, Hit, Passage
from index.query import Query
from index.ranking import RankingWeights
from index.search import Index

__all__ = ["Citation", "Hit", "Index", "Passage", "Query", "RankingWeights"]
