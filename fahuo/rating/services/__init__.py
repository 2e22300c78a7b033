"""Writes and prices: one module a verb."""
