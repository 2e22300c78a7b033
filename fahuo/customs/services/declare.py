"""Declare parcels: compose, judge, freeze what is declared, and write the messages. Nothing is sent in here.

A hundred parcels are one transaction: their declarations, messages and the job that sends exist together or not at all.
What has a problem is kept as a DRAFT that says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from fahuo.accounts.models import Person, Seller
from fahuo.customs.ceb.faults import FieldErrors
from fahuo.customs.ceb.values import beijing_day
from fahuo.customs.ceb.write import BaseTransfer, message
from fahuo.customs.domain import nodes
from fahuo.customs.domain.composing import Booked, Composed, blocking, compose, filing_of
from fahuo.customs.domain.nodes import Filing, Parcelled, Told
from fahuo.customs.domain.progress import LIST, ORDER, WAYBILL
from fahuo.customs.domain.readiness import Holder, readiness
from fahuo.customs.models import Declarant, Declaration, DeclarationState, Declares
from fahuo.customs.queries import declaring
from fahuo.customs.queries.declaring import Known
from fahuo.customs.services import outbox
from fahuo.customs.services.judge import Nodes, judged
from fahuo.customs.services.outbox import Written
from fahuo.shipments.models import VOIDABLE, Shipment
from fahuo.shipments.queries import Work
from fahuo.shipments.services.isolate import isolate
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem

BATCH = 100
WAYBILL_USED_ONCE = timedelta(days=184)  # six months, in days as many as they can have


@dataclass(slots=True)
class Declared:
    """What declaring came to: the ids of declarations that go out, and what is in the way, by shipment."""

    declarations: list[int] = field(default_factory=list)
    problems: dict[int, tuple[Problem, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Firm:
    """Who declares, for a batch."""

    seller: Seller
    person: Person | None
    holder: Holder
    filing: Filing
    transfer: BaseTransfer
    waits_for_parts: bool
    at: datetime


@dataclass(slots=True)
class _Draft:
    """One parcel on its way to a declaration: `content` holds its nodes by kind."""

    work: Work
    cop_no: str
    problems: tuple[Problem, ...]
    content: dict[str, Any] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return bool(self.content) and not blocking(self.problems)


def ready(seller: Seller, *, at: datetime) -> tuple[Problem, ...]:
    """Return what keeps a seller from declaring anything at all."""
    row = declaring.declarant(seller)
    if row is None:
        return (Problem("ERR_NO_DECLARANT"),)
    if row.declares == Declares.CARRIER:
        return (Problem("DECLARATION_BY_CARRIER"),)
    return readiness(declaring.holder_of(row), beijing_day(at))


def declare(*, seller: Seller, person: Person | None, shipment_ids: Sequence[int], at: datetime) -> Declared:
    """Write declarations of parcels and their messages; each parcel is declared once, whoever asks how often."""
    done = Declared()
    wanted = list(dict.fromkeys(shipment_ids))
    stops = blocking(ready(seller, at=at))
    row = declaring.declarant(seller)
    if stops or row is None:
        done.problems = dict.fromkeys(wanted, stops)
        return done
    firm = firm_of(seller, person, row, at)
    for start in range(0, len(wanted), BATCH):
        for part in isolate(wanted[start : start + BATCH], lambda ids: _declare_batch(firm, ids), _defect):
            done.declarations += part.declarations
            done.problems |= part.problems
    return done


def _defect(shipment_id: int, error: Exception) -> Declared:
    return Declared(problems={shipment_id: (Problem("DECLARATION_DEFECT", "", type(error).__name__),)})


def firm_of(seller: Seller, person: Person | None, row: Declarant, at: datetime) -> Firm:
    """Return who declares, with everything that is the same in all his declarations."""
    holder = declaring.holder_of(row)
    filing = filing_of(holder)
    return Firm(seller, person, holder, filing, outbox.transfer_of(holder), row.waits_for_parts, at)


@transaction.atomic
def _declare_batch(firm: Firm, shipment_ids: Sequence[int]) -> Declared:
    """Declare a batch, all of it or nothing: a defect of ours at one parcel is found by halving."""
    done = Declared()
    free = _free(firm, shipment_ids, done)
    known = declaring.known(firm.seller, free)
    done.problems |= {shipment_id: (problem,) for shipment_id, problem in known.problems.items()}
    elsewhere = _elsewhere(firm, known)
    drafts = [_draft(firm, work, known, elsewhere.get(shipment_id, ())) for shipment_id, work in known.works.items()]
    orders, waybills = declaring.stored_before(firm.seller, known.works)
    for draft in drafts:
        if draft.content and draft.work.order_number in orders:
            draft.content[ORDER]["appType"] = nodes.CHANGE
        if draft.content and draft.work.waybill.barcode in waybills:
            draft.content[WAYBILL]["appType"] = nodes.CHANGE
    _sift(firm, drafts)
    _store(firm, drafts, known, done)
    return done


def _free(firm: Firm, shipment_ids: Sequence[int], done: Declared) -> list[int]:
    """Lock the parcels; return those that can be declared and are not."""
    rows = Shipment.objects.filter(seller=firm.seller, pk__in=shipment_ids).order_by("pk")
    columns = rows.select_for_update(no_key=True).values_list("pk", "status", "waybill_number")
    open_ids = {pk for pk, status, waybill in columns if status in VOIDABLE and waybill}
    before = declaring.declared(firm.seller, shipment_ids)
    for shipment_id in shipment_ids:
        row = before.get(shipment_id)
        if row is not None and row.state != DeclarationState.DRAFT:
            done.problems[shipment_id] = (Problem("DECLARATION_EXISTS", "", row.cop_no),)
        elif shipment_id not in open_ids:
            done.problems[shipment_id] = (Problem("DECLARATION_NOT_TO_DECLARE"),)
    return [shipment_id for shipment_id in shipment_ids if shipment_id not in done.problems]


def _elsewhere(firm: Firm, known: Known) -> dict[int, tuple[Problem, ...]]:
    """Return which orders are declared with another parcel, and which waybill numbers were used for another one."""
    orders = declaring.declared_elsewhere(firm.seller, known.works)
    waybills = declaring.waybills_elsewhere(firm.seller, known.works, firm.at - WAYBILL_USED_ONCE)
    found: dict[int, tuple[Problem, ...]] = {
        shipment_id: (Problem("DECLARATION_ORDER_DECLARED", "", number),) for shipment_id, number in orders.items()
    }
    for shipment_id, number in waybills.items():
        used = Problem("CEB_WAYBILL_NUMBER", "CEB603.logisticsNo", number)
        found[shipment_id] = (*found.get(shipment_id, ()), used)
    return found


def _draft(firm: Firm, work: Work, known: Known, elsewhere: tuple[Problem, ...]) -> _Draft:
    number = cop_no(work.shipment_id, firm.at)
    paid = known.paid[work.shipment_id]
    booked = booked_of(work, known)
    carrier = known.filings.get(work.carrier)
    composed = compose(booked, filing=firm.filing, carrier=carrier, elements=known.elements, cop_no=number)
    if elsewhere:
        composed = Composed(None, (*composed.problems, *elsewhere))
    content = content_of(composed.parcel, firm.filing, firm.at) if composed.parcel else {}
    found = judged(work, holder=firm.holder, paid=paid.units, nodes=content, at=firm.at)
    return _Draft(work, number, (*composed.problems, *found), content)


def booked_of(work: Work, known: Known) -> Booked:
    """Return a booked parcel as plain values."""
    paid = known.paid[work.shipment_id]
    return Booked(
        order_number=work.order_number,
        waybill_number=work.waybill.barcode,
        carrier=work.carrier,
        country=work.booking.recipient.country,
        lines=work.booking.parcel.lines,
        weight_g=work.booking.parcel.weight_g,
        charged=known.costs.get(work.shipment_id),
        paid=paid.amount,
        paid_goods=paid.goods,
    )


def content_of(parcel: Parcelled, filing: Filing, at: datetime) -> dict[str, Any]:
    """Return the three nodes of a parcel by kind, each with a guid of its own."""
    told = Told(at, beijing_day(at))
    return {
        ORDER: nodes.order_node(parcel, filing, told, outbox.new_guid()),
        WAYBILL: nodes.waybill_node(parcel, filing, told, outbox.new_guid()),
        LIST: nodes.list_node(parcel, filing, told, outbox.new_guid()),
    }


def cop_no(shipment_id: int, at: datetime) -> str:
    """Return our number of a declaration, unique for the firm also when it starts anew with an empty database."""
    return f"FH{timezone.localtime(at):%Y%m%d%H%M%S}{shipment_id:010d}"


def _sift(firm: Firm, drafts: Sequence[_Draft]) -> None:
    """Write each message once without keeping it, so that a node that cannot be written becomes a problem."""
    for kind in (ORDER, WAYBILL, LIST):
        good = [draft for draft in drafts if draft.is_good]
        for place, problems in unwritable(kind, [draft.content for draft in good], firm.transfer).items():
            good[place].problems += problems


def unwritable(kind: str, contents: Sequence[Nodes], transfer: BaseTransfer) -> Mapping[int, tuple[Problem, ...]]:
    """Return what is wrong with nodes of a kind, by their place."""
    if not contents:
        return {}
    try:
        message(kind, [content[kind] for content in contents], transfer, outbox.new_guid())
    except FieldErrors as errors:
        found: dict[int, tuple[Problem, ...]] = {}
        for error in errors.errors:
            everybody = range(len(contents)) if error.node is None else (error.node,)
            for place in everybody:
                found[place] = (*found.get(place, ()), error.problem)
        return found
    return {}


def _store(firm: Firm, drafts: Sequence[_Draft], known: Known, done: Declared) -> None:
    """Write declarations and messages; drafts of earlier tries are replaced."""
    shipments = [draft.work.shipment_id for draft in drafts]
    Declaration.objects.filter(seller=firm.seller, shipment_id__in=shipments, state=DeclarationState.DRAFT).delete()
    rows = [_row(firm, draft) for draft in drafts]
    Declaration.objects.bulk_create(rows)
    good = [row for row, draft in zip(rows, drafts, strict=True) if draft.is_good]
    kinds = (ORDER, WAYBILL) if firm.waits_for_parts else (ORDER, WAYBILL, LIST)
    for kind in kinds:
        written = [Written(row.content[kind], declaration=row) for row in good]
        outbox.write(seller_id=firm.seller.pk, kind=kind, written=written, transfer=firm.transfer, at=firm.at)
    if good:
        outbox.wake(firm.seller.pk)
    done.declarations += [row.pk for row in good]
    done.problems |= {draft.work.shipment_id: blocking(draft.problems) for draft in drafts if not draft.is_good}


def _row(firm: Firm, draft: _Draft) -> Declaration:
    parcel = draft.work.booking.parcel
    value: Money = parcel.value
    state = DeclarationState.QUEUED if draft.is_good else DeclarationState.DRAFT
    queued = DeclarationState.QUEUED if draft.is_good else DeclarationState.DRAFT
    return Declaration(
        seller=firm.seller,
        shipment_id=draft.work.shipment_id,
        trade_mode=firm.filing.trade_mode,
        statistics_flag=firm.filing.statistics_flag,
        cop_no=draft.cop_no,
        order_number=draft.work.order_number,
        waybill_number=draft.work.waybill.barcode,
        country=draft.work.booking.recipient.country,
        state=state,
        order_state=queued,
        waybill_state=queued,
        content=draft.content if draft.is_good else {},
        problems=[problem.as_dict() for problem in draft.problems],
        value=value.rounded().amount,
        currency=value.currency,
        weight_g=parcel.weight_g,
        person=firm.person,
        created_at=firm.at,
        declared_at=firm.at if draft.is_good else None,
        listed_at=firm.at if draft.is_good and not firm.waits_for_parts else None,
    )
