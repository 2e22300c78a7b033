"""The token buckets of accounts, shared by all processes (`CallPace`). Each verb is one short statement of its own."""

from __future__ import annotations

from django.db import connection

# No reservation and no pause lies this far ahead, beyond twice what a reservation takes: its clock was wrong then.
WRONG_S = 180.0
# The database's clock counts: those of several machines differ.
_RESERVE = """
INSERT INTO carriers_callpace AS pace (account_id, next_at)
VALUES (%(account)s, clock_timestamp() + %(span)s * interval '1 second')
ON CONFLICT (account_id) DO UPDATE
   SET next_at = CASE WHEN pace.next_at < clock_timestamp() + %(wrong)s * interval '1 second'
                      THEN GREATEST(pace.next_at, clock_timestamp()) ELSE clock_timestamp() END
                 + %(span)s * interval '1 second'
 WHERE pace.next_at <= clock_timestamp() + %(longest)s * interval '1 second'
    OR pace.next_at >= clock_timestamp() + %(wrong)s * interval '1 second'
RETURNING EXTRACT(EPOCH FROM next_at - clock_timestamp())::float8 - %(span)s
"""
_WAIT = "SELECT EXTRACT(EPOCH FROM next_at - clock_timestamp())::float8 FROM carriers_callpace WHERE account_id = %s"
_PUSH_ON = """
INSERT INTO carriers_callpace AS pace (account_id, next_at)
VALUES (%(account)s, clock_timestamp() + %(seconds)s * interval '1 second')
ON CONFLICT (account_id) DO UPDATE SET next_at = GREATEST(pace.next_at, EXCLUDED.next_at)
"""


def reserve(*, account_id: int, count: int, interval_s: float, longest_s: float) -> tuple[bool, float]:
    """Take the next `count` places. Returns True with the seconds until the first one's even time (perhaps past).

    When that is more than `longest_s` ahead nothing is taken, and the answer is False with those seconds.
    """
    span = count * interval_s
    wrong = WRONG_S + 2 * (longest_s + span)
    values = {"account": account_id, "span": span, "longest": longest_s, "wrong": wrong}
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, values)
        if row := cursor.fetchone():
            return True, row[0]
        cursor.execute(_WAIT, [account_id])
        row = cursor.fetchone()
        return False, row[0] if row else longest_s


def push_on(*, account_id: int, seconds: float) -> None:
    """Give no place within these seconds: the carrier asked for a pause."""
    with connection.cursor() as cursor:
        cursor.execute(_PUSH_ON, {"account": account_id, "seconds": seconds})
