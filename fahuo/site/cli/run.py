"""`fahuo run`: what `make run` calls."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from fahuo.carriers.domain.access import is_loopback
from fahuo.kit import clock
from fahuo.site import bootstrap
from fahuo.site.cli.serve import check_free


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is every one.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 64), help="Of the web pages.")
def command(host: str, port: int, processes: int) -> None:
    """Serve the web pages and work off background jobs; Ctrl-C stops both.

    When one of the two ends, the other is stopped too, so that nothing runs by halves. Emulators of carriers that a
    seller is connected to (the demo is) run along, and so does an emulated single window.
    """
    check_free(host, port)
    bootstrap.start()
    web = ["serve", "--host", host, "--port", str(port), "--processes", str(processes)]
    with emulated_carriers(port) as practising, emulated_window():
        mood = {**os.environ, **practice_settings(host, practising=practising)}
        children = [
            subprocess.Popen([sys.executable, "-m", "fahuo", *arguments], env=mood)  # noqa: S603 - our own program
            for arguments in (web, ["worker"])
        ]
        code = watch(children)
    sys.exit(code)


@contextmanager
def emulated_carriers(port: int) -> Iterator[bool]:
    """Run the emulators that accounts point at, and tell the accounts where they listen now; yield if there are any.

    They push news to the pages, which are served at this port.
    """
    from fahuo.carriers import services
    from fahuo.site.cli.demo import emulator_books
    from fahuo.site.demo import emulators, pushing

    pushed = pushing.push_urls(f"http://127.0.0.1:{port}", at=clock.now())
    with emulators.sharing(services.emulated_carriers(), books=emulator_books(), push_urls=pushed) as urls:
        for carrier, url in urls.items():
            services.move_emulated(carrier=carrier, base_url=url)
            click.echo(f"Emulated carrier {carrier} is at {url}")
        yield bool(urls)


@contextmanager
def emulated_window() -> Iterator[None]:
    """Run an emulated single window for firms whose own has ended, as that of the demo has."""
    from fahuo.site.demo import window

    with window.standing_in() as url:
        if url:
            click.echo(f"Emulated single window is at {url}")
        yield


def practice_settings(host: str, *, practising: bool) -> dict[str, str]:
    """Return what is set for the pages of a demo: while only this machine sees them, owners may use its emulators."""
    allowed = practising and is_loopback(host) and "FAHUO_EMULATORS_ALLOWED" not in os.environ
    return {"FAHUO_EMULATORS_ALLOWED": "1"} if allowed else {}


def watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait for the first child to end or for a signal, then stop all; returns the first child's exit code."""
    stopping: list[int] = []

    def on_signal(number: int, frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    code = next((child.returncode for child in children if child.returncode is not None), 0)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        child.wait()
    return 0 if stopping else code or 1
