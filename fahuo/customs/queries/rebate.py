"""Reads of the rebate record: months with their counts, and the records of one month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from fahuo.customs.models import USABLE_STATES, Declaration
from fahuo.customs.models.rebate import RebateDocument, RebateMonth, RebatePack, RebateRecord
from fahuo.customs.rebate.deadlines import Deadlines, deadlines
from fahuo.customs.rebate.spans import spans_on

NO_NUMBER = "REBATE_SUMMARY_MISSING"


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month: how many declarations, how many complete, what they are worth by currency, and its deadlines."""

    month: date
    declarations: int
    complete: int
    refundable: int
    values: tuple[tuple[str, Decimal], ...]
    filed_on: date | None
    deadlines: Deadlines | None

    @property
    def incomplete(self) -> int:
        """How many still lack something."""
        return self.declarations - self.complete


def unchecked(seller_id: int, most: int) -> list[int]:
    """Return released declarations that have no record yet, or one that does not know of their summary's number."""
    rows = Declaration.objects.filter(seller_id=seller_id, state__in=USABLE_STATES, released_at__isnull=False)
    numbered = Q(rebate_record__problems__contains=[{"code": NO_NUMBER}], summary__entry_id__gt="")
    rows = rows.filter(Q(rebate_record=None) | numbered)
    return list(rows.order_by("id").values_list("pk", flat=True)[:most])


def months(seller_id: int) -> list[MonthView]:
    """Return every month with declarations, newest first, in three queries."""
    counted = (
        RebateRecord.objects.filter(seller_id=seller_id)
        .values("month")
        .annotate(
            declarations=Count("id"),
            complete_ones=Count("id", filter=Q(complete=True)),
            refundable_ones=Count("id", filter=Q(refundable=True)),
            first=Min("exported_on"),
        )
        .order_by("-month")
    )
    sums = RebateRecord.objects.filter(seller_id=seller_id).values("month", "currency").annotate(sum=Sum("value"))
    values: dict[date, list[tuple[str, Decimal]]] = {}
    for row in sums.order_by("month", "currency"):
        values.setdefault(row["month"], []).append((row["currency"], row["sum"]))
    filed = dict(RebateMonth.objects.filter(seller_id=seller_id).values_list("month", "filed_on"))
    return [
        MonthView(
            month=row["month"],
            declarations=row["declarations"],
            complete=row["complete_ones"],
            refundable=row["refundable_ones"],
            values=tuple(values[row["month"]]),
            filed_on=filed.get(row["month"]),
            deadlines=deadlines_of(row["first"], filed.get(row["month"])),
        )
        for row in counted
    ]


def month(seller_id: int, first: date) -> MonthView | None:
    """Return one month; None when nothing was released in it."""
    return next((view for view in months(seller_id) if view.month == first), None)


def deadlines_of(exported_on: date, filed_on: date | None) -> Deadlines | None:
    """Return the deadlines of an export; None where the rule book knows of none on that day."""
    spans = spans_on(filed_on or exported_on)
    return deadlines(exported_on=exported_on, filed_on=filed_on, spans=spans) if spans else None


def records(seller_id: int, first: date, *, incomplete_only: bool = False) -> QuerySet[RebateRecord]:
    """Return the records of a month, those that lack something first; the declarations come with them."""
    rows = RebateRecord.objects.filter(seller_id=seller_id, month=first)
    if incomplete_only:
        rows = rows.filter(complete=False)
    return (
        rows.select_related("declaration", "declaration__summary")
        .defer("declaration__content")
        .order_by("complete", "id")
    )


def documents(seller_id: int, first: date) -> QuerySet[RebateDocument]:
    """Return what people put into a month, without the files."""
    rows = RebateDocument.objects.filter(seller_id=seller_id, month=first)
    return rows.select_related("declaration", "person").defer("content", "declaration__content").order_by("id")


def packs(seller_id: int, first: date) -> QuerySet[RebatePack]:
    """Return the parts that were made last for a month, without the files."""
    rows = RebatePack.objects.filter(seller_id=seller_id, month=first)
    newest = rows.aggregate(newest=Max("created_at"))["newest"]
    return rows.filter(created_at=newest).defer("content", "declaration_ids").order_by("part")
