"""`fahuo rates`: rate sheets of a seller's own contracts."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fahuo.site import bootstrap, files
from fahuo.site.cli import errors, rates_import
from fahuo.site.cli.days import DAY

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.rating.domain.sheet import Band, RateSheet
    from fahuo.rating.queries.sheets import Held

FILE = click.Path(dir_okay=False, path_type=Path)
SELLER = click.option("--seller", "seller_name", required=True, help="Whose prices.")
ON = click.option("--on", type=DAY, help="The day; today without it.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
CODES = errors.exit_codes()


@click.group()
def command() -> None:
    """Import, list, show and export rate sheets of a seller's own contracts."""


command.add_command(rates_import.command)
command.add_command(rates_import.suggest)


@command.command("list", epilog=CODES)
@SELLER
@JSON
def list_(seller_name: str, as_json: bool) -> None:
    """List every version: service, number, the days on which it holds, the file it came from."""
    held = _versions(seller_name)
    if as_json:
        click.echo(json.dumps([_as_json(version) for version in held], ensure_ascii=False))
        return
    if not held:
        click.echo(f"{seller_name} has no rate sheets of its own. `fahuo rates import FILE …` makes the first one.")
    today = _today()
    for version in held:
        state = "replaced" if version.replaced_at else "in force" if version.in_force(today) else ""
        until = version.valid_until or "open"
        click.echo(
            f"{version.service_key:<28} v{version.version:<4} {version.valid_from} – {until!s:<11} {version.currency}  "
            f"{state:<9} {version.file_name}".rstrip()
        )


@command.command("show", epilog=CODES)
@click.argument("service")
@SELLER
@ON
@JSON
def show(service: str, seller_name: str, on: datetime | None, as_json: bool) -> None:
    """Show the prices of SERVICE (carrier/code) on a day, by zone and band."""
    sheet = _sheet(service, seller_name, on)
    if as_json:
        from fahuo.rating import sheet_codec

        click.echo(sheet_codec.encode(sheet).decode())
        return
    until = sheet.valid_until or "open"
    mark = "  SAMPLE, invented prices" if sheet.sample else ""
    click.echo(f"{sheet.name}  {sheet.currency}  {sheet.valid_from} – {until}{mark}")
    for zone, tariff in sheet.tariffs.items():
        countries = " ".join(sorted(code for code, name in sheet.zone_of.items() if name == zone))
        click.echo(f"\n{zone}: {countries}" if countries != zone else f"\n{zone}")
        start = 0
        for band in tariff.bands:
            click.echo(f"  {start:>6}–{band.up_to_g:<7} g  {_price(band)}")
            start = band.up_to_g


@command.command("export", epilog=CODES)
@click.argument("service")
@SELLER
@ON
@click.option("--to", "target", type=FILE, help="Write the CSV there; to the terminal without it.")
@click.option("--mapping", "mapping_file", type=FILE, help="Write the mapping that reads it again, terms included.")
def export(service: str, seller_name: str, on: datetime | None, target: Path | None, mapping_file: Path | None) -> None:
    """Write the prices of SERVICE (carrier/code) on a day as CSV that can be imported again."""
    for path in filter(None, (target, mapping_file)):
        files.check_writable(path)
    sheet = _sheet(service, seller_name, on)
    from fahuo.rating.importing import writing
    from fahuo.rating.importing.mapping import as_json

    if target:
        files.write_whole(target, writing.as_csv(sheet))
    else:
        click.echo(writing.as_csv(sheet).decode("utf-8-sig").replace("\r\n", "\n"), nl=False)
    if mapping_file:
        text = json.dumps(as_json(writing.mapping_of(sheet)), ensure_ascii=False, indent=2)
        files.write_whole(mapping_file, text.encode() + b"\n")


def _versions(seller_name: str) -> list[Held]:
    seller = _seller(seller_name)
    from fahuo.rating.queries.sheets import versions

    return versions(seller.pk)


def _sheet(service: str, seller_name: str, on: datetime | None) -> RateSheet:
    """Return the sheet in force, or stop with a sentence."""
    seller = _seller(seller_name)
    from fahuo.rating import queries

    day = on.date() if on else _today()
    found = queries.sheets_in_force(on=day, seller_id=seller.pk).get(service)
    if found is None:
        raise click.ClickException(f"{seller.name} has no rate sheet of {service} that holds on {day}.")
    return found


def _seller(name: str) -> Seller:
    bootstrap.start()
    from fahuo.site import lookups

    return lookups.seller(name)


def _today() -> date:
    from django.utils import timezone

    from fahuo.kit import clock

    return timezone.localtime(clock.now()).date()


def _price(band: Band) -> str:
    if band.per_kg:
        price = f"{band.per_kg} per kg, by {band.step_g} g"
    elif band.per_step:
        price = f"{band.flat} first {band.first_g} g, {band.per_step} each {band.step_g} g"
    else:
        price = f"{band.flat}"
    return f"{price} + {band.registered} registered" if band.registered else price


def _as_json(version: Held) -> dict[str, object]:
    return {
        "service": version.service_key, "version": version.version, "valid_from": str(version.valid_from),
        "valid_until": str(version.valid_until) if version.valid_until else None, "currency": version.currency,
        "replaced": version.replaced_at is not None, "in_force": version.in_force(_today()),
        "file": version.file_name, "sha256": version.content_sha256, "by": version.person,
        "imported_at": version.imported_at.isoformat() if version.imported_at else None,
    }  # fmt: skip
