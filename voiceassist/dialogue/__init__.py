"""What to say next: forms, confirmation, correction, undo; makes the Expectation."""
