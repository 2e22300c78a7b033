"""`fahuo import`: take a file of orders in and report on each entry."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fahuo.site import bootstrap

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.orders.services.import_orders import ImportReport

COLUMNS = ("order_id", "outcome", "problems", "remote_area", "actual_weight_g", "volumetric_weight_g")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--seller", "seller_name", required=True, help="Whose orders; made when there is none of this name.")
@click.option("--catalogue", type=click.Path(dir_okay=False, path_type=Path), help="The seller's SKUs, CSV or Excel.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the verdicts there as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(file: Path, seller_name: str, catalogue: Path | None, report: Path | None, as_json: bool) -> None:
    """Read FILE (.json, .csv or .xlsx), check every order and store it; all of it or nothing.

    Exit code 0: the file was taken in, whatever its verdicts; 1: it was refused and nothing has changed.
    """
    bootstrap.start()
    seller, made, result = _import(file, seller_name, catalogue)
    if made:
        click.echo(f"Made the seller {seller.name!r}.", err=True)
    if report:
        try:
            _write_report(report, result)
        except OSError as error:
            raise click.ClickException(f"The orders are in, but the report could not be written: {error}") from error
    if as_json:
        click.echo(json.dumps(_summary(result), ensure_ascii=False))
    else:
        _show(result, report)


def _import(file: Path, seller_name: str, catalogue: Path | None) -> tuple[Seller, bool, ImportReport]:
    from django.db import transaction

    from fahuo.accounts.models import Seller
    from fahuo.kit import clock
    from fahuo.kit.files import FileRefused
    from fahuo.orders.services.import_orders import import_file
    from fahuo.site import environment

    limit_mb = int(environment.text("FAHUO_IMPORT_LIMIT_MB", "100"))
    try:
        with _counter(file.name) as count, transaction.atomic():
            seller, made = Seller.objects.get_or_create(name=seller_name)
            result = import_file(
                seller=seller, path=file, catalogue=catalogue, at=clock.now(), progress=count, limit_mb=limit_mb
            )
    except FileRefused as refused:
        name = refused.file_name or file.name
        click.echo(f"{name} was refused and nothing was taken in: {refused.sentence('en')}", err=True)
        sys.exit(1)
    return seller, made, result


@contextmanager
def _counter(name: str) -> Iterator[Callable[[int], None]]:
    """Show how many orders are done; how many there are is known only at the end of the file."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed} orders"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(f"Importing {name}", total=None)
        yield lambda done: progress.advance(task, done)


def _write_report(path: Path, result: ImportReport) -> None:
    """Write beside the target and move it into place, so that a report is whole or not there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(result.rows)
    draft.replace(path)


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

    click.echo(f"{len(result.rows)} entries: {', '.join(f'{count} {name}' for name, count in result.counts.items())}")
    stored = {"created": result.created, "updated": result.updated, "unchanged": result.unchanged, "kept": result.kept}
    click.echo(f"orders: {', '.join(f'{count} {name}' for name, count in stored.items())}")
    for code, count in list(result.problems.items())[:5]:
        click.echo(f"{count:>6}  {code}: {error_book.entry(code).fix_en}")
    if report:
        click.echo(f"report: {report}")
