"""How a carrier's price files are read is remembered for the next one."""

from __future__ import annotations

from datetime import datetime

from fahuo.accounts.models import Seller
from fahuo.rating.importing.mapping import Mapping, as_json, to_remember
from fahuo.rating.models import SheetMapping


def remember(*, seller: Seller, carrier: str, name: str, mapping: Mapping, at: datetime) -> SheetMapping:
    """Keep a mapping under a name; one of the same name is written over. Its days are those of one file: not kept."""
    row, _ = SheetMapping.objects.update_or_create(
        seller=seller,
        carrier=carrier[:30],
        name=name.strip()[:80],
        defaults={"mapping": as_json(to_remember(mapping)), "used_at": at},
    )
    return row


def forget(*, seller: Seller, mapping_id: int) -> None:
    """Drop a remembered mapping; one of another seller stays."""
    SheetMapping.objects.filter(seller=seller, pk=mapping_id).delete()
