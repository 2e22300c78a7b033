"""`fahuo demo`: the whole main job, on sample orders, with emulated carriers."""

from __future__ import annotations

from pathlib import Path

import click

from fahuo.site import bootstrap, environment


@click.command()
def command() -> None:
    """Import 300 sample orders, check, route, price, book and label them; print what came of it.

    The carriers are emulators: HTTP servers on loopback that check signatures. Nothing leaves this machine.
    """
    bootstrap.start()
    from fahuo.carriers import registry
    from fahuo.site.demo import emulators, job, store, summary

    folder = environment.home() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    books = emulator_books()
    emulators.forget(books)
    with emulators.running(registry.codes(), books=books) as urls:
        click.echo(f"Emulated carriers: {', '.join(f'{code} at {url}' for code, url in urls.items())}", err=True)
        seller = store.open_store(urls)
        result = job.work(seller, folder)
    report = folder / "report.json"
    summary.write(result, report)
    summary.show(result, report)
    click.echo(f"See it in the browser: make run, then sign in as {store.PERSON} / {store.admit(seller)}")


def emulator_books() -> Path:
    """Return the folder where the emulators of this installation keep what they hold."""
    return environment.home() / "emulators"
