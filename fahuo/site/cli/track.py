"""`fahuo track`: ask carriers now, and show where parcels are."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.shipments.models import Shipment
    from fahuo.tracking.models import Event

EXIT_CODES = errors.exit_codes(done="every carrier answered", refused="nothing was asked", partly="some did not answer")
WORDS_AT_MOST = 60


@click.command(epilog=EXIT_CODES)
@click.option("--seller", "seller_name", help="Whose parcels; the only seller unless named.")
@click.option("--due", is_flag=True, help="Ask for everything that is due now, of this seller.")
@click.option("--no-asking", is_flag=True, help="Ask nobody; show what is known.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("numbers", nargs=-1, metavar="[NUMBER]...")
def command(seller_name: str | None, numbers: tuple[str, ...], *, due: bool, no_asking: bool, as_json: bool) -> None:
    """Ask the carriers of these parcels now, within their limits, and print each timeline.

    NUMBER is a waybill, tracking or order number. With --due all that is due is asked for and only counted.
    """
    if bool(numbers) == due:
        raise click.UsageError("Name parcels, or write --due.")
    bootstrap.start()
    from fahuo.site import lookups

    seller = lookups.seller(seller_name) if seller_name else lookups.only_seller()
    if seller is None:
        raise errors.Refused("There is no seller yet: `fahuo seller NAME` makes one.", code="SELLER_UNKNOWN")
    if due:
        _count(seller, as_json=as_json)
        return
    shipments, unknown = _found(seller, numbers)
    if unknown:
        raise errors.Refused(f"No parcel of this seller has the number {', '.join(unknown)}.", code="NUMBER_UNKNOWN")
    asked = [] if no_asking else _ask(shipments)
    told = [_told(shipment) for shipment in shipments]
    click.echo(json.dumps(told, ensure_ascii=False, indent=1)) if as_json else _show(told)
    sys.exit(3 if any(failures for _, failures in asked) else 0)


def _count(seller: Seller, *, as_json: bool) -> None:
    """Ask for what is due at the seller's accounts, and say how many that was."""
    from fahuo.carriers.models import CarrierAccount
    from fahuo.tracking.services import poll

    ids = list(CarrierAccount.objects.filter(seller=seller).values_list("pk", flat=True))
    tally = poll.run(only=ids)
    if as_json:
        counted = {"asked": tally.asked, "calls": tally.calls, "new_events": tally.new_events, "failed": tally.failed}
        click.echo(json.dumps(counted))
    else:
        click.echo(f"{tally.asked} numbers asked for in {tally.calls} calls: {tally.new_events} new events")
        if tally.failed:
            click.echo(f"{tally.failed} were not answered and are asked for again later.", err=True)
    sys.exit(3 if tally.failed else 0)


def _found(seller: Seller, numbers: Sequence[str]) -> tuple[list[Shipment], list[str]]:
    """Return the parcels of these numbers, of each order the latest, and the numbers that are nobody's."""
    from django.db.models import Q

    from fahuo.shipments.models import Shipment

    found, unknown = [], []
    for number in dict.fromkeys(numbers):
        named = Q(waybill_number=number) | Q(tracking_number=number) | Q(order__number=number)
        rows = Shipment.objects.filter(named, seller=seller).exclude(waybill_number="").defer("label_content")
        row = rows.select_related("order").order_by("-pk").first()
        found.append(row) if row is not None else unknown.append(number)
    return list({row.pk: row for row in found if row is not None}.values()), unknown


def _ask(shipments: Sequence[Shipment]) -> list[tuple[int, int]]:
    """Make the parcels' numbers due and ask; return each leg with how often it has failed in a row."""
    from fahuo.kit import clock
    from fahuo.tracking.models import Leg
    from fahuo.tracking.services import begin, poll
    from fahuo.tracking.services.ask_now import ask_now

    ids = [shipment.pk for shipment in shipments]
    begin.begin_these([shipment.pk for shipment in shipments if not shipment.followed], at=clock.now())
    ask_now(shipment_ids=ids, at=clock.now(), not_within=timedelta(0))
    legs = Leg.objects.filter(shipment__in=ids, refusal="")
    poll.run(only=sorted(set(legs.values_list("account_id", flat=True))), shipments=ids)
    return list(legs.values_list("pk", "failures"))


def _told(shipment: Shipment) -> dict[str, Any]:
    """Return a parcel as it is printed."""
    from fahuo.tracking.models import Event, Journey

    journey = Journey.objects.filter(pk=shipment.pk).first()
    events = Event.objects.filter(seller_id=shipment.seller_id, shipment_id=shipment.pk).order_by("at")
    return {
        "number": shipment.tracking_number or shipment.waybill_number,
        "order": shipment.order.number,
        "carrier": shipment.carrier,
        "milestone": journey.milestone if journey else "",
        "exception": journey.exception if journey else "",
        "expected_on": journey.expected_on.isoformat() if journey and journey.expected_on else None,
        "events": [_event(event) for event in events],
    }


def _event(event: Event) -> dict[str, str]:
    return {
        "at": event.at.isoformat(),
        "raw_time": event.raw_time,
        "carrier": event.carrier,
        "milestone": event.milestone,
        "raw_code": event.raw_code,
        "place": ", ".join(filter(None, [event.place, event.country])),
        "description": event.description,
        "odd": event.odd,
    }


def _show(told: Sequence[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    for parcel in told:
        state = " · ".join(filter(None, [parcel["milestone"] or "nothing heard yet", parcel["exception"]]))
        table = Table(title=escape(f"{parcel['number']} · {parcel['carrier']} · {state}"), title_justify="left")
        for heading in ("Time (UTC)", "Milestone", "Place", "What the carrier says", "Told by"):
            table.add_column(heading)
        for event in parcel["events"]:
            odd = f" ({event['odd'].lower()})" if event["odd"] else ""
            words = event["description"] or event["raw_code"]
            cells = (event["at"][:16].replace("T", " ") + odd, event["milestone"], event["place"])
            table.add_row(*map(escape, (*cells, words[:WORDS_AT_MOST], event["carrier"])))
        console.print(table)
