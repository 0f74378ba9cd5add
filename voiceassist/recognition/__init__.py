"""Speech to words: one protocol, one file an engine, and the catalogue of models they need."""
