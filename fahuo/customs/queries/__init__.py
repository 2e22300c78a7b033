"""Reads of customs: what papers say, what is declared, what waits to be sent, and how far each declaration is."""

from fahuo.customs.queries.papers import BOOKED, Cases, Found, country_names, found

__all__ = ["BOOKED", "Cases", "Found", "country_names", "found"]
