"""The assistant: a question in, an answer with its citation out, and the page of it that every front end draws."""
