"""Commands, one file a command group, and no logic: each parses its arguments and calls a room."""
