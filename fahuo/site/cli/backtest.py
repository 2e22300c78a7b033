"""`fahuo backtest`: a set of templates replayed on past orders, in this process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors, progress
from fahuo.site.cli.days import DAY

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.routing.models import BackTest, TemplateSet

WAYS = {"chosen": "as chosen", "template": "template set", "smart": "recommendation"}
EXIT_CODES = errors.exit_codes(done="the orders were replayed", refused="there is no such set or period")


@click.command(epilog=EXIT_CODES)
@click.argument("set_name", metavar="SET")
@click.option("--seller", "seller_name", required=True, help="Whose set and orders.")
@click.option("--from", "since", required=True, type=DAY, metavar="DAY", help="First day of the orders.")
@click.option("--until", required=True, type=DAY, metavar="DAY", help="The day behind the last one.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole result as JSON.")
def command(set_name: str, seller_name: str, since: datetime, until: datetime, as_json: bool) -> None:
    """Replay SET on past orders: what they cost as they were chosen, by the set, and by the recommendation alone.

    Each order is priced and routed as on its own day. Nothing is booked or changed; the result is kept with the pages.
    """
    bootstrap.start()
    from fahuo.routing.queries import templates
    from fahuo.routing.services import backtest
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    found = templates.by_name(seller.pk, set_name)
    if found is None:
        raise click.ClickException(f"{seller.name} has no set {set_name!r}. See: fahuo templates list")
    try:
        ended = _run(seller, found, since, until)
    except backtest.BadPeriod as error:
        raise click.UsageError("--until lies behind --from, by three years at most.") from error
    except KeyboardInterrupt:
        click.echo("Stopped. Nothing was changed.", err=True)
        raise
    if as_json:
        click.echo(json.dumps(_as_json(ended), ensure_ascii=False, indent=2))
    else:
        _show(ended.result)


def _run(seller: Seller, found: TemplateSet, since: datetime, until: datetime) -> BackTest:
    from fahuo.kit import clock
    from fahuo.routing.queries import backtests
    from fahuo.routing.services import backtest
    from fahuo.shipments.past_orders import PAST

    made = backtest.open_back_test(
        seller=seller,
        person=None,
        found=found,
        period_from=since.date(),
        period_until=until.date(),
        at=clock.now(),
    )
    orders = len(backtests.past_ids(seller.pk, made.period_from, made.period_until).ids)
    with progress.bar("Replaying", orders) as advance:
        try:
            return backtest.run_back_test(
                seller=seller, back_test_id=made.pk, past=PAST, now=clock.now, progress=advance
            )
        except BaseException:
            backtest.cancel_back_test(seller=seller, person=None, back_test_id=made.pk, at=clock.now())
            raise


def _as_json(ended: BackTest) -> Mapping[str, Any]:
    from fahuo.routing.web.backtests import as_json

    return as_json(ended)


def _show(result: Mapping[str, Any]) -> None:
    counts = result["counts"]
    if not counts["orders"]:
        click.echo(
            "No order to replay: none that was ready or shipped was paid, or else imported, in this period. "
            "Name another: --from, --until."
        )
        return
    click.echo(", ".join(f"{name} {number:,}" for name, number in counts.items() if number))
    for basis, heading in (("shipped", "Orders that were shipped"), ("all", "All orders")):
        totals = result["totals"][basis]
        ways = {way: totals[way] for way in WAYS if way in totals and totals[way]["orders"]}
        if not ways:
            continue
        click.echo(f"\n{heading}:")
        for way, sums in ways.items():
            days = f"{sums['days']:.1f} days" if sums["days"] is not None else ""
            on_time = f"{sums['on_time']:.1%} on time" if sums["on_time"] is not None else ""
            cost, failure = f"{sums['cost']} CNY", f"failures {sums['failure']} CNY"
            click.echo(f"  {WAYS[way]:<15} {sums['orders']:>7,}  {cost:>16}  {failure:>22}  {days:>10}  {on_time}")
    for row in result["excluded"][:10]:
        click.echo(f"Excluded: {row['service']} {row['code']} ({row['orders']:,})")
