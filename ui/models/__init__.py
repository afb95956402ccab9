"""Qt table models over tuples of records."""
