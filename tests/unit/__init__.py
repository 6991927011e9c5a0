"""Pure parts, by themselves: seconds."""
