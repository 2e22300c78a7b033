"""Reads of the alerts' page: groups with counts, facets, and one page of the list."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db.models import Case, CharField, Count, Min, Q, QuerySet, Value, When

from fahuo.alerts.models import LIVE, Alert, AlertEntry, State
from fahuo.backoffice.asked import Keys, ListFilter
from fahuo.backoffice.filters import Cell, Cube
from fahuo.backoffice.paging import PAGE_SIZE, Cut, Page, turn
from fahuo.orders.models import Order
from fahuo.shipments.queries.named import SO_MANY, begins, named
from fahuo.trade.alert_kind import KINDS, AlertKind

CLOSED_SHOWN = timedelta(days=30)
# Age since it happened: name → from, until.
AGES: Mapping[str, tuple[timedelta, timedelta]] = {
    "HOUR": (timedelta(0), timedelta(hours=1)),
    "DAY": (timedelta(hours=1), timedelta(days=1)),
    "DAYS": (timedelta(days=1), timedelta(days=3)),
    "OLDER": (timedelta(days=3), timedelta(days=36_500)),
}
NOBODY = "none"
FACETS = ("kind", "state", "carrier", "country", "person", "age")


@dataclass(frozen=True, slots=True)
class AlertFilter(ListFilter):
    """What the clerk asked for; an empty text means "all", an empty state all that are not closed."""

    kind: str = ""
    state: str = ""
    carrier: str = ""
    country: str = ""
    person: str = ""
    age: str = ""
    text: str = ""

    KNOWN: ClassVar[Mapping[str, Container[str]]] = {
        "kind": tuple(AlertKind), "state": tuple(State), "age": AGES, "person": Keys(NOBODY),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """Alerts of one kind at one carrier that are not closed, by state, and when the oldest of them happened."""

    kind: str
    carrier: str
    open: int
    acknowledged: int
    snoozed: int
    oldest_at: datetime

    @property
    def total(self) -> int:
        """All together."""
        return self.open + self.acknowledged + self.snoozed


@dataclass(frozen=True, slots=True)
class Counted:
    """All facets counted at once, and the groups."""

    cube: Cube
    groups: tuple[BoardGroup, ...]
    closed: int


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert of the list."""

    id: int
    kind: str
    cause: str
    carrier: str
    country: str
    detail: str
    state: str
    times: int
    caused_at: datetime
    opened_at: datetime
    ended_at: datetime | None
    snoozed_until: datetime | None
    assigned_to: str | None
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    closed_why: str
    account_id: int | None
    shipment_id: int | None
    order_id: int | None
    shipment_number: str | None
    tracking_number: str | None
    order_number: str | None

    @property
    def number(self) -> str:
        """What the parcel or order is called; empty for what concerns neither."""
        return self.tracking_number or self.shipment_number or self.order_number or ""

    @property
    def live(self) -> bool:
        """Whether it is not closed."""
        return self.state in LIVE


_COLUMNS = (
    "id", "kind", "cause", "carrier", "country", "detail", "state", "times", "caused_at", "opened_at", "ended_at",
    "snoozed_until", "assigned_to__username", "acknowledged_by__username", "acknowledged_at", "closed_by__username",
    "closed_at", "closed_why", "account_id", "shipment_id", "order_id", "shipment__waybill_number",
    "shipment__tracking_number", "order__number",
)  # fmt: skip
# Worst first: urgent kinds, then in the sequence of the book.
WORST = {str(kind): (not words.urgent, place) for place, (kind, words) in enumerate(KINDS.items())}


def counted(seller_id: int, wanted: AlertFilter, *, at: datetime) -> Counted:
    """Count by all facets at once; state and search limit what is counted, the other facets do not."""
    rows = _limited(seller_id, wanted, at).annotate(age=_age(at))
    names = ("kind", "state", "carrier", "country", "assigned_to", "age")
    found = list(rows.values_list(*names).annotate(rows=Count("*"), oldest=Min("caused_at")).order_by())
    cells = [
        Cell(
            {
                "kind": (kind,), "state": (state,), "carrier": (carrier,), "country": (country,),
                "person": (str(person) if person else NOBODY,), "age": (age,),
            },
            count,
        )
        for kind, state, carrier, country, person, age, count, _ in found
    ]  # fmt: skip
    groups = () if wanted.state == State.CLOSED else tuple(_groups(found))
    return Counted(Cube(cells, wanted.facets()), groups, _closed(seller_id, at).count())


def page(seller_id: int, wanted: AlertFilter, cut: Cut, *, at: datetime, size: int = PAGE_SIZE) -> Page[AlertRow]:
    """Return one page, the newest first; two queries."""
    found = turn(matching(seller_id, wanted, at=at).only("pk"), cut, size)
    rows = {row.id: row for row in _rows(Alert.objects.filter(pk__in=[one.pk for one in found.rows]))}
    return Page([rows[one.pk] for one in found.rows if one.pk in rows], found.newer, found.older)


def pulse(seller_id: int, *, at: datetime) -> str:
    """Return a text that changes when the seller's board does, and every minute, as it shows how old things are.

    Every change writes a line of history. Lines may be committed out of sequence, but a new alert is counted at once.
    """
    last = AlertEntry.objects.filter(seller_id=seller_id).order_by("-pk").values_list("pk", flat=True).first()
    return f"{last or 0}-{_live(seller_id).count()}-{int(at.timestamp()) // 60}"


def one(seller_id: int, alert_id: int) -> AlertRow | None:
    """Return the seller's alert; None when there is none or it belongs to somebody else."""
    return next(iter(_rows(Alert.objects.filter(seller_id=seller_id, pk=alert_id))), None)


def of_shipment(seller_id: int, shipment_id: int, *, order_id: int, limit: int = 20) -> list[AlertRow]:
    """Return the alerts of a shipment and its order, those that are not closed first, then the newest."""
    rows = Alert.objects.filter(Q(shipment_id=shipment_id) | Q(order_id=order_id), seller_id=seller_id)
    found = _rows(rows.order_by("-pk")[: limit * 5])
    return sorted(found, key=lambda row: (not row.live, -row.id))[:limit]


def matching(seller_id: int, wanted: AlertFilter, *, at: datetime) -> QuerySet[Alert]:
    """Return all that match."""
    rows = _limited(seller_id, wanted, at)
    rows = rows.filter(**{name: value for name in ("kind", "carrier", "country") if (value := getattr(wanted, name))})
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.person:
        rows = rows.filter(assigned_to=None if wanted.person == NOBODY else int(wanted.person))
    if wanted.age:
        since, until = AGES[wanted.age]
        rows = rows.filter(caused_at__lte=at - since) if since else rows
        rows = rows.filter(caused_at__gt=at - until) if wanted.age != "OLDER" else rows
    return rows


def chosen(seller_id: int, ids: Iterable[int]) -> QuerySet[Alert]:
    """Return these of the seller's alerts."""
    return Alert.objects.filter(seller_id=seller_id, pk__in=list(ids))


def _groups(found: Iterable[tuple[Any, ...]]) -> list[BoardGroup]:
    counts: dict[tuple[str, str], dict[str, int]] = {}
    oldest: dict[tuple[str, str], datetime] = {}
    for kind, state, carrier, *_, count, at in found:
        key = (kind, carrier)
        states = counts.setdefault(key, dict.fromkeys(LIVE, 0))
        states[state] = states.get(state, 0) + count
        oldest[key] = min(at, oldest.get(key, at))
    groups = [
        BoardGroup(kind, carrier, one["OPEN"], one["ACKNOWLEDGED"], one["SNOOZED"], oldest[kind, carrier])
        for (kind, carrier), one in counts.items()
    ]
    return sorted(groups, key=lambda group: (not group.open, WORST[group.kind], -group.open, group.oldest_at))


def _limited(seller_id: int, wanted: AlertFilter, at: datetime) -> QuerySet[Alert]:
    rows = _closed(seller_id, at) if wanted.state == State.CLOSED else _live(seller_id)
    return _searched(seller_id, rows, wanted.text) if wanted.text else rows


def _live(seller_id: int) -> QuerySet[Alert]:
    return Alert.objects.filter(seller_id=seller_id).exclude(state=State.CLOSED)


def _closed(seller_id: int, at: datetime) -> QuerySet[Alert]:
    return Alert.objects.filter(seller_id=seller_id, state=State.CLOSED, closed_at__gte=at - CLOSED_SHOWN)


def _searched(seller_id: int, rows: QuerySet[Alert], text: str) -> QuerySet[Alert]:
    """Keep those whose waybill, tracking or order number begins so; what very many share is sought among the alerts."""
    found = named(seller_id, text, most=SO_MANY)
    if found is None:
        return rows.filter(Q(order__number__startswith=text) | begins(text, "shipment__"))
    orders = Order.objects.filter(seller_id=seller_id, number__startswith=text).values("pk")
    return rows.filter(Q(shipment_id__in=found) | Q(order_id__in=orders, shipment=None))


def _rows(rows: QuerySet[Alert]) -> list[AlertRow]:
    return [AlertRow(*row) for row in rows.values_list(*_COLUMNS)]


def _age(at: datetime) -> Case:
    whens = [When(caused_at__gt=at - until, then=Value(name)) for name, (_, until) in AGES.items() if name != "OLDER"]
    return Case(*whens, default=Value("OLDER"), output_field=CharField())
