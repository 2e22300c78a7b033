"""Printers of a seller: kept, put away, asked how they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from fahuo.accounts.models import Seller
from fahuo.printing.domain import place_of
from fahuo.printing.domain.wish import RESOLUTIONS, SIZES
from fahuo.printing.models import PRINTER_LANGUAGES, Connection, Printer
from fahuo.printing.services.reach import reach
from fahuo.printing.transports import ask
from fahuo.trade.problem import Problem

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Saved:
    """The printer as it is kept now, or the problem that it was not."""

    printer: Printer | None = None
    problem: Problem | None = None


def save(
    *,
    seller: Seller,
    name: str,
    connection: str,
    address: str,
    format: str,  # noqa: A002  the word of the model
    size: str = "100X150",
    dpi: int = 203,
    is_default: bool = False,
    printer: Printer | None = None,
) -> Saved:
    """Add a printer, or change `printer`; the first one of a seller is the default."""
    row = Printer(pk=printer.pk if printer else None, seller=seller)
    row.name, row.connection, row.address = " ".join(name.split()), connection, address.strip()
    row.format, row.size, row.dpi = format, size, dpi
    if problem := _odd(row):
        return Saved(problem=problem)
    try:
        with _one_at_a_time(seller.pk):
            if printer is not None and not _is_in_use(row):
                return Saved(problem=Problem("PRINTER_MISSING", "printer", printer.name))
            _write(row, is_default=is_default)
    except IntegrityError:
        return Saved(problem=Problem("PRINTER_NAME", "name", row.name))
    return Saved(row)


def retire(*, printer: Printer, at: datetime) -> Problem | None:
    """Put a printer away; its batches keep it, and what waits for it is not sent. None: done."""
    rows = Printer.objects.filter(pk=printer.pk, seller_id=printer.seller_id, retired_at=None)
    with _one_at_a_time(printer.seller_id):
        if not rows.update(retired_at=at, is_default=False):
            return Problem("PRINTER_MISSING", "printer", printer.name)
    return None


def test(*, printer: Printer, at: datetime) -> Problem | None:
    """Ask the printer how it is, without printing anything; None: it answers and would take a job."""
    trouble = ask(printer.connection, printer.address, printer.format, reach=reach())
    note(printer, trouble, at=at)
    return trouble


def note(printer: Printer, trouble: Problem | None, *, at: datetime) -> None:
    """Keep what came of a test, unless the printer is reached elsewhere by now."""
    rows = Printer.objects.filter(pk=printer.pk, connection=printer.connection, address=printer.address)
    rows.update(tested_at=at, trouble=trouble.as_dict() if trouble else {})


@contextmanager
def _one_at_a_time(seller_id: int) -> Iterator[None]:
    """Let one change to a seller's printers in after the other: they share names and the default."""
    with transaction.atomic():
        Seller.objects.select_for_update(no_key=True).get(pk=seller_id)
        yield


def _is_in_use(row: Printer) -> bool:
    """Look once more, as it may have been retired meanwhile; it stays the default if it is."""
    kept = Printer.objects.filter(pk=row.pk, seller_id=row.seller_id, retired_at=None).first()
    row.is_default = bool(kept and kept.is_default)
    return kept is not None


def _odd(row: Printer) -> Problem | None:
    name = row.name
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return Problem("PRINTER_NAME", "name", name[:LONGEST_NAME])
    formats = {value for value, _ in PRINTER_LANGUAGES}
    known = (
        ("connection", row.connection, Connection.values),
        ("format", row.format, formats),
        ("size", row.size, SIZES),
        ("dpi", row.dpi, RESOLUTIONS),
    )
    for field, value, choices in known:
        if value not in choices:
            return Problem("PRINTER_SETTING", field, str(value)[:40])
    place = place_of(row.connection, row.address)
    return place if isinstance(place, Problem) else None


def _write(row: Printer, *, is_default: bool) -> None:
    """Keep the row; a new default takes the place of the old one."""
    others = Printer.objects.filter(seller_id=row.seller_id, retired_at=None).exclude(pk=row.pk)
    row.is_default = is_default or row.is_default or not others.filter(is_default=True).exists()
    if row.is_default:
        others.filter(is_default=True).update(is_default=False)
    row.save()
