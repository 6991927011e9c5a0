"""Which passage answers."""
