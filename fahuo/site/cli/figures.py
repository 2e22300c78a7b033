"""`fahuo figures`."""

from __future__ import annotations

import json

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors, progress

EXIT_CODES = errors.exit_codes(done="the figures are counted", refused="there is no such seller")
SELLER = click.option("--seller", "seller_name", required=True, help="Whose figures.")


@click.group()
def command() -> None:
    """Count anew how orders and parcels did, and show it."""


@command.command(epilog=EXIT_CODES)
@SELLER
def rebuild(seller_name: str) -> None:
    """Forget the sums of a seller and count all orders anew.

    Needed after FAHUO_TIME_ZONE was changed, else never. Pages show the old sums until it is done; orders and events
    may come in meanwhile.
    """
    bootstrap.start()
    from fahuo.figures.services.rebuild import rebuild as count_anew
    from fahuo.kit import clock
    from fahuo.orders.models import Order
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    orders = Order.objects.filter(seller=seller).count()
    with progress.bar("Counting", orders) as advance:
        done = count_anew(seller_id=seller.pk, at=clock.now(), progress=advance)
    click.echo(f"{done} {'order' if done == 1 else 'orders'} counted anew.")


@command.command()
@SELLER
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 731), help="How many days up to today.")
@click.option("--json", "as_json", is_flag=True, help="Print the rates as JSON.")
def show(seller_name: str, days: int, as_json: bool) -> None:
    """Show the rates of the last days; docs/figures.md says what each of them is."""
    bootstrap.start()
    from django.utils import timezone

    from fahuo.figures.domain.period import last_days
    from fahuo.figures.domain.rates import rates
    from fahuo.figures.queries import cells
    from fahuo.kit import clock
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    period = last_days(days, until=timezone.localdate(clock.now()))
    counts = cells.total(cells.Asked(seller.pk, period))
    rows = {
        rate.measure.key: {"share": rate.share, "met": rate.met, "due": rate.due, "waiting": rate.waiting}
        for rate in rates(counts)
    }
    if as_json:
        head = {"from": f"{period.first}", "until": f"{period.last}", "orders": cells.of(counts, "orders")}
        click.echo(json.dumps({**head, "parcels": cells.of(counts, "parcels"), "rates": rows}))
        return
    click.echo(
        f"{period.first} to {period.last}: {cells.of(counts, 'orders')} orders, {cells.of(counts, 'parcels')} parcels"
    )
    for key, row in rows.items():
        share = "—" if row["share"] is None else f"{row['share']:.2%}"
        click.echo(f"  {key:<10} {share:>8}  {row['met']} of {row['due']}, {row['waiting']} not yet due")
