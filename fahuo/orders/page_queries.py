"""Reads for the pages of orders: the list with its counts, one order. Plain rows come back, never querysets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from fahuo.accounts.models import Seller
from fahuo.backoffice.asked import ListFilter
from fahuo.backoffice.filters import Cell, Cube
from fahuo.backoffice.paging import Cut, Page, turn
from fahuo.orders.models import Order, OrderLine, Outcome, Stage

# What a clerk sees as one state: pre-flight's verdict until we take the order up, then how far we are. REFUSED is
# ready as well, but its last booking came to nothing.
STATES = ("READY", "REFUSED", "BLOCKED", "IN_WORK", "SHIPPED", "SKIP")
OPEN_STATES = frozenset({"READY", "REFUSED", "BLOCKED"})
DUE = ("LATE", "DAY", "THREE_DAYS", "LATER")
# The label's clock: it stops with the label, as the order is SHIPPED then, and does not run for what is not shipped.
LABEL = ("OVERDUE", "SOON", "RUNNING")
LABEL_SOON = timedelta(minutes=30)
MOST_STORES = 50
NO_STORE = "-"  # how a filter asks for orders of which no store was named
_NOT_SHIPPED = (Stage.OPEN, Stage.IN_WORK)
_UNLABELLED = Q(label_due_at__isnull=False, stage__in=_NOT_SHIPPED)
_REFUSED = Q(stage=Stage.OPEN, outcome=Outcome.READY) & ~Q(refusals=[])
_STATE = Case(
    When(_REFUSED, then=Value("REFUSED")),
    When(stage=Stage.OPEN, then=F("outcome")),
    default=F("stage"),
    output_field=CharField(max_length=8),
)


@dataclass(frozen=True, slots=True)
class OrderFilter(ListFilter):
    """What the clerk asked for; an empty text means "all". A state nobody knows matches nothing: all are shipped."""

    state: str = ""
    problem: str = ""
    country: str = ""
    due: str = ""
    label: str = ""
    store: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """One line in a list: which SKU, how many."""

    sku: str
    quantity: int
    title: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order in the list."""

    id: int
    number: str
    recipient: str
    country: str
    city: str
    state: str
    problems: tuple[dict[str, str], ...]
    refusals: tuple[dict[str, str], ...]
    goods: tuple[Goods, ...]
    weight_g: int | None
    value_usd: Decimal | None
    remote_area: str
    paid_at: datetime | None
    ship_by: datetime | None
    label_due_at: datetime | None
    store: str

    def left(self, at: datetime) -> timedelta | None:
        """Return the time until it must have been shipped; None when that no longer matters."""
        return self.ship_by - at if self.ship_by and self.state in OPEN_STATES else None


def cube(seller: Seller, wanted: OrderFilter, at: datetime) -> Cube:
    """Count the seller's orders by all facets at once; the text search limits it, the facets do not.

    Of orders that are shipped, nearly all of them in time, no clock runs and no state is worked out.
    """
    found, plain = _searched(seller, wanted.text), ("country", "store", "problem_codes")
    todo = found.filter(stage__in=_NOT_SHIPPED).values_list(_STATE, _due(at), _label(at), *plain)
    shipped = found.filter(stage=Stage.SHIPPED).values_list("stage", Value(""), Value(""), *plain)
    parts = [part.annotate(orders=Count("id")).order_by() for part in (todo, shipped)]
    groups = parts[0].union(parts[1], all=True)
    cells = (
        Cell(
            {
                "state": (state,), "due": (due,), "label": (label,), "country": (country,),
                "store": (store or NO_STORE,), "problem": codes,
            },
            orders,
        )
        for state, due, label, country, store, codes, orders in groups
    )  # fmt: skip
    return Cube(cells, wanted.facets())


def any_order(seller: Seller) -> bool:
    """Whether there is any order at all."""
    return Order.objects.filter(seller=seller).exists()


def state_counts(seller: Seller) -> Counter[str]:
    """Count the seller's orders that are not shipped by state, when a search keeps `cube` from knowing them."""
    todo = Order.objects.filter(seller=seller, stage__in=_NOT_SHIPPED)
    return Counter(dict(todo.values_list(_STATE).annotate(orders=Count("id")).order_by()))


def label_counts(seller: Seller, at: datetime) -> Counter[str]:
    """Count the orders without a label by how their clock stands, when a search keeps `cube` from knowing them."""
    running = Order.objects.filter(_UNLABELLED, seller=seller)
    return Counter(dict(running.values_list(_label(at)).annotate(orders=Count("id")).order_by()))


def page(seller: Seller, wanted: OrderFilter, cut: Cut, at: datetime) -> Page[OrderRow]:
    """Return one page of the list: two queries for any number of rows."""
    found = turn(_matching(seller, wanted, at).defer("memo", "content_sha256", "buyer_login", "notices"), cut)
    goods = _goods(seller, [order.pk for order in found.rows])
    rows = [order_row(order, goods.get(order.pk, ())) for order in found.rows]
    return Page(rows, found.newer, found.older)


def shippable_ids(seller: Seller, wanted: OrderFilter, at: datetime) -> list[int]:
    """Return the keys of all orders that match and could be shipped now, oldest first."""
    ready = _matching(seller, wanted, at).filter(stage=Stage.OPEN, outcome=Outcome.READY)
    return list(ready.order_by("pk").values_list("pk", flat=True))


def own_ids(seller: Seller, order_ids: Sequence[int]) -> list[int]:
    """Return those of the keys that are this seller's orders, oldest first."""
    return list(Order.objects.filter(seller=seller, pk__in=order_ids).order_by("pk").values_list("pk", flat=True))


def stores(seller: Seller) -> list[str]:
    """Return the names of the seller's stores, the one that was imported last first, fifty at most.

    One step in the index for each name: a DISTINCT would walk through all orders.
    """
    named = Order.objects.filter(seller=seller).exclude(store="").values_list("store", flat=True)
    latest, last = named.order_by("-pk").first(), ""
    names: list[str] = []
    while len(names) < MOST_STORES and (found := named.filter(store__gt=last).order_by("store").first()) is not None:
        names.append(found)
        last = found
    return sorted(names, key=lambda name: (name != latest, name))


def one(seller: Seller, order_id: int) -> Order | None:
    """Return the seller's order; None when there is none or it belongs to somebody else."""
    return Order.objects.filter(seller=seller, pk=order_id).first()


def lines(order: Order) -> list[OrderLine]:
    """Return an order's lines in their sequence."""
    return list(OrderLine.objects.filter(seller_id=order.seller_id, order=order).order_by("position"))


def order_row(order: Order, goods: Iterable[Goods]) -> OrderRow:
    """Return the order as a plain row."""
    return OrderRow(
        id=order.pk,
        number=order.number,
        recipient=order.recipient,
        country=order.country,
        city=order.city,
        state=_state(order),
        problems=tuple(order.problems),
        refusals=tuple(order.refusals),
        goods=tuple(goods),
        weight_g=order.actual_weight_g,
        value_usd=order.value_usd,
        remote_area=order.remote_area,
        paid_at=order.paid_at,
        ship_by=order.ship_by,
        label_due_at=order.label_due_at if order.stage != Stage.SHIPPED else None,
        store=order.store,
    )


def _state(order: Order) -> str:
    """Say in Python what `_STATE` says in SQL."""
    if order.stage != Stage.OPEN:
        return order.stage
    return "REFUSED" if order.outcome == Outcome.READY and order.refusals else order.outcome


def _searched(seller: Seller, text: str) -> QuerySet[Order]:
    orders = Order.objects.filter(seller=seller)
    if not text:
        return orders
    if text.isdigit() and len(text) >= 6:
        return orders.filter(number__startswith=text)
    of_sku = OrderLine.objects.filter(seller=seller, order=OuterRef("pk"), sku__istartswith=text)
    return orders.filter(
        Q(number__startswith=text)
        | Q(recipient__icontains=text)
        | Q(buyer_login__istartswith=text)
        | Q(city__istartswith=text)
        | Exists(of_sku)
    )


def _matching(seller: Seller, wanted: OrderFilter, at: datetime) -> QuerySet[Order]:
    orders = _searched(seller, wanted.text)
    if wanted.state in {Stage.IN_WORK, Stage.SHIPPED}:
        orders = orders.filter(stage=wanted.state)
    elif wanted.state == "REFUSED":
        orders = orders.filter(_REFUSED)
    elif wanted.state:
        orders = orders.filter(~_REFUSED, stage=Stage.OPEN, outcome=wanted.state)
    if wanted.problem:
        orders = orders.filter(problem_codes__contains=[wanted.problem])
    if wanted.country:
        orders = orders.filter(country=wanted.country)
    if wanted.due:
        orders = orders.annotate(due=_due(at)).filter(due=wanted.due)
    if wanted.store:
        orders = orders.filter(store="" if wanted.store == NO_STORE else wanted.store)
    if wanted.label:
        orders = orders.filter(_UNLABELLED, _LABEL_SPANS.get(wanted.label, _no_span)(at))
    return orders


def _no_span(at: datetime) -> Q:
    return Q(pk__in=())


_LABEL_SPANS: Mapping[str, Callable[[datetime], Q]] = {
    "OVERDUE": lambda at: Q(label_due_at__lt=at),
    "SOON": lambda at: Q(label_due_at__gte=at, label_due_at__lte=at + LABEL_SOON),
    "RUNNING": lambda at: Q(label_due_at__gt=at + LABEL_SOON),
}


def _label(at: datetime) -> Case:
    """Say how the label's clock stands; empty where it does not run. The spans are those of the filter."""
    return Case(
        When(~_UNLABELLED, then=Value("")),
        *(When(span(at), then=Value(name)) for name, span in _LABEL_SPANS.items()),
        default=Value(""),
        output_field=CharField(max_length=8),
    )


def _due(at: datetime) -> Case:
    """Name how soon an open order must be shipped; empty for those that need no more haste."""
    return Case(
        When(~Q(stage=Stage.OPEN) | Q(outcome=Outcome.SKIP) | Q(ship_by=None), then=Value("")),
        When(ship_by__lt=at, then=Value("LATE")),
        When(ship_by__lt=at + timedelta(hours=24), then=Value("DAY")),
        When(ship_by__lt=at + timedelta(hours=72), then=Value("THREE_DAYS")),
        default=Value("LATER"),
        output_field=CharField(max_length=10),
    )


def _goods(seller: Seller, order_ids: list[int]) -> dict[int, list[Goods]]:
    found = (
        OrderLine.objects.filter(seller=seller, order_id__in=order_ids, to_ship=True)
        .order_by("order_id", "position")
        .values_list("order_id", "sku", "quantity", "title")
    )
    result: dict[int, list[Goods]] = {}
    for order_id, sku, quantity, title in found:
        result.setdefault(order_id, []).append(Goods(sku, quantity, title))
    return result
