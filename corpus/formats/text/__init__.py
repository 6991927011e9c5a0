"""Plain text: its encoding, and what people mean with capitals, rules, labels and columns."""
