"""Provide the terminal front end. No other package imports prompt_toolkit and rich."""
