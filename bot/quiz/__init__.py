"""Run quizzes on articles: practice, exams, games, and reports on their results.

This package knows no front end.
"""
