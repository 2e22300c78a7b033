"""What the demo prints: files, and labels on two emulated printers; all read back as a scanner would see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from fahuo.accounts.models import Seller
from fahuo.kit import barcode, clock, pdf
from fahuo.kit.barcode import Grey, Symbology
from fahuo.kit.pdf import LARGEST_BATCH
from fahuo.labels import zpl
from fahuo.labels.dots import Head
from fahuo.labels.own_check import check_own, expectation_of
from fahuo.printing.domain import BatchWish
from fahuo.printing.emulation.ipp_printer import IppPrinter
from fahuo.printing.emulation.raw_printer import RawPrinter
from fahuo.printing.emulation.running import running
from fahuo.printing.models import PrintBatch, Printer
from fahuo.printing.services import advance, fetch, printers
from fahuo.printing.services.queue import open_batch
from fahuo.shipments import queries
from fahuo.shipments.label_content import label_content
from fahuo.shipments.queries import Work
from fahuo.shipments.services.print_labels import rendered
from fahuo.site.cli import progress
from fahuo.site.files import write_whole

LOOPBACK = "127.0.0.0/8"
AGAIN = "the demo prints every label on both printers"
FILES = ("labels.pdf", "own-labels.pdf", "labels.zpl", "pick-list.pdf", "invoices.pdf")


@dataclass(frozen=True, slots=True)
class Printed:
    """One batch: what it was, where it went, how many documents arrived there, and how many of them read."""

    what: str
    where: str
    documents: int
    arrived: int
    read: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Labels:
    """Where the files lie, how many labels there should be, and how many were decoded."""

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
        for name in FILES:
            (folder / name).unlink(missing_ok=True)
        return Labels(carriers, ours, 0, 0, 0)
    for path, own in ((carriers, False), (ours, True)):
        write_whole(path, rendered(seller=seller, shipment_ids=shipment_ids, own=own).content)
    with progress.bar("Read carriers' back", len(parcels), always=True) as advanced:
        carriers_read = _read_carriers(carriers.read_bytes(), parcels, advanced)
    with progress.bar("Read our own back", len(parcels), always=True) as advanced:
        ours_read = _read_ours(ours.read_bytes(), parcels, advanced)
    return Labels(carriers, ours, len(parcels), carriers_read, ours_read)


def print_all(seller: Seller, shipment_ids: Sequence[int], folder: Path) -> tuple[Printed, ...]:
    """Print the labels on two emulated printers, and write pick list and invoices; nothing is measured here."""
    parcels = queries.work(shipment_ids)
    if not parcels:
        return ()
    with progress.bar("Print", 2 * len(parcels), always=True) as advanced:
        return _print(seller, parcels, folder, advanced)


def _print(seller: Seller, parcels: Sequence[Work], folder: Path, advanced: progress.Advance) -> tuple[Printed, ...]:
    """Send labels to a ZPL printer and to one that speaks IPP, and write the papers that a packing table needs."""
    ids = [parcel.shipment_id for parcel in parcels]
    zebra = RawPrinter(printed=lambda *_: advanced(1))
    office = IppPrinter()
    with _loopback(), _kept(seller, "Zebra", zebra, "ZPL") as first, _kept(seller, "Office", office, "PDF") as second:
        on_zebra = _batch(seller, ids, BatchWish(format="ZPL", printer_id=first.pk, sequence="PICK_PATH"))
        on_office = _batch(seller, ids, BatchWish(printer_id=second.pk, sequence="PICK_PATH", reason=AGAIN))
    advanced(len(parcels))
    write_whole(folder / "labels.zpl", b"".join(zebra.received))
    numbers = {parcel.waybill.barcode for parcel in parcels}
    images = (image for label in zebra.labels for image in zpl.draw(label, Head.DPI_203))
    pages = (page for document in office.documents for page in _pages(document))
    rows = [
        Printed("labels, ZPL", "raw TCP", len(ids), on_zebra.sent, _said(images, numbers), on_zebra.status),
        Printed("labels, PDF", "IPP", len(ids), on_office.sent, _said(pages, numbers), on_office.status),
    ]
    for kind, name in (("PICK_LIST", "pick-list.pdf"), ("INVOICE", "invoices.pdf")):
        batch = _batch(seller, ids, BatchWish(kind=kind, sequence="PICK_PATH"))
        fetched = fetch.fetch(batch=batch, at=clock.now())
        write_whole(folder / name, fetched.content)
        rows.append(Printed(name.partition(".")[0].replace("-", " "), name, len(ids), batch.count, None, batch.status))
    return tuple(rows)


def _batch(seller: Seller, ids: Sequence[int], wish: BatchWish) -> PrintBatch:
    queued = open_batch(seller=seller, person=None, shipment_ids=ids, wish=wish, at=clock.now())
    if queued.batch is None:
        raise RuntimeError(f"The demo's batch was refused: {queued.problem}")
    advance.print_batch(batch_id=queued.batch.pk)
    queued.batch.refresh_from_db()
    return queued.batch


@contextmanager
def _kept(seller: Seller, name: str, fake: RawPrinter | IppPrinter, file_format: str) -> Iterator[Printer]:
    """Serve an emulated printer and keep it as the seller's while the block runs; it is retired afterwards."""
    connection = "RAW" if isinstance(fake, RawPrinter) else "IPP"
    with running(fake) as address:
        saved = printers.save(seller=seller, name=name, connection=connection, address=address, format=file_format)
        if saved.printer is None:
            raise RuntimeError(f"The demo's printer was refused: {saved.problem}")
        try:
            yield saved.printer
        finally:
            printers.retire(printer=saved.printer, at=clock.now())


@contextmanager
def _loopback() -> Iterator[None]:
    """Let printing reach this machine: the demo's printers stand on it, and nobody else types addresses meanwhile."""
    before = settings.FAHUO_PRINTER_NETWORKS
    settings.FAHUO_PRINTER_NETWORKS = [LOOPBACK]
    try:
        yield
    finally:
        settings.FAHUO_PRINTER_NETWORKS = before


def _said(images: Iterator[Grey], numbers: set[str]) -> int:
    """Count the waybill numbers that some label says."""
    found: set[str] = set()
    for image in images:
        found |= numbers & set(barcode.read(image, Symbology.CODE128, Symbology.QR))
    return len(found)


def _read_carriers(content: bytes, parcels: Sequence[Work], advance: Callable[[int], None]) -> int:
    """Count the waybill numbers that some page says; a carrier may put a customs form behind its label."""
    missing = {parcel.waybill.barcode for parcel in parcels}
    for page in _pages(content):
        found = missing & set(barcode.read(page, Symbology.CODE128, Symbology.QR))
        missing -= found
        advance(len(found))
    return len(parcels) - len(missing)


def _pages(content: bytes) -> Iterator[Grey]:
    with pdf.opened(content, largest=LARGEST_BATCH) as file:
        for page in range(file.page_count):
            yield file.rasterise(page)


def _read_ours(content: bytes, parcels: Sequence[Work], advance: Callable[[int], None]) -> int:
    expected = [expectation_of(label_content(parcel, parcel.waybill)) for parcel in parcels]
    read = 0
    for check in check_own(content, expected):
        read += check.passed
        advance(1)
    return read
