"""A bulk queue that is full, and stands still, never delays an alert."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg

from tests.cli import orders
from tests.cli.shell import Shell
from tests.fixtures.waiting import wait_until

OVERDUE = (
    "UPDATE orders_order o SET label_due_at = now() - interval '1 min' FROM accounts_seller s"
    " WHERE s.id = o.seller_id AND s.name = %s AND o.outcome = 'READY' RETURNING o.id"
)
OPEN = "SELECT count(*) FROM alerts_alert a JOIN accounts_seller s ON s.id = a.seller_id WHERE s.name = %s"
BULK = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
    " SELECT 'customs', 'fahuo.customs.jobs.send_messages', jsonb_build_object('seller_id', s.id)"
    " FROM accounts_seller s, generate_series(1, 50) WHERE s.name = %s"
)
STANDS_STILL = "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'customs' AND status = 'doing'"


def test_alerts_open_while_bulk_jobs_hold_every_other_place(
    shell: Shell, new_seller: Callable[[str], str], carrier: str, tmp_path: Path
) -> None:
    seller = new_seller(carrier)
    shell.done(*orders.write(tmp_path, ready=4), "--seller", seller)
    with psycopg.connect(shell.url) as holding:
        holding.execute("LOCK TABLE customs_message IN ACCESS EXCLUSIVE MODE")  # the bulk jobs wait for it
        with psycopg.connect(shell.url) as queueing:
            queueing.execute(BULK, [seller])
        worker = shell.start("worker", "--jobs", "1")
        try:
            wait_until(lambda: shell.rows(STANDS_STILL) == [(1,)])
            overdue = shell.rows(OVERDUE, seller)
            assert overdue
            wait_until(lambda: shell.rows(OPEN, seller) == [(len(overdue),)])
            assert shell.rows(STANDS_STILL) == [(1,)]
            holding.rollback()
            worker.terminate()
            assert shell.end(worker).code == 0
        finally:
            worker.kill()
