"""Writes of routing, one module a verb; and the recommendation."""
