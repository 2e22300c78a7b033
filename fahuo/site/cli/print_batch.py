"""`fahuo print`: labels and papers to a printer, worked through in this process."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.printing.models import PrintBatch, Printer
    from fahuo.printing.services.queue import Queued
    from fahuo.trade.problem import Problem

EXIT_CODES = errors.exit_codes(
    done="everything was printed", refused="nothing was printed", partly="some were left out, or somebody must look"
)
KINDS = ("labels", "pick-list", "invoice", "packing-list", "cn22", "cn23")


@click.command(epilog=EXIT_CODES)
@click.option("--seller", "seller_name", required=True, help="Whose.")
@click.option("--printer", "printer_name", help="The printer's name; without it the default one.")
@click.option("--order", "order_numbers", multiple=True, help="Only these orders (may be repeated).")
@click.option("--all", "every", is_flag=True, help="Every label that was read back and never printed.")
@click.option("--kind", type=click.Choice(KINDS), default="labels", show_default=True, help="What to print.")
@click.option(
    "--sequence", type=click.Choice(["chosen", "waybill", "sku", "pick-path"]), default="chosen", show_default=True,
    help="How they come out: as booked, by waybill, same goods together, or along the shelves.",
)  # fmt: skip
@click.option("--own", is_flag=True, help="Our own label for every parcel, instead of the carrier's.")
@click.option("--pick-line/--no-pick-line", default=True, help="A line with order and goods on carriers' labels.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Of papers.")
@click.option("--reason", default="", help="Why something is printed again.")
@click.option(
    "--settle", "settled", type=int, metavar="BATCH", help="A batch that was interrupted: say how many came out."
)
@click.option("--came-out", type=click.IntRange(0), help="With --settle: how many of its documents came out.")
def command(seller_name: str, settled: int | None, came_out: int | None, **options: Any) -> None:
    """Print labels or papers. What was printed before needs a reason; what is cancelled never comes out.

    A batch that is interrupted is never sent again by itself: count what came out, and say so with --settle.
    """
    bootstrap.start()
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    if settled is not None:
        if came_out is None:
            raise click.UsageError("With --settle say --came-out: how many of its documents came out of the printer.")
        sys.exit(_settle(seller, settled, came_out))
    sys.exit(_print(seller, **options))


def _print(
    seller: Seller, *, printer_name: str | None, order_numbers: tuple[str, ...], every: bool, **options: Any
) -> int:
    from fahuo.printing.domain import BatchWish
    from fahuo.printing.services.queue import open_batch

    printer = _printer(seller, printer_name)
    ids = _chosen(seller, order_numbers, every=every)
    wish = BatchWish(
        kind=options["kind"].upper().replace("-", "_"),
        format=printer.format,
        size=printer.size,
        dpi=printer.dpi,
        printer_id=printer.pk,
        sequence=options["sequence"].upper().replace("-", "_"),
        own_labels=options["own"],
        pick_line=options["pick_line"],
        language=options["language"],
        reason=options["reason"],
    )
    from fahuo.kit import clock

    return _work(seller, open_batch(seller=seller, person=None, shipment_ids=ids, wish=wish, at=clock.now()))


def _printer(seller: Seller, name: str | None) -> Printer:
    from fahuo.printing import queries

    found = queries.printer(seller, name=name)
    if found is None:
        which = f"no printer {name!r}" if name else "no printer"
        raise click.ClickException(f"{seller.name} has {which}. `fahuo printers list` shows them, `add` makes one.")
    return found


def _chosen(seller: Seller, order_numbers: tuple[str, ...], *, every: bool) -> list[int]:
    from fahuo.printing import queries as printing
    from fahuo.shipments import queries
    from fahuo.site import lookups

    if every is bool(order_numbers):
        raise click.UsageError("Name orders with --order, or say --all.")
    if order_numbers:
        lookups.order_ids(seller, order_numbers)
        return queries.printable_ids(seller.pk, order_numbers)
    ids = queries.printable_ids(seller.pk)
    printed = printing.printed_before(seller, ids)
    return [one for one in ids if one not in printed]


def _work(seller: Seller, queued: Queued) -> int:
    from fahuo.accounts import services as accounts
    from fahuo.kit import clock
    from fahuo.printing.services import advance

    if queued.problem is not None or queued.batch is None:
        raise click.ClickException(_sentence(queued.problem) if queued.problem else "Nothing is left to be printed.")
    accounts.record(
        seller=seller, person=None, verb="print", subject=str(queued.batch.pk), at=clock.now(),
        shipments=queued.batch.count,
    )  # fmt: skip
    advance.print_batch(batch_id=queued.batch.pk)
    queued.batch.refresh_from_db()
    return _tell(queued.batch)


def _tell(batch: PrintBatch) -> int:
    """Say what came of a batch; return the exit code."""
    from fahuo.trade.problem import Problem

    for number, problem in batch.printouts.exclude(problem={}).values_list("shipment__order__number", "problem"):
        click.echo(f"{number}: {_sentence(Problem(**problem))}", err=True)
    printer = batch.printer.name if batch.printer else ""
    click.echo(f"Batch {batch.pk}: {batch.status.lower()}, {batch.sent} of {batch.count} handed to {printer}")
    if batch.problem:
        click.echo(_sentence(Problem(**batch.problem)), err=True)
    if batch.status == "FAILED" and not batch.sent:
        return 1
    return 0 if batch.status == "PRINTED" and not batch.printouts.exclude(problem={}).exists() else 3


def _settle(seller: Seller, batch_id: int, came_out: int) -> int:
    from fahuo.kit import clock
    from fahuo.printing.models import PrintBatch
    from fahuo.printing.services import advance
    from fahuo.printing.services.settle import settle

    batch = PrintBatch.objects.filter(seller=seller, pk=batch_id).first()
    if batch is None:
        raise click.ClickException(f"{seller.name} has no batch {batch_id}.")
    queued = settle(batch=batch, printed_up_to=came_out, person=None, at=clock.now())
    if queued.problem is not None:
        raise click.ClickException(_sentence(queued.problem))
    from fahuo.accounts import services as accounts

    accounts.record(seller=seller, person=None, verb="settle_printing", subject=str(batch.pk), at=clock.now())
    click.echo(f"Batch {batch.pk}: {came_out} came out")
    if queued.batch is None:
        return 0
    advance.print_batch(batch_id=queued.batch.pk)
    queued.batch.refresh_from_db()
    return _tell(queued.batch)


def _sentence(problem: Problem) -> str:
    from fahuo.trade import error_book

    entry = error_book.entry(problem.code)
    return f"{entry.title_en}{f' ({problem.detail})' if problem.detail else ''}. {entry.fix_en}"
