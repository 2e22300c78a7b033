"""`fahuo declare`: declare parcels for export."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fahuo.accounts.models import Seller
    from fahuo.trade.problem import Problem

WAIT_S = 60.0
SHOWN = 20
EXIT_CODES = errors.exit_codes(
    done="every parcel is declared", refused="nothing was declared", partly="some have problems or are still open"
)


@click.command(epilog=EXIT_CODES)
@click.option("--seller", "seller_name", required=True, help="Whose parcels.")
@click.option("--all", "every", is_flag=True, help="Every parcel that has its label and is not declared.")
@click.option(
    "--wait", "wait_s", type=click.FloatRange(0, 86_400), default=WAIT_S, show_default=True, metavar="SECONDS",
    help="How long to send and to ask for receipts.",
)  # fmt: skip
@click.argument("order_numbers", nargs=-1, metavar="[ORDER]...")
def command(seller_name: str, every: bool, wait_s: float, order_numbers: tuple[str, ...]) -> None:
    """Declare parcels for export, send the messages, and take in what customs answer.

    However often this is called or killed, no parcel is declared twice. What has a problem is kept and says so; a firm
    without an e-port card or an active single-window account declares nothing.
    """
    if every == bool(order_numbers):
        raise click.UsageError("Name the orders, or say --all.")
    bootstrap.start()
    from fahuo.customs.services import declare, work
    from fahuo.kit import clock
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    at = clock.now()
    stops = declare.ready(seller, at=at)
    if any(problem.severity == "BLOCK" for problem in stops):
        raise errors.Refused(_sentences(stops), code=stops[0].code)
    shipment_ids = _shipments(seller, order_numbers)
    done = declare.declare(seller=seller, person=None, shipment_ids=shipment_ids, at=at)
    _tell(seller, done.problems)
    left = work.work_off(seller=seller, declaration_ids=done.declarations, at_most=timedelta(seconds=wait_s))
    click.echo(f"{len(done.declarations)} of {len(shipment_ids)} parcels declared; {left} still open.")
    for state, count in _states(seller, done.declarations).most_common():
        click.echo(f"  {state:<12} {count:>7,}")
    sys.exit(3 if left or done.problems else 0)


def _shipments(seller: Seller, order_numbers: Sequence[str]) -> list[int]:
    """Return the parcels of these orders that are booked; without orders, those that nobody declared."""
    from django.db.models import Exists, OuterRef

    from fahuo.customs.models import Declaration
    from fahuo.shipments.models import VOIDABLE, Shipment, Status
    from fahuo.site import lookups

    rows = Shipment.objects.filter(seller=seller)
    if order_numbers:
        order_ids = lookups.order_ids(seller, order_numbers)
        rows = rows.filter(order_id__in=order_ids, status__in=VOIDABLE)
    else:
        declared = Declaration.objects.filter(seller=seller, shipment=OuterRef("pk")).exclude(
            state__in=("DRAFT", "CANCELLED")
        )
        rows = rows.filter(~Exists(declared), status=Status.LABELLED)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _states(seller: Seller, declaration_ids: Sequence[int]) -> Counter[str]:
    from fahuo.customs.models import Declaration

    rows = Declaration.objects.filter(seller=seller, pk__in=declaration_ids)
    return Counter(rows.values_list("state", flat=True))


def _tell(seller: Seller, problems: dict[int, tuple[Problem, ...]]) -> None:
    from fahuo.shipments.queries import lists

    numbers = lists.order_numbers(seller, list(problems)[:SHOWN])
    for shipment_id, found in list(problems.items())[:SHOWN]:
        click.echo(f"{numbers.get(shipment_id, shipment_id)}: {_sentences(found)}", err=True)
    if len(problems) > SHOWN:
        click.echo(f"… and {len(problems) - SHOWN} more with problems.", err=True)


def _sentences(problems: Sequence[Problem]) -> str:
    from fahuo.trade import error_book

    said = []
    for problem in problems:
        entry = error_book.entry(problem.code)
        detail = f" ({problem.field or problem.detail})" if problem.field or problem.detail else ""
        said.append(f"{problem.code}: {entry.title_en}{detail}. {entry.fix_en}")
    return " ".join(said)
