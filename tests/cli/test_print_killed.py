"""Killed while labels go to the printer: a worker takes the batch over and sends nothing."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

from fahuo.printing.emulation.mood import Mood
from fahuo.printing.emulation.raw_printer import RawPrinter
from fahuo.printing.emulation.running import running
from tests.cli import orders
from tests.cli.shell import Shell
from tests.fixtures.waiting import LONGEST_S, wait_until

NETWORKS = {"FAHUO_PRINTER_NETWORKS": "127.0.0.0/8"}
CAME_OUT, FOR_EVER_S = 2, 3600.0


def test_nothing_is_printed_twice(shell: Shell, new_seller: Callable[[str], str], carrier: str, tmp_path: Path) -> None:
    seller = new_seller(carrier)
    mine = ("--seller", seller)
    shell.done(*orders.write(tmp_path, ready=4), *mine)
    shell.done("ship", *mine, "--all")

    def hold(*_: object) -> None:
        fake.mood.slow_s = FOR_EVER_S if len(fake.labels) == CAME_OUT else 0.0

    fake = RawPrinter(Mood(), printed=hold)
    with running(fake) as address:
        shell.done("printers", "add", *mine, "Zebra", address)
        printing = shell.start("print", *mine, "--all", **NETWORKS)
        wait_until(lambda: len(fake.labels) == CAME_OUT)
        printing.send_signal(signal.SIGKILL)
        printing.communicate(timeout=LONGEST_S)
        fake.mood.slow_s = 0.0
        (batch, status, sent), *others = shell.rows(
            "SELECT b.id, b.status, b.sent FROM printing_printbatch b JOIN accounts_seller s ON s.id = b.seller_id"
            " WHERE s.name = %s", seller,
        )  # fmt: skip
        assert not others
        assert status == "SENDING"
        assert 1 <= sent <= CAME_OUT

        expire = "UPDATE printing_printbatch SET lease_until = now() - interval '1 s' WHERE id = %s RETURNING id"
        assert shell.rows(expire, batch)
        worker = shell.start("worker", **NETWORKS)
        sending = "SELECT 1 FROM printing_printbatch WHERE id = %s AND status = 'SENDING'"
        wait_until(lambda: not shell.rows(sending, batch))
        worker.terminate()
        assert shell.end(worker).code == 0
        assert shell.rows("SELECT status, sent FROM printing_printbatch WHERE id = %s", batch) == [("DOUBTFUL", sent)]
        assert len(fake.labels) == CAME_OUT, "nothing was sent again"

        rest = shell("print", *mine, "--settle", str(batch), "--came-out", str(CAME_OUT), **NETWORKS)
        assert rest.code == 0, rest
    assert len(fake.labels) == 4
    assert len(set(fake.labels)) == 4, "each label once"
