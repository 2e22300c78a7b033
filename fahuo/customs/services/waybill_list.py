"""Declare under which master bill released lists leave (清单总分单, CEB607), and that they left (离境单, CEB509)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fahuo.accounts.models import Seller
from fahuo.customs.ceb.faults import FieldErrors
from fahuo.customs.domain.bulk_nodes import Bill, Listed, departure_node, master_node, parts
from fahuo.customs.domain.composing import filing_of
from fahuo.customs.domain.nodes import Party
from fahuo.customs.domain.progress import FAILED
from fahuo.customs.models import USABLE_STATES, Declarant, Declaration, DeclarationState, MasterList
from fahuo.customs.queries import declaring
from fahuo.customs.queries.ready import stops
from fahuo.customs.services import outbox, restate
from fahuo.customs.services.documents import DEPARTURE, MASTER
from fahuo.customs.services.outbox import Written
from fahuo.trade.problem import Problem


@dataclass(frozen=True, slots=True)
class Made:
    """A master list, None with the reasons when there is none; `left_out` by declaration."""

    master: MasterList | None
    problems: tuple[Problem, ...] = ()
    left_out: Mapping[int, Problem] = field(default_factory=dict)


def list_under(
    *, seller: Seller, bill: Bill, declaration_ids: Sequence[int], at: datetime, bags: Mapping[int, str] | None = None
) -> Made:
    """Write a master list of released lists of one carrier; `bags` are big-bag numbers by declaration."""
    try:
        return _list_under(seller, bill, declaration_ids, at, bags or {})
    except FieldErrors as errors:  # nothing was written
        return Made(None, tuple(error.problem for error in errors.errors))


@transaction.atomic
def _list_under(
    seller: Seller, bill: Bill, declaration_ids: Sequence[int], at: datetime, bags: Mapping[int, str]
) -> Made:
    row = declaring.declarant(seller)
    stopped = stops(row, at)
    if stopped or row is None:
        return Made(None, stopped)
    found = {one.pk: one for one in restate.locked(seller.pk, declaration_ids)}
    carriers = _carriers(found)
    carrier = next((carriers[pk] for pk in declaration_ids if pk in carriers), "")
    filed = declaring.filings(seller).get(carrier)
    listed = _listed(seller, found)
    left_out = {pk: Problem("DECLARATION_NOT_LISTABLE") for pk in declaration_ids if not _fits(found.get(pk), listed)}
    left_out |= {pk: Problem("DECLARATION_NOT_LISTABLE", "carrier") for pk in found if carriers[pk] != carrier}
    rows = [one for pk, one in found.items() if pk not in left_out]
    if not rows or filed is None:
        problem = Problem("DECLARATION_NO_CARRIER_FILING" if rows else "DECLARATION_NOT_LISTABLE", "", carrier)
        return Made(None, (problem,), left_out)
    for one in rows:
        one.bag_number = bags.get(one.pk, "")
    master = _master(seller, bill, carrier, rows, at)
    _write(row, master, filed, bill, rows, at)
    return Made(master, (), left_out)


@transaction.atomic
def depart(*, seller: Seller, master_list_id: int, left_at: datetime, at: datetime) -> tuple[Problem, ...]:
    """Declare that what stands on a master list has left the country. Only a firm that is filed for logistics does."""
    row = declaring.declarant(seller)
    stopped = stops(row, at)
    if stopped or row is None:
        return stopped
    master = MasterList.objects.select_for_update(no_key=True).get(seller=seller, pk=master_list_id)
    filed = declaring.filings(seller).get(master.carrier)
    if master.departure_state not in {"", "REJECTED", "ERROR"} or filed is None:
        return (Problem("DECLARATION_NOT_LISTABLE", "", master.departure_state),)
    filing = filing_of(declaring.holder_of(row))
    lines = _lines(list(master.declarations.order_by("pk")))
    bill = Bill(master.bill_no, master.transport_name, master.voyage_no, master.domestic_transport)
    written = [
        Written(
            departure_node(
                bill, filed, filing, f"{master.cop_no}D", left_at, place, part, at=at, guid=outbox.new_guid()
            ),
            master_list=master,
        )
        for place, part in parts(lines)
    ]
    _send(row, DEPARTURE, written, at)
    MasterList.objects.filter(pk=master.pk).update(departs_at=left_at, departure_state=DeclarationState.QUEUED)
    return ()


def _listed(seller: Seller, found: Mapping[int, Declaration]) -> set[int | None]:
    """Return the master lists, of those that declarations stand on, that customs did not return."""
    rows = MasterList.objects.filter(seller=seller, pk__in=[row.master_list_id for row in found.values()])
    return set(rows.exclude(state__in=FAILED).values_list("pk", flat=True))


def _fits(row: Declaration | None, listed: set[int | None]) -> bool:
    usable = row is not None and row.state in USABLE_STATES and bool(row.invt_no)
    return usable and row is not None and row.master_list_id not in listed


def _carriers(found: Mapping[int, Declaration]) -> dict[int, str]:
    rows = Declaration.objects.filter(pk__in=found)
    return dict(rows.values_list("pk", "shipment__carrier"))


def _master(seller: Seller, bill: Bill, carrier: str, rows: Sequence[Declaration], at: datetime) -> MasterList:
    return MasterList.objects.create(
        seller=seller,
        cop_no=f"FM{timezone.localtime(at):%Y%m%d%H%M%S}{rows[0].pk:010d}",
        bill_no=bill.bill_no,
        transport_name=bill.transport_name,
        voyage_no=bill.voyage_no,
        domestic_transport=bill.domestic,
        carrier=carrier,
        weight_g=sum(one.weight_g for one in rows),
        parcels=len(rows),
        state=DeclarationState.QUEUED,
        created_at=at,
    )


def _write(  # noqa: PLR0917 - the parts of one document
    row: Declarant, master: MasterList, carrier: Party, bill: Bill, rows: Sequence[Declaration], at: datetime
) -> None:
    filing = filing_of(declaring.holder_of(row))
    weight = master.weight_g
    written = [
        Written(
            master_node(bill, carrier, filing, master.cop_no, weight, place, part, at=at, guid=outbox.new_guid()),
            master_list=master,
        )
        for place, part in parts(_lines(rows))
    ]
    _send(row, MASTER, written, at)
    for one in rows:
        one.master_list = master
    Declaration.objects.bulk_update(rows, ["master_list", "bag_number"], batch_size=500)


def _send(row: Declarant, kind: str, written: Sequence[Written], at: datetime) -> None:
    transfer = outbox.transfer_of(declaring.holder_of(row))
    for one in written:  # a message holds one part only, so that its number of lines stays small
        outbox.write(seller_id=row.seller_id, kind=kind, written=[one], transfer=transfer, at=at)
    outbox.wake(row.seller_id)


def _lines(rows: Sequence[Declaration]) -> list[Listed]:
    return [Listed(one.waybill_number, one.invt_no, one.bag_number) for one in rows]
