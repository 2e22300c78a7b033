"""`fahuo demo`: the whole main job, on sample orders, with emulated carriers."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fahuo.site import bootstrap, environment

if TYPE_CHECKING:
    from types import FrameType

    from fahuo.accounts.models import Seller
    from fahuo.site.demo.job import Result

LOCK = 0x6465_6D6F  # "demo": a number that nobody else uses in this database


@click.command()
def command() -> None:
    """Import 300 sample orders, check, route, price, book and label them; print what came of it.

    The carriers are emulators on loopback that check signatures, lose answers and turn calls away. Nothing leaves this
    machine. Labels and reports lie in FAHUO_HOME/demo afterwards; every run begins anew and touches no seller but its
    own.
    """
    bootstrap.start()
    folder = environment.home() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(), _ended_by_signals():
        seller, result = _run(folder)
    _show(seller, result, folder)


def emulator_books() -> Path:
    """Return the folder where the emulators of this installation keep what they hold."""
    return environment.home() / "emulators"


def _run(folder: Path) -> tuple[Seller, Result]:
    from fahuo.carriers.emulation.server import EmulatorFailed
    from fahuo.site.demo import emulators, job, store

    books = emulator_books()
    emulators.forget(books)
    try:
        with emulators.sharing(emulators.bookable(), books=books, rough=True, speed=emulators.SPEED) as urls:
            for code, url in urls.items():
                click.echo(f"Emulated carrier {code} at {url}", err=True)
            seller = store.open_store(urls)
            store.admit(seller)  # somebody who is told what rings
            return seller, job.work(seller, folder, urls)
    except EmulatorFailed as error:
        raise click.ClickException(f"An emulated carrier did not start: {error}") from error


def _show(seller: Seller, result: Result, folder: Path) -> None:
    from fahuo.site.demo import store, summary, tables

    found = summary.figures(result)
    verdicts, report = summary.write(found, result, folder)
    tables.show(
        found,
        {
            "Carriers' labels": result.labels.carriers,
            "Our own labels": result.labels.ours,
            "Labels as the ZPL printer got them": folder / "labels.zpl",
            "Pick list": folder / "pick-list.pdf",
            "Invoices": folder / "invoices.pdf",
            "Verdict of each order": verdicts,
            "Report": report,
        },
    )
    click.echo(f"\nSee it in the browser: make run, then sign in as {store.PERSON} / {store.admit(seller)}")


@contextmanager
def _alone() -> Iterator[None]:
    """Two demos at once would delete each other's orders."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise click.ClickException("Another demo is running on this database: wait until it has ended.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM and a closed terminal end the emulators as well, as Ctrl-C does."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
