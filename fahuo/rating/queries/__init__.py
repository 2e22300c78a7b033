"""Reads services, rate sheets and price rules."""

from fahuo.rating.queries.prices import price_rules, remote_area
from fahuo.rating.queries.products import services
from fahuo.rating.queries.sheets import OverlappingSheets, sheets, sheets_in_force

__all__ = ["OverlappingSheets", "price_rules", "remote_area", "services", "sheets", "sheets_in_force"]
