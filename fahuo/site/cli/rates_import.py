"""`fahuo rates import`: a carrier's price file becomes a version, or every cell that stands in the way is named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors
from fahuo.site.cli.days import DAY

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.rating.importing.faults import Fault
    from fahuo.rating.importing.mapping import Mapping
    from fahuo.rating.importing.reading import Reading
    from fahuo.rating.queries.uploads import Comparison
    from fahuo.rating.services.sheets import SheetHole
    from fahuo.rating.services.uploads import PriceFile

FILE = click.Path(dir_okay=False, path_type=Path)
SHOWN = 50


@click.command("import", epilog=errors.exit_codes(done="imported, or previewed", refused="cells stand in the way"))
@click.argument("file", type=FILE)
@click.option("--seller", "seller_name", required=True, help="Whose prices.")
@click.option("--carrier", required=True, help="The carrier's code, such as yunexpress.")
@click.option("--service", "code", help="The service's code; without it the one of the mapping.")
@click.option(
    "--mapping", "mapping_name", help="A remembered mapping's name, or a JSON file; else that of the service."
)
@click.option("--from", "begins", type=DAY, help="First day; without it the one of the mapping.")
@click.option("--until", type=DAY, help="First day no more.")
@click.option("--allow-hole", is_flag=True, help="Import although days that have prices lose them.")
@click.option("--preview", is_flag=True, help="Say what would change and import nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    *,
    file: Path,
    seller_name: str,
    carrier: str,
    code: str | None,
    mapping_name: str | None,
    begins: datetime | None,
    until: datetime | None,
    allow_hole: bool,
    preview: bool,
    as_json: bool,
) -> None:
    """Import FILE (.xlsx or .csv as the carrier sends it); all of it, or nothing and every cell that is wrong."""
    bootstrap.start()
    from fahuo.rating.importing.reading import read_sheet
    from fahuo.rating.services import uploads
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    prices = _opened(file)
    mapping = _mapping(seller, carrier, code, mapping_name, prices)
    mapping = _with_days(mapping, carrier, code, begins, until)
    reading = uploads.with_known_service(read_sheet(prices.grids, mapping), mapping, seller_id=seller.pk)
    if reading.sheet is None:
        _refuse(file, reading.faults, as_json=as_json)
    days = _day_warnings(seller, reading)
    if preview:
        outcome = _preview(seller, reading)
    else:
        outcome = _import(seller, mapping, reading, file, prices, allow_hole=allow_hole)
    outcome["warnings"] = [fault.as_dict("en") for fault in (*days, *reading.warnings)]
    click.echo(json.dumps(outcome, ensure_ascii=False) if as_json else _told(outcome))


@click.command("suggest", epilog=errors.exit_codes())
@click.argument("file", type=FILE)
def suggest(file: Path) -> None:
    """Print the mapping that the headers of FILE suggest, as JSON to be completed: service, days and terms are open."""
    bootstrap.start()
    from fahuo.rating.importing.mapping import as_json
    from fahuo.rating.importing.suggesting import suggest as guess

    click.echo(json.dumps(as_json(guess(_opened(file).grids)), ensure_ascii=False, indent=2))


def _opened(file: Path) -> PriceFile:
    from fahuo.kit.files import FileRefused
    from fahuo.rating.services.uploads import open_prices

    try:
        return open_prices(file)
    except FileRefused as refused:
        name = click.format_filename(file.name)
        raise errors.Refused(
            f"{name} was refused and nothing was imported: {refused.sentence('en')}", code=refused.code
        ) from refused


def _mapping(seller: Seller, carrier: str, code: str | None, name: str | None, prices: PriceFile) -> Mapping:
    """Return the mapping that was named, else the one remembered for the service, else what the headers suggest."""
    from fahuo.rating.importing.suggesting import suggest as guess
    from fahuo.rating.queries.uploads import mapping_named

    if name and (name.endswith(".json") or Path(name).is_file()):
        return _from_file(Path(name))
    found = mapping_named(seller.pk, carrier, name or f"{carrier}/{code}")
    if found is None and name:
        raise click.ClickException(f"{seller.name} has no mapping {name!r} for {carrier}, and there is no such file.")
    return found or guess(prices.grids)


def _from_file(path: Path) -> Mapping:
    from fahuo.rating.importing.mapping import MappingRefused, from_text

    try:
        return from_text(path.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{click.format_filename(path)}: {error.strerror}.") from error
    except MappingRefused as error:
        raise click.ClickException(f"{click.format_filename(path)} is no mapping: {error}.") from error


def _with_days(
    mapping: Mapping, carrier: str, code: str | None, begins: datetime | None, until: datetime | None
) -> Mapping:
    import msgspec

    given: dict[str, Any] = {}
    if code:
        given["service"] = code if "/" in code else f"{carrier}/{code}"
    if begins:
        given["valid_from"] = begins.date()
    if until:
        given["valid_until"] = until.date()
    found = msgspec.structs.replace(mapping, **given)
    if found.service and found.service.split("/")[0] != carrier:
        raise click.UsageError(f"The service {found.service} is not one of {carrier}.")
    return found


def _refuse(file: Path, faults: Sequence[Fault], *, as_json: bool) -> None:
    """Say every cell and stop with exit code 1."""
    if as_json:
        click.echo(
            json.dumps({"imported": False, "faults": [fault.as_dict("en") for fault in faults]}, ensure_ascii=False)
        )
        raise click.exceptions.Exit(1)
    for fault in faults[:SHOWN]:
        click.echo(f"{fault.severity.lower():<8} {fault.sentence('en')}", err=True)
    left = f" ({len(faults) - SHOWN} more: --json shows all)" if len(faults) > SHOWN else ""
    name = click.format_filename(file.name)
    raise click.ClickException(f"{name} was refused and nothing was imported: {len(faults)} to look at{left}.")


def _day_warnings(seller: Seller, reading: Reading) -> Sequence[Fault]:
    from fahuo.rating.queries.uploads import day_effects, day_warnings

    assert reading.sheet is not None
    return day_warnings(day_effects(seller.pk, reading.sheet))


def _import(
    seller: Seller, mapping: Mapping, reading: Reading, file: Path, prices: PriceFile, *, allow_hole: bool
) -> dict[str, Any]:
    from django.db import transaction

    from fahuo.kit import clock
    from fahuo.rating.services import mappings, sheets

    assert reading.sheet is not None
    at, name = clock.now(), click.format_filename(file.name)
    try:
        with transaction.atomic():
            imported = sheets.import_sheet(
                seller=seller, person=None, sheet=reading.sheet, at=at, file_name=name, file_sha256=prices.sha256,
                allow_hole=allow_hole,
            )  # fmt: skip
            mappings.remember(
                seller=seller, carrier=mapping.service.split("/")[0], name=mapping.service, mapping=mapping, at=at
            )
    except sheets.SheetHole as refused:
        raise _with_hole(name, refused) from refused
    version = imported.version
    return {
        "imported": imported.new, "service": version.service_key, "version": version.version,
        "valid_from": str(version.valid_from), "valid_until": str(version.valid_until) if version.valid_until else None,
        "replaced": imported.replaced or None, "zones": len(reading.sheet.tariffs),
        "countries": len(reading.sheet.zone_of),
    }  # fmt: skip


def _with_hole(name: str, refused: SheetHole) -> click.ClickException:
    from fahuo.rating.queries.uploads import days

    return errors.Refused(
        f"{name} was not imported: nothing would hold on {days(refused.hole)}, where {refused.hole.name} holds now. "
        "Move or leave out --until, or say with --allow-hole that it is meant.",
        code="SHEET_HOLE",
    )


def _preview(seller: Seller, reading: Reading) -> dict[str, Any]:
    from fahuo.rating.queries.uploads import comparison

    assert reading.sheet is not None
    found: Comparison = comparison(seller.pk, reading.sheet)
    changes = found.differences
    return {
        "imported": False, "preview": True, "service": reading.sheet.service_key,
        "against": found.old.name if found.old else None,
        "prices": [
            {"zone": one.zone, "from_g": one.from_g, "to_g": one.to_g, "part": one.part, "old": _text(one.old),
             "new": _text(one.new), "percent": _text(one.percent)} for one in changes.prices
        ],
        "zones_added": changes.zones_added, "zones_lost": changes.zones_lost,
        "countries_added": changes.countries_added, "countries_lost": changes.countries_lost,
        "moved": [{"country": one.country, "old": one.old, "new": one.new} for one in changes.moves],
        "terms": [{"name": one.name, "old": one.old, "new": one.new} for one in changes.terms],
        "parcels": [
            {"country": one.country, "weight_g": one.weight_g, "old": _text(one.old), "new": _text(one.new),
             "percent": _text(one.percent)} for one in found.costs
        ],
    }  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _told(outcome: dict[str, Any]) -> str:
    lines = [_warning_told(one) for one in outcome["warnings"]]
    if not outcome.get("preview"):
        until = outcome["valid_until"] or "open"
        verb = "Imported" if outcome["imported"] else "Unchanged:"
        replaced = f", replaces v{outcome['replaced']}" if outcome["replaced"] else ""
        lines.append(
            f"{verb} {outcome['service']} v{outcome['version']}, {outcome['valid_from']} – {until}: "
            f"{outcome['zones']} zones, {outcome['countries']} countries{replaced}"
        )
        return "\n".join(lines)
    lines.append(f"{outcome['service']} against {outcome['against'] or 'nothing: it is the first version'}")
    lines.extend(map(_price_told, outcome["prices"][:SHOWN]))
    places = ("zones_added", "zones_lost", "countries_added", "countries_lost")
    lines += [f"  {name.replace('_', ' ')}: {' '.join(outcome[name])}" for name in places if outcome[name]]
    lines += [f"  {one['country']} moves from zone {one['old']} to {one['new']}" for one in outcome["moved"]]
    lines += [f"  {one['name']}: {one['old'] or '—'} → {one['new'] or '—'}" for one in outcome["terms"]]
    lines.extend(
        f"  {one['country']} {one['weight_g']:>5} g  {one['old'] or '—':>14} → {one['new'] or '—'}"
        for one in outcome["parcels"]
    )
    return "\n".join(lines)


def _warning_told(one: dict[str, str]) -> str:
    place = f"{one['worksheet']}!{one['cell']} {one['read']!r}" if one["cell"] else one["field"]
    return f"warning  {place}: {one['problem']}{' (' + one['detail'] + ')' if one['detail'] else ''}"


def _price_told(one: dict[str, Any]) -> str:
    percent = f"  {one['percent']} %" if one["percent"] else ""
    return f"  {one['zone']:<10} {one['from_g']}–{one['to_g']} g  {one['part']}: {one['old']} → {one['new']}{percent}"
