"""`fahuo declarations`: how far declarations are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors

if TYPE_CHECKING:
    from fahuo.customs.models import Declaration

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
    from fahuo.customs.queries import pages
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    counts = pages.counts_by_state(seller.pk)
    rows = pages.page(seller.pk, pages.DeclarationFilter(state=state.upper()), Cut(), size=limit).rows
    if as_json:
        click.echo(json.dumps({"counts": counts, "declarations": [_plain(row) for row in rows]}, ensure_ascii=False))
        return
    for name, count in sorted(counts.items(), key=lambda item: -item[1]):
        click.echo(f"{name:<12} {count:>7,}")
    for row in rows:
        codes = ", ".join(one["code"] for one in row.problems if "severity" not in one)
        click.echo(f"{row.cop_no}  {row.order_number:<20} {row.state:<12} {row.invt_no:<20} {codes}")


def _plain(row: Declaration) -> dict[str, Any]:
    named = ("cop_no", "order_number", "waybill_number", "country", "trade_mode", "statistics_flag", "state", "invt_no")
    moments = {"state_at": row.state_at, "created_at": row.created_at, "released_at": row.released_at}
    return {
        **{name: getattr(row, name) for name in named},
        "value": str(row.value),
        "currency": row.currency,
        "problems": row.problems,
        **{name: at.isoformat() if at else None for name, at in moments.items()},
    }
