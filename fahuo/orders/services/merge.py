"""Entries of a file against what is stored: new ones in, newer versions over older ones, the rest left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fahuo.orders.domain import preflight
from fahuo.orders.domain.preflight import Rules, Verdict
from fahuo.orders.models import Order, Stage
from fahuo.orders.queries import to_address
from fahuo.orders.services import intake, store
from fahuo.orders.services.intake import Entry
from fahuo.trade.goods import GoodsLine

Columns = dict[str, Any]


@dataclass(slots=True)
class Merged:
    """What became of a batch; `verdicts` in the sequence of the entries."""

    verdicts: list[Verdict] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0


def merge(
    *,
    seller_id: int,
    platform: str,
    entries: Sequence[Entry],
    catalogue: Mapping[str, GoodsLine],
    rules: Rules,
    at: datetime,
) -> Merged:
    """Store a batch of entries with different numbers; return what each counts as.

    An order in work or shipped is kept as it is. A clerk's correction of the recipient stays as long as the file
    brings the same recipient that was corrected. An older version than the stored one changes nothing.
    """
    stored = _locked(seller_id, platform, entries)
    new: list[tuple[Columns, list[Columns]]] = []
    newer: list[tuple[int, Columns, list[Columns]]] = []
    merged = Merged()
    for entry in entries:
        row = stored.get(entry.order.number)
        if row is None:
            new.append((_columns(entry, at), intake.line_columns(entry.order)))
            merged.verdicts.append(entry.verdict)
        elif row.stage != Stage.OPEN:
            merged.kept += 1
            merged.verdicts.append(entry.verdict)
        else:
            entry = _with_correction(entry, row, catalogue, rules)
            merged.verdicts.append(entry.verdict)
            if _is_older(entry, row) or not _differs(entry, row):
                merged.unchanged += 1
            else:
                columns = {**_columns(entry, at), "edited_at": _edited_at(entry, row)}
                newer.append((row.pk, columns, intake.line_columns(entry.order)))
    store.insert(seller_id, platform, new)
    store.replace(seller_id, platform, newer)
    merged.created, merged.updated = len(new), len(newer)
    return merged


def _locked(seller_id: int, platform: str, entries: Sequence[Entry]) -> dict[str, Order]:
    numbers = [entry.order.number for entry in entries]
    orders = Order.objects.filter(seller_id=seller_id, platform=platform, number__in=numbers)
    return {order.number: order for order in orders.order_by("id").select_for_update()}


def _columns(entry: Entry, at: datetime) -> Columns:
    return {
        **intake.order_columns(entry, at),
        **intake.recipient_columns(entry.address),
        **intake.verdict_columns(entry.verdict, at),
    }


def _with_correction(entry: Entry, row: Order, catalogue: Mapping[str, GoodsLine], rules: Rules) -> Entry:
    """Put the clerk's corrected recipient into the entry, and judge again."""
    if _edited_at(entry, row) is None:
        return entry
    address = to_address(row)
    order = entry.order
    verdict = preflight.check(address, intake.wanted(order), catalogue, rules, status=order.status)
    return Entry(order, address, verdict, entry.content_sha256, entry.recipient_sha256)


def _edited_at(entry: Entry, row: Order) -> datetime | None:
    return row.edited_at if entry.recipient_sha256 == row.recipient_sha256 else None


def _is_older(entry: Entry, row: Order) -> bool:
    modified_at = entry.order.modified_at
    return bool(modified_at and row.platform_modified_at and modified_at < row.platform_modified_at)


def _differs(entry: Entry, row: Order) -> bool:
    """Tell whether the file brings anything new, or the verdict has changed with the catalogue or the rules."""
    verdict = entry.verdict
    return (
        entry.content_sha256 != row.content_sha256
        or [problem.as_dict() for problem in verdict.problems] != row.problems
        or (verdict.outcome, verdict.actual_weight_g, verdict.volumetric_weight_g, verdict.value_usd)
        != (row.outcome, row.actual_weight_g, row.volumetric_weight_g, row.value_usd)
    )
