"""`fahuo import`: take a file of orders in and report on each entry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fahuo.site import bootstrap, environment, files
from fahuo.site.cli import errors, progress

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.orders.services.import_orders import ImportReport, ImportRow

COLUMNS = ("order_id", "outcome", "problems", "remote_area", "actual_weight_g", "volumetric_weight_g")
OUTCOMES = ("ready", "blocked", "skip")
COMMONEST = 5
EXIT_CODES = errors.exit_codes(done="the file was taken in, whatever its verdicts", refused="the file was refused")
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog=EXIT_CODES)
@click.argument("file", type=FILE)
@click.option("--seller", "seller_name", required=True, help="Whose orders; made when there is none of this name.")
@click.option("--catalogue", type=FILE, help="The seller's SKUs, CSV or Excel.")
@click.option("--store", default="", help="Which of the seller's stores the orders are of; kept by later imports.")
@click.option("--report", type=FILE, help="Write the verdicts there as CSV, one row per entry of FILE.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    *, file: Path, seller_name: str, catalogue: Path | None, store: str, report: Path | None, as_json: bool
) -> None:
    """Read FILE (.json, .csv or .xlsx), check every order and store it; all of it or nothing.

    A file that is refused changes nothing, and a report that was there before stays as it was.
    """
    limit_mb = size_limit_mb()
    _check_paths(file, catalogue, report)
    bootstrap.start()
    seller, made, result = _import(file, seller_name, catalogue, store, limit_mb)
    if made:
        click.echo(f"Made the seller {seller.name!r}.", err=True)
    if report:
        try:
            files.write_whole(report, as_csv(result.rows))
        except click.ClickException as error:
            raise click.ClickException(f"The orders are in, but not the report. {error.message}") from error
    if as_json:
        click.echo(json.dumps(_summary(result), ensure_ascii=False))
    else:
        _show(result, report)


def size_limit_mb() -> int:
    """Return the limit of this installation, or stop with a sentence."""
    text = environment.text("FAHUO_IMPORT_LIMIT_MB", "100")
    if not (text.isascii() and text.isdigit() and int(text)):
        raise click.UsageError(f"FAHUO_IMPORT_LIMIT_MB must be a whole number above 0, not {text!r}.")
    return int(text)


def as_csv(rows: Sequence[ImportRow]) -> bytes:
    """Return the verdicts as the report has them: UTF-8, a header, one row per entry."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode()


def _check_paths(file: Path, catalogue: Path | None, report: Path | None) -> None:
    """Stop before anything is done if a path cannot be meant."""
    for source in filter(None, (file, catalogue)):
        name = click.format_filename(source)
        if source.exists() and not source.is_file():
            raise click.UsageError(f"{name} is a pipe or a device: it is read twice, so save it as a file first.")
        if report and report.exists() and source.exists() and report.samefile(source):
            raise click.UsageError(f"--report would overwrite {name}: name another file.")
    if report:
        files.check_writable(report)


def _import(
    file: Path, seller_name: str, catalogue: Path | None, store: str, limit_mb: int
) -> tuple[Seller, bool, ImportReport]:
    from django.db import transaction

    from fahuo.kit import clock
    from fahuo.kit.files import FileRefused
    from fahuo.orders.services.import_orders import import_file
    from fahuo.site import lookups

    name = click.format_filename(file.name)  # a name in another encoding than UTF-8 fits no column
    try:
        with progress.bar(f"Importing {name}", None) as advance, transaction.atomic():
            seller, made = lookups.seller_or_new(seller_name)
            result = import_file(
                seller=seller, path=file, catalogue=catalogue, at=clock.now(), progress=advance,
                file_name=name, limit_mb=limit_mb, store=store,
            )  # fmt: skip
    except FileRefused as refused:
        name = click.format_filename(refused.file_name or name)
        sentence = refused.sentence("en")
        raise click.ClickException(f"{name} was refused and nothing was taken in: {sentence}") from refused
    return seller, made, result


def _summary(result: ImportReport) -> dict[str, object]:
    return {
        "entries": len(result.rows),
        "outcomes": result.counts,
        "problems": result.problems,
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "kept": result.kept,
        "rechecked": result.rechecked,
        "products_created": result.products_created,
        "products_updated": result.products_updated,
    }


def _show(result: ImportReport, report: Path | None) -> None:
    from fahuo.trade import error_book

    outcomes = ", ".join(f"{result.counts[name]} {name}" for name in OUTCOMES if name in result.counts)
    entries = len(result.rows)
    click.echo(f"{entries} {'entry' if entries == 1 else 'entries'}: {outcomes or 'none'}")
    stored = {"created": result.created, "updated": result.updated, "unchanged": result.unchanged, "kept": result.kept}
    click.echo(f"orders: {', '.join(f'{count} {name}' for name, count in stored.items())}")
    for code, count in list(result.problems.items())[:COMMONEST]:
        click.echo(f"{count:>6}  {code}: {error_book.entry(code).fix_en}")
    if report:
        click.echo(f"report: {click.format_filename(report)}")
