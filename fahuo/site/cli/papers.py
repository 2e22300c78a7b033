"""`fahuo papers`: customs papers and pick lists as a file."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from fahuo.site import bootstrap, files
from fahuo.site.cli import errors

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.trade.problem import Problem

EXIT_CODES = errors.exit_codes(refused="nothing was written", partly="some of the orders are not in the file")
KINDS = ("invoice", "packing-list", "cn22", "cn23", "pick-list")
FileFormat = Literal["pdf", "xlsx"]
Language = Literal["en", "zh"]


@click.command(epilog=EXIT_CODES)
@click.option("--seller", "seller_name", required=True, help="Whose.")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="Which paper.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["pdf", "xlsx"]),
    default="pdf",
    show_default=True,
    help="PDF, or Excel.",
)
@click.option(
    "--language", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Which language comes first."
)
@click.option("--order", "order_numbers", multiple=True, help="Only these orders (may be repeated).")
def command(
    *,
    seller_name: str,
    kind: str,
    out: Path,
    file_format: FileFormat,
    language: Language,
    order_numbers: tuple[str, ...],
) -> None:
    """Write papers of booked orders into one file: invoices, packing lists, CN 22, CN 23, or one pick list."""
    files.check_writable(out)
    bootstrap.start()
    from fahuo.shipments import queries
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    order_ids = lookups.order_ids(seller, order_numbers) if order_numbers else []
    ids = queries.printable_ids(seller.pk, order_numbers)
    write = _pick_list if kind == "pick-list" else _papers
    content, problems = write(seller, ids, kind, file_format, language)
    _tell(problems)
    if not content:
        raise click.ClickException("There is nothing to write: no order of these has a label that was read back.")
    files.write_whole(out, content)
    click.echo(f"{len(ids) - len(problems)} orders in {click.format_filename(out)}", err=files.is_stream(out))
    if problems or lookups.without_label(seller, order_ids):
        sys.exit(3)


def _papers(
    seller: Seller, ids: Sequence[int], kind: str, file_format: FileFormat, language: Language
) -> tuple[bytes, Mapping[int, Problem]]:
    from fahuo.customs.services import papers

    written = papers.write(
        seller=seller,
        kind=papers.PaperKind(kind.upper().replace("-", "_")),
        shipment_ids=ids,
        file_format="XLSX" if file_format == "xlsx" else "PDF",
        language=language,
    )
    return written.content, written.problems


def _pick_list(
    seller: Seller, ids: Sequence[int], _kind: str, file_format: FileFormat, language: Language
) -> tuple[bytes, Mapping[int, Problem]]:
    """Sort along the shelves, as somebody will walk there."""
    from fahuo.kit import clock
    from fahuo.printing import queries
    from fahuo.printing.domain.sequence import sorted_ids
    from fahuo.printing.services import pick_list

    written = pick_list.write(
        seller=seller,
        shipment_ids=sorted_ids(queries.parcelled(seller.pk, ids), "PICK_PATH"),
        file_format=file_format.upper(),
        language=language,
        batch_number="",
        at=clock.now(),
    )
    return written.content, written.problems


def _tell(problems: Mapping[int, Problem]) -> None:
    if not problems:
        return
    from fahuo.shipments.models import Shipment
    from fahuo.trade import error_book

    numbers = dict(Shipment.objects.filter(pk__in=problems).values_list("pk", "order__number"))
    for shipment_id, problem in problems.items():
        entry = error_book.entry(problem.code)
        click.echo(f"{numbers.get(shipment_id, shipment_id)}: {entry.title_en}. {entry.fix_en}", err=True)
