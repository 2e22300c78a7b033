"""`fahuo ship`: book, label and check orders from the command line."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fahuo.site import bootstrap
from fahuo.site.cli import progress

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.shipments.models import ShipRun

WAIT = timedelta(minutes=5)


@click.command()
@click.option("--seller", "seller_name", required=True, help="Whose orders.")
@click.option("--all", "every", is_flag=True, help="Every order that is ready.")
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False), help="Write the result there ('-': standard output)."
)
@click.argument("order_numbers", nargs=-1, metavar="[ORDER]...")
def command(seller_name: str, every: bool, json_file: str | None, order_numbers: tuple[str, ...]) -> None:
    """Choose the service, book, fetch and check the label of orders that are ready.

    A failing order never stops the others. Exit code 0: all labelled; 3: some were refused or still wait.
    """
    if every == bool(order_numbers):
        raise click.UsageError("Name the orders, or say --all.")
    bootstrap.start()
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    run = _ship(seller, lookups.order_ids(seller, order_numbers))
    result = _result(run)
    _write_json(json_file, result)
    if json_file != "-":
        _show(result)
    sys.exit(0 if result["counts"].get("LABELLED", 0) == result["orders_asked"] else 3)


def _ship(seller: Seller, order_ids: Sequence[int]) -> ShipRun:
    from fahuo.kit import clock
    from fahuo.shipments.services import ship, start, work_run

    run = start.open_run(seller=seller, person=None, order_count=len(order_ids), at=clock.now())
    with ship.open_desk(seller) as desk:
        if not desk.accounts and order_ids:
            raise click.ClickException(
                f"{seller.name} has no carrier account. Add one: fahuo connect CARRIER --seller {seller.name!r} …"
            )
        with progress.bar("Shipping", len(order_ids)) as advance:
            report = work_run.work_run(seller=seller, run=run, order_ids=order_ids, desk=desk, progress=advance)
        work_run.wait_for_rest(seller=seller, shipment_ids=report.shipment_ids, desk=desk, at_most=WAIT)
    return run


def _result(run: ShipRun) -> dict[str, Any]:
    from fahuo.shipments import queries
    from fahuo.shipments.models import ShipRun as Runs

    fresh = Runs.objects.get(pk=run.pk)
    rows = [asdict(row) for row in queries.run_rows(fresh)]
    counts = Counter(row["status"] for row in rows)
    return {
        "run": fresh.pk,
        "orders_asked": fresh.order_count,
        "counts": dict(counts),
        "skipped": fresh.skipped,
        "cost_by_carrier": [asdict(cost) for cost in queries.cost_by_carrier(fresh)],
        "shipments": rows,
    }


def _write_json(json_file: str | None, result: dict[str, Any]) -> None:
    if json_file:
        text = json.dumps(result, ensure_ascii=False, indent=1, default=str)
        if json_file == "-":
            click.echo(text)
        else:
            Path(json_file).write_text(text + "\n", encoding="utf-8")


def _show(result: dict[str, Any]) -> None:
    for status, count in sorted(result["counts"].items()):
        click.echo(f"{status.lower():<10} {count}")
    if result["skipped"]:
        click.echo(f"{'skipped':<10} {len(result['skipped'])}")
    for cost in result["cost_by_carrier"]:
        click.echo(f"{cost['carrier']}: {cost['parcels']} parcels, {cost['cost']} {cost['currency']}")
    for row in result["shipments"]:
        for problem in row["problems"]:
            click.echo(f"order {row['order_number']}: {problem['code']} {problem['detail']}", err=True)
