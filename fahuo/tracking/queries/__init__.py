"""Reads. Lists of lower and higher rooms ask `standings` how far their parcels are."""

from fahuo.tracking.queries.standings import StandingRow, standings

__all__ = ["StandingRow", "standings"]
