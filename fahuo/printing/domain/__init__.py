"""Decisions of printing, pure: what a wish may ask for, what a printer's address may be, what came of sending."""

from __future__ import annotations

from fahuo.printing.domain.addresses import Place, place_of
from fahuo.printing.domain.progress import Delivered, Delivery, Doubtful, NotSent, Working
from fahuo.printing.domain.wish import MOST_DOCUMENTS, BatchWish, Target, left_out_because, refusal

__all__ = [
    "MOST_DOCUMENTS",
    "BatchWish",
    "Delivered",
    "Delivery",
    "Doubtful",
    "NotSent",
    "Place",
    "Target",
    "Working",
    "left_out_because",
    "place_of",
    "refusal",
]
