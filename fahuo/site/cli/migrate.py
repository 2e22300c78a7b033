"""`fahuo migrate`."""

from __future__ import annotations

import click

from fahuo.site import bootstrap


@click.command()
def command() -> None:
    """Bring the tables of the database up to date.

    Every other command does this by itself; run it alone before several machines start at once.
    """
    bootstrap.start(migrate=False)
    if missing := len(bootstrap.pending_migrations()):
        bootstrap.apply_migrations()
    click.echo(f"{missing} migrations applied." if missing else "The tables are up to date.")
