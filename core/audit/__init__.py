"""Auditing encounters: drawing a sample, checks, exact intervals; pure, over frozen rows."""
