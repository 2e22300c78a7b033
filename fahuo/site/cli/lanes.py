"""`fahuo lanes`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors
from fahuo.site.cli.import_orders import FILE, size_limit_mb

if TYPE_CHECKING:
    from fahuo.routing.queries.lane_list import LaneRow
    from fahuo.routing.services.import_outcomes import Imported

SHOWN = 20
IMPORT_CODES = errors.exit_codes(done="the parcels were recorded", refused="a row or the file was refused")


@click.group()
def command() -> None:
    """Take in how past parcels ended, and show what to expect of lanes (a service to a country)."""


@command.command("import", epilog=IMPORT_CODES)
@click.argument("file", type=FILE)
@click.option("--seller", "seller_name", required=True, help="Whose parcels they were.")
@click.option("--good-rows-only", is_flag=True, help="Record the rows that are fine, although others are refused.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def import_(file: Path, seller_name: str, good_rows_only: bool, as_json: bool) -> None:
    """Read FILE (.csv or .xlsx), one row per parcel that has ended.

    Columns: reference, service (as in yunexpress/THZXR), country (two letters), handed_over_on, delivered_on (empty if
    it never was); may be left out: promised_on, lost, returned, disputed, tracked (yes or no; tracked is yes unless it
    says no), pickup_hours. Dates are YYYY-MM-DD. Chinese headers are understood.

    Each row that cannot be is named with its reason, and then nothing is recorded. A reference that was recorded
    before is replaced. Parcels still under way do not belong in the file.
    """
    limit_mb = size_limit_mb()
    bootstrap.start()
    from fahuo.kit import clock
    from fahuo.kit.files import FileRefused
    from fahuo.routing.services.import_outcomes import import_outcomes
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    try:
        found = import_outcomes(
            seller=seller, person=None, path=file, at=clock.now(), limit_mb=limit_mb, good_rows_only=good_rows_only
        )
    except FileRefused as refused:
        name = click.format_filename(file.name)
        raise errors.Refused(
            f"{name} was refused and nothing was recorded: {refused.sentence('en')}", code=refused.code
        ) from refused
    _tell(found, as_json=as_json)
    if found.recorded is None:
        raise SystemExit(1)


@command.command()
@click.option("--seller", "seller_name", required=True, help="Whose record of lanes.")
@click.option("--service", default="", help="One service, as in yunexpress/THZXR: all countries that it goes to.")
@click.option("--country", default="", help="One country: all services that go there.")
@click.option("--json", "as_json", is_flag=True, help="Print every lane as JSON.")
def show(seller_name: str, service: str, country: str, as_json: bool) -> None:
    """Show days, shares and sample size of lanes; without --service and --country of those with own parcels."""
    bootstrap.start()
    from django.utils import timezone

    from fahuo.kit import clock
    from fahuo.routing.queries.lane_list import lane_rows
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    _check(seller.pk, service, country.upper())
    rows = lane_rows(seller.pk, on=timezone.localdate(clock.now()), service=service, country=country.upper())
    if as_json:
        click.echo(json.dumps([row.as_json() for row in rows], ensure_ascii=False))
        return
    if not rows:
        click.echo(_nothing(service, country.upper()))
    for row in rows[:SHOWN]:
        click.echo(_line(row))
    if len(rows) > SHOWN:
        click.echo(f"… and {len(rows) - SHOWN} more; --json prints all.")


def _nothing(service: str, country: str) -> str:
    if not service and not country:
        return "No parcel has been recorded yet: published days are used. Name --service or --country to see them."
    verb = f"{service} does not go" if service else "No service goes"
    place = f"to {country}" if country else "anywhere"
    return f"{verb} {place} by the rate sheets in force today, and no parcel of yours has been recorded there."


def _check(seller_id: int, service: str, country: str) -> None:
    from fahuo.rating import queries as rating
    from fahuo.trade.country import ISO_COUNTRIES

    if service and service not in {known.key for known in rating.services(seller_id)}:
        raise click.UsageError(f"No service {service!r}: write carrier/code, as in yunexpress/THZXR.")
    if country and country not in ISO_COUNTRIES:
        raise click.UsageError(f"{country!r} is no ISO country code.")


def _tell(found: Imported, *, as_json: bool) -> None:
    done = found.recorded
    if as_json:
        faults = [{"row": f.row, "column": f.column, "code": f.code, "detail": f.detail} for f in found.refused]
        counts = {"new": done.new, "known": done.known, "lanes": done.lanes} if done else None
        click.echo(json.dumps({"rows": found.rows, "recorded": counts, "refused": faults}, ensure_ascii=False))
        return
    for fault in found.refused[:SHOWN]:
        click.echo(fault.sentence("en"), err=True)
    if len(found.refused) > SHOWN:
        click.echo(f"… and {len(found.refused) - SHOWN} more rows; --json prints all.", err=True)
    if done is None:
        click.echo(f"{len(found.refused)} of {found.rows} rows were refused and nothing was recorded.", err=True)
    else:
        click.echo(f"{done.new} parcels recorded, {done.known} known before, lanes counted anew: {done.lanes}")


def _line(row: LaneRow) -> str:
    view = row.view
    on_time = f"{view.on_time.share:6.1%}" if view.on_time else "     —"
    return (
        f"{row.service.key:<32} {row.country}  {view.low:>3}–{view.high:<3} days  mean {view.mean:5.1f}  "
        f"on time {on_time}  lost {view.loss.share:5.2%}  tracked {1 - view.untracked.share:6.1%}  "
        f"pick-up {view.pickup_hours:4.0f} h  {view.parcels:>6} parcels  {view.source.value}"
    )
