"""`fahuo quote`: what a parcel costs with every service, which one is recommended, and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors
from fahuo.site.cli.days import DAY
from fahuo.site.cli.parcel_options import Typed, parcel_options, read

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.routing.domain import RouteContext
    from fahuo.routing.services.compare import Comparison

EXIT_CODES = errors.exit_codes(done="a service takes it", partly="no service takes it, and each says why")


@click.group(invoke_without_command=True, epilog=EXIT_CODES, subcommand_metavar="[list | replay]")
@parcel_options
@click.option("--promised", type=DAY, metavar="DATE", help="The day by which the buyer was promised it.")
@click.option("--buyer-level", metavar="LEVEL", help="The service level that the buyer chose, such as STANDARD.")
@click.option("--on", type=DAY, metavar="DATE", help="Prices and rules of this day instead of today's.")
@click.option("--seller", "seller_name", help="Whose contracts and rate sheets; the only seller unless named.")
@click.option("--all-carriers", is_flag=True, help="Count carriers without a contract as contracted.")
@click.option("--service", metavar="CARRIER/CODE", help="Show this service only.")
@click.option("--no-store", is_flag=True, help="Do not keep the quote.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(click_context: click.Context, /, **options: Any) -> None:
    """Compare all services for a parcel that need not be an order.

    \b
    fahuo quote --to US --postcode 99501 --weight 2000 --size 30x20x10 --cargo battery --value 25 --currency USD

    Weights are grams (or 2kg), sizes centimetres (or 300x200x100mm). Every quote is kept with its rate sheets, rates
    and rules; `fahuo quote replay ID` reckons it again.
    """
    if click_context.invoked_subcommand is None:
        _compare(options)


@command.command("replay", epilog=errors.exit_codes(done="the same to the cent", partly="something differs"))
@click.argument("quote_id", type=int, metavar="ID")
@click.option("--seller", "seller_name", help="Whose quote; the only seller unless named.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def replay(quote_id: int, seller_name: str | None, as_json: bool) -> None:
    """Reckon the quote ID again from what was stored with it, and compare cent by cent."""
    bootstrap.start()
    from fahuo.rating.services import quotes
    from fahuo.routing.comparison_json import replay_json
    from fahuo.site.cli import quote_texts

    owner = _owner(seller_name)
    found = quotes.replay(quote_id, owner)
    if found is None:
        raise click.ClickException(f"{owner.name} has no quote {quote_id}. `fahuo quote list` names them.")
    shown = replay_json(found)
    click.echo(json.dumps(shown, ensure_ascii=False, indent=1) if as_json else quote_texts.replay_text(shown))
    sys.exit(0 if found.same else 3)


@command.command("list", epilog=errors.exit_codes())
@click.option("--seller", "seller_name", help="Whose quotes; the only seller unless named.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(seller_name: str | None, as_json: bool) -> None:
    """Show the newest fifty quotes that somebody asked for."""
    bootstrap.start()
    from fahuo.backoffice.paging import Cut
    from fahuo.rating.queries import quotes
    from fahuo.routing.comparison_json import summary_json
    from fahuo.site.cli import quote_texts

    rows = [summary_json(quote) for quote in quotes.page(_owner(seller_name), Cut()).rows]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(quote_texts.summary_line(row) for row in rows) or "No quotes yet.")


def _compare(options: dict[str, Any]) -> None:
    typed = read(options, needed=("country", "weight", "size"))
    if options["insured"] and typed.value is None:
        raise click.UsageError("--insured needs the declared value: --value AMOUNT --currency CODE.")
    bootstrap.start()
    from fahuo.kit import clock
    from fahuo.routing.comparison_json import comparison_json, written
    from fahuo.routing.services import compare
    from fahuo.site.cli import quote_texts

    at = _moment(clock.now(), _date(options["on"]))
    seller, context, notes = _whose(options, at)
    comparison = _answer(lambda: _comparison(typed, options, seller, context, assumed=bool(notes)))
    notes += typed.notes
    kept = None
    if seller is not None and not options["no_store"]:
        kept = compare.keep(comparison, seller=seller, person=None, at=clock.now()).pk
    shown = comparison_json(comparison, quote_id=kept, notes=notes)
    if options["service"]:
        shown = _only(shown, options["service"])
    click.echo(written(shown) if options["as_json"] else quote_texts.text(shown))
    sys.exit(0 if any("exclusion" not in option for option in shown["recommendation"]["options"]) else 3)


def _comparison(
    typed: Typed, options: dict[str, Any], seller: Seller | None, context: RouteContext, *, assumed: bool
) -> Comparison:
    from fahuo.routing.queries.templates import templates_in_use
    from fahuo.routing.services.compare import Asked, compare, parcel_to

    route = parcel_to(
        typed.country,
        typed.postcode,
        typed.parcel,
        level=(options["buyer_level"] or "").upper(),
        promised_on=_date(options["promised"]),
        insured=options["insured"],
        return_label=options["return_label"],
        on=context.on,
    )
    asked = Asked(route, valued=typed.value is not None, assumed=assumed)
    if seller is None:
        return compare(asked, context=context)
    return compare(asked, context=context, seller_id=seller.pk, templates=templates_in_use(seller.pk))


def _answer(ask: Callable[[], Comparison]) -> Comparison:
    """Return the answer, or stop with the problem in words."""
    from fahuo.routing.services.compare import CannotCompare
    from fahuo.site.cli.quote_texts import problem_sentence

    try:
        return ask()
    except CannotCompare as error:
        raise errors.Refused(problem_sentence(error.problem.as_dict()), code=error.problem.code) from error


def _whose(options: dict[str, Any], at: datetime) -> tuple[Seller | None, RouteContext, list[str]]:
    """Return the seller, what he brings, and what was assumed about contracts."""
    from fahuo.routing.queries.context import open_context, seller_context, with_all_carriers
    from fahuo.site import lookups
    from fahuo.site.volumes import counted

    name = options["seller_name"]
    seller = lookups.seller(name) if name is not None else lookups.only_seller()
    if seller is None:
        return None, open_context(at=at), ["No seller: sample rate sheets, and every carrier counts as contracted."]
    context = seller_context(seller, at=at, volumes=counted(seller.pk, at=at))
    if options["all_carriers"] or not context.contracts:
        return seller, with_all_carriers(context), ["Carriers without a contract count as contracted."]
    return seller, context, []


def _owner(name: str | None) -> Seller:
    from fahuo.site import lookups

    found = lookups.seller(name) if name is not None else lookups.only_seller()
    if found is None:
        raise click.ClickException("There is no seller yet, and so no quote. `fahuo seller NAME` makes one.")
    return found


def _date(day: datetime | None) -> date | None:
    return day.date() if day else None


def _moment(now: datetime, on: date | None) -> datetime:
    from fahuo.routing.queries.context import on_day

    return on_day(now, on) if on else now


def _only(shown: dict[str, Any], service: str) -> dict[str, Any]:
    advice = shown["recommendation"]
    options = [option for option in advice["options"] if option["service"] == service]
    if not options:
        raise click.ClickException(f"There is no service {service}. `fahuo quote` without --service names all.")
    changes = [change for change in advice.get("counterfactuals", ()) if change["service"] == service]
    advice = {**advice, "options": options, "counterfactuals": changes}
    return {**shown, "recommendation": advice, "rates": [rate for rate in shown["rates"] if rate["key"] == service]}
