"""Take turns: what must not be done by two workers at the same moment."""

from __future__ import annotations

from django.db import connection

TELLING, CARRIERS, ORDERS = 1, 2, 3
_ALERTS = 0x616C  # the first of the two numbers of our advisory locks: "al"


def my_turn(what: int) -> bool:
    """Whether this transaction may do it; False while another does, who sees what we have written by the next round."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_ALERTS, what])
        row = cursor.fetchone()
    return bool(row and row[0])
