"""Measurements, never tests: each prints a table and asserts nothing."""
