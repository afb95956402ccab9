"""Faults on the real program through its services; run by `packaging/dev.py torture`."""
