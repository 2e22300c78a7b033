"""Reads back-tests and the past orders that they replay."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from fahuo.orders.models import Order, Outcome, Stage
from fahuo.routing.models import BackTest

LISTED = 50


@dataclass(frozen=True, slots=True)
class PastIds:
    """Orders of a period, oldest first, sixteen bytes each: their ids and the ordinals of their days."""

    ids: array[int]
    days: array[int]


def past_ids(seller_id: int, period_from: date, period_until: date) -> PastIds:
    """Return the seller's orders of a period that were ready or shipped, by the day they were paid, else taken in."""
    zone = timezone.get_current_timezone()
    since, until = (datetime.combine(day, time(), tzinfo=zone) for day in (period_from, period_until))
    moment = Coalesce("paid_at", "imported_at")
    wanted = Q(outcome=Outcome.READY) | Q(stage=Stage.SHIPPED)
    rows = Order.objects.filter(wanted, seller_id=seller_id).alias(moment=moment)
    rows = rows.filter(moment__gte=since, moment__lt=until).order_by("moment", "id")
    ids, days = array("q"), array("q")
    for order_id, at in rows.values_list("id", moment).iterator(chunk_size=10_000):
        ids.append(order_id)
        days.append(timezone.localdate(at, zone).toordinal())
    return PastIds(ids, days)


def orders(seller_id: int, ids: Sequence[int]) -> dict[int, Order]:
    """Return these orders by id, without what a replay does not ask for."""
    rows = Order.objects.filter(seller_id=seller_id, id__in=ids).defer("problems", "problem_codes", "refusals", "memo")
    return {row.pk: row for row in rows}


def listed(seller_id: int) -> list[BackTest]:
    """Return the seller's latest back-tests, newest first, without their results."""
    rows = BackTest.objects.filter(seller_id=seller_id).select_related("template_set", "person")
    return list(rows.defer("result", "templates").order_by("-id")[:LISTED])


def one(seller_id: int, back_test_id: int) -> BackTest | None:
    """Return one of the seller's back-tests."""
    rows = BackTest.objects.filter(seller_id=seller_id, pk=back_test_id).select_related("template_set")
    return rows.first()
