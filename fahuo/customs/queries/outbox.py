"""Which messages are due to be sent, claimed so that two workers never get the same one."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection

# Lists wait until orders and waybills written before them have left.
# In a subquery the portion might be taken again for every row, and exceed the limit.
_CLAIM = """
WITH due AS MATERIALIZED (
     SELECT id FROM customs_message AS m
      WHERE status IN ('WRITTEN', 'SENDING', 'DOUBTFUL') AND lease_until < %(at)s
        AND (%(seller)s::bigint IS NULL OR seller_id = %(seller)s)
        AND NOT (kind = 'CEB603' AND EXISTS (
            SELECT 1 FROM customs_message AS before
             WHERE before.seller_id = m.seller_id AND before.id < m.id AND before.kind IN ('CEB303', 'CEB505')
               AND before.status IN ('WRITTEN', 'SENDING')))
      ORDER BY lease_until, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE customs_message AS m SET lease = %(lease)s, lease_until = %(until)s FROM due WHERE m.id = due.id
RETURNING m.id, m.seller_id
"""


def claim_due(
    *, at: datetime, until: datetime, lease: uuid.UUID, limit: int, seller_id: int | None = None
) -> dict[int, list[int]]:
    """Take over messages that are to be sent or whose lease ran out, as seller → ids, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"lease": lease, "until": until, "at": at, "limit": limit, "seller": seller_id})
        claimed: dict[int, list[int]] = {}
        for message_id, owner in sorted(cursor.fetchall()):
            claimed.setdefault(owner, []).append(message_id)
    return claimed
