"""Files from outside become records and row errors."""
