"""Write down at the order why its last booking came to nothing, so that the clerk sees it where he works."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.db import connection

from fahuo.trade.problem import Problem

_REFUSE = """
UPDATE orders_order AS o SET refusals = v.refusals::jsonb
  FROM unnest(%(ids)s::bigint[], %(refusals)s::text[]) AS v(id, refusals)
 WHERE o.id = v.id AND o.seller_id = %(seller)s AND o.stage = 'OPEN'
"""


def refuse(*, seller_id: int, problems: Mapping[int, Sequence[Problem]]) -> None:
    """Replace the refusals of these orders, by id, in one UPDATE. Orders that are not OPEN are left as they are.

    They go when the order is taken up again (`stage.move`), edited or checked again.
    """
    if not problems:
        return
    refusals = [json.dumps([problem.as_dict() for problem in found]) for found in problems.values()]
    with connection.cursor() as cursor:
        cursor.execute(_REFUSE, {"ids": list(problems), "refusals": refusals, "seller": seller_id})
