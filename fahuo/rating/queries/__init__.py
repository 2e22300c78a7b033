"""Reads services, rate sheets and price rules."""

from fahuo.rating.queries.prices import area_countries, price_rules, remote_area
from fahuo.rating.queries.products import services
from fahuo.rating.queries.sheets import OverlappingSheets, revision, sample_sheets, sheets, sheets_in_force

__all__ = [
    "OverlappingSheets", "area_countries", "price_rules", "remote_area", "revision",
    "sample_sheets", "services", "sheets", "sheets_in_force",
]  # fmt: skip
