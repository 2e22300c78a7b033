"""Reads rate sheets: the shipped samples once per process, sellers' own versions from the database."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import groupby, pairwise

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DateField, OuterRef, Subquery, Value
from django.db.models.functions import Cast

from fahuo.accounts.models import Seller
from fahuo.carriers.models import CarrierAccount
from fahuo.rating import sheet_codec
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.models import SheetVersion
from fahuo.rating.queries import products
from fahuo.rating.sheet_files import read_sheet

DECODED_KEPT = 2048
_decoded: dict[str, RateSheet] = {}


class OverlappingSheets(ValueError):
    """Two sheets of one service hold on the same day. Who must act: whoever added the later one."""


@dataclass(frozen=True, slots=True)
class Held:
    """One version of a seller's prices and the days on which it holds; `valid_until` is the effective one.

    `replaced_at`: another version was imported for the same day; this one holds on no day any more.
    """

    id: int
    service_key: str
    version: int
    valid_from: date
    valid_until: date | None
    content_sha256: str
    currency: str = ""
    file_name: str = ""
    person: str = ""
    imported_at: datetime | None = None
    replaced_at: datetime | None = None

    @property
    def name(self) -> str:
        """`yunexpress/THZXR v3 2026-05-01`."""
        return f"{self.service_key} v{self.version} {self.valid_from}"

    def in_force(self, on: date) -> bool:
        """Tell whether the version holds on that day."""
        not_over = self.valid_until is None or on < self.valid_until
        return self.replaced_at is None and self.valid_from <= on and not_over


@cache
def sheets() -> tuple[RateSheet, ...]:
    """Return every version of every rate sheet that ships with the project, oldest first within a service.

    Raise `OverlappingSheets`.
    """
    found = tuple(
        sorted(
            map(read_sheet, products.SHEETS.glob("*/*@*.yaml")), key=lambda sheet: (sheet.service_key, sheet.valid_from)
        )
    )
    for earlier, later in pairwise(found):
        if earlier.service_key == later.service_key and (earlier.valid_until or date.max) > later.valid_from:
            raise OverlappingSheets(f"{earlier.name} and {later.name} both hold on {later.valid_from}")
    return found


@lru_cache(maxsize=64)
def sample_sheets(on: date) -> Mapping[str, RateSheet]:
    """Return the shipped samples that hold on a day, by service key."""
    return {sheet.service_key: sheet for sheet in sheets() if sheet.in_force(on)}


def sheets_in_force(*, on: date, seller_id: int | None = None) -> Mapping[str, RateSheet]:
    """Return the sheet of each service that holds on that day, by service key; a service without one is absent.

    Without a seller: the shipped samples. With one: the seller's own versions, and samples only of carriers with which
    the seller has no real contract (none, or an emulated one). **A sample never prices a real contract**: where a
    real one has no version in force the service is absent, and its price is the problem `NO_RATE_SHEET`. Nor does a
    sample stand in for a service of which the seller has versions that hold on other days.
    At most two queries, one when the contents are in memory.
    """
    return sheets_by_day([on], seller_id=seller_id)[on]


def sheets_by_day(days: Sequence[date], *, seller_id: int | None) -> dict[date, Mapping[str, RateSheet]]:
    """Return for each day what `sheets_in_force` gives, with as many queries as for one day."""
    if seller_id is None:
        return {day: sample_sheets(day) for day in days}
    held, real = _state(seller_id)
    own = {version.service_key for version in held}
    wanted = [version for version in held if any(version.in_force(day) for day in days)]
    priced = list(zip(wanted, sheets_of(wanted), strict=True))
    return {
        day: {
            **{key: one for key, one in sample_sheets(day).items() if key.split("/")[0] not in real and key not in own},
            **{version.service_key: sheet for version, sheet in priced if version.in_force(day)},
        }
        for day in days
    }


def revision(seller_id: int) -> Hashable:
    """Return a value that changes with the seller's versions and real contracts. One query, whatever their number."""
    versions = SheetVersion.objects.filter(seller=OuterRef("pk")).order_by()
    counted = versions.values("seller").annotate(all=Count("pk"), replaced=Count("replaced_at"))
    real = CarrierAccount.objects.filter(seller=OuterRef("pk"), active=True, emulated=False).order_by("carrier")
    row = (
        Seller.objects.filter(pk=seller_id)
        .values_list(
            Subquery(versions.order_by("-pk").values("pk")[:1]),
            Subquery(counted.values("all")),
            Subquery(counted.values("replaced")),
            ArraySubquery(real.values("carrier")),
        )
        .first()
    )
    return None if row is None else (*row[:3], tuple(row[3]))


def versions(seller_id: int, *, service_key: str = "") -> list[Held]:
    """Return the seller's versions, replaced ones too: by service, then the newest day and version first."""
    rows = SheetVersion.objects.filter(seller_id=seller_id).select_related("person").defer("content")
    rows = rows.filter(service_key=service_key) if service_key else rows
    found = [_held(row) for row in rows.order_by("service_key", "valid_from", "version")]
    result: list[Held] = []
    for _, group in groupby(found, key=lambda version: version.service_key):
        result.extend(reversed(list(_effective(list(group)))))
    return result


def sheet_of(version: Held) -> RateSheet:
    """Return the sheet of a version, with its name and its effective days."""
    return sheets_of([version])[0]


def sheets_of(wanted: Iterable[Held]) -> list[RateSheet]:
    """Return the sheets of versions, in their sequence; contents that are not in memory are read in one query."""
    asked = list(wanted)
    # Taken out before anything is read: what is read may push them out of the memory.
    found = {one.content_sha256: sheet for one in asked if (sheet := _decoded.get(one.content_sha256)) is not None}
    missing = [one.id for one in asked if one.content_sha256 not in found]
    if missing:
        rows = SheetVersion.objects.filter(pk__in=missing).values_list("content_sha256", "content")
        fresh = {sha256: sheet_codec.decode(bytes(content)) for sha256, content in rows}
        found |= fresh
        _keep(fresh)
    return [
        replace(found[one.content_sha256], name=one.name, valid_from=one.valid_from, valid_until=one.valid_until)
        for one in asked
    ]


def real_carriers(seller_id: int) -> frozenset[str]:
    """Return the carriers with which the seller has an active contract that is not emulated."""
    rows = CarrierAccount.objects.filter(seller_id=seller_id, active=True, emulated=False)
    return frozenset(rows.values_list("carrier", flat=True))


def _state(seller_id: int) -> tuple[list[Held], frozenset[str]]:
    """Return the seller's versions that were not replaced and the carriers of real contracts, in one query."""
    no_day = Cast(Value(None), DateField())
    kept = SheetVersion.objects.filter(seller_id=seller_id, replaced_at=None).values_list(
        "service_key", "pk", "version", "valid_from", "valid_until", "content_sha256"
    )
    real = CarrierAccount.objects.filter(seller_id=seller_id, active=True, emulated=False).values_list(
        "carrier", Value(0), Value(0), no_day, no_day, Value("")
    )
    held: list[Held] = []
    carriers: set[str] = set()
    for key, pk, version, begins, until, sha256 in kept.union(real, all=True):
        if sha256:
            held.append(Held(pk, key, version, begins, until, sha256))
        else:
            carriers.add(key)
    held.sort(key=lambda version: (version.service_key, version.valid_from))
    found: list[Held] = []
    for _, group in groupby(held, key=lambda version: version.service_key):
        found.extend(_effective(list(group)))
    return found, frozenset(carriers)


def _effective(versions_of_one: list[Held]) -> Iterator[Held]:
    """Give each version its effective end: the earlier of its own and the next one's beginning. So none overlap."""
    live = [version for version in versions_of_one if version.replaced_at is None]
    following = {version.id: later.valid_from for version, later in pairwise(live)}
    for version in versions_of_one:
        ends = [day for day in (version.valid_until, following.get(version.id)) if day is not None]
        yield replace(version, valid_until=min(ends, default=None))


def _held(row: SheetVersion) -> Held:
    return Held(
        row.pk,
        row.service_key,
        row.version,
        row.valid_from,
        row.valid_until,
        row.content_sha256,
        row.currency,
        row.file_name,
        row.person.username if row.person else "",
        row.imported_at,
        row.replaced_at,
    )


def _keep(fresh: Mapping[str, RateSheet]) -> None:
    """Keep decoded sheets by the hash of their content; the longest kept ones make room."""
    _decoded.update(fresh)
    for sha256 in list(_decoded)[: max(0, len(_decoded) - DECODED_KEPT)]:
        _decoded.pop(sha256, None)
