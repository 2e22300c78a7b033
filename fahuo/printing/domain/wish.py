"""What somebody wants printed, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass

from fahuo.shipments.domain.printable import unprintable
from fahuo.trade.problem import Problem

MOST_DOCUMENTS = 2000
LABELS, PICK_LIST = "LABELS", "PICK_LIST"
PAPERS = ("INVOICE", "PACKING_LIST", "CN22", "CN23")
KINDS = (LABELS, PICK_LIST, *PAPERS)
FORMATS = ("PDF", "ZPL", "XLSX")
SIZES = ("100X150", "100X100")
RESOLUTIONS = (203, 300)
SEQUENCES = ("CHOSEN", "WAYBILL", "SKU", "PICK_PATH")
LANGUAGES = ("en", "zh")
LONGEST_REASON = 200
BOOKED = "BOOKED"


@dataclass(frozen=True, slots=True)
class BatchWish:
    """What a batch is to be. Words as in `printing.models`: Kind, FileFormat, LabelSize, Sequence.

    `printer_id` None: a file to be fetched. `reason` says why something is printed again.
    """

    kind: str = LABELS
    format: str = "PDF"
    size: str = "100X150"
    dpi: int = 203
    printer_id: int | None = None
    sequence: str = "CHOSEN"
    own_labels: bool = False
    pick_line: bool = True
    language: str = "en"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A printer as far as a wish must fit it."""

    name: str
    connection: str
    format: str
    size: str
    dpi: int
    retired: bool = False


def refusal(wish: BatchWish, *, chosen: int, target: Target | None, printed_before: int) -> Problem | None:
    """Return why nothing of this wish can be printed, None when it can; its printer is looked up by the caller.

    `target` None although the wish names a printer: there is no such printer of this seller.
    """
    if chosen == 0:
        return Problem("PRINT_NOTHING_CHOSEN", "shipments")
    if chosen > MOST_DOCUMENTS:
        return Problem("PRINT_TOO_MANY", "shipments", f"{chosen} > {MOST_DOCUMENTS}")
    return _odd(wish) or _against(wish, target) or _again(wish, printed_before)


def left_out_because(status: str | None, kind: str = LABELS) -> Problem | None:
    """Return why a shipment in this state stays out of a batch, None when it may go in.

    `status` None: it is not this seller's. Lists and papers want a booking, labels one that was read back.
    """
    if status == BOOKED and kind != LABELS:
        return None
    return unprintable(status)


def unfit_for(target: Target | None, kind: str, file_format: str, size: str, dpi: int) -> Problem | None:
    """Return why a printer, as it is set now, does not take such a document; None when it does."""
    if target is None or target.retired:
        return Problem("PRINTER_MISSING", "printer", target.name if target else "")
    if file_format != target.format:
        return Problem("PRINT_FORMAT_NOT_PRINTERS", "format", f"{target.name}: {target.format}")
    if kind == LABELS and size != target.size:
        return Problem("PRINT_SIZE_NOT_PRINTERS", "size", f"{target.name}: {target.size}")
    if kind == LABELS and dpi != target.dpi:
        return Problem("PRINT_SIZE_NOT_PRINTERS", "dpi", f"{target.name}: {target.dpi} dpi")
    return None


def _odd(wish: BatchWish) -> Problem | None:
    """Refuse what no page offers, so that a typed address or a defect draws nothing wrong."""
    known = (
        ("kind", wish.kind, KINDS),
        ("format", wish.format, FORMATS),
        ("size", wish.size, SIZES),
        ("dpi", wish.dpi, RESOLUTIONS),
        ("sequence", wish.sequence, SEQUENCES),
        ("language", wish.language, LANGUAGES),
    )
    for field, value, choices in known:
        if value not in choices:
            return Problem("PRINT_SETTING_UNKNOWN", field, str(value)[:40])
    if wish.kind != LABELS and wish.format == "ZPL":
        return Problem("PRINT_ZPL_ONLY_LABELS", "format", wish.kind)
    if wish.kind == LABELS and wish.format == "XLSX":
        return Problem("PRINT_SETTING_UNKNOWN", "format", wish.format)
    return None


def _against(wish: BatchWish, target: Target | None) -> Problem | None:
    if wish.printer_id is None:
        return None
    return unfit_for(target, wish.kind, wish.format, wish.size, wish.dpi)


def _again(wish: BatchWish, printed_before: int) -> Problem | None:
    if wish.kind == LABELS and printed_before and not wish.reason.strip():
        return Problem("REPRINT_REASON_MISSING", "reason", str(printed_before))
    return None
