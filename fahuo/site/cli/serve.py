"""`fahuo serve`."""

from __future__ import annotations

import logging
import socket
from typing import Any

import click

from fahuo.site import bootstrap

THREADS = 2  # per process: more make the slowest requests many times slower, see docs/decisions


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is every one.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 64), help="About one per core.")
def command(host: str, port: int, processes: int) -> None:
    """Serve the web pages.

    Put a proxy with HTTPS in front of it and set FAHUO_HTTPS, FAHUO_HOSTS and FAHUO_ORIGINS before it leaves this
    machine.
    """
    check_free(host, port)
    bootstrap.start()
    from django.db import connections

    connections.close_all()  # the web processes open their own
    click.echo(f"Fahuo is at http://{'localhost' if host in {'127.0.0.1', '0.0.0.0'} else host}:{port}/")  # noqa: S104
    serve(host=host, port=port, processes=processes)


def check_free(host: str, port: int) -> None:
    """Stop with a sentence when the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise click.ClickException(
            f"Port {port} of {host} cannot be used ({error.strerror}): stop what uses it, or say --port."
        ) from error


def serve(*, host: str, port: int, processes: int, **options: Any) -> None:
    """Serve until SIGTERM or Ctrl-C; open requests are finished first."""
    from granian import Granian
    from granian.constants import Interfaces

    logging.getLogger("granian").setLevel(logging.WARNING)
    Granian(
        "fahuo.site.wsgi:application",
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=processes,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        log_enabled=False,
        **options,
    ).serve()
