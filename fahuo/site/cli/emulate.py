"""`fahuo emulate`: a carrier's emulator on this machine."""

from __future__ import annotations

from typing import Any

import click

from fahuo.site.cli.serve import check_free


@click.command()
@click.argument("code")
@click.option("--port", default=9101, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option("--latency-ms", default=0.0, help="Wait this long before each answer.")
@click.option("--answer-after-ms", default=0.0, help="Wait this long between doing what was asked and saying so.")
@click.option("--same-reference-again", is_flag=True, help="Book a reference again instead of refusing it.")
@click.option("--book", type=click.Path(dir_okay=False), help="Append every booking to this file, and go on from it.")
@click.option("--fault", "faults", multiple=True, help="operation:kind[:times|percent%], e.g. create:silence_after:2%.")
@click.option("--label-not-ready", default=0, help='Say "not ready" this often before each label.')
@click.option("--number-after-s", type=float, help="Give the tracking number this many seconds after the booking.")
@click.option("--any-time", is_flag=True, help="Do not check the date of signatures.")
def command(code: str, port: int, *, any_time: bool, same_reference_again: bool, **options: Any) -> None:
    """Serve the emulator of the carrier CODE, until Ctrl-C.

    What it holds: GET /_emulator/orders. Faults while it runs: POST /_emulator/faults.
    """
    from fahuo.carriers import registry
    from fahuo.carriers.emulation import server
    from fahuo.carriers.emulation.options import read_options

    options = {**options, "strict_time": not any_time, "refuse_duplicates": not same_reference_again}
    try:
        manifest = registry.manifest(code)
        read_options(options)
    except (registry.UnknownCarrier, ValueError) as error:
        raise click.ClickException(str(error)) from error
    port = port or server.free_port()
    check_free("127.0.0.1", port)
    click.echo(f"{manifest.name_en} (emulated) at http://127.0.0.1:{port}")
    server.serve(code, port=port, **options)
