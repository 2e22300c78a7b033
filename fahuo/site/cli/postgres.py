"""`fahuo postgres`."""

from __future__ import annotations

import click

from fahuo.kit import embedded_postgres
from fahuo.site import environment


@click.group()
def command() -> None:
    """Start, stop or show the embedded PostgreSQL."""


@command.command()
def start() -> None:
    """Start the server; every other command does this by itself."""
    embedded_postgres.ensure_running(environment.home(), environment.text("DATABASE_URL"))
    status.callback()  # type: ignore[misc]


@command.command()
def stop() -> None:
    """Stop the server: finished work is kept, open work is rolled back."""
    if environment.text("DATABASE_URL"):
        raise click.ClickException("DATABASE_URL is set: Fahuo does not stop a server that it did not start.")
    embedded_postgres.stop(environment.home())
    click.echo("stopped")


@command.command()
def status() -> None:
    """Say whether the server answers."""
    if environment.text("DATABASE_URL"):
        embedded_postgres.ensure_running(environment.home(), environment.text("DATABASE_URL"))
        click.echo("DATABASE_URL is set, and that server answers")
        return
    up = embedded_postgres.is_running(environment.home())
    click.echo(f"{'running' if up else 'stopped'}  {environment.home() / 'postgres'}")


@command.command()
def url() -> None:
    """Print the address for psql, pg_dump and other tools."""
    click.echo(embedded_postgres.connection_url(environment.home(), environment.text("DATABASE_URL")))
