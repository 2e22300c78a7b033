"""`fahuo secrets`: the key that seals credentials."""

from __future__ import annotations

import sys

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors

ROTATE_CODES = errors.exit_codes(
    done="everything is sealed with the newest key", refused="some credentials could not be opened"
)


@click.group()
def command() -> None:
    """Make an encryption key, and seal stored credentials with the newest one: docs/operations.md."""


@command.command("new-key")
def new_key() -> None:
    """Print a new encryption key. Nothing is stored."""
    from fahuo.kit import secrets

    click.echo(secrets.new_key())


@command.command(epilog=ROTATE_CODES)
def rotate() -> None:
    """Seal the credentials of every carrier account with the newest key.

    Keys are read as at every start: the first of FAHUO_ENCRYPTION_KEY, or the first line of secrets/encryption.key,
    seals, all of them open. It may be run again at any time, and stopped at any moment: nothing is lost.
    """
    bootstrap.start()
    from fahuo.carriers.services.rotate import rotate as seal_anew

    done = seal_anew()
    click.echo(f"sealed anew: {done.renewed}, with the newest key already: {done.current}, closed: {len(done.closed)}")
    for name in done.closed:
        click.echo(f"No key opens the credentials of {name}. They stay as they are.", err=True)
    if done.closed:
        click.echo("Keep the old key, or enter these credentials again.", err=True)
        sys.exit(1)
