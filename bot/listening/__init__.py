"""Learn from what people ask: what was not answered, what a manager makes of it, and numbers."""
