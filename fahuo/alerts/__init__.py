"""Alerts: deadlines, exceptions, and who looks after them."""
