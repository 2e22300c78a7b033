"""Check the records of released declarations against their documents, a hundred at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from fahuo.accounts.models import Seller
from fahuo.customs import queries
from fahuo.customs.ceb.values import BEIJING
from fahuo.customs.domain.fitness import problems_of
from fahuo.customs.domain.kinds import PaperKind
from fahuo.customs.domain.paper import paper_of
from fahuo.customs.domain.progress import LIST, ORDER, WAYBILL
from fahuo.customs.models import USABLE_STATES, Declaration
from fahuo.customs.models.rebate import RebateDocument, RebateMonth, RebateRecord
from fahuo.customs.queries.rebate import NO_NUMBER, unchecked
from fahuo.customs.rebate import figures
from fahuo.customs.rebate.record import DocumentKind, Figures, differences, missing
from fahuo.shipments.models import PRINTABLE
from fahuo.shipments.queries import Work
from fahuo.trade.label import CustomsForm
from fahuo.trade.problem import Problem, Severity

PORTION = 100
# Jobs sit above services, so the job is named, not imported.
CHECK_RECORDS = "fahuo.customs.jobs.check_records"
_UPDATED = (
    *("month", "exported_on", "refundable", "documents", "missing", "problems", "complete", "value", "currency"),
    *("quantity", "net_weight_g", "gross_weight_g", "checked_at"),
)
_PAPERS = {
    PaperKind.INVOICE: (DocumentKind.INVOICE, figures.of_invoice),
    PaperKind.PACKING_LIST: (DocumentKind.PACKING_LIST, figures.of_packing_list),
}


def keep_new(*, seller: Seller, at: datetime, most: int = PORTION) -> int:
    """Check released declarations without a record, and those that got the number of a summary, so many at most.

    Returns how many there were.
    """
    found = unchecked(seller.pk, most)
    check(seller=seller, declaration_ids=found, at=at)
    return len(found)


def check(*, seller: Seller, declaration_ids: Sequence[int], at: datetime) -> None:
    """Compare the documents of these declarations again, and write down how complete their records are."""
    for start in range(0, len(declaration_ids), PORTION):
        _check(seller, declaration_ids[start : start + PORTION], at)


def queue(*, seller: Seller, declaration_ids: Sequence[int]) -> None:
    """Have these checked again in the background, a hundred in each job."""
    jobs: list[JSONDict] = [
        {"seller_id": seller.pk, "declaration_ids": list(declaration_ids[start : start + PORTION])}
        for start in range(0, len(declaration_ids), PORTION)
    ]
    if jobs:
        app.configure_task(CHECK_RECORDS, queue="customs").batch_defer(*jobs)


def month_of(at: datetime) -> date:
    """Return the first day of the month in Beijing, as the tax office counts it."""
    return at.astimezone(BEIJING).date().replace(day=1)


def _check(seller: Seller, declaration_ids: Sequence[int], at: datetime) -> None:
    rows = Declaration.objects.filter(seller=seller, pk__in=declaration_ids, state__in=USABLE_STATES)
    declared = list(rows.select_related("summary", "shipment").defer("shipment__label_content"))
    works = queries.found(seller, [row.shipment_id for row in declared]).works
    cases, added = queries.Cases(seller), _added(seller, declared)
    records = []
    for row in declared:
        work = works.get(row.shipment_id)
        stated, problems = _stated(row, work, cases)
        records.append(_record(row, stated, problems, added.get(row.pk, frozenset()), at))
    RebateRecord.objects.bulk_create(
        records, update_conflicts=True, unique_fields=["declaration"], update_fields=list(_UPDATED)
    )
    months = {record.month for record in records}
    RebateMonth.objects.bulk_create(
        [RebateMonth(seller=seller, month=month, updated_at=at) for month in sorted(months)], ignore_conflicts=True
    )


def _stated(
    row: Declaration, work: Work | None, cases: queries.Cases
) -> tuple[dict[DocumentKind, Figures], list[Problem]]:
    """Return what each document says that can be made, and why others cannot."""
    nodes: Mapping[str, Any] = row.content
    stated = {
        DocumentKind.DECLARATION: figures.of_list(nodes[LIST]),
        DocumentKind.CONTRACT: figures.of_order(nodes[ORDER]),
    }
    if row.shipment.status in PRINTABLE:
        stated[DocumentKind.WAYBILL] = figures.of_waybill(nodes[WAYBILL])
    if work is None:
        return stated, [Problem("DOCUMENT_NOT_BOOKED")]
    problems: list[Problem] = []
    for kind, (document, figures_of) in _PAPERS.items():
        found = problems_of(work.booking.parcel.lines, kind, CustomsForm.CN23)
        problems += found[:1]
        if not found:
            stated[document] = figures_of(paper_of(cases.of(work), kind))
    return stated, problems


def _record(
    row: Declaration,
    stated: Mapping[DocumentKind, Figures],
    problems: Sequence[Problem],
    added: frozenset[DocumentKind],
    at: datetime,
) -> RebateRecord:
    kinds = frozenset(stated) | added
    refundable = row.statistics_flag == "B"
    found = [*problems, *differences(stated), *_of_summary(row, refundable=refundable)]
    lacking = missing(kinds)
    sums = stated[DocumentKind.DECLARATION]
    assert sums.value is not None
    assert sums.quantity is not None
    released = row.released_at or at
    return RebateRecord(
        seller_id=row.seller_id,
        declaration=row,
        month=month_of(released),
        exported_on=released.astimezone(BEIJING).date(),
        refundable=refundable,
        documents=sorted(kinds),
        missing=list(lacking),
        problems=[problem.as_dict() for problem in found],
        complete=not lacking and all(problem.severity is not Severity.BLOCK for problem in found),
        value=sums.value.amount,
        currency=sums.value.currency,
        quantity=int(sums.quantity),
        net_weight_g=sums.net_weight_g or 0,
        gross_weight_g=sums.gross_weight_g or 0,
        checked_at=at,
    )


def _of_summary(row: Declaration, *, refundable: bool) -> Iterator[Problem]:
    """A refund is asked for with the number of the declaration that customs makes of the month's lists."""
    if not refundable:
        yield Problem("REBATE_SIMPLIFIED", "statistics_flag", row.statistics_flag, Severity.NOTE, "CE-07")
    elif row.summary is None or not row.summary.entry_id:
        yield Problem(NO_NUMBER, "summary", row.invt_no)


def _added(seller: Seller, declared: Sequence[Declaration]) -> dict[int, frozenset[DocumentKind]]:
    """Return which kinds people put in, by declaration."""
    rows = RebateDocument.objects.filter(seller=seller, declaration__in=[row.pk for row in declared])
    found: dict[int, set[DocumentKind]] = {}
    for declaration_id, kind in rows.values_list("declaration_id", "kind"):
        found.setdefault(declaration_id or 0, set()).add(DocumentKind(kind))
    return {key: frozenset(kinds) for key, kinds in found.items()}
