"""A slow printer holds a print job of the worker, and never what books parcels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from fahuo.printing.emulation.mood import Mood
from fahuo.printing.emulation.raw_printer import RawPrinter
from fahuo.printing.emulation.running import running
from tests.cli import orders
from tests.cli.shell import Shell
from tests.fixtures.waiting import LONGEST_S, wait_until

PATIENT = {"FAHUO_PRINTER_NETWORKS": "127.0.0.0/8", "FAHUO_PRINTER_ANSWER_SECONDS": "99"}
QUEUE_A_BOOKING_JOB = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args) SELECT 'shipments',"
    " 'fahuo.shipments.jobs.void_shipments',"
    " jsonb_build_object('seller_id', id, 'person_id', null, 'shipment_ids', '[]'::jsonb)"
    " FROM accounts_seller WHERE name = %s RETURNING id"
)


def test_booking_goes_on_while_a_slow_printer_prints(
    shell: Shell, new_seller: Callable[[str], str], carrier: str, tmp_path: Path
) -> None:
    seller = new_seller(carrier)
    mine = ("--seller", seller)
    shell.done(*orders.write(tmp_path, ready=4), *mine)
    shell.done("ship", *mine, "--all")
    released = Event()
    fake = RawPrinter(Mood(paper_out=True), printed=lambda *_: released.wait(LONGEST_S))
    with running(fake) as address:
        shell.done("printers", "add", *mine, "Zebra", address)
        assert shell("print", *mine, "--all", FAHUO_PRINTER_NETWORKS="127.0.0.0/8").code == 1
        fake.mood = Mood()
        due = "UPDATE printing_printbatch SET status = 'QUEUED', lease_until = now() - interval '1 s' FROM"
        owner = "accounts_seller s WHERE s.id = seller_id AND s.name = %s RETURNING printing_printbatch.id"
        ((batch,),) = shell.rows(f"{due} {owner}", seller)
        worker = shell.start("worker", "--jobs", "1", "--print-jobs", "1", **PATIENT)
        try:
            state = "SELECT status FROM printing_printbatch WHERE id = %s"
            wait_until(lambda: shell.rows(state, batch) == [("SENDING",)])
            ((job,),) = shell.rows(QUEUE_A_BOOKING_JOB, seller)
            wait_until(lambda: not shell.rows("SELECT 1 FROM procrastinate_jobs WHERE id = %s", job))
            assert shell.rows(state, batch) == [("SENDING",)]
            released.set()
            wait_until(lambda: shell.rows(state, batch) == [("PRINTED",)])
            worker.terminate()
            assert shell.end(worker).code == 0
        finally:
            released.set()
            worker.kill()
    assert len(fake.labels) == len(set(fake.labels)) == 4
