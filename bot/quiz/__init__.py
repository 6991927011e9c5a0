"""Quizzing on articles: items and their bank, practice, exams, games and what comes out of them.

Knows no front end.
"""
