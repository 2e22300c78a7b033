"""`fahuo emulate-card`: an e-port card with its local client on this machine, to rehearse signing with."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from fahuo.site.cli.serve import check_free

FAULTS = ("slow", "disconnect", "wrong_data", "garbage", "no_card", "other_card", "refuse")


@click.command()
@click.option("--port", default=61232, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option(
    "--sort", type=click.Choice(["RSA", "SM2"]), default="RSA", show_default=True, help="The kind of the card's key."
)
@click.option("--algorithms", default="", help="The set it signs with; else RSA-SHA1 or GM-2022.")
@click.option("--pin", default="88888888", show_default=True, help="Its PIN; it locks itself after five wrong ones.")
@click.option(
    "--certificate", type=click.Path(dir_okay=False, path_type=Path),
    help="Write the card's certificate into this file (DER), for the declarant and the emulated window.",
)  # fmt: skip
@click.option("--sign-s", type=click.FloatRange(min=0), default=0.0, help="Take so long for each signature.")
@click.option("--fault", type=click.Choice(FAULTS), default=None, help="What is wrong with it.")
def command(
    *, port: int, sort: str, algorithms: str, pin: str, certificate: Path | None, sign_s: float, fault: str | None
) -> None:
    """Serve an emulated e-port card until Ctrl-C. Its key is new each time and worth nothing at a port."""
    from fahuo.customs.card.emulator import EmulatedCard, running
    from fahuo.customs.ceb.algorithms import ALGORITHMS, KeySort

    if algorithms and (algorithms not in ALGORITHMS or ALGORITHMS[algorithms].keys.value != sort):
        fitting = ", ".join(name for name, one in ALGORITHMS.items() if one.keys.value == sort)
        raise click.BadParameter(f"a key of {sort} signs with {fitting}", param_hint="--algorithms")
    if port:
        check_free("127.0.0.1", port)
    card = EmulatedCard(sort=KeySort(sort), pin=pin, algorithms=algorithms, sign_s=sign_s, fault=fault or "")
    if certificate is not None:
        certificate.write_bytes(card.certificate)
    with running(card, port=port) as url:
        click.echo(f"E-port card (emulated, {sort}, {card.algorithms}) at {url}")
        _wait()


def _wait() -> None:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
