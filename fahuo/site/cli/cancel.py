"""`fahuo cancel`: void bookings at carriers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors

if TYPE_CHECKING:
    from fahuo.shipments.models import Shipment
    from fahuo.shipments.services.desk import Desk

EXIT_CODES = errors.exit_codes(
    done="none of the orders is booked any more", refused="nothing was sent", partly="some are still booked"
)


@click.command(epilog=EXIT_CODES)
@click.option("--seller", "seller_name", required=True, help="Whose orders.")
@click.argument("order_numbers", nargs=-1, required=True, metavar="ORDER...")
def command(seller_name: str, order_numbers: tuple[str, ...]) -> None:
    """Cancel the shipments of these orders at their carriers; the orders can be shipped again.

    The carrier is asked first; if it refuses, nothing changes here. Cancelling again what is cancelled is no error.
    """
    bootstrap.start()
    from fahuo.shipments.models import LIVE, Shipment
    from fahuo.shipments.services import ship
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    order_ids = lookups.order_ids(seller, order_numbers)
    live = Shipment.objects.filter(seller=seller, order_id__in=order_ids, status__in=LIVE)
    rows = list(live.select_related("order", "seller").defer("label_content").order_by("id"))
    with ship.open_desk(seller) as desk:
        cancelled = [_cancelled(row, desk) for row in rows]
    click.echo(f"{sum(cancelled)} of {len(order_ids)} orders cancelled")
    if left := len(order_ids) - len(rows):
        click.echo(f"{left} had no booking to cancel.", err=True)
    sys.exit(0 if all(cancelled) else 3)


def _cancelled(row: Shipment, desk: Desk) -> bool:
    """Cancel one, say what came of it, and write the log."""
    from fahuo.accounts import services as accounts
    from fahuo.kit import clock
    from fahuo.shipments.services.cancel import cancel
    from fahuo.trade import error_book

    problem = cancel(shipment=row, desk=desk, at=clock.now())
    outcome = {"verb": "cancel_refused", "code": problem.code} if problem else {"verb": "cancel_shipment"}
    accounts.record(
        seller=row.seller, person=None, subject=row.order.number, at=clock.now(), waybill=row.waybill_number, **outcome
    )
    if problem is None:
        click.echo(f"{row.order.number}  {row.waybill_number}  cancelled")
        return True
    entry = error_book.ENTRIES[problem.code]
    click.echo(f"{row.order.number}: {entry.title_en} ({problem.detail}). {entry.fix_en}", err=True)
    return False
