"""Take a file of orders in: read, check, store; all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction

from fahuo.accounts.models import Seller
from fahuo.goods import queries as goods
from fahuo.goods.services.import_catalogue import import_catalogue
from fahuo.kit.files import FileRefused
from fahuo.kit.files.arrival import open_file
from fahuo.orders.domain import preflight
from fahuo.orders.domain.preflight import Verdict
from fahuo.orders.models import OrderImport
from fahuo.orders.rules import rules
from fahuo.orders.services import check_again, intake
from fahuo.orders.services.intake import Entry
from fahuo.orders.services.merge import Fate, Merged, merge
from fahuo.platforms.contract import PlatformOrder
from fahuo.platforms.registry import platform as platform_of
from fahuo.trade.text import tidy

LIMIT_MB = 100
MOST_LINES = 1000
MOST_ORDERS = 100_000
MOST_STORE_LETTERS = 60
_BATCH = 1000
_LOCK = 0x6F72  # advisory lock "or": one import per seller at a time

Progress = Callable[[int], None]


class ImportRow(NamedTuple):
    """One entry of the file with its verdict; weights are None for `SKIP` and while a SKU is unknown."""

    order_id: str
    outcome: str
    problems: str
    remote_area: str
    actual_weight_g: int | None
    volumetric_weight_g: int | None


@dataclass(slots=True)
class ImportReport:
    """What came of a file. `counts`: outcome → entries; `problems`: code → entries."""

    rows: list[ImportRow] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0  # already in work or shipped: reported, not overwritten
    rechecked: int = 0  # other open orders whose SKUs the catalogue changed
    products_created: int = 0
    products_updated: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """Outcome → entries."""
        return dict(Counter(row.outcome for row in self.rows))

    @property
    def problems(self) -> dict[str, int]:
        """Problem code → entries, the commonest first."""
        codes = Counter(code for row in self.rows for code in row.problems.split(";") if code)
        return dict(sorted(codes.items(), key=lambda item: (-item[1], item[0])))


@transaction.atomic
def import_file(
    *,
    seller: Seller,
    path: Path | str,
    catalogue: Path | str | None = None,
    at: datetime,
    progress: Progress | None = None,
    file_name: str = "",
    limit_mb: int = LIMIT_MB,
    platform: str = "aliexpress",
    store: str = "",
) -> ImportReport:
    """Import orders, and the catalogue first when there is one; raise `FileRefused`, and then nothing has changed.

    `store` is the one of the seller's stores that all orders of the file are of; without it they keep what they have.
    """
    report, shop = ImportReport(), store_name(store)
    arrival = open_file(Path(path), limit_mb=limit_mb)
    _one_at_a_time(seller)
    changed_skus = _catalogue(seller, catalogue, limit_mb, at, report)
    units, on = goods.units(seller.pk), rules(at.date())
    seen: set[str] = set()
    older: list[int] = []
    for batch in _batches(platform_of(platform).read_orders(arrival, limit_mb)):
        entries = [intake.judge(order, units, on) for order in batch]
        first = list(_not_seen(entries, seen))
        merged = merge(
            seller_id=seller.pk, platform=platform, entries=first, catalogue=units, rules=on, at=at, shop=shop
        )
        older.extend(merged.older)
        _count(report, merged)
        report.rows.extend(_rows(entries, first, merged.verdicts))
        if progress:
            progress(len(batch))
    report.rechecked = check_again.check_skus(seller=seller, skus=changed_skus, not_numbers=seen, at=at)
    report.rechecked += check_again.check_again(seller=seller, order_ids=older, at=at) if older else 0
    _remember(seller, arrival.sha256, file_name or Path(path).name, report, at)
    return report


def store_name(text: str) -> str:
    """Return the name of a store as it is kept; what people write for "none" is empty."""
    name = tidy(text)[:MOST_STORE_LETTERS].strip()
    return "" if name in {"-", "–", "—"} else name


def _one_at_a_time(seller: Seller) -> None:
    """Wait for another import of this seller; the lock goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, seller.pk])


def _catalogue(
    seller: Seller, path: Path | str | None, limit_mb: int, at: datetime, report: ImportReport
) -> frozenset[str]:
    if path is None:
        return frozenset()
    try:
        arrival = open_file(Path(path), limit_mb=limit_mb)
        taken = import_catalogue(seller=seller, arrival=arrival, limit_mb=limit_mb, at=at)
    except FileRefused as refused:
        refused.file_name = Path(path).name
        raise
    report.products_created, report.products_updated = taken.created, taken.updated
    return taken.changed_skus


def _batches(orders: Iterable[PlatformOrder]) -> Iterator[list[PlatformOrder]]:
    stream, taken = iter(orders), 0
    while batch := list(islice(stream, _BATCH)):
        if taken + len(batch) > MOST_ORDERS:
            raise FileRefused("FILE_TOO_LONG", row=batch[MOST_ORDERS - taken].entry, detail=f"> {MOST_ORDERS} orders")
        taken += len(batch)
        for order in batch:
            if len(order.lines) > MOST_LINES:
                raise FileRefused("FILE_ROW", row=order.entry, detail=f"{len(order.lines)} > {MOST_LINES}")
        yield batch


def _not_seen(entries: Iterable[Entry], seen: set[str]) -> Iterator[Entry]:
    for entry in entries:
        if entry.order.number not in seen:
            seen.add(entry.order.number)
            yield entry


def _count(report: ImportReport, merged: Merged) -> None:
    report.created += merged.fates[Fate.CREATED]
    report.updated += merged.fates[Fate.UPDATED]
    report.unchanged += merged.fates[Fate.UNCHANGED] + merged.fates[Fate.OLDER]
    report.kept += merged.fates[Fate.KEPT]


def _rows(entries: list[Entry], first: list[Entry], verdicts: list[Verdict]) -> Iterator[ImportRow]:
    judged = {id(entry): verdict for entry, verdict in zip(first, verdicts, strict=True)}
    for entry in entries:
        verdict = judged.get(id(entry)) or preflight.duplicate(entry.verdict)
        weighed = verdict.outcome != preflight.SKIP
        yield ImportRow(
            order_id=entry.order.number,
            outcome=verdict.outcome.lower(),
            problems=";".join(verdict.codes),
            remote_area=verdict.remote_area,
            actual_weight_g=verdict.actual_weight_g if weighed else None,
            volumetric_weight_g=verdict.volumetric_weight_g if weighed else None,
        )


def _remember(seller: Seller, sha256: str, file_name: str, report: ImportReport, at: datetime) -> None:
    OrderImport.objects.create(
        seller=seller,
        file_name=file_name[-200:],
        sha256=sha256,
        entries=len(report.rows),
        created_orders=report.created,
        updated_orders=report.updated,
        imported_at=at,
    )
