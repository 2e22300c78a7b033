"""A price file between upload and decision: taken in, read again under another mapping, imported or thrown away."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from fahuo.accounts.models import Person, Seller
from fahuo.kit.files import FileRefused
from fahuo.kit.files.arrival import open_file
from fahuo.rating.importing import grids, suggesting
from fahuo.rating.importing.faults import Fault
from fahuo.rating.importing.grids import Grid
from fahuo.rating.importing.mapping import Mapping, MappingRefused, as_json, from_json
from fahuo.rating.importing.reading import Reading, read_sheet
from fahuo.rating.models import SheetUpload
from fahuo.rating.queries import products
from fahuo.rating.queries import uploads as reads
from fahuo.rating.services import mappings
from fahuo.rating.services.sheets import Imported, import_sheet

# What to do about an order file is no help here: a version is one file, and its limits are not the operator's.
_IN_OUR_WORDS = {
    "FILE_FORMAT": "SHEET_FILE_FORMAT",
    "FILE_TOO_LARGE": "SHEET_FILE_TOO_LARGE",
    "FILE_TOO_LONG": "SHEET_FILE_TOO_LARGE",
    "FILE_ZIP_BOMB": "SHEET_FILE_UNSAFE",
    "FILE_UNSAFE_XML": "SHEET_FILE_UNSAFE",
}


class SheetFaulty(ValueError):
    """Cells stand in the way; nothing was imported. Who must act: whoever imports the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults."""
        super().__init__("; ".join(fault.sentence("en") for fault in faults[:5]))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class PriceFile:
    """A price file that was read: its grids and what identifies it."""

    grids: tuple[Grid, ...]
    sha256: str


def open_prices(path: Path, *, limit_mb: int = grids.LIMIT_MB) -> PriceFile:
    """Read a price file from the disk; raise `FileRefused` in the words of price files."""
    try:
        arrival = open_file(path, limit_mb=limit_mb)
        return PriceFile(grids.read(arrival, limit_mb=limit_mb), arrival.sha256)
    except FileRefused as refused:
        if refused.code not in _IN_OUR_WORDS:
            raise
        raise FileRefused(_IN_OUR_WORDS[refused.code], row=refused.row, detail=refused.detail) from refused


@transaction.atomic
def take_in(
    *,
    seller: Seller,
    person: Person | None,
    carrier: str,
    file_name: str,
    path: Path,
    at: datetime,
    mapping_name: str = "",
) -> SheetUpload:
    """Keep a file with a remembered mapping, or the one its headers suggest; raise `FileRefused`."""
    prices = open_prices(path)
    remembered = reads.mapping_named(seller.pk, carrier, mapping_name) if mapping_name else None
    return SheetUpload.objects.create(
        seller=seller,
        person=person,
        carrier=carrier[:30],
        file_name=file_name[-200:],
        file_sha256=prices.sha256,
        file=path.read_bytes(),
        mapping=as_json(remembered or suggesting.suggest(prices.grids)),
        created_at=at,
    )


def keep_mapping(*, upload: SheetUpload, mapping: Mapping) -> None:
    """Keep how the file is to be read."""
    SheetUpload.objects.filter(pk=upload.pk, seller_id=upload.seller_id).update(mapping=as_json(mapping))


@transaction.atomic
def confirm(
    *, upload: SheetUpload, person: Person | None, at: datetime, mapping_name: str = "", allow_hole: bool = False
) -> Imported:
    """Import the file as its mapping reads it, remember the mapping, drop the upload.

    Raises `SheetFaulty` when a fault is left, `SheetHole` when days would lose their prices and nobody said that it is
    meant, and `SheetUpload.DoesNotExist` when somebody else was quicker.
    """
    row = SheetUpload.objects.select_for_update().get(pk=upload.pk, seller_id=upload.seller_id)
    mapping = mapping_of(row)
    result = read(row, mapping)
    if result.errors or result.sheet is None:
        raise SheetFaulty(result.errors)
    imported = import_sheet(
        seller=row.seller,
        person=person,
        sheet=result.sheet,
        at=at,
        file_name=row.file_name,
        file_sha256=row.file_sha256,
        allow_hole=allow_hole,
    )
    mappings.remember(
        seller=row.seller, carrier=row.carrier, name=mapping_name or mapping.service, mapping=mapping, at=at
    )
    row.delete()
    return imported


def throw_away(*, upload: SheetUpload) -> None:
    """Drop an upload and its file."""
    SheetUpload.objects.filter(pk=upload.pk, seller_id=upload.seller_id).delete()


def mapping_of(upload: SheetUpload) -> Mapping:
    """Return the mapping of an upload; one that cannot be read any more is suggested anew."""
    try:
        return from_json(upload.mapping)
    except MappingRefused:
        return suggesting.suggest(grids_of(upload))


def read(upload: SheetUpload, mapping: Mapping) -> Reading:
    """Return what a mapping makes of an upload."""
    return with_known_service(read_sheet(grids_of(upload), mapping), mapping, seller_id=upload.seller_id)


def with_known_service(reading: Reading, mapping: Mapping, *, seller_id: int) -> Reading:
    """Blame a service that no carrier offers: its prices would never be used."""
    known = products.services(seller_id)
    if mapping.service.count("/") != 1 or any(service.key == mapping.service for service in known):
        return reading
    fault = Fault("SHEET_SERVICE_UNKNOWN", field="service", detail=mapping.service)
    return Reading(None, (fault, *reading.faults), reading.grid, reading.roles)


def grids_of(upload: SheetUpload) -> tuple[Grid, ...]:
    """Return the grids of an upload's file."""
    return _grids(bytes(upload.file), Path(upload.file_name).suffix[:8])


@lru_cache(maxsize=2)
def _grids(content: bytes, suffix: str) -> tuple[Grid, ...]:
    """Read a file's content; the last two stay in memory, because a clerk looks at one again and again."""
    with tempfile.NamedTemporaryFile(suffix=suffix, prefix=hashlib.sha256(content).hexdigest()[:8]) as file:
        file.write(content)
        file.flush()
        return open_prices(Path(file.name)).grids
