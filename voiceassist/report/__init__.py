"""What leaves the journal on paper or in a standard format."""
