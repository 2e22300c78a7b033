"""Takes a file of past parcels in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from fahuo.accounts import services as log
from fahuo.accounts.models import Person, Seller
from fahuo.kit.files.arrival import open_file
from fahuo.kit.files.refused import FileRefused
from fahuo.rating import queries as rating
from fahuo.routing import outcome_file
from fahuo.routing.services.outcomes import Recorded, record


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file came to: how many rows it had, why some were refused, and what was written (None: nothing)."""

    rows: int
    refused: tuple[FileRefused, ...]
    recorded: Recorded | None


@transaction.atomic
def import_outcomes(
    *, seller: Seller, person: Person | None, path: Path, at: datetime, limit_mb: int, good_rows_only: bool = False
) -> Imported:
    """Record every row of the file, or none when one is refused; with `good_rows_only` the others are recorded.

    Raises `FileRefused` for a file that is no table of parcels, or one without a row.
    """
    known = {service.key for service in rating.services(seller.pk)}
    arrival = open_file(path, limit_mb=limit_mb)
    found = outcome_file.read(arrival, known, on=timezone.localtime(at).date(), limit_mb=limit_mb)
    rows = len(found.outcomes) + len(found.refused)
    if not rows:
        raise FileRefused("FILE_NO_ROWS")
    if not found.outcomes or (found.refused and not good_rows_only):
        return Imported(rows, found.refused, None)
    recorded = record(seller=seller, outcomes=found.outcomes, at=at)
    log.record(seller=seller, person=person, verb="import_outcomes", at=at, entries=len(found.outcomes))
    return Imported(rows, found.refused, recorded)
