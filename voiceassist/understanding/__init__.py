"""Words to meaning: sentence templates, the grammar graph, fuzzy matching, numbers and times."""
