"""What the assistant can do, one file a skill; the only owner of the knowledge files."""
