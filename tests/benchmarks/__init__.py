"""Measurements; not collected by the test run."""
