"""When somebody starts to speak, and when a turn is over."""
