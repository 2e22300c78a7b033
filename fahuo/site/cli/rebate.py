"""`fahuo rebate`: the export rebate record from the command line."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from fahuo.site import bootstrap, files
from fahuo.site.cli import errors

if TYPE_CHECKING:
    from fahuo.customs.queries.rebate import MonthView

EXIT_CODES = errors.exit_codes(refused="nothing was written", partly="some of the records lack something")


class Month(click.ParamType[date]):
    """A month as people write it: `2026-11`."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return its first day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(f"{value}-01")
        except ValueError:
            self.fail(f"{value!r} is no month: write it like 2026-11.", param, ctx)


@click.command(epilog=EXIT_CODES)
@click.option("--seller", "seller_name", required=True, help="Whose.")
@click.option("--month", type=Month(), help="Only this month, like 2026-11; without it all months are listed.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="The folder to write the month's zip files into."
)
@click.option(
    "--language", type=click.Choice(["en", "zh"]), default="zh", show_default=True, help="Which language comes first."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    *, seller_name: str, month: date | None, out: Path | None, language: Literal["en", "zh"], as_json: bool
) -> None:
    """Say how complete the rebate record is, month by month; with --out write a month's packs."""
    if out is not None and month is None:
        raise click.UsageError("--out needs --month.")
    bootstrap.start()
    from fahuo.customs.queries import rebate as reads
    from fahuo.customs.services.rebate import records
    from fahuo.kit import clock
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    while records.keep_new(seller=seller, at=clock.now()):
        pass
    views = [view for view in reads.months(seller.pk) if month in (None, view.month)]
    if month is not None and not views:
        raise click.ClickException(f"No declaration was released in {month:%Y-%m}.")
    click.echo(json.dumps([_plain(view) for view in views], indent=1) if as_json else _table(views))
    if out is not None and month is not None:
        _write(seller, month, out, language)
    if any(view.incomplete for view in views):
        sys.exit(3)


def _write(seller: Any, month: date, out: Path, language: Literal["en", "zh"]) -> None:
    from fahuo.customs.models import RebateRecord
    from fahuo.customs.services.rebate.pack import PART, archive

    rows = RebateRecord.objects.filter(seller=seller, month=month).order_by("declaration_id")
    ids = list(rows.values_list("declaration_id", flat=True))
    portions = [ids[start : start + PART] for start in range(0, len(ids), PART)]
    out.mkdir(parents=True, exist_ok=True)
    for part, portion in enumerate(portions, start=1):
        path = out / f"rebate-{month:%Y-%m}-{part}-of-{len(portions)}.zip"
        files.write_whole(path, archive(seller=seller, declaration_ids=portion, month=month, language=language))
        click.echo(f"{len(portion)} declarations in {click.format_filename(path)}", err=True)


def _table(views: list[MonthView]) -> str:
    if not views:
        return "No declaration was released yet."
    lines = [f"{'month':8}{'declarations':>13}{'complete':>10}{'refund':>8}  {'filed on':12}{'to do by':12}keep until"]
    for view in views:
        until = view.deadlines
        todo = (until.record_by or until.file_by) if until else None
        lines.append(
            f"{view.month:%Y-%m} {view.declarations:>13}{view.complete:>10}{view.refundable:>8}  "
            f"{view.filed_on or '-'!s:12}{todo or '-'!s:12}{(until.keep_until if until else None) or '-'}"
        )
    return "\n".join(lines)


def _plain(view: MonthView) -> dict[str, Any]:
    until = view.deadlines
    return {
        "month": f"{view.month:%Y-%m}",
        "declarations": view.declarations,
        "complete": view.complete,
        "refundable": view.refundable,
        "values": {currency: str(amount) for currency, amount in view.values},
        "filed_on": _day(view.filed_on),
        "file_by": _day(until.file_by if until else None),
        "record_by": _day(until.record_by if until else None),
        "domestic_from": _day(until.domestic_from if until else None),
        "keep_until": _day(until.keep_until if until else None),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
