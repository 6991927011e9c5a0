"""What makes questions: items and their bank, drafting, checking, exchange with other programs."""
