"""Mark runs finished. Asked after each batch and on every tick, so that a worker killed in between leaves none open."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

# A row that nobody will take up by itself any more has no lease running: it is labelled, failed or before a person.
_FINISH = """
UPDATE shipments_shiprun AS run SET finished_at = %(at)s
 WHERE run.finished_at IS NULL AND (%(run)s::bigint IS NULL OR run.id = %(run)s)
   AND run.order_count <= jsonb_array_length(run.skipped)
       + (SELECT count(*) FROM shipments_shipment AS s WHERE s.run_id = run.id)
   AND NOT EXISTS (SELECT 1 FROM shipments_shipment AS s
                    WHERE s.run_id = run.id AND s.status IN ('BOOKING', 'BOOKED') AND s.lease_until IS NOT NULL)
RETURNING run.id
"""


def finish_runs(*, at: datetime, run_id: int | None = None) -> list[int]:
    """Finish the runs of which no order will move by itself any more (only `run_id`, if given); return their ids."""
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, {"at": at, "run": run_id})
        return [row[0] for row in cursor.fetchall()]
