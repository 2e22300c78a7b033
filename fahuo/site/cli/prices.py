"""`fahuo prices`: what a parcel costs with every service today, 30 and 365 days ago."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors
from fahuo.site.cli.days import DAY
from fahuo.site.cli.parcel_options import Typed, parcel_options, read
from fahuo.trade import error_book

if TYPE_CHECKING:
    from fahuo.rating.services.board import Board


@click.command(epilog=errors.exit_codes())
@parcel_options
@click.option("--on", type=DAY, metavar="DATE", help="Another day than today as the last one.")
@click.option("--in", "shown_in", default="CNY", show_default=True, metavar="CODE", help="Currency of all prices.")
@click.option("--seller", "seller_name", help="Whose rate sheets; the only seller unless named.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with each change of the year.")
def command(**options: Any) -> None:
    """Show how prices moved within a year, each converted at the exchange rate of its own day.

    Prices are the carrier's bill of the parcel: monthly rebates are not taken off.
    """
    typed = read(options, needed=("country", "weight", "size"))
    if options["insured"] and typed.value is None:
        raise click.UsageError("--insured needs the declared value: --value AMOUNT --currency CODE.")
    bootstrap.start()
    from django.utils import timezone

    from fahuo.kit import clock
    from fahuo.rating.services.board import board_json

    found = _board(typed, options, (options["on"] or timezone.localtime(clock.now())).date())
    shown = {**board_json(found), "notes": typed.notes}
    if options["as_json"]:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    for note in typed.notes:
        click.echo(note, err=True)
    _show(shown)


def _board(typed: Typed, options: dict[str, Any], on: date) -> Board:
    from fahuo.rating.domain.rules import RateRequest
    from fahuo.rating.services.board import board
    from fahuo.site import lookups
    from fahuo.site.cli.quote_texts import problem_sentence

    name = options["seller_name"]
    seller = lookups.seller(name) if name is not None else lookups.only_seller()
    request = RateRequest(typed.country, "", typed.parcel, typed.postcode, options["insured"], options["return_label"])
    found = board(
        request,
        seller_id=seller.pk if seller else None,
        on=on,
        currency=options["shown_in"].upper(),
        valued=typed.value is not None,
    )
    if found.problem:
        raise errors.Refused(problem_sentence(found.problem.as_dict()), code=found.problem.code)
    if not found.courses:
        reasons = "; ".join(error_book.entry(one.code).title_en for one in found.left_out)
        raise errors.Refused(
            f"No service had a price for this parcel between {found.first} and {found.last} ({reasons}). "
            "`fahuo quote` with the same options says of each what to do.",
            code="NO_PRICE",
        )
    return found


def _show(shown: dict[str, Any]) -> None:
    click.echo(f"{'service':<44}{'today':>12}{'30 days ago':>20}{'365 days ago':>21}   {shown['currency']}")
    for row in shown["services"]:
        line = f"{row['service']:<44}{row['today'] or '—':>12}"
        for amount, percent in (("days_30_ago", "percent_30"), ("days_365_ago", "percent_365")):
            change = f" ({float(row[percent]):+.1f} %)" if row[percent] is not None else ""
            line += f"{(row[amount] or '—') + change:>{20 if percent == 'percent_30' else 21}}"
        marks = [word for word, said in (("duties paid", row["ddp"]), ("sample", row["sample"])) if said]
        click.echo(f"{line}   {', '.join(marks)}".rstrip())
    for one in shown["left_out"]:
        reason = error_book.entry(one["code"]).title_en
        click.echo(f"Left out, {reason.lower()} ({len(one['services'])}): {', '.join(one['services'])}")
