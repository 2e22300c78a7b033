"""`fahuo carriers`: test accounts, and sync the services that they may book."""

from __future__ import annotations

import sys

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors

SELLER = click.option("--seller", "seller_name", required=True, help="Whose accounts.")
TEST_CODES = errors.exit_codes(
    done="every carrier accepts its account", refused="there is no such account", partly="a test failed"
)


@click.group()
def command() -> None:
    """Test a seller's carrier accounts, and sync the services that they may book."""


@command.command(epilog=TEST_CODES)
@SELLER
@click.argument("carriers", nargs=-1, metavar="[CARRIER]...")
def test(seller_name: str, carriers: tuple[str, ...]) -> None:
    """Ask something harmless through the accounts in use: of each CARRIER named, of all of them where none is.

    Nothing is booked. A test that goes well lets calls be made again that were stopped.
    """
    bootstrap.start()
    from fahuo.carriers import queries
    from fahuo.site import lookups
    from fahuo.site.cli.connect import tell_test

    rows = {row.carrier: row for row in queries.contracts(lookups.seller(seller_name).pk)}
    if unknown := [code for code in carriers if code not in rows]:
        raise click.ClickException(f"There is no account in use at {', '.join(unknown)}.")
    if not rows:
        raise click.ClickException(f"{seller_name} has no carrier account in use. `fahuo connect` makes one.")
    well = [tell_test(row) for code, row in rows.items() if not carriers or code in carriers]
    sys.exit(0 if all(well) else 3)


@command.command()
@SELLER
@click.argument("carrier")
def sync(seller_name: str, carrier: str) -> None:
    """Ask CARRIER which services the account in use may book, and say what changed."""
    bootstrap.start()
    from fahuo.carriers.errors import CarrierError
    from fahuo.carriers.services.contracts import NoAccount
    from fahuo.carriers.services.sync import sync as ask
    from fahuo.kit import clock
    from fahuo.site import lookups

    try:
        found = ask(seller=lookups.seller(seller_name), person=None, carrier=carrier, at=clock.now())
    except NoAccount as error:
        raise click.ClickException(f"There is no account in use at {carrier}.") from error
    except CarrierError as error:
        raise errors.Refused(f"{carrier}: {error.message} Nothing was changed.", code=error.code) from error
    click.echo(f"{len(found.offered)} services are offered, {len(found.known)} of them are known")
    for words, codes in (
        ("new, to be described on the carrier's page", found.new),
        ("withdrawn", found.withdrawn),
        ("signed for and not offered", found.lost),
    ):
        if codes:
            click.echo(f"{words}: {', '.join(codes)}")
