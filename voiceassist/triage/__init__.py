"""Signs of danger in words, and the ladder of urgency: pure functions, no input or output."""
