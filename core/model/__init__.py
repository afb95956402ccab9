"""Frozen records and checked types; touches no file, no clock, no database."""
