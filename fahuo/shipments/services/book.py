"""Book what a batch planned: ask where the journal leaves a doubt, write the intents, send, write what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from fahuo.carriers.domain.journal import Call, Ending
from fahuo.carriers.queries import calls as journal_rows
from fahuo.carriers.services import journal
from fahuo.kit import clock
from fahuo.shipments import domain
from fahuo.shipments.domain import BookingResult
from fahuo.shipments.models import Shipment, Status
from fahuo.shipments.queries import Work, numbers
from fahuo.shipments.services import calls, record
from fahuo.shipments.services.calls import Line, Topic
from fahuo.shipments.services.desk import Desk
from fahuo.trade.address import Address
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

SHORTEST_SECRET = 6  # shorter ones are words


@dataclass(slots=True)
class _Outcome:
    """What a batch comes to while it is worked on."""

    results: list[tuple[int, BookingResult]] = field(default_factory=list)
    endings: list[tuple[int, Ending]] = field(default_factory=list)
    notes: list[Call] = field(default_factory=list)


def book(work: Sequence[Work], *, lease: uuid.UUID, desk: Desk) -> dict[int, Waybill]:
    """Book rows in BOOKING that are ours; return the waybills of those that are booked now, by shipment."""
    if not work:
        return {}
    outcome = _Outcome()
    known = [row for row in work if desk.knows(row.account_id)]
    outcome.results += [(row.shipment_id, _no_account(row)) for row in work if not desk.knows(row.account_id)]
    free = _ask([line_of(row, desk) for row in known], desk, outcome)
    intents = _intend(_still_offered(free, desk, outcome), lease)
    _send(intents, desk, outcome)
    _doubt_taken_numbers(known, outcome)
    ours = record.bookings(
        lease=lease, results=outcome.results, at=clock.now(), endings=outcome.endings, notes=outcome.notes
    )
    written = {row.shipment_id for row in ours}
    return {
        shipment_id: result.waybill
        for shipment_id, result in outcome.results
        if isinstance(result, domain.Booked) and shipment_id in written
    }


def line_of(row: Work, desk: Desk) -> Line:
    """Return how this row is spoken about: through the account it was planned with, and no other."""
    if row.lease_until is None or row.account_id is None:
        raise RuntimeError(f"Shipment {row.shipment_id} is under work without a lease or an account")
    answer = timedelta(seconds=settings.FAHUO_ANSWER_SECONDS)
    return Line(
        row.shipment_id,
        topic_of(row.seller_id, row.account_id, row.booking.reference, row.booking.recipient, desk),
        row.booking,
        domain.Attempt(
            row.calls, desk.patience, domain.jitter(row.shipment_id, row.calls), clock.now() - row.created_at
        ),
        domain.send_by(row.lease_until, answer=answer, settle=desk.patience.settle),
        row.lease_until,
    )


def topic_of(seller_id: int, account_id: int, reference: str, recipient: Address, desk: Desk) -> Topic:
    """Return what calls about this reference are about; `KeyError` when the account is not open at the desk."""
    keep = settings.FAHUO_TRANSCRIPT_DAYS > 0
    account = desk.accounts[account_id]
    secrets = tuple(value for value in account.credentials.values() if len(value) >= SHORTEST_SECRET)
    who = (seller_id, account_id, desk.carrier(account_id), account.carrier)
    return Topic(*who, reference, keep=keep, recipient=recipient, secrets=secrets)


def _ask(lines: list[Line], desk: Desk, outcome: _Outcome) -> list[Line]:
    """Ask for what may have been sent before; return the lines that are free to be booked."""
    doubtful = journal_rows.may_exist([_key(line) for line in lines])
    asked = [line for line in lines if _key(line) in doubtful]
    taken: set[int] = set()
    for line, answer in zip(asked, desk.call_all(calls.ask, asked), strict=True):
        outcome.notes += answer.calls
        result = answer.result or _too_early(line, doubtful[_key(line)], desk)
        if result is not None:
            taken.add(line.shipment_id)
            outcome.results.append((line.shipment_id, result))
    return [line for line in lines if line.shipment_id not in taken]


def _too_early(line: Line, sent: journal_rows.LastSent, desk: Desk) -> BookingResult | None:
    """Believe no "not found" while what was sent may still arrive: a defect of ours may bring us back at once."""
    lease, now = timedelta(seconds=settings.FAHUO_LEASE_SECONDS), clock.now()
    settled = sent.settled_at(settle=desk.patience.settle, lease=lease, lease_from=line.lease_until - lease)
    if settled <= now:
        return None
    return domain.Pending(settled - now, Problem("CARRIER_UNAVAILABLE", "", ""), counted=False)


def _doubt_taken_numbers(work: Sequence[Work], outcome: _Outcome) -> None:
    """Give bookings to a person whose number another shipment bears: one of the answers is wrong."""
    rows = {row.shipment_id: row for row in work}
    told = [
        numbers.Told(shipment_id, rows[shipment_id].seller_id, rows[shipment_id].carrier, result.waybill.number)
        for shipment_id, result in outcome.results
        if isinstance(result, domain.Booked)
    ]
    taken = numbers.taken(told, since=clock.now() - numbers.REMEMBERED)
    outcome.results = [
        (shipment_id, domain.Review(taken[shipment_id]) if shipment_id in taken else result)
        for shipment_id, result in outcome.results
    ]


def _key(line: Line) -> tuple[int, str]:
    return line.topic.seller_id, line.topic.reference


def _still_offered(lines: list[Line], desk: Desk, outcome: _Outcome) -> list[Line]:
    """Book nothing anew with an account that was put out of use since: the order goes back and is planned again."""
    retired = [line for line in lines if not desk.accounts[line.topic.account_id].active]
    for line in retired:
        problem = Problem("CARRIER_ACCOUNT_RETIRED", "", line.topic.carrier_code)
        outcome.results.append((line.shipment_id, domain.Failed((problem,))))
    gone = {line.shipment_id for line in retired}
    return [line for line in lines if line.shipment_id not in gone]


def _intend(lines: list[Line], lease: uuid.UUID) -> list[tuple[int, Line]]:
    """Commit the intent of every booking about to leave, as call id and line; none for a row that is not ours now."""
    if not lines:
        return []
    with transaction.atomic():
        rows = Shipment.objects.filter(pk__in=[line.shipment_id for line in lines], lease=lease, status=Status.BOOKING)
        ours = set(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
        mine = [line for line in lines if line.shipment_id in ours]
        at = clock.now()
        call_ids = journal.write([line.topic.call("create", at) for line in mine])
    return list(zip(call_ids, mine, strict=True))


def _send(intents: list[tuple[int, Line]], desk: Desk, outcome: _Outcome) -> None:
    sent = desk.call_all(calls.send, [line for _, line in intents])
    for (call_id, line), answer in zip(intents, sent, strict=True):
        outcome.results.append((line.shipment_id, answer.result))
        outcome.endings.append((call_id, answer.ending))
        outcome.notes += answer.calls


def _no_account(row: Work) -> BookingResult:
    """Nobody can be asked, now or ever, as accounts that bookings were made with are kept: a person decides."""
    return domain.Review(Problem("CARRIER_ACCOUNT_MISSING", "", row.carrier))
