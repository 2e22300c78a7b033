"""Reads a seller's laws of lanes; kept in memory as long as they are the newest."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from fahuo.eta.stored import NotOurs, Stored, from_bytes
from fahuo.tracking.models import LaneLaw


def laws(seller_id: int) -> Stored | None:
    """Return the seller's laws; None before the first night."""
    found = LaneLaw.objects.filter(seller=seller_id).values_list("fitted_at", flat=True).first()
    return None if found is None else _read(seller_id, found)


@lru_cache(maxsize=16)
def _read(seller_id: int, fitted_at: datetime) -> Stored | None:
    content = LaneLaw.objects.filter(seller=seller_id, fitted_at=fitted_at).values_list("content", flat=True).first()
    try:
        return None if content is None else from_bytes(bytes(content))
    except NotOurs:
        return None
