"""Say that a carrier took the parcels of a hand-over list: each passes the release gate, or stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fahuo.accounts import services as accounts
from fahuo.accounts.models import Person, Seller
from fahuo.customs.services import release
from fahuo.printing.models import Manifest, ManifestLine
from fahuo.shipments.models import Shipment, Status
from fahuo.trade.problem import Problem

_GONE = (Status.TENDERED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many parcels went, why others stay (by shipment), and the problem when the list itself cannot be."""

    done: tuple[int, ...] = ()
    problems: Mapping[int, tuple[Problem, ...]] = field(default_factory=dict)
    problem: Problem | None = None


def hand_over(*, seller: Seller, person: Person | None, manifest_id: int, at: datetime) -> HandedOver:
    """Hand over what may go of a list; what went before is left alone, so saying it again is safe."""
    found = Manifest.objects.get(seller=seller, pk=manifest_id)
    if found.voided_at:
        return HandedOver(problem=Problem("MANIFEST_VOID_ALREADY", "manifest", found.number))
    lines = ManifestLine.objects.filter(seller=seller, manifest=found, is_void=False).order_by("position")
    waiting = Shipment.objects.filter(seller=seller, pk__in=lines.values("shipment_id")).exclude(status__in=_GONE)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    result = release.tender(seller=seller, person=person, shipment_ids=ids, at=at)
    accounts.record(
        seller=seller,
        person=person,
        verb="hand_over",
        subject=found.number,
        at=at,
        shipments=len(result.done),
        left=len(result.problems),
    )
    return HandedOver(tuple(result.done), result.problems)
