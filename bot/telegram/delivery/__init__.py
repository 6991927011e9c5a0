"""Every update once received is handled, whatever fails: written down, handled in order, sent with patience."""
