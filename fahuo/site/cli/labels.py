"""`fahuo labels`: every printable label in one file; or what a file of labels says when it is read back."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fahuo.site import bootstrap, files
from fahuo.site.cli import errors

if TYPE_CHECKING:
    from fahuo.trade.problem import Problem

EXIT_CODES = errors.exit_codes(
    refused="nothing was written", partly="some of the orders named have no label, or a code does not read"
)
SIZES = ("100x150", "100x100")


@click.command(epilog=EXIT_CODES)
@click.option("--seller", "seller_name", help="Whose labels.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--own", is_flag=True, help="Our own label for every parcel, instead of the carrier's.")
@click.option("--order", "order_numbers", multiple=True, help="Only these orders (may be repeated).")
@click.option("--size", type=click.Choice(SIZES), default="100x150", show_default=True, help="Width × height in mm.")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["pdf", "zpl"]),
    default="pdf",
    show_default=True,
    help="PDF, or ZPL for label printers.",
)
@click.option("--dpi", type=click.Choice(["203", "300"]), default="203", show_default=True, help="The print head's.")
@click.option(
    "--sequence", type=click.Choice(["chosen", "waybill", "sku", "pick-path"]), default="chosen", show_default=True,
    help="How they come out: as booked, by waybill, same goods together, or along the shelves.",
)  # fmt: skip
@click.option("--pick-line/--no-pick-line", default=True, help="A line with order and goods on carriers' labels.")
@click.option(
    "--check", "checked", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read a file of labels back instead (PDF, ZPL, PNG): codes, size, and how much wear they bear.",
)  # fmt: skip
def command(seller_name: str | None, out: Path | None, checked: Path | None, **options: Any) -> None:
    """Write all labels that were read back into one file, in the sequence of booking."""
    if checked is not None:
        from fahuo.site.cli.label_check import show

        sys.exit(show(checked, dpi=int(options["dpi"])))
    if not seller_name or out is None:
        raise click.UsageError("Say --seller and --out, or --check FILE.")
    files.check_writable(out)
    bootstrap.start()
    _write(seller_name, out, **options)


def _write(seller_name: str, out: Path, *, order_numbers: tuple[str, ...], **options: Any) -> None:
    from fahuo.printing import queries as printing
    from fahuo.printing.domain.sequence import sorted_ids
    from fahuo.shipments import queries
    from fahuo.shipments.services.print_labels import rendered
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    order_ids = lookups.order_ids(seller, order_numbers) if order_numbers else []
    chosen = queries.printable_ids(seller.pk, order_numbers)
    sequence = options.pop("sequence").upper().replace("-", "_")
    ids = sorted_ids(printing.parcelled(seller.pk, chosen), sequence)
    labels = rendered(seller=seller, shipment_ids=ids, **_drawn_as(**options))
    if not labels.content:
        _tell(labels.problems)
        raise click.ClickException(
            "No label that was read back among these shipments. "
            f"Ship orders first: fahuo ship --seller {seller_name!r} --all"
        )
    files.write_whole(out, labels.content)
    noun = "label" if len(labels.pages) == 1 else "labels"
    click.echo(f"{len(labels.pages)} {noun} in {click.format_filename(out)}", err=files.is_stream(out))
    _tell(labels.problems)
    missing = lookups.without_label(seller, order_ids)
    if missing:
        click.echo(f"No label yet: order {', '.join(missing)}.", err=True)
    if missing or labels.problems:
        sys.exit(3)


def _drawn_as(*, size: str, file_format: str, dpi: str, own: bool, pick_line: bool) -> dict[str, Any]:
    from fahuo.labels.dots import Head
    from fahuo.trade.label import LabelFormat, LabelSize

    return {
        "size": LabelSize(size.upper()),
        "format": LabelFormat(file_format.upper()),
        "head": Head.of(int(dpi)),
        "own": own,
        "pick_line": pick_line,
    }


def _tell(problems: Mapping[int, Problem]) -> None:
    """Say why shipments are not in the file."""
    if not problems:
        return
    from fahuo.shipments.models import Shipment
    from fahuo.trade import error_book

    numbers = dict(Shipment.objects.filter(pk__in=problems).values_list("pk", "order__number"))
    for shipment_id, problem in problems.items():
        entry = error_book.entry(problem.code)
        click.echo(
            f"{numbers.get(shipment_id, shipment_id)}: {entry.title_en} ({problem.detail}). {entry.fix_en}", err=True
        )
