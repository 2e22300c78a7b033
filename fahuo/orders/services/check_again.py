"""Run pre-flight once more on stored orders: after the catalogue, an address or a rule has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from fahuo.accounts.models import Seller
from fahuo.goods import queries as goods
from fahuo.orders import queries
from fahuo.orders.domain import preflight
from fahuo.orders.domain.goods import Wanted
from fahuo.orders.domain.label_clock import label_due
from fahuo.orders.domain.preflight import Rules
from fahuo.orders.models import Order, OrderLine, Stage
from fahuo.orders.rules import label_hours, rules
from fahuo.orders.services import intake
from fahuo.trade.goods import GoodsLine

_BATCH = 1000
_COLUMNS = (
    "phone", "outcome", "problems", "notices", "problem_codes", "remote_area",
    "actual_weight_g", "volumetric_weight_g", "value_usd", "label_due_at",
)  # fmt: skip


def check_again(*, seller: Seller, order_ids: Collection[int] | None = None, at: datetime) -> int:
    """Judge the open orders of a seller again (all, or these); return how many verdicts changed."""
    orders = Order.objects.filter(seller=seller, stage=Stage.OPEN)
    if order_ids is not None:
        orders = orders.filter(pk__in=order_ids)
    units, on = goods.units(seller.pk), rules(at.date())
    keys = list(orders.order_by("id").values_list("id", flat=True))
    return sum(_batch(batch, units, on, at) for batch in _batches(keys))


def check_skus(*, seller: Seller, skus: Collection[str], at: datetime, not_numbers: Collection[str] = ()) -> int:
    """Judge the open orders with any of these SKUs again; return how many verdicts changed."""
    if not skus:
        return 0
    lines = OrderLine.objects.filter(seller=seller, sku__in=skus, to_ship=True, order__stage=Stage.OPEN)
    found = dict(lines.values_list("order_id", "order__number"))
    done = set(not_numbers)
    return check_again(seller=seller, order_ids=[key for key, number in found.items() if number not in done], at=at)


def check_changed_products(*, seller: Seller, at: datetime) -> int:
    """Judge the open orders again whose products changed after they were checked; return how many verdicts changed."""
    still_open = Order.objects.filter(seller=seller, stage=Stage.OPEN)
    oldest = still_open.aggregate(oldest=Min("checked_at"))["oldest"]
    changed = dict(goods.changed_since(seller.pk, oldest)) if oldest else {}
    lines = OrderLine.objects.filter(seller=seller, sku__in=changed, to_ship=True, order__stage=Stage.OPEN)
    rows = lines.values_list("order_id", "sku", "order__checked_at")
    stale = {key for key, sku, checked_at in rows if changed[sku] > checked_at}
    return check_again(seller=seller, order_ids=stale, at=at) if stale else 0


@transaction.atomic
def _batch(keys: Sequence[int], units: Mapping[str, GoodsLine], on: Rules, at: datetime) -> int:
    # Whoever holds a row judges it himself or takes it up. Waiting for him could be a deadlock: he may wait for ours.
    still_open = Order.objects.filter(pk__in=keys, stage=Stage.OPEN)
    orders = list(still_open.order_by("id").select_for_update(skip_locked=True, no_key=True))
    wanted = queries.wanted([order.pk for order in orders])
    changed = [order for order in orders if _judge(order, wanted.get(order.pk, []), units, on, at)]
    Order.objects.bulk_update(changed, [*_COLUMNS, "figures_due"], batch_size=200)
    Order.objects.filter(pk__in=[order.pk for order in orders]).update(checked_at=at, refusals=[])
    return len(changed)


def _judge(order: Order, wanted: list[Wanted], units: Mapping[str, GoodsLine], on: Rules, at: datetime) -> bool:
    """Put the new verdict into an order; tell whether it is another one than before."""
    address = queries.to_address(order)
    verdict = preflight.check(address, wanted, units, on, status=order.platform_status)
    columns = intake.verdict_columns(verdict, at)
    columns["label_due_at"] = label_due(
        paid_at=order.paid_at,
        at=at,
        hours=label_hours(at.date()),
        outcome=verdict.outcome,
        stored=order.label_due_at,
    )
    differs = any(getattr(order, name) != columns[name] for name in _COLUMNS)
    for name in _COLUMNS:
        setattr(order, name, columns[name])
    order.figures_due = order.figures_due or differs
    return differs


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]
