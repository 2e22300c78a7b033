"""The demo's two PDFs, each read back page by page from the file that was written, as a printer would see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fahuo.accounts.models import Seller
from fahuo.kit import barcode, pdf
from fahuo.kit.barcode import Symbology
from fahuo.labels.own_check import check_own, expectation_of
from fahuo.shipments import queries
from fahuo.shipments.label_content import label_content
from fahuo.shipments.queries import Work
from fahuo.shipments.services.print_labels import rendered
from fahuo.site.cli import progress
from fahuo.site.files import write_whole


@dataclass(frozen=True, slots=True)
class Labels:
    """Where the carriers' labels and ours lie, how many there should be, and how many of each were decoded."""

    carriers: Path
    ours: Path
    parcels: int
    carriers_read: int
    ours_read: int


def write(seller: Seller, shipment_ids: Sequence[int], folder: Path) -> Labels:
    """Write the carriers' labels and, for the same parcels, ours; decode both."""
    carriers, ours = folder / "labels.pdf", folder / "own-labels.pdf"
    parcels = queries.work(shipment_ids)
    if not parcels:
        for path in (carriers, ours):
            path.unlink(missing_ok=True)
        return Labels(carriers, ours, 0, 0, 0)
    for path, own in ((carriers, False), (ours, True)):
        write_whole(path, rendered(seller=seller, shipment_ids=shipment_ids, own=own).content)
    with progress.bar("Read carriers' back", len(parcels), always=True) as advance:
        carriers_read = _read_carriers(carriers.read_bytes(), parcels, advance)
    with progress.bar("Read our own back", len(parcels), always=True) as advance:
        ours_read = _read_ours(ours.read_bytes(), parcels, advance)
    return Labels(carriers, ours, len(parcels), carriers_read, ours_read)


def _read_carriers(content: bytes, parcels: Sequence[Work], advance: progress.Advance) -> int:
    """Count the waybill numbers that some page says; a carrier may put a customs form behind its label."""
    missing = {parcel.waybill.barcode for parcel in parcels}
    for texts in _decoded(content):
        found = missing & texts
        missing -= found
        advance(len(found))
    return len(parcels) - len(missing)


def _decoded(content: bytes) -> Iterator[set[str]]:
    with pdf.opened(content) as file:
        for page in range(file.page_count):
            yield set(barcode.read(file.rasterise(page), Symbology.CODE128, Symbology.QR))


def _read_ours(content: bytes, parcels: Sequence[Work], advance: progress.Advance) -> int:
    expected = [expectation_of(label_content(parcel, parcel.waybill)) for parcel in parcels]
    read = 0
    for check in check_own(content, expected):
        read += check.passed
        advance(1)
    return read
