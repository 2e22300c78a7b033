"""How many parcels a seller's contracts carried, as routing asks for it: counted in shipments, which it cannot see."""

from __future__ import annotations

from datetime import datetime

from fahuo.shipments.queries.volume import volumes


def counted(seller_id: int, *, at: datetime) -> dict[str, tuple[int, int]]:
    """Return by carrier the parcels of the day and of the month."""
    return {carrier: (found.today, found.month) for carrier, found in volumes(seller_id, at=at).items()}
