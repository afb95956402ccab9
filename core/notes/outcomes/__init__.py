"""Outcome measures: answers become scores, girths become volumes, two scores a change."""
