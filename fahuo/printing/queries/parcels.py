"""What the parcels of a batch hold, for sorting them."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.goods import queries as goods
from fahuo.orders import queries as orders
from fahuo.printing.domain.sequence import Parcelled
from fahuo.shipments.models import Shipment


def parcelled(seller_id: int, shipment_ids: Sequence[int]) -> list[Parcelled]:
    """Return the seller's parcels in the sequence asked for: three queries for any number of them."""
    found = Shipment.objects.filter(seller_id=seller_id, pk__in=shipment_ids)
    rows = {row[0]: row for row in found.values_list("pk", "waybill_number", "carrier", "order_id")}
    wanted = orders.wanted([row[3] for row in rows.values()])
    shelves = goods.shelves(seller_id, {line.sku for lines in wanted.values() for line in lines})
    return [
        Parcelled(
            one,
            number,
            tuple((line.sku, shelves.get(line.sku, ""), line.quantity) for line in wanted.get(order_id, ())),
            carrier,
        )
        for one, number, carrier, order_id in (rows[one] for one in shipment_ids if one in rows)
    ]
