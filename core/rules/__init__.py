"""The rule book as values, and what it decides about an encounter."""
