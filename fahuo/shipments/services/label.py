"""Give booked rows their label: the one that came with the booking, the carrier's own when asked, or ours."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from time import process_time

from fahuo.carriers.domain.journal import Call
from fahuo.kit import clock
from fahuo.shipments import domain
from fahuo.shipments.domain import LabelResult
from fahuo.shipments.queries import Work
from fahuo.shipments.services import calls, check_label, record
from fahuo.shipments.services.book import line_of
from fahuo.shipments.services.desk import Desk
from fahuo.trade.label import LabelFile
from fahuo.trade.waybill import Waybill

Fetched = tuple[LabelResult, tuple[Call, ...]]


def label(work: Sequence[Work], waybills: Mapping[int, Waybill], *, lease: uuid.UUID, desk: Desk) -> dict[int, float]:
    """Label rows that are ours; return the CPU seconds that checking each label took, by shipment."""

    async def fetch(row: Work) -> Fetched:
        waybill = waybills[row.shipment_id]
        if waybill.label is not None:
            return domain.Labelled(waybill.label), ()
        return await calls.label(line_of(row, desk), waybill)

    known = [row for row in work if desk.knows(row.account_id)]
    results: list[tuple[int, record.LabelOutcome]] = []
    notes: list[Call] = []
    seconds: dict[int, float] = {}
    for row, (answer, said) in zip(known, desk.call_all(fetch, known), strict=True):
        notes += said
        started = process_time()
        results.append((row.shipment_id, _checked(row, waybills[row.shipment_id], answer)))
        seconds[row.shipment_id] = process_time() - started
    if results:
        record.labels(lease=lease, results=results, at=clock.now(), notes=notes)
    return seconds


def _checked(row: Work, waybill: Waybill, answer: LabelResult) -> record.LabelOutcome:
    match answer:
        case domain.Labelled(LabelFile() as file):
            return check_label.carrier_label(file, waybill, calls=row.calls)
        case domain.Failed():
            return check_label.own_label(row, waybill)
        case domain.Pending() | domain.Review():
            return answer
