"""`fahuo ship`: book, label and check orders from the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fahuo.site import bootstrap, files
from fahuo.site.cli import errors, progress

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.shipments.models import ShipRun
    from fahuo.shipments.services.desk import Desk

STDOUT = "-"
WAIT_S = 300.0
EXIT_CODES = errors.exit_codes(
    done="every order has a label that was read back",
    refused="nothing was sent",
    partly="some were refused or still wait",
)


@click.command(epilog=EXIT_CODES)
@click.option("--seller", "seller_name", required=True, help="Whose orders.")
@click.option("--all", "every", is_flag=True, help="Every order that is ready, and what an interrupted run left.")
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False), help="Write the result there ('-': standard output)."
)
@click.option(
    "--wait", "wait_s", type=click.FloatRange(0, 86_400), default=WAIT_S, show_default=True, metavar="SECONDS",
    help="How long to ask again for answers that are open.",
)  # fmt: skip
@click.argument("order_numbers", nargs=-1, metavar="[ORDER]...")
def command(
    seller_name: str, every: bool, json_file: str | None, wait_s: float, order_numbers: tuple[str, ...]
) -> None:
    """Choose the service, book, fetch and check the label of orders that are ready.

    A failing order never stops the others. However often this is called or killed, no order is booked twice: what
    was under way is asked for at the carrier before anything is sent again.

    """
    if every == bool(order_numbers):
        raise click.UsageError("Name the orders, or say --all.")
    if json_file and json_file != STDOUT:
        files.check_writable(Path(json_file))
    bootstrap.start()
    from fahuo.site import lookups
    from fahuo.site.cli import ship_summary

    seller = lookups.seller(seller_name)
    order_ids = lookups.order_ids(seller, order_numbers)
    try:
        run, taken_over = _ship(seller, order_ids, every=every, at_most=timedelta(seconds=wait_s))
    except KeyboardInterrupt:
        click.echo("Stopped. A worker, or the next `fahuo ship --all`, goes on with what was under way.", err=True)
        raise
    result = ship_summary.Result.of(run, asked=len(order_ids), taken_over=taken_over)
    if json_file == STDOUT:
        click.echo(result.as_json())
    elif json_file:
        files.write_whole(Path(json_file), f"{result.as_json()}\n".encode())
    if json_file != STDOUT:
        ship_summary.show(result)
    sys.exit(3 if lookups.without_label(seller, [*order_ids, *taken_over.values()]) else 0)


def _ship(
    seller: Seller, order_ids: Sequence[int], *, every: bool, at_most: timedelta
) -> tuple[ShipRun | None, dict[int, int]]:
    """Work the orders through; return the run, and what was under way elsewhere as shipment id → order id."""
    from fahuo.shipments.services import ship
    from fahuo.site import lookups

    with ship.open_desk(seller) as desk:
        if order_ids and not desk.bookable:
            raise click.ClickException(
                f"{seller.name} has no carrier account. Add one: fahuo connect CARRIER --seller {seller.name!r} …"
            )
        run, own = _work(seller, order_ids, desk)
        underway = lookups.underway(seller, None if every else order_ids)
        _wait(seller, list(underway), desk, at_most)
    return run, {shipment: order for shipment, order in underway.items() if shipment not in own}


def _work(seller: Seller, order_ids: Sequence[int], desk: Desk) -> tuple[ShipRun | None, frozenset[int]]:
    from fahuo.kit import clock
    from fahuo.shipments.services import start, work_run
    from fahuo.site import lookups

    if not order_ids:
        return None, frozenset()
    run = start.open_run(seller=seller, person=None, order_count=len(order_ids), at=clock.now())
    with progress.bar("Shipping", len(order_ids)) as advance:
        report = work_run.work_run(seller=seller, run=run, order_ids=order_ids, desk=desk, progress=advance)
    if report.skipped:
        lookups.let_others_commit(seller, order_ids)  # so that `underway` sees theirs
    return run, frozenset(report.shipment_ids)


def _wait(seller: Seller, shipment_ids: Sequence[int], desk: Desk, at_most: timedelta) -> None:
    """Ask again for what is open: this run's, and what an interrupted one left once its lease has run out."""
    from fahuo.shipments.services import work_run

    if shipment_ids and at_most:
        click.echo(
            f"Answers are open for {len(shipment_ids)} of the shipments; asking again for at most "
            f"{at_most.total_seconds():.0f} s (--wait).",
            err=True,
        )
        work_run.wait_for_rest(seller=seller, shipment_ids=shipment_ids, desk=desk, at_most=at_most)
