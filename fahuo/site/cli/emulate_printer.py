"""`fahuo emulate-printer`: a label printer on this machine that keeps what it prints as files and pictures."""

from __future__ import annotations

import itertools
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from fahuo.site.cli.serve import check_free

FAULTS = ("busy", "aborts", "paper_out", "head_open", "paused", "forgets")


@click.command()
@click.option("--raw-port", default=9100, show_default=True, help="TCP port for ZPL and PDF; 0 takes a free one.")
@click.option("--ipp-port", default=6310, show_default=True, help="Port for IPP; 0 takes a free one.")
@click.option(
    "--keep", type=click.Path(file_okay=False, path_type=Path),
    help="Write every label into this folder, as it came and as a picture.",
)  # fmt: skip
@click.option(
    "--dpi",
    type=click.Choice(["203", "300"]),
    default="203",
    show_default=True,
    help="Dots to the inch of its print head.",
)
@click.option("--break-after", type=int, help="Break the raw connection off while the label after so many is taken.")
@click.option("--paper-out-after", type=int, help="Run out of labels after so many (raw).")
@click.option("--slow-s", type=float, default=0.0, help="Take so long for each label.")
@click.option("--mute", is_flag=True, help="Do not answer ~HS.")
@click.option("--fault", "faults", type=click.Choice(FAULTS), multiple=True, help="What is wrong with it.")
def command(*, raw_port: int, ipp_port: int, keep: Path | None, dpi: str, mute: bool, **options: Any) -> None:
    """Serve an emulated printer on 127.0.0.1 until Ctrl-C: raw TCP as ZPL printers take it, and IPP.

    Allow it with FAHUO_PRINTER_NETWORKS=127.0.0.0/8, then: fahuo printers add --seller NAME Zebra 127.0.0.1:9100
    """
    from fahuo.printing.emulation.ipp_printer import IppPrinter
    from fahuo.printing.emulation.mood import Mood
    from fahuo.printing.emulation.raw_printer import RawPrinter
    from fahuo.printing.emulation.running import running

    wrong: dict[str, Any] = dict.fromkeys(options.pop("faults"), True)
    mood = Mood(answers=not mute, **options, **wrong)
    for port in filter(None, (raw_port, ipp_port)):
        check_free("127.0.0.1", port)
    kept = _keeper(keep, int(dpi))
    with ExitStack() as stack:
        raw = stack.enter_context(running(RawPrinter(mood, printed=kept), raw_port))
        ipp = stack.enter_context(running(IppPrinter(mood, printed=kept), ipp_port))
        click.echo(f"Raw printer at {raw}")
        click.echo(f"IPP printer at {ipp}")
        _wait()


def _wait() -> None:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()


def _keeper(folder: Path | None, dpi: int) -> Callable[[bytes, str], None]:
    """Return what keeps a label; a label that cannot be drawn is kept all the same."""
    numbers = itertools.count(1)

    def keep(content: bytes, file_format: str) -> None:
        number = next(numbers)
        click.echo(f"Label {number}: {len(content)} bytes of {file_format}", err=True)
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{number:04}.{file_format.lower()}").write_bytes(content)
            for page, picture in enumerate(_pictures(content, file_format, dpi), start=1):
                (folder / f"{number:04}-{page}.png").write_bytes(picture)

    return keep


def _pictures(content: bytes, file_format: str, dpi: int) -> list[bytes]:
    from fahuo.kit import pdf
    from fahuo.kit.pdf import PdfUnreadable
    from fahuo.labels import zpl
    from fahuo.labels.dots import Head

    head = Head.of(dpi)
    try:
        if file_format == "PDF":
            return [pdf.as_png(content, page, head.dpi) for page in range(pdf.page_count(content))]
        return [pdf.png_of(image) for image in zpl.draw(content, head)]
    except (PdfUnreadable, zpl.ZplUnreadable) as error:
        click.echo(f"It cannot be drawn: {error}", err=True)
        return []
