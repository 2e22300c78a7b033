"""`fahuo declarations`: how far declarations are."""

from __future__ import annotations

import json

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors

MOST = 1_000


@click.command(epilog=errors.exit_codes())
@click.option("--seller", "seller_name", required=True, help="Whose declarations.")
@click.option("--state", default="", metavar="STATE", help="Only those in this state, such as REJECTED.")
@click.option(
    "--limit", type=click.IntRange(1, MOST), default=50, show_default=True, help="At most so many, newest first."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def command(seller_name: str, state: str, limit: int, as_json: bool) -> None:
    """List declarations with their state, and count all of them by state."""
    bootstrap.start()
    from fahuo.backoffice.paging import Cut
    from fahuo.customs import page_queries
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    wanted = page_queries.DeclarationFilter(state=state.upper())
    counts = page_queries.counts(seller)
    rows = page_queries.page(seller, wanted, Cut(), size=limit).rows
    if as_json:
        click.echo(json.dumps({"counts": counts, "declarations": [row.as_plain() for row in rows]}, ensure_ascii=False))
        return
    for name, count in sorted(counts.items(), key=lambda item: -item[1]):
        click.echo(f"{name:<12} {count:>7,}")
    for row in rows:
        click.echo(f"{row.cop_no}  {row.order_number:<20} {row.state:<12} {row.invt_no:<20} {', '.join(row.codes)}")
