"""Decisions about contracts and calls, pure."""

from __future__ import annotations

from fahuo.carriers.domain.terms import MOST_PARCELS_A_DAY, MOST_PARCELS_A_MONTH, term_problems

__all__ = ["MOST_PARCELS_A_DAY", "MOST_PARCELS_A_MONTH", "term_problems"]
