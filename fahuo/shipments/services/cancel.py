"""Void a booking: the carrier first, then our row; the order can be shipped again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fahuo.carriers.services import journal
from fahuo.orders import queries as orders
from fahuo.orders.models import Stage
from fahuo.orders.services import stage
from fahuo.shipments.models import VOIDABLE, Shipment, Status
from fahuo.shipments.services import calls, record
from fahuo.shipments.services.book import topic_of
from fahuo.shipments.services.desk import Desk
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill


def cancel(*, shipment: Shipment, desk: Desk, at: datetime) -> Problem | None:
    """Cancel at the carrier, then here. Returns the problem when the carrier does not agree: nothing changed then.

    Cancelling twice is no error for a carrier, so a crash between its answer and our write is mended by asking again.
    """
    if shipment.status not in VOIDABLE:
        return Problem("SHIPMENT_NOT_CANCELLABLE", "", shipment.status)
    waybill = Waybill(shipment.carrier, shipment.reference, shipment.waybill_number, shipment.tracking_number)
    desk.open([shipment.account_id])
    if shipment.account_id is None or not desk.knows(shipment.account_id):
        return Problem("CARRIER_ACCOUNT_MISSING", "", shipment.carrier)
    topic = topic_of(
        shipment.seller_id, shipment.account_id, shipment.reference, orders.to_address(shipment.order), desk
    )
    (said,) = desk.call_all(lambda one: calls.say("cancel", one, lambda: one.carrier.cancel(waybill)), [topic])
    with transaction.atomic():
        journal.write(topic.lines("cancel", said))
        if said.error is not None:
            return Problem("CANCEL_REFUSED", "", said.error.message)
        return _write(shipment, at)


def _write(shipment: Shipment, at: datetime) -> Problem | None:
    """Write it down, unless the parcel was handed over meanwhile; somebody else's cancelling is as good as ours."""
    changed = Shipment.objects.filter(pk=shipment.pk, status__in=VOIDABLE).update(
        status=Status.CANCELLED, lease=None, lease_until=None
    )
    if changed:
        for held in (Stage.IN_WORK, Stage.SHIPPED):
            stage.move(seller_id=shipment.seller_id, order_ids=[shipment.order_id], to=Stage.OPEN, only_from=held)
        record.note([shipment], kind="CANCELLED", at=at)
        return None
    now = Shipment.objects.filter(pk=shipment.pk).values_list("status", flat=True).first()
    return None if now == Status.CANCELLED else Problem("SHIPMENT_NOT_CANCELLABLE", "", now or "")
