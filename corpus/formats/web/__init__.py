"""Web pages and Markdown, which is rendered as one: `html.read`, `markdown.read`, and what they are made of."""
