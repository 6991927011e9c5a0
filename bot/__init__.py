"""The conversation: front ends, and the assistant that they talk to."""
