"""The chaos suite: the real process, killed, starved and lied to, and what became of every question."""
