"""`fahuo labels`: every printable label in one PDF."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fahuo.site import bootstrap, files
from fahuo.site.cli import errors

EXIT_CODES = errors.exit_codes(refused="nothing was written", partly="some of the orders named have no label yet")


@click.command(epilog=EXIT_CODES)
@click.option("--seller", "seller_name", required=True, help="Whose labels.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write.")
@click.option("--own", is_flag=True, help="Our own label for every parcel, instead of the carrier's.")
@click.option("--order", "order_numbers", multiple=True, help="Only these orders (may be repeated).")
def command(seller_name: str, out: Path, own: bool, order_numbers: tuple[str, ...]) -> None:
    """Write all labels that were read back into one PDF, 100 × 150 mm, in the sequence of booking."""
    files.check_writable(out)
    bootstrap.start()
    from fahuo.shipments import queries
    from fahuo.shipments.services.print_labels import NothingToPrintError, merged_pdf
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    order_ids = lookups.order_ids(seller, order_numbers) if order_numbers else []
    shipment_ids = queries.printable_ids(seller.pk, order_numbers)
    try:
        content = merged_pdf(seller=seller, shipment_ids=shipment_ids, own=own)
    except NothingToPrintError as error:
        raise click.ClickException(f"{error}. Ship orders first: fahuo ship --seller {seller_name!r} --all") from error
    files.write_whole(out, content)
    noun = "label" if len(shipment_ids) == 1 else "labels"
    click.echo(f"{len(shipment_ids)} {noun} in {click.format_filename(out)}", err=files.is_stream(out))
    if missing := lookups.without_label(seller, order_ids):
        click.echo(f"No label yet: order {', '.join(missing)}.", err=True)
        sys.exit(3)
