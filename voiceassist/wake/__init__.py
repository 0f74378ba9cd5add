"""Being called by name: what wakes the assistant, and how long it then listens."""
