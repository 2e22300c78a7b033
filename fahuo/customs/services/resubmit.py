"""Submit again what customs returned, or what the window could not take in: the same number, new guids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from fahuo.accounts.models import Person, Seller
from fahuo.customs.ceb.values import beijing_day
from fahuo.customs.domain import nodes
from fahuo.customs.domain.composing import blocking, compose
from fahuo.customs.domain.nodes import Filing, Parcelled, Told
from fahuo.customs.domain.progress import LIST, ORDER, STORED, WAYBILL
from fahuo.customs.models import Declaration, DeclarationState, MessageNode, MessageStatus
from fahuo.customs.queries import declaring
from fahuo.customs.queries.declaring import Known
from fahuo.customs.queries.ready import stops
from fahuo.customs.services import outbox, restate
from fahuo.customs.services.declare import Declared, Firm, booked_of, firm_of, unwritable
from fahuo.customs.services.judge import judged
from fahuo.customs.services.outbox import Written
from fahuo.trade.problem import Problem

AGAIN = ("REJECTED", "ERROR", "SEND_FAILED")
BATCH = 100
_UNSETTLED = (MessageStatus.SENDING, MessageStatus.DOUBTFUL)


def resubmit(*, seller: Seller, person: Person | None, declaration_ids: Sequence[int], at: datetime) -> Declared:
    """Declare these anew from the goods as they are now; what is still wrong stays as it is and says why."""
    done = Declared()
    row = declaring.declarant(seller)
    wanted, stopped = list(dict.fromkeys(declaration_ids)), stops(row, at)
    if stopped or row is None:
        done.problems = dict.fromkeys(wanted, stopped)
        return done
    firm = firm_of(seller, person, row, at)
    for start in range(0, len(wanted), BATCH):
        _resubmit_batch(firm, wanted[start : start + BATCH], done)
    return done


@transaction.atomic
def _resubmit_batch(firm: Firm, ids: Sequence[int], done: Declared) -> None:
    rows = {row.pk: row for row in restate.locked(firm.seller.pk, ids)}
    for pk in ids:
        if pk not in rows or rows[pk].state not in AGAIN:
            state = rows[pk].state if pk in rows else ""
            done.problems[pk] = (Problem("DECLARATION_NOT_RESUBMITTED", "", state),)
    # While one of its messages may still arrive, another try could stand beside it at customs.
    unsettled = MessageNode.objects.filter(seller=firm.seller, declaration__in=rows, message__status__in=_UNSETTLED)
    for pk, kind in unsettled.order_by("-kind").values_list("declaration_id", "kind"):
        done.problems.setdefault(pk or 0, (Problem("WINDOW_NO_ANSWER", "", kind),))
    free = [row for pk, row in rows.items() if pk not in done.problems]
    known = declaring.known(firm.seller, [row.shipment_id for row in free])
    good: list[Declaration] = []
    for row in free:
        problems, content = _anew(row, known, firm)
        if blocking(problems):
            done.problems[row.pk] = blocking(problems)
            continue
        row.content, row.person = content, firm.person
        good.append(row)
    _write(firm, good)
    done.declarations += [row.pk for row in good]


def _anew(row: Declaration, known: Known, firm: Firm) -> tuple[tuple[Problem, ...], dict[str, Any]]:
    """Compose and judge a parcel as it is now; without content there is a problem that stops it."""
    work = known.works.get(row.shipment_id)
    if work is None:
        return (known.problems.get(row.shipment_id, Problem("DECLARATION_NOT_TO_DECLARE")),), {}
    carrier = known.filings.get(work.carrier)
    booked = booked_of(work, known)
    composed = compose(booked, filing=firm.filing, carrier=carrier, elements=known.elements, cop_no=row.cop_no)
    if composed.parcel is None:
        return composed.problems, {}
    content = _content(row, composed.parcel, firm.filing, firm.at)
    paid = known.paid[row.shipment_id].units
    problems = (*composed.problems, *judged(work, holder=firm.holder, paid=paid, nodes=content, at=firm.at))
    for kind in (ORDER, WAYBILL, LIST):
        problems += unwritable(kind, [content], firm.transfer).get(0, ())
    return problems, content


def _content(row: Declaration, parcel: Parcelled, filing: Filing, at: datetime) -> dict[str, Any]:
    """Return the nodes anew. What customs have stored, or returned, is a change; what they never took in is new."""
    on = beijing_day(at)
    order = Told(at, on, _app_type(row.order_state))
    waybill = Told(at, on, _app_type(row.waybill_state))
    listed = Told(at, on, nodes.CHANGE if row.state == DeclarationState.REJECTED and row.listed_at else nodes.NEW)
    return {
        **row.content,
        ORDER: nodes.order_node(parcel, filing, order, outbox.new_guid()),
        WAYBILL: nodes.waybill_node(parcel, filing, waybill, outbox.new_guid()),
        LIST: nodes.list_node(parcel, filing, listed, outbox.new_guid(), pre_no=row.pre_no),
    }


def _app_type(state: str) -> str:
    return nodes.CHANGE if state in STORED or state == DeclarationState.REJECTED else nodes.NEW


def _write(firm: Firm, rows: Sequence[Declaration]) -> None:
    """Write order and waybill again, which begins a new try, and the list with them or when these are stored."""
    for row in rows:
        row.app_type = row.content[LIST]["appType"]
        row.attempt += 1
        row.declared_at, row.listed_at = firm.at, None if firm.waits_for_parts else firm.at
        row.problems = []
    for kind in (ORDER, WAYBILL) if firm.waits_for_parts else (ORDER, WAYBILL, LIST):
        written = [Written(row.content[kind], declaration=row) for row in rows]
        outbox.write(seller_id=firm.seller.pk, kind=kind, written=written, transfer=firm.transfer, at=firm.at)
    if rows:
        columns = ["app_type", "attempt", "declared_at", "listed_at", "problems", "content", "person"]
        Declaration.objects.bulk_update(rows, columns, batch_size=BATCH)
        restate.restate(firm.seller.pk, [row.pk for row in rows])
        outbox.wake(firm.seller.pk)
