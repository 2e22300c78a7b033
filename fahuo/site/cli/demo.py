"""`fahuo demo`: the whole main job, on sample orders, with emulated carriers."""

from __future__ import annotations

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
    with emulators.running(registry.codes()) as urls:
        click.echo(f"Emulated carriers: {', '.join(f'{code} at {url}' for code, url in urls.items())}", err=True)
        result = job.work(store.open_store(urls), folder)
    report = folder / "report.json"
    summary.write(result, report)
    summary.show(result, report)
