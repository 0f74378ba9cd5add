"""How well and how fast the assistant hears: measurements on recorded speech, whatever its subject."""
