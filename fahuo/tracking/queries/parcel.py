"""One parcel: where it stands, what was told of it, who is asked, and what we did with it ourselves."""

from __future__ import annotations

from datetime import datetime

from fahuo.shipments.models import Shipment, ShipmentEvent
from fahuo.tracking.domain.timeline import Told
from fahuo.tracking.models import Event, Journey, Leg

# A parcel with more events than this is shown from its latest ones on.
MOST_EVENTS = 20_000
_EVENT = ("at", "carrier", "milestone", "reason", "raw_code", "description", "place", "country", "raw_time", "odd")
LONGEST_TOKEN = 24
# Of what happened to a shipment here, what belongs to its way.
OURS = ("BOOKED", "TENDERED", "CANCELLED", "GIVEN_UP")


def shipment(seller_id: int, shipment_id: int) -> Shipment | None:
    """Return the seller's shipment with its order; None when there is none or it belongs to somebody else."""
    rows = Shipment.objects.filter(seller_id=seller_id, pk=shipment_id)
    return rows.select_related("order").defer("label_content", "recommendation", "rate").first()


def journey(seller_id: int, shipment_id: int) -> Journey | None:
    """Return how far the parcel is; None while nobody follows it."""
    return Journey.objects.filter(seller_id=seller_id, pk=shipment_id).defer("marks").first()


def told(seller_id: int, shipment_id: int, *, most: int = MOST_EVENTS) -> list[Told]:
    """Return the events of all sources, the latest first; one query over all months."""
    rows = Event.objects.filter(seller_id=seller_id, shipment_id=shipment_id).order_by("-at", "digest")
    return [Told(*row) for row in rows.values_list(*_EVENT)[:most]]


def legs(seller_id: int, shipment_id: int) -> list[Leg]:
    """Return where its numbers are asked for, in the sequence in which they were laid."""
    return list(Leg.objects.filter(seller_id=seller_id, shipment_id=shipment_id).order_by("pk"))


def ours(found: Shipment) -> list[tuple[str, datetime]]:
    """Return what we did with it ourselves: kind and moment, oldest first, each kind once."""
    moments = {"ORDERED": found.order.placed_at or found.created_at}
    if found.booked_at:
        moments["BOOKED"] = found.booked_at
    if found.labelled_at:
        moments["LABELLED"] = found.labelled_at
    rows = ShipmentEvent.objects.filter(seller_id=found.seller_id, shipment=found, kind__in=OURS).order_by("at")
    for kind, at in rows.values_list("kind", "at"):
        moments.setdefault("CANCELLED" if kind == "GIVEN_UP" else kind, at)
    return sorted(moments.items(), key=lambda item: item[1])


def by_token(token: str) -> Shipment | None:
    """Return the shipment that a label's QR leads to, whosoever it is; None for anything that is no such token."""
    if not token or "\x00" in token or len(token) > LONGEST_TOKEN:
        return None
    rows = Shipment.objects.filter(public_token=token)
    return rows.select_related("order").defer("label_content", "recommendation", "rate").first()
