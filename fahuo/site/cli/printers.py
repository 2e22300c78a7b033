"""`fahuo printers`: a seller's printers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.printing.models import Printer
    from fahuo.trade.problem import Problem

SELLER = click.option("--seller", "seller_name", required=True, help="Whose printers.")
TEST_CODES = errors.exit_codes(done="every printer answers", refused="there is no such printer", partly="one does not")


@click.group()
def command() -> None:
    """List, add, test and retire a seller's printers."""


@command.command("list")
@SELLER
def show(seller_name: str) -> None:
    """Show the printers in use, the default one first."""
    from fahuo.printing import queries

    for row in queries.printers(_seller(seller_name)):
        click.echo(
            f"{row.name}  {row.connection} {row.address}  {row.format} {row.size.lower()} {row.dpi} dpi"
            f"{'  default' if row.is_default else ''}"
        )


@command.command()
@SELLER
@click.argument("name")
@click.argument("address")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["zpl", "pdf"]),
    default="zpl",
    show_default=True,
    help="What it understands.",
)
@click.option(
    "--size",
    type=click.Choice(["100x150", "100x100"]),
    default="100x150",
    show_default=True,
    help="Its paper, in millimetres.",
)
@click.option(
    "--dpi",
    type=click.Choice(["203", "300"]),
    default="203",
    show_default=True,
    help="Dots to the inch of its print head.",
)
@click.option("--default", "is_default", is_flag=True, help="The one that is used when none is named.")
def add(*, seller_name: str, name: str, address: str, file_format: str, size: str, dpi: str, is_default: bool) -> None:
    """Add the printer NAME, or change it. ADDRESS is host:port, or an ipp:// or ipps:// address."""
    seller = _seller(seller_name)
    from fahuo.printing import queries
    from fahuo.printing.services import printers

    saved = printers.save(
        seller=seller,
        name=name,
        connection="IPP" if "://" in address else "RAW",
        address=address,
        format=file_format.upper(),
        size=size.upper(),
        dpi=int(dpi),
        is_default=is_default,
        printer=queries.printer(seller, name=name),
    )
    if saved.problem is not None:
        raise click.ClickException(_sentence(saved.problem))
    click.echo(f"{name} at {address}")


@command.command(epilog=TEST_CODES)
@SELLER
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--page", is_flag=True, help="Print a test label on each; it counts as no parcel's.")
def test(seller_name: str, names: tuple[str, ...], *, page: bool) -> None:
    """Ask printers how they are, each NAME or all where none is named. Nothing is printed without --page."""
    seller = _seller(seller_name)
    from fahuo.kit import clock
    from fahuo.printing import queries
    from fahuo.printing.services import printers
    from fahuo.printing.services.sample_label import print_sample

    rows = [_named(seller, name) for name in names] or queries.printers(seller)
    well = 0
    for row in rows:
        problem = (print_sample if page else printers.test)(printer=row, at=clock.now())
        well += problem is None
        done = "took the test label" if page else "answers"
        click.echo(f"{row.name}  {_sentence(problem) if problem else done}")
    sys.exit(0 if well == len(rows) else 3)


@command.command()
@SELLER
@click.argument("name")
def retire(seller_name: str, name: str) -> None:
    """Put the printer NAME away; its batches keep it."""
    from fahuo.kit import clock
    from fahuo.printing.services import printers

    printers.retire(printer=_named(_seller(seller_name), name), at=clock.now())
    click.echo(f"{name} retired")


def _seller(name: str) -> Seller:
    bootstrap.start()
    from fahuo.site import lookups

    return lookups.seller(name)


def _named(seller: Seller, name: str) -> Printer:
    from fahuo.printing import queries

    found = queries.printer(seller, name=name)
    if found is None:
        raise click.ClickException(f"{seller.name} has no printer {name!r}.")
    return found


def _sentence(problem: Problem) -> str:
    from fahuo.trade import error_book

    entry = error_book.entry(problem.code)
    return f"{entry.title_en} ({problem.detail}). {entry.fix_en}"
