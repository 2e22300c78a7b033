"""A rate sheet becomes a version of a seller's prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from fahuo.accounts.models import Person, Seller
from fahuo.rating import sheet_codec
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.domain.sheet_check import SheetProblem, sheet_problems
from fahuo.rating.domain.sheet_days import Span
from fahuo.rating.models import SheetVersion
from fahuo.rating.queries.prices import area_countries
from fahuo.rating.queries.uploads import day_effects


class SheetUnfit(ValueError):
    """The sheet contradicts itself; nothing was imported. Who must act: whoever imports it."""

    def __init__(self, problems: Sequence[SheetProblem]) -> None:
        """Keep the problems."""
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


class SheetHole(ValueError):
    """Days that have prices would lose them; nothing was imported. Who must act: whoever imports it, knowingly."""

    def __init__(self, hole: Span) -> None:
        """Keep the days."""
        super().__init__(f"{hole.name} holds from {hole.begins} to {hole.until or 'open'}; nothing would")
        self.hole = hole


@dataclass(frozen=True, slots=True)
class Imported:
    """The version that holds now, whether it is new, and the number of the one it replaced (0: none)."""

    version: SheetVersion
    new: bool
    replaced: int = 0


@transaction.atomic
def import_sheet(
    *,
    seller: Seller,
    person: Person | None,
    sheet: RateSheet,
    at: datetime,
    file_name: str = "",
    file_sha256: str = "",
    allow_hole: bool = False,
) -> Imported:
    """Make the sheet a version; the one that began on the same day is replaced and kept.

    Raises `SheetUnfit`, and `SheetHole` when days would lose their prices and `allow_hole` does not say that it is
    meant. The same prices for the same days again change nothing. Imports of one seller wait for each other.
    """
    _check(sheet)
    Seller.objects.select_for_update(no_key=True).get(pk=seller.pk)
    hole = day_effects(seller.pk, sheet).hole
    if hole is not None and not allow_hole:
        raise SheetHole(hole)
    mine = SheetVersion.objects.filter(seller=seller, service_key=sheet.service_key)
    content = sheet_codec.encode(replace(sheet, name=f"{sheet.service_key} {sheet.valid_from}", sample=False))
    digest = sheet_codec.digest(content)
    before = mine.filter(valid_from=sheet.valid_from, replaced_at=None).first()
    if before is not None and before.content_sha256 == digest:
        return Imported(before, new=False)
    if before is not None:
        mine.filter(pk=before.pk).update(replaced_at=at)
    row = mine.create(
        seller=seller,
        service_key=sheet.service_key,
        version=(mine.aggregate(last=Max("version"))["last"] or 0) + 1,
        valid_from=sheet.valid_from,
        valid_until=sheet.valid_until,
        currency=sheet.currency,
        content=content,
        content_sha256=digest,
        file_name=file_name[-200:],
        file_sha256=file_sha256,
        person=person,
        imported_at=at,
    )
    return Imported(row, new=True, replaced=before.version if before else 0)


def _check(sheet: RateSheet) -> None:
    """Refuse a sheet that nobody could price by, wherever it comes from."""
    if problems := sheet_problems(sheet, areas=area_countries(on=sheet.valid_from)):
        raise SheetUnfit(problems)
