"""Notice disputes, which come to routing by a file of past parcels and not by tracking."""

from __future__ import annotations

from django.db import connection

# Both ways: disputes that are not counted yet, and counted ones that were taken back.
_MARK = """
UPDATE orders_order SET figures_due = true WHERE id IN (
    SELECT f.order_id
      FROM routing_parceloutcome p
      JOIN shipments_shipment s ON s.seller_id = p.seller_id AND s.reference = p.reference
      JOIN figures_fact f ON f.order_id = s.order_id AND f.shipment_id = s.id
     WHERE p.disputed AND NOT f.disputed
     UNION
    SELECT f.order_id
      FROM figures_fact f
      JOIN shipments_shipment s ON s.id = f.shipment_id
      LEFT JOIN routing_parceloutcome p ON p.seller_id = s.seller_id AND p.reference = s.reference
     WHERE f.disputed AND p.disputed IS NOT TRUE)
"""


def notice_disputes() -> int:
    """Mark the orders to be counted again whose parcels are disputed now, or no longer; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK)
        return int(cursor.rowcount)
