"""Queue a batch: what is to be printed, by whom, why; and its job, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from fahuo.accounts.models import Person, Seller
from fahuo.printing import queries
from fahuo.printing.domain import MOST_DOCUMENTS, BatchWish, left_out_because, refusal
from fahuo.printing.domain.sequence import sorted_ids
from fahuo.printing.models import PrintBatch, Printout
from fahuo.trade.problem import Problem

# Jobs sit above services, so the job is named, not imported.
PRINT_BATCH = "fahuo.printing.jobs.print_batch"


@dataclass(frozen=True, slots=True)
class Queued:
    """What came of a wish: a batch, or the problem that stops all of it; and what was left out, by shipment."""

    batch: PrintBatch | None = None
    problem: Problem | None = None
    left_out: Mapping[int, Problem] = field(default_factory=dict)


def queue(
    *, seller: Seller, person: Person | None, shipment_ids: Sequence[int], wish: BatchWish, at: datetime
) -> Queued:
    """Queue a batch and its job, both or neither; a refused wish changes nothing."""
    with transaction.atomic():
        queued = open_batch(seller=seller, person=person, shipment_ids=shipment_ids, wish=wish, at=at)
        if queued.batch is not None:
            hand_over(queued.batch)
    return queued


@transaction.atomic
def open_batch(
    *, seller: Seller, person: Person | None, shipment_ids: Sequence[int], wish: BatchWish, at: datetime
) -> Queued:
    """Write a batch that the caller works himself (the command line), without a job."""
    chosen = list(dict.fromkeys(shipment_ids))
    if len(chosen) > MOST_DOCUMENTS:  # nothing is read or locked for it
        return Queued(problem=refusal(wish, chosen=len(chosen), target=None, printed_before=0))
    states = queries.states(seller.pk, chosen, lock=True)
    left_out = {one: why for one in chosen if (why := left_out_because(states.get(one), wish.kind))}
    fit = [one for one in chosen if one not in left_out]
    printer = queries.printer(seller, printer_id=wish.printer_id) if wish.printer_id is not None else None
    before = queries.printed_before(seller, fit)
    problem = refusal(wish, chosen=len(chosen), target=queries.target_of(printer), printed_before=len(before))
    if problem is None and not fit:
        problem = Problem("PRINT_NONE_PRINTABLE", "shipments", str(len(left_out)))
    if problem is not None:
        return Queued(problem=problem, left_out=left_out)
    batch = _write(seller, person, wish, len(fit), at)
    _place(
        batch,
        [*_sorted(seller, fit, wish.sequence), *(one for one in chosen if one in left_out and one in states)],
        left_out,
    )
    return Queued(batch, left_out=left_out)


def hand_over(batch: PrintBatch) -> None:
    """Enqueue the job of a batch, in the transaction of its caller."""
    app.configure_task(PRINT_BATCH, queue="printing").defer(batch_id=batch.pk)


def due_from(at: datetime) -> datetime:
    """Return when a queued batch, whose job nobody took up, is taken over by `recover`."""
    return at + timedelta(seconds=settings.FAHUO_PRINT_LEASE_SECONDS)


def _sorted(seller: Seller, shipment_ids: Sequence[int], sequence: str) -> list[int]:
    if sequence == "CHOSEN":
        return list(shipment_ids)
    return sorted_ids(queries.parcelled(seller.pk, shipment_ids), sequence)


def _write(seller: Seller, person: Person | None, wish: BatchWish, count: int, at: datetime) -> PrintBatch:
    return PrintBatch.objects.create(
        seller=seller,
        person=person,
        printer_id=wish.printer_id,
        kind=wish.kind,
        format=wish.format,
        size=wish.size if wish.kind == "LABELS" else "",
        dpi=wish.dpi,
        sequence=wish.sequence,
        own_labels=wish.own_labels,
        pick_line=wish.pick_line,
        language=wish.language,
        reason=wish.reason.strip()[:200],
        count=count,
        created_at=at,
        lease_until=due_from(at),
    )


def _place(batch: PrintBatch, shipment_ids: Sequence[int], left_out: Mapping[int, Problem]) -> None:
    Printout.objects.bulk_create(
        Printout(
            seller_id=batch.seller_id,
            batch=batch,
            shipment_id=one,
            position=position,
            problem=left_out[one].as_dict() if one in left_out else {},
        )
        for position, one in enumerate(shipment_ids, start=1)
    )
