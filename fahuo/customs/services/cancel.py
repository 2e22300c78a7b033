"""Ask customs to cancel lists (CEB605): because a person wants it, or because the parcel was cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from fahuo.accounts.models import Seller
from fahuo.customs.ceb.values import moment
from fahuo.customs.domain.nodes import DECLARE, NEW, one_line
from fahuo.customs.domain.progress import CANCEL, LIST
from fahuo.customs.models import Declaration, DeclarationState
from fahuo.customs.queries import declaring
from fahuo.customs.services import outbox, restate
from fahuo.customs.services.outbox import Written
from fahuo.shipments.models import Status
from fahuo.trade.problem import Problem

# Customs have a number for it and neither hold nor closed it.
CANCELLABLE = ("ACCEPTED", "REVIEW", "CONCLUDED", "RELEASED")
# A cancellation that is under way, or done.
ASKED = ("QUEUED", "STAGED", "SUBMITTED", "SENT", "ACCEPTED", "CONCLUDED")
PARCEL_CANCELLED = "包裹已取消，订单不再出口"
BATCH = 100
LONGEST_REASON = 1000
_UNLISTED = ("DRAFT", "QUEUED", "REJECTED", "ERROR")


@transaction.atomic
def cancel(*, seller: Seller, declaration_ids: Sequence[int], reason: str, at: datetime) -> Mapping[int, Problem]:
    """Ask for the cancellation of lists; return why it cannot be asked, by declaration. Asked twice is asked once."""
    row = declaring.declarant(seller)
    if row is None:
        return dict.fromkeys(declaration_ids, Problem("ERR_NO_DECLARANT"))
    found = {one.pk: one for one in restate.locked(seller.pk, declaration_ids)}
    problems = {pk: problem for pk in declaration_ids if (problem := _refusal(found.get(pk)))}
    rows = [one for pk, one in found.items() if pk not in problems]
    for one in rows:
        one.content[CANCEL] = _node(one, reason, at)
    if rows:
        written = [Written(one.content[CANCEL], declaration=one) for one in rows]
        transfer = outbox.transfer_of(declaring.holder_of(row))
        outbox.write(seller_id=seller.pk, kind=CANCEL, written=written, transfer=transfer, at=at)
        Declaration.objects.bulk_update(rows, ["content"], batch_size=BATCH)
        restate.restate(seller.pk, [one.pk for one in rows])
        outbox.wake(seller.pk)
    return problems


def cancel_void(*, seller: Seller, at: datetime) -> int:
    """Cancel declarations whose parcels were cancelled; return how many. One that was never listed ends at once."""
    void = Declaration.objects.filter(seller=seller, shipment__status=Status.CANCELLED)
    ended = _end(seller, void, at)
    wanted = void.filter(state__in=CANCELLABLE).exclude(invt_no="").exclude(cancel_state__in=ASKED)
    # What customs refused to cancel is for a person: asking again by itself would go on for ever.
    wanted = wanted.filter(cancel_state="")
    ids = list(wanted.order_by("pk").values_list("pk", flat=True)[:BATCH])
    problems = cancel(seller=seller, declaration_ids=ids, reason=PARCEL_CANCELLED, at=at) if ids else {}
    return ended + len(ids) - len(problems)


@transaction.atomic
def _end(seller: Seller, void: QuerySet[Declaration], at: datetime) -> int:
    """End those of which customs have no list, and get none from now on."""
    unlisted = void.filter(state__in=_UNLISTED, listed_at=None).values_list("pk", flat=True)
    rows = [row for row in restate.locked(seller.pk, list(unlisted)) if row.listed_at is None]
    ids = [row.pk for row in rows if row.state in _UNLISTED]
    return Declaration.objects.filter(pk__in=ids).update(state=DeclarationState.CANCELLED, state_at=at)


def _refusal(row: Declaration | None) -> Problem | None:
    if row is None or row.state not in CANCELLABLE or not row.invt_no or row.cancel_state in ASKED:
        return Problem("DECLARATION_NOT_CANCELLABLE", "", row.state if row else "")
    return None


def _node(row: Declaration, reason: str, at: datetime) -> dict[str, Any]:
    listed = row.content[LIST]
    same = ("customsCode", "copNo", "agentCode", "agentName", "ebcCode", "ebcName")
    return {
        "guid": outbox.new_guid(),
        "appType": NEW,
        "appTime": moment(at),
        "appStatus": DECLARE,
        **{name: listed[name] for name in same},
        **({"preNo": row.pre_no} if row.pre_no else {}),
        "invtNo": row.invt_no,
        "reason": one_line(reason)[:LONGEST_REASON],
    }
