"""The whole bot in this process, against the fake Bot API."""
