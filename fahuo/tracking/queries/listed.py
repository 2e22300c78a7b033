"""The list of parcels under way: filters, counts by all facets at once, one page of it, and all of it for a file."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from fahuo.backoffice.asked import ListFilter
from fahuo.backoffice.filters import Cell, Cube
from fahuo.backoffice.paging import PAGE_SIZE, Cut, Page, turn
from fahuo.shipments.models import Shipment, Status
from fahuo.shipments.queries.named import begins, named
from fahuo.tracking.domain.groups import GROUP_OF, GROUPS
from fahuo.tracking.models import Journey

ENDED_SHOWN = timedelta(days=30)
DEADLINES = ("PICKUP", "SILENT", "LATE")
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class JourneyFilter(ListFilter):
    """What the clerk asked for; an empty text means "all". `period` is ENDED for parcels whose way ended lately."""

    period: str = ""
    group: str = ""
    exception: str = ""
    carrier: str = ""
    country: str = ""
    deadline: str = ""
    text: str = ""

    KNOWN: ClassVar[Mapping[str, Container[str]]] = {"period": ("ENDED",), "group": GROUPS, "deadline": DEADLINES}
    NO_FACETS: ClassVar[Container[str]] = ("period", "text")


@dataclass(frozen=True, slots=True)
class JourneyRow:
    """One parcel of the list."""

    shipment_id: int
    order_number: str
    waybill_number: str
    tracking_number: str
    carrier: str
    country: str
    milestone: str
    milestone_at: datetime | None
    exception: str
    pickup_due_at: datetime | None
    silent_at: datetime | None
    expected_from: date | None
    expected_until: date | None
    promised_on: date | None
    last_event_at: datetime | None
    delivered_at: datetime | None
    ended_at: datetime | None

    @property
    def number(self) -> str:
        """What the parcel is called: what the recipient types, else the waybill number."""
        return self.tracking_number or self.waybill_number


_COLUMNS = (
    "shipment_id", "shipment__order__number", "shipment__waybill_number", "shipment__tracking_number", "carrier",
    "country", "milestone", "milestone_at", "exception", "pickup_due_at", "silent_at", "expected_from",
    "expected_until", "promised_on", "last_event_at", "delivered_at", "ended_at",
)  # fmt: skip


def cube(seller_id: int, wanted: JourneyFilter, *, at: datetime) -> Cube:
    """Count parcels by all facets at once; period and search limit it, the facets do not."""
    rows = _in_period(seller_id, wanted, at).annotate(
        pickup=_passed("pickup_due_at", at), silent=_passed("silent_at", at), late=_is_late(at)
    )
    groups = rows.values_list("milestone", "exception", "carrier", "country", "pickup", "silent", "late")
    cells = (
        Cell(
            {
                "group": (GROUP_OF.get(milestone, "TROUBLE"),),
                "exception": (exception,) if exception else (),
                "carrier": (carrier,),
                "country": (country,),
                "deadline": [name for name, is_past in zip(DEADLINES, passed, strict=True) if is_past],
            },
            count,
        )
        for milestone, exception, carrier, country, *passed, count in groups.annotate(rows=Count("*")).order_by()
    )
    return Cube(cells, wanted.facets())


def page(seller_id: int, wanted: JourneyFilter, cut: Cut, *, at: datetime, size: int = PAGE_SIZE) -> Page[JourneyRow]:
    """Return one page, the newest parcel first; two queries."""
    found = turn(_matching(seller_id, wanted, at).only("shipment_id"), cut, size)
    rows = {row.shipment_id: row for row in _rows(seller_id, [one.pk for one in found.rows])}
    return Page([rows[one.pk] for one in found.rows if one.pk in rows], found.newer, found.older)


def every_row(seller_id: int, wanted: JourneyFilter, *, at: datetime) -> Iterator[JourneyRow]:
    """Yield all that match, the newest parcel first, read in batches, so that a hundred thousand need no memory."""
    below: int | None = None
    while True:
        matching = _matching(seller_id, wanted, at)
        if below is not None:
            matching = matching.filter(pk__lt=below)
        ids = list(matching.order_by("-pk").values_list("pk", flat=True)[:_AT_ONCE])
        yield from _rows(seller_id, ids)
        if len(ids) < _AT_ONCE:
            return
        below = ids[-1]


def _rows(seller_id: int, shipment_ids: Sequence[int]) -> list[JourneyRow]:
    rows = Journey.objects.filter(seller_id=seller_id, pk__in=shipment_ids).order_by("-pk")
    return [JourneyRow(*row) for row in rows.values_list(*_COLUMNS)]


def _matching(seller_id: int, wanted: JourneyFilter, at: datetime) -> QuerySet[Journey]:
    rows = _in_period(seller_id, wanted, at)
    exact = {name: value for name in ("exception", "carrier", "country") if (value := getattr(wanted, name))}
    rows = rows.filter(**exact)
    if wanted.group:
        milestones = [milestone.value for milestone in GROUPS[wanted.group]]
        rows = rows.filter(milestone__in=[*milestones, ""] if wanted.group == GROUP_OF[""] else milestones)
    if wanted.deadline == "PICKUP":
        rows = rows.filter(pickup_due_at__lte=at)
    elif wanted.deadline == "SILENT":
        rows = rows.filter(silent_at__lte=at)
    elif wanted.deadline == "LATE":
        rows = rows.alias(late=_is_late(at)).filter(late=True)
    return rows


def _in_period(seller_id: int, wanted: JourneyFilter, at: datetime) -> QuerySet[Journey]:
    """A search looks everywhere; else it is parcels under way, or those whose way ended in the last weeks."""
    rows = Journey.objects.filter(seller_id=seller_id)
    if wanted.text:
        found = named(seller_id, wanted.text)
        return rows.filter(begins(wanted.text, "shipment__")) if found is None else rows.filter(pk__in=found)
    if wanted.period == "ENDED":
        return rows.filter(ended_at__gte=at - ENDED_SHOWN)
    cancelled = Shipment.objects.filter(seller_id=seller_id, status=Status.CANCELLED).values("pk")
    return rows.filter(ended_at=None).exclude(pk__in=cancelled)


def _passed(column: str, at: datetime) -> ExpressionWrapper[Q]:
    is_past = Q(**{f"{column}__isnull": False}) & Q(**{f"{column}__lte": at})
    return ExpressionWrapper(is_past, output_field=BooleanField())


def _is_late(at: datetime) -> ExpressionWrapper[Q]:
    """Not delivered by the day that was promised, or delivered after it."""
    day = Coalesce(TruncDate("delivered_at"), Value(timezone.localdate(at)))
    return ExpressionWrapper(Q(promised_on__isnull=False) & Q(promised_on__lt=day), output_field=BooleanField())
