"""Figures: rates per store, carrier, service, lane and day."""
