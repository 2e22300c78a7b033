"""The release gate: a parcel is handed over when the papers of its lane are complete, and not before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Person, Seller
from fahuo.customs.ceb.values import beijing_day
from fahuo.customs.domain.composing import blocking
from fahuo.customs.domain.readiness import Holder, readiness
from fahuo.customs.models import USABLE_STATES, Declarant, Declaration, DeclarationState, Declares
from fahuo.customs.queries import declaring
from fahuo.customs.services import restate
from fahuo.customs.services.cancel import ASKED
from fahuo.customs.services.judge import NO_NODES, judged
from fahuo.shipments.models import Shipment, Status
from fahuo.shipments.services import tender as handing_over
from fahuo.trade.problem import Problem

BATCH = 100


@dataclass(slots=True)
class Tendered:
    """Which parcels were handed over, and why the others were not."""

    done: list[int] = field(default_factory=list)
    problems: dict[int, tuple[Problem, ...]] = field(default_factory=dict)


def tender(*, seller: Seller, person: Person | None, shipment_ids: Sequence[int], at: datetime) -> Tendered:
    """Hand over parcels whose papers are complete; say of each of the others what it lacks. Nothing else does this."""
    result = Tendered()
    wanted = list(dict.fromkeys(shipment_ids))
    for start in range(0, len(wanted), BATCH):
        _tender_batch(seller, person, wanted[start : start + BATCH], at, result)
    return result


def lacking(*, seller: Seller, shipment_ids: Sequence[int], at: datetime) -> dict[int, tuple[Problem, ...]]:
    """Return what keeps each of these parcels from being handed over; those that may go are absent."""
    row = declaring.declarant(seller)
    if row is None:
        return dict.fromkeys(shipment_ids, (Problem("ERR_NO_DECLARANT"),))
    known = declaring.known(seller, shipment_ids)
    holder = declaring.holder_of(row)
    declared = declaring.declared(seller, shipment_ids) if row.declares == Declares.SELF else {}
    found: dict[int, tuple[Problem, ...]] = {pk: (problem,) for pk, problem in known.problems.items()}
    for shipment_id, work in known.works.items():
        paid = known.paid[shipment_id].units
        declaration = declared.get(shipment_id)
        own = row.declares == Declares.SELF
        content = declaration.content if declaration else {}
        problems = (
            *(_declared(declaration, row, holder, at) if own else ()),
            *judged(work, holder=holder if own else None, paid=paid, nodes=content or NO_NODES, at=at),
        )
        if stops := blocking(problems):
            found[shipment_id] = stops
    return found


@transaction.atomic
def _tender_batch(
    seller: Seller, person: Person | None, shipment_ids: Sequence[int], at: datetime, result: Tendered
) -> None:
    """Judge and write in one transaction: a receipt that takes the release back waits, or was there before."""
    rows = Shipment.objects.filter(seller=seller, pk__in=shipment_ids).order_by("pk")
    statuses = dict(rows.select_for_update(no_key=True).values_list("pk", "status"))
    labelled = [pk for pk in shipment_ids if statuses.get(pk) == Status.LABELLED]
    for pk in shipment_ids:
        if pk not in labelled:
            result.problems[pk] = (Problem("TENDER_NOT_LABELLED", "", statuses.get(pk, "")),)
    declarations = Declaration.objects.filter(seller=seller, shipment_id__in=labelled).values_list("pk", flat=True)
    restate.locked(seller.pk, list(declarations))
    stopped = lacking(seller=seller, shipment_ids=labelled, at=at)
    result.problems |= stopped
    who = {"person": person.get_full_name() or person.username} if person else {}
    free = [pk for pk in labelled if pk not in stopped]
    result.done += handing_over.tender(seller=seller, shipment_ids=free, at=at, detail=who)


def _declared(row: Declaration | None, declarant: Declarant, holder: Holder, at: datetime) -> tuple[Problem, ...]:
    """Where the firm declares itself: its declaration is released, or why there is none."""
    if row is not None and row.state in USABLE_STATES:
        # Who asked customs to cancel it must not send the parcel off: it would leave undeclared.
        asked = row.cancel_state in ASKED
        return (Problem("DECLARATION_BEING_CANCELLED", "", f"{row.cop_no} {row.cancel_state}"),) if asked else ()
    if row is not None and row.state != DeclarationState.DRAFT:
        return (Problem("DECLARATION_NOT_RELEASED", "", f"{row.cop_no} {row.state}"),)
    firm = blocking(readiness(holder, beijing_day(at)))
    return (Problem("DECLARATION_MISSING"), *firm)
