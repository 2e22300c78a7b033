"""Give a waybill up where the carrier takes no cancellation: it is not used, and the order can be shipped again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Person
from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.orders.models import Stage
from fahuo.orders.services import stage
from fahuo.shipments.models import VOIDABLE, Shipment, Status
from fahuo.shipments.services import record
from fahuo.trade.problem import Problem


def takes_no_cancellation(carrier: str) -> bool:
    """Tell whether bookings of this carrier cannot be cancelled at it, by its manifest."""
    try:
        return not registry.manifest(carrier).can(Capability.CANCEL)
    except registry.UnknownCarrier:
        return True


@transaction.atomic
def give_up(*, shipment: Shipment, person: Person | None, at: datetime) -> Problem | None:
    """Let the order be shipped anew, because a person says that this waybill will not be used; nobody is told.

    Returns the problem when it cannot be: the carrier does cancel, or the parcel is under way. Nothing changed then.
    """
    if not takes_no_cancellation(shipment.carrier):
        return Problem("SHIPMENT_NOT_CANCELLABLE", "", shipment.status)
    rows = Shipment.objects.filter(pk=shipment.pk, status__in=VOIDABLE)
    if not rows.update(status=Status.CANCELLED, lease=None, lease_until=None):
        return Problem("SHIPMENT_NOT_CANCELLABLE", "", shipment.status)
    for held in (Stage.IN_WORK, Stage.SHIPPED):
        stage.move(seller_id=shipment.seller_id, order_ids=[shipment.order_id], to=Stage.OPEN, only_from=held)
    detail = {"person": person.get_full_name() or person.username} if person else {}
    record.note([shipment], kind="GIVEN_UP", at=at, detail={**detail, "waybill": shipment.waybill_number})
    return None
