"""Reads uploads under way and remembered mappings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.domain.sheet_days import Effects, Span, effects
from fahuo.rating.domain.sheet_diff import Differences, TypicalCost, differences, typical_costs
from fahuo.rating.importing.faults import Fault, Severity
from fahuo.rating.importing.mapping import Mapping, MappingRefused, from_json
from fahuo.rating.models import SheetMapping, SheetUpload
from fahuo.rating.queries.prices import price_rules
from fahuo.rating.queries.products import services
from fahuo.rating.queries.sheets import Held, sheet_of, versions

OFFERED = 20


@dataclass(frozen=True, slots=True)
class Comparison:
    """A sheet about to be imported against the version that holds on the day it begins (None: there is none)."""

    old: RateSheet | None
    differences: Differences
    costs: tuple[TypicalCost, ...]
    effects: Effects


def upload(seller_id: int, upload_id: int) -> SheetUpload | None:
    """Return an upload with its file; None for another seller's."""
    return SheetUpload.objects.filter(seller_id=seller_id, pk=upload_id).first()


def uploads(seller_id: int) -> list[SheetUpload]:
    """Return the uploads under way, newest first, without their files."""
    rows = SheetUpload.objects.filter(seller_id=seller_id).select_related("person").defer("file")
    return list(rows.order_by("-pk")[:OFFERED])


def mappings(seller_id: int, carrier: str = "") -> list[SheetMapping]:
    """Return remembered mappings, the last used first."""
    rows = SheetMapping.objects.filter(seller_id=seller_id)
    return list((rows.filter(carrier=carrier) if carrier else rows).order_by("-used_at", "-pk")[:OFFERED])


def mapping_named(seller_id: int, carrier: str, name: str) -> Mapping | None:
    """Return a remembered mapping by its name; None when there is none, or one that an older Fahuo wrote."""
    row = SheetMapping.objects.filter(seller_id=seller_id, carrier=carrier, name=name).first()
    try:
        return None if row is None else from_json(row.mapping)
    except MappingRefused:
        return None


def comparison(seller_id: int, sheet: RateSheet) -> Comparison:
    """Return what the sheet changes, seen from the day on which it begins. Samples are no prices to compare with."""
    on = sheet.valid_from
    held = versions(seller_id, service_key=sheet.service_key)
    old = next((sheet_of(version) for version in held if version.in_force(on)), None)
    service = next((one for one in services(seller_id) if one.key == sheet.service_key), None)
    costs = typical_costs(service, old, sheet, price_rules(on=on), on=on) if service else ()
    return Comparison(old, differences(old, sheet), costs, _effects(held, sheet))


def day_effects(seller_id: int, sheet: RateSheet) -> Effects:
    """Return which days lose their prices when the sheet is imported, and which a later version takes from it."""
    return _effects(versions(seller_id, service_key=sheet.service_key), sheet)


def day_warnings(found: Effects) -> tuple[Fault, ...]:
    """Return what is to be said of the days, each with the version and its days."""
    said = (("SHEET_HOLE", found.hole), ("SHEET_CUT_SHORT", found.cut))
    return tuple(
        Fault(code, field="valid_until", detail=f"{span.name}: {days(span)}", severity=Severity.WARNING)
        for code, span in said
        if span is not None
    )


def days(span: Span) -> str:
    """Return days in no language: `2026-06-16 – 2026-06-30`, both inclusive, or `2026-06-16 – …`."""
    return f"{span.begins} – {span.until - timedelta(days=1) if span.until else '…'}"


def _effects(held: Sequence[Held], sheet: RateSheet) -> Effects:
    spans = [Span(f"v{one.version}", one.valid_from, one.valid_until) for one in held if one.replaced_at is None]
    return effects(spans, sheet.valid_from, sheet.valid_until)
