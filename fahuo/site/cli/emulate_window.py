"""`fahuo emulate-window`: a single window of customs on this machine, which checks messages and answers receipts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fahuo.site.cli.serve import check_free

SHARE = click.FloatRange(0, 1)


@click.command()
@click.option("--port", default=9201, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option(
    "--options", "file", type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A TOML file of options and declarants; what stands on the command line outweighs it.",
)  # fmt: skip
@click.option("--seed", type=int, help="Another seed, other whims; the same seed, the same whims.")
@click.option("--step-s", type=click.FloatRange(min=0), help="Seconds between two receipts of a document.")
@click.option(
    "--hold-at", type=click.Choice(["120", "300", "500", "800"]),
    help="Stop lists at this code until POST /_emulator/release.",
)  # fmt: skip
@click.option("--reject", type=SHARE, help="Share of lists that come back (100).")
@click.option("--reject-order", "reject_orders", multiple=True, help="Send the list of this order back once.")
@click.option("--review", type=SHARE, help="Share of lists that a person looks at (300).")
@click.option("--inspect", type=SHARE, help="Share of lists that are inspected (500).")
@click.option("--skip", type=SHARE, help="Share of receipts that are left out, never the last of a document.")
@click.option("--shuffle", type=SHARE, help="Share of documents whose receipts leave in another sequence.")
@click.option("--repeat", type=SHARE, help="Share of receipts that leave twice.")
@click.option("--latency-ms", type=click.FloatRange(min=0), help="Wait this long before each answer.")
@click.option(
    "--fault", "faults", multiple=True, help="post|receipts:kind[:times|percent%], e.g. post:silence_after:2%."
)
@click.option("--push-url", help="Send new receipts there by themselves; {account} stands for the account.")
def command(*, port: int, file: Path | None, **given: Any) -> None:
    """Serve an emulated single window until Ctrl-C.

    Register a firm with POST /_emulator/declarants or in the file. What the window holds: GET /_emulator/book.
    """
    from fahuo.carriers.emulation.server import free_port
    from fahuo.customs.window import options, server

    said = {name: value for name, value in given.items() if value not in (None, ())}
    try:
        plain = {**(options.read_file(file) if file else {}), **said}
        read = options.read_options(plain)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    port = port or free_port()
    check_free("127.0.0.1", port)
    click.echo(f"Single window (emulated) at http://127.0.0.1:{port}, {len(read.declarants)} declarants")
    server.serve(plain, port=port)
