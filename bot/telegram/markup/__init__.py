"""Answers, quizzes and reports -> messages and buttons for Telegram, within its limits. Pure."""
