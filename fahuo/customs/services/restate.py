"""Write down where declarations stand, computed anew from all that was sent and answered."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from fahuo.customs.domain.progress import CANCEL, ORDER, WAYBILL, Standing, standing
from fahuo.customs.models import Declaration
from fahuo.customs.queries.standings import told
from fahuo.trade.problem import Severity

# What ended with its parcel before customs had a list of it stays ended, whatever comes of order and waybill.
_UPDATE = """
UPDATE customs_declaration AS d
   SET state = CASE WHEN d.state = 'CANCELLED' AND v.cancel_state = '' THEN d.state ELSE v.state END,
       state_at = CASE WHEN d.state = 'CANCELLED' AND v.cancel_state = '' THEN d.state_at ELSE v.state_at END,
       order_state = v.order_state, order_state_at = v.order_at,
       waybill_state = v.waybill_state, waybill_state_at = v.waybill_at, cancel_state = v.cancel_state,
       cancel_state_at = v.cancel_at, pre_no = v.pre_no, invt_no = v.invt_no, released_at = v.released_at,
       problems = v.problems::jsonb
  FROM unnest(%(ids)s::bigint[], %(state)s::text[], %(state_at)s::timestamptz[], %(order_state)s::text[],
              %(order_at)s::timestamptz[], %(waybill_state)s::text[], %(waybill_at)s::timestamptz[],
              %(cancel_state)s::text[], %(cancel_at)s::timestamptz[], %(pre_no)s::text[], %(invt_no)s::text[],
              %(released_at)s::timestamptz[], %(problems)s::text[])
       AS v(id, state, state_at, order_state, order_at, waybill_state, waybill_at, cancel_state, cancel_at, pre_no,
            invt_no, released_at, problems)
 WHERE d.id = v.id AND d.seller_id = %(seller)s
"""
_COLUMNS = (
    *("state", "state_at", "order_state", "order_at", "waybill_state", "waybill_at", "cancel_state", "cancel_at"),
    *("pre_no", "invt_no", "released_at", "problems"),
)
_LESS = (Severity.WARN.value, Severity.NOTE.value)


def restate(seller_id: int, declaration_ids: Collection[int]) -> dict[int, str]:
    """Write the standing of these declarations; return their states. The caller holds their rows locked."""
    problems = dict(
        Declaration.objects.filter(seller_id=seller_id, pk__in=declaration_ids).values_list("pk", "problems")
    )
    known = told(seller_id, list(problems))
    found = {pk: standing(*known[pk]) for pk in problems if pk in known}
    rows = {pk: _row(one, problems[pk]) for pk, one in found.items()}
    if rows:
        columns = {name: [row[name] for row in rows.values()] for name in _COLUMNS}
        with connection.cursor() as cursor:
            cursor.execute(_UPDATE, {"seller": seller_id, "ids": list(rows), **columns})
    return {pk: one.state for pk, one in found.items()}


def locked(seller_id: int, declaration_ids: Collection[int]) -> list[Declaration]:
    """Lock declarations in one sequence, so that two who write do it one after the other."""
    rows = Declaration.objects.filter(seller_id=seller_id, pk__in=declaration_ids).order_by("pk")
    return list(rows.select_for_update(no_key=True))


def _row(found: Standing, before: Sequence[Mapping[str, Any]]) -> dict[str, str | datetime | None]:
    """Notes and warnings of the declaration itself stay; what customs object to is as of now."""
    kept = [one for one in before if one.get("severity") in _LESS and not one.get("field", "").startswith("CEB")]
    order, waybill, cancel = found.part(ORDER), found.part(WAYBILL), found.part(CANCEL, "")
    problems = [*kept, *(problem.as_dict() for problem in found.problems)]
    return {
        "state": found.state,
        "state_at": found.at,
        "order_state": order.state,
        "order_at": order.at,
        "waybill_state": waybill.state,
        "waybill_at": waybill.at,
        "cancel_state": cancel.state,
        "cancel_at": cancel.at,
        "pre_no": found.pre_no,
        "invt_no": found.invt_no,
        "released_at": found.released_at,
        "problems": json.dumps(problems, ensure_ascii=False),
    }
