"""`fahuo emulate`: emulators of carriers on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fahuo.site.cli.serve import check_free


@click.command()
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="Serve every carrier in one process, each at /CODE.")
@click.option("--port", default=9101, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option(
    "--faults", "storm", type=click.Path(dir_okay=False, path_type=Path),
    help="A TOML file of options and faults; what stands on the command line outweighs it.",
)  # fmt: skip
@click.option("--fault", "faults", multiple=True, help="operation:kind[:times|percent%], e.g. create:silence_after:2%.")
@click.option("--latency-ms", type=float, help="Wait this long before each answer.")
@click.option("--latency-p99-ms", type=float, help="One answer in a hundred takes longer than this.")
@click.option("--answer-after-ms", type=float, help="Wait this long between doing what was asked and saying so.")
@click.option("--calls-per-s", type=float, help="Turn away more calls than this in a second.")
@click.option("--same-reference-again", is_flag=True, help="Book a reference again instead of refusing it.")
@click.option(
    "--book", type=click.Path(dir_okay=False),
    help="Append every booking to this file, and go on from it. With --all: {code} in the name.",
)  # fmt: skip
@click.option("--label-not-ready", type=int, help='Say "not ready" this often before each label.')
@click.option("--number-after-s", type=float, help="Give the tracking number this many seconds after the booking.")
@click.option("--any-time", is_flag=True, help="Do not check the date of signatures.")
@click.option("--journey", "journeys", multiple=True, help="PLOT:share, e.g. HAPPY:9 and LOSS:1; how parcels travel.")
@click.option("--journey-speed", type=float, help="Seconds that pass for a parcel in one of ours.")
@click.option("--journey-law", help="Draw how long each step takes: MIXTURES, WEEKENDS, HEAVY_TAILS or PEAKS.")
@click.option("--journey-seed", type=int, help="Draw other durations; the same seed draws the same again.")
@click.option("--push-url", help="Send new events there by themselves; {code} stands for the carrier.")
def command(code: str | None, port: int, *, every: bool, storm: Path | None, **given: Any) -> None:
    """Serve the emulator of the carrier CODE, or of all carriers, until Ctrl-C.

    What it holds: GET /_emulator/orders. Faults while it runs: POST /_emulator/faults. See docs/operations.md.
    """
    from fahuo.carriers import registry
    from fahuo.carriers.emulation import server

    if every is (code is not None):
        raise click.UsageError("Name one carrier, or say --all.")
    try:
        options = _options(storm, given)
        manifests = [registry.manifest(one) for one in (registry.codes() if code is None else (code,))]
    except (registry.UnknownCarrier, ValueError) as error:
        raise click.ClickException(str(error)) from error
    if every and "{code}" not in options.get("book", "{code}"):
        raise click.UsageError("With --all each carrier needs a book of its own: write {code} in the file's name.")
    port = port or server.free_port()
    check_free("127.0.0.1", port)
    for page in manifests:
        click.echo(f"{page.name_en} (emulated) at http://127.0.0.1:{port}{f'/{page.code}' if every else ''}")
    if code is not None:
        server.serve(code, port=port, **options)
    else:
        server.serve_all([page.code for page in manifests], port=port, **options)


def _options(storm: Path | None, given: dict[str, Any]) -> dict[str, Any]:
    """Return the plain options: those of the file, outweighed by what was said on the command line."""
    from fahuo.carriers.emulation.options import read_file, read_options

    any_time, again = given.pop("any_time"), given.pop("same_reference_again")
    said = {name: value for name, value in given.items() if value not in (None, ())}
    if "journeys" in said:
        said["journeys"] = dict(_share(text) for text in said["journeys"])
    if any_time:
        said["strict_time"] = False
    if again:
        said["refuse_duplicates"] = False
    options = {**(read_file(storm) if storm else {}), **said}
    read_options(options)
    return options


def _share(text: str) -> tuple[str, float]:
    plot, _, share = text.partition(":")
    try:
        return plot, float(share or 1)
    except ValueError as error:
        raise ValueError(f"Not a journey: {text!r}. Write PLOT:share, such as LOSS:1.") from error
