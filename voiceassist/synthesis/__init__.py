"""Text to speech: one protocol, one file an engine; always rendered to samples, never played by the engine."""
