"""Printers of a seller."""

from __future__ import annotations

from fahuo.accounts.models import Seller
from fahuo.printing.domain import Target
from fahuo.printing.models import Printer


def printers(seller: Seller, *, retired: bool = False) -> list[Printer]:
    """Return the seller's printers in use, the default one first, then by name; `retired` adds those put away."""
    rows = Printer.objects.filter(seller=seller)
    if not retired:
        rows = rows.filter(retired_at=None)
    return list(rows.order_by("retired_at", "-is_default", "name", "id"))


def printer(seller: Seller, *, printer_id: int | None = None, name: str | None = None) -> Printer | None:
    """Return a printer of this seller by its key (also a retired one) or by its name (only in use)."""
    rows = Printer.objects.filter(seller=seller)
    if printer_id is not None:
        return rows.filter(pk=printer_id).first()
    if name is not None:
        return rows.filter(name=name, retired_at=None).first()
    return rows.filter(is_default=True, retired_at=None).first()


def target_of(found: Printer | None) -> Target | None:
    """Return the printer as far as a wish must fit it."""
    if found is None:
        return None
    return Target(
        found.name, found.connection, found.format, found.size, found.dpi, retired=found.retired_at is not None
    )
