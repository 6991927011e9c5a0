"""Real commands and processes: kills, terminals, hostile documents."""
