"""Entries of a file against what is stored: new ones in, newer versions over older ones, the rest left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from typing import Any

from fahuo.orders.domain import preflight
from fahuo.orders.domain.label_clock import label_due
from fahuo.orders.domain.preflight import Rules, Verdict
from fahuo.orders.models import Order, Stage
from fahuo.orders.queries import to_address
from fahuo.orders.rules import label_hours
from fahuo.orders.services import intake, store
from fahuo.orders.services.intake import Entry
from fahuo.trade.goods import GoodsLine


class Fate(Enum):
    """What became of an entry."""

    CREATED = auto()
    UPDATED = auto()
    UNCHANGED = auto()
    OLDER = auto()  # the stored version is newer: it stays
    KEPT = auto()  # in work or shipped: it stays


@dataclass(slots=True)
class Merged:
    """What became of a batch: a verdict for each entry, how many had which fate, and whose stored version is newer."""

    verdicts: list[Verdict] = field(default_factory=list)
    fates: Counter[Fate] = field(default_factory=Counter)
    older: list[int] = field(default_factory=list)


def merge(
    *,
    seller_id: int,
    platform: str,
    entries: Sequence[Entry],
    catalogue: Mapping[str, GoodsLine],
    rules: Rules,
    at: datetime,
    shop: str = "",
) -> Merged:
    """Store a batch of entries with different numbers.

    An order in work or shipped is kept as it is. A clerk's correction of the recipient stays as long as the file
    brings the same recipient that was corrected. An older version than the stored one changes nothing. `shop` names the
    store of all entries, also of those that are kept; without it orders keep the store they have.
    """
    stored = _locked(seller_id, platform, entries)
    new, newer, merged = [], [], Merged()
    for given in entries:
        row = stored.get(given.order.number)
        entry = _with_correction(given, row, catalogue, rules)
        fate = _fate(entry, row)
        merged.verdicts.append(entry.verdict)
        merged.fates[fate] += 1
        if row is None:
            new.append((_columns(entry, row, at, shop), intake.line_columns(entry.order)))
        elif fate is Fate.UPDATED:
            newer.append((row.pk, _columns(entry, row, at, shop), intake.line_columns(entry.order)))
        elif fate is Fate.OLDER:
            merged.older.append(row.pk)
    store.insert(seller_id, platform, new)
    store.replace(seller_id, platform, newer)
    if moved := [row.pk for row in stored.values() if shop and row.store != shop]:
        Order.objects.filter(pk__in=moved).update(store=shop, figures_due=True)
    return merged


def _locked(seller_id: int, platform: str, entries: Sequence[Entry]) -> dict[str, Order]:
    numbers = [entry.order.number for entry in entries]
    orders = Order.objects.filter(seller_id=seller_id, platform=platform, number__in=numbers)
    # Their keys stay: whoever writes a row that points at one of them need not wait until a large file is in.
    return {order.number: order for order in orders.order_by("id").select_for_update(no_key=True)}


def _fate(entry: Entry, row: Order | None) -> Fate:
    if row is None:
        return Fate.CREATED
    if row.stage != Stage.OPEN:
        return Fate.KEPT
    modified_at = entry.order.modified_at
    if modified_at and row.platform_modified_at and modified_at < row.platform_modified_at:
        return Fate.OLDER
    return Fate.UPDATED if _differs(entry, row) else Fate.UNCHANGED


def _differs(entry: Entry, row: Order) -> bool:
    """Tell whether the file brings anything new, or the verdict has changed with the catalogue or the rules."""
    verdict = entry.verdict
    return (
        entry.content_sha256 != row.content_sha256
        or [problem.as_dict() for problem in verdict.problems] != row.problems
        or [notice.as_dict() for notice in verdict.notices] != row.notices
        or (verdict.outcome, verdict.actual_weight_g, verdict.volumetric_weight_g, verdict.value_usd)
        != (row.outcome, row.actual_weight_g, row.volumetric_weight_g, row.value_usd)
    )


def _columns(entry: Entry, row: Order | None, at: datetime, shop: str) -> dict[str, Any]:
    return {
        **intake.order_columns(entry, at),
        **intake.recipient_columns(entry.address),
        **intake.verdict_columns(entry.verdict, at),
        "edited_at": _edited_at(entry, row),
        "store": shop or (row.store if row else ""),
        "label_due_at": _label_due(entry, row, at),
    }


def _label_due(entry: Entry, row: Order | None, at: datetime) -> datetime | None:
    return label_due(
        paid_at=entry.order.paid_at,
        at=at,
        hours=label_hours(at.date()),
        outcome=entry.verdict.outcome,
        stored=row.label_due_at if row else None,
    )


def _with_correction(entry: Entry, row: Order | None, catalogue: Mapping[str, GoodsLine], rules: Rules) -> Entry:
    """Put the clerk's corrected recipient into the entry and judge again; without a correction nothing changes."""
    if row is None or _edited_at(entry, row) is None:
        return entry
    address, order = to_address(row), entry.order
    verdict = preflight.check(address, intake.wanted(order), catalogue, rules, status=order.status)
    return replace(entry, address=address, verdict=verdict)


def _edited_at(entry: Entry, row: Order | None) -> datetime | None:
    return row.edited_at if row and entry.recipient_sha256 == row.recipient_sha256 else None
