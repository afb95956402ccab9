"""The rule book and what it decides; touches no file, no clock, no database."""
