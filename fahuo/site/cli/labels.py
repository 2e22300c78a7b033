"""`fahuo labels`: every printable label in one PDF."""

from __future__ import annotations

from pathlib import Path

import click

from fahuo.site import bootstrap
from fahuo.site.files import write_whole


@click.command()
@click.option("--seller", "seller_name", required=True, help="Whose labels.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write.")
@click.option("--own", is_flag=True, help="Our own label for every parcel, instead of the carrier's.")
@click.option("--order", "order_numbers", multiple=True, help="Only these orders (may be repeated).")
def command(seller_name: str, out: Path, own: bool, order_numbers: tuple[str, ...]) -> None:
    """Write all labels that were read back into one PDF, 100 × 150 mm, in the sequence of booking."""
    bootstrap.start()
    from fahuo.shipments import queries
    from fahuo.shipments.services.print_labels import NothingToPrintError, merged_pdf
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    shipment_ids = queries.printable_ids(seller.pk, order_numbers)
    try:
        content = merged_pdf(seller=seller, shipment_ids=shipment_ids, own=own)
    except NothingToPrintError as error:
        raise click.ClickException(f"{error}. Ship orders first: fahuo ship --seller {seller_name!r} --all") from error
    write_whole(out, content)
    click.echo(f"{len(shipment_ids)} labels in {out}")
