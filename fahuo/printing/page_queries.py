"""Reads for the pages of printing: the print queue with its counts, one batch, its printouts. Plain rows come back."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Length

from fahuo.accounts.models import Person, Seller
from fahuo.backoffice.asked import Keys, ListFilter
from fahuo.backoffice.filters import Cell, Cube
from fahuo.backoffice.paging import PAGE_SIZE, Cut, Page, turn
from fahuo.printing.domain.sequence import place
from fahuo.printing.models import BatchStatus, Kind, PrintBatch, Printer, PrintFile, Printout
from fahuo.shipments.models import Shipment, ShipmentEvent, Status

# As `printer` in a query string: batches that were kept as a file.
AS_FILE = "file"
NOBODY = "none"
_CANCELLED = ("CANCELLED", "GIVEN_UP")  # lines of a shipment's timeline


@dataclass(frozen=True, slots=True)
class BatchFilter(ListFilter):
    """What was asked for; an empty text means "all". `printer` and `person` are keys, or `file` and `none`."""

    status: str = ""
    printer: str = ""
    person: str = ""

    KNOWN: ClassVar[Mapping[str, Container[str]]] = {
        "status": BatchStatus.values, "printer": Keys(AS_FILE), "person": Keys(NOBODY),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch in a list. `printer` is None for a file, `person` empty where nobody is known any more."""

    id: int
    kind: str
    format: str
    status: str
    count: int
    sent: int
    reason: str
    printer: str | None
    person: str
    problem: dict[str, str]
    created_at: datetime
    printed_at: datetime | None


def cube(seller: Seller, wanted: BatchFilter) -> Cube:
    """Count the seller's batches by all facets at once."""
    groups = PrintBatch.objects.filter(seller=seller).values_list("status", "printer_id", "person_id")
    cells = (
        Cell({"status": (status,), "printer": (_key_of(printer, AS_FILE),), "person": (_key_of(person, NOBODY),)}, rows)
        for status, printer, person, rows in groups.annotate(rows=Count("id")).order_by()
    )
    return Cube(cells, wanted.facets())


def page(seller: Seller, wanted: BatchFilter, cut: Cut) -> Page[BatchRow]:
    """Return one page of the print queue, newest first; one query."""
    rows = _matching(seller, wanted).select_related("printer", "person")
    found = turn(rows, cut)
    return Page([_row(batch) for batch in found.rows], found.newer, found.older)


def names(seller: Seller) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of the seller's printers and people by key, those that are gone as well."""
    printers = {str(key): name for key, name in Printer.objects.filter(seller=seller).values_list("pk", "name")}
    people = {str(key): name for key, name in Person.objects.filter(seller=seller).values_list("pk", "username")}
    return printers, people


def one(seller: Seller, batch_id: int) -> PrintBatch | None:
    """Return the seller's batch; None when there is none or it belongs to somebody else."""
    rows = PrintBatch.objects.filter(seller=seller, pk=batch_id)
    return rows.select_related("printer", "person").first()


@dataclass(frozen=True, slots=True)
class PrintoutRow:
    """One shipment of a batch. `status` is the shipment's: a label of a cancelled one must be destroyed."""

    position: int
    page: int | None
    shipment_id: int
    order_number: str
    number: str
    country: str
    status: str
    problem: dict[str, str]
    printed_at: datetime | None

    @property
    def place(self) -> str:
        """What it is called in its batch, as on its label."""
        return place(self.position)


@dataclass(frozen=True, slots=True)
class Printouts:
    """A part of a batch's printouts. `newer` and `older` are the positions behind which its neighbours begin."""

    rows: Sequence[PrintoutRow]
    earlier: int | None
    later: int | None


def printouts(batch: PrintBatch, after: int = 0) -> Printouts:
    """Return a page of a batch's printouts behind the position `after`, in the sequence of the batch; one query."""
    rows = Printout.objects.filter(seller_id=batch.seller_id, batch=batch, position__gt=after)
    found = [_printout(row) for row in _told(rows).order_by("position", "pk")[: PAGE_SIZE + 1]]
    later = found[PAGE_SIZE - 1].position if len(found) > PAGE_SIZE else None
    return Printouts(found[:PAGE_SIZE], max(after - PAGE_SIZE, 0) if after else None, later)


def left_out(batch: PrintBatch, limit: int) -> tuple[list[PrintoutRow], int]:
    """Return the first printouts that were left out, and how many there are."""
    rows = Printout.objects.filter(seller_id=batch.seller_id, batch=batch).exclude(problem={})
    found = [_printout(row) for row in _told(rows).order_by("position", "pk")[:limit]]
    return found, rows.count() if len(found) == limit else len(found)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """How large the file of a batch is; zeros when there is none."""

    pages: int = 0
    size: int = 0


def file_facts(batch: PrintBatch) -> FileFacts:
    """Return how large the file is, without reading it."""
    rows = PrintFile.objects.filter(seller_id=batch.seller_id, batch=batch).annotate(size=Length("content"))
    found = rows.values_list("pages", "size").first()
    return FileFacts(*found) if found else FileFacts()


def page_of(batch: PrintBatch, page: int) -> bytes:
    """Return what holds one page, counted from 0: of ZPL its label alone, else the whole file; empty without one."""
    file = PrintFile.objects.filter(seller_id=batch.seller_id, batch=batch).first()
    if file is None:
        return b""
    content = bytes(file.content)
    if not file.lengths:
        return content
    start = sum(file.lengths[:page])
    return content[start : start + file.lengths[page]] if page < len(file.lengths) else b""


def shipment_ids(batch: PrintBatch) -> list[int]:
    """Return all shipments of a batch in its sequence."""
    rows = Printout.objects.filter(seller_id=batch.seller_id, batch=batch).order_by("position", "pk")
    return list(rows.values_list("shipment_id", flat=True))


@dataclass(frozen=True, slots=True)
class PrintedOnce:
    """One time that something of a shipment was printed."""

    at: datetime
    batch_id: int
    kind: str
    printer: str | None
    person: str
    reason: str


def history(seller: Seller, shipment_id: int) -> list[PrintedOnce]:
    """Return when a shipment was printed, by whom and why again, the newest first."""
    rows = Printout.objects.filter(seller=seller, shipment_id=shipment_id, printed_at__isnull=False)
    return [
        PrintedOnce(
            at=row.printed_at,
            batch_id=row.batch_id,
            kind=row.batch.kind,
            printer=row.batch.printer.name if row.batch.printer else None,
            person=row.batch.person.username if row.batch.person else "",
            reason=row.batch.reason,
        )
        for row in rows.select_related("batch__printer", "batch__person").order_by("-printed_at", "-pk")
        if row.printed_at is not None
    ]


@dataclass(frozen=True, slots=True)
class VoidLabel:
    """A label on paper whose waybill is void."""

    shipment_id: int
    order_number: str
    number: str
    cancelled_at: datetime


@dataclass(frozen=True, slots=True)
class VoidLabels:
    """The newest of them, and how many there are."""

    rows: Sequence[VoidLabel] = field(default_factory=list)
    count: int = 0


def to_destroy(seller: Seller, since: datetime, limit: int) -> VoidLabels:
    """Return labels that were printed and whose shipment was cancelled since then: they must not be handed over."""
    voided = ShipmentEvent.objects.filter(seller=seller, kind__in=_CANCELLED, at__gte=since)
    printed = Printout.objects.filter(seller=seller, printed_at__isnull=False, batch__kind=Kind.LABELS)
    rows = Shipment.objects.filter(
        Q(pk__in=printed.values("shipment")),
        seller=seller,
        status=Status.CANCELLED,
        pk__in=voided.values("shipment"),
    )
    newest = rows.annotate(voided_at=Max("timeline__at", filter=Q(timeline__kind__in=_CANCELLED)))
    found = newest.order_by("-voided_at", "-pk").values_list(
        "pk", "order__number", "tracking_number", "waybill_number", "voided_at"
    )[:limit]
    shown = [VoidLabel(key, order, tracking or waybill, at) for key, order, tracking, waybill, at in found]
    return VoidLabels(shown, rows.count() if len(shown) == limit else len(shown))


def _matching(seller: Seller, wanted: BatchFilter) -> QuerySet[PrintBatch]:
    rows = PrintBatch.objects.filter(seller=seller)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.printer:
        rows = rows.filter(printer=None if wanted.printer == AS_FILE else int(wanted.printer))
    if wanted.person:
        rows = rows.filter(person=None if wanted.person == NOBODY else int(wanted.person))
    return rows


def _row(batch: PrintBatch) -> BatchRow:
    return BatchRow(
        id=batch.pk,
        kind=batch.kind,
        format=batch.format,
        status=batch.status,
        count=batch.count,
        sent=batch.sent,
        reason=batch.reason,
        printer=batch.printer.name if batch.printer else None,
        person=batch.person.username if batch.person else "",
        problem=batch.problem,
        created_at=batch.created_at,
        printed_at=batch.printed_at,
    )


def _told(rows: QuerySet[Printout]) -> QuerySet[Printout]:
    heavy = ("shipment__label_content", "shipment__recommendation", "shipment__rate")
    return rows.select_related("shipment__order").defer(*heavy)


def _printout(row: Printout) -> PrintoutRow:
    return PrintoutRow(
        position=row.position,
        page=row.page,
        shipment_id=row.shipment_id,
        order_number=row.shipment.order.number,
        number=row.shipment.tracking_number or row.shipment.waybill_number,
        country=row.shipment.country,
        status=row.shipment.status,
        problem=row.problem,
        printed_at=row.printed_at,
    )


def _key_of(key: int | None, otherwise: str) -> str:
    return otherwise if key is None else str(key)
