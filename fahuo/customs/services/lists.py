"""Write the lists (CEB603) of declarations whose order and waybill customs have stored."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Seller
from fahuo.customs.ceb.values import beijing_day
from fahuo.customs.domain import nodes
from fahuo.customs.domain.nodes import Told
from fahuo.customs.domain.progress import LIST, STORED
from fahuo.customs.models import Declaration, DeclarationState
from fahuo.customs.queries import declaring
from fahuo.customs.queries.ready import stops
from fahuo.customs.services import outbox
from fahuo.customs.services.outbox import Written
from fahuo.shipments.models import Status

BATCH = 100


@transaction.atomic
def write_lists(*, seller: Seller, at: datetime) -> int:
    """Write the lists of at most a hundred declarations; return of how many. Parcels cancelled meanwhile are left out.

    Two who do it at once never write a list twice: rows that another one holds are passed over.
    """
    row = declaring.declarant(seller)
    if row is None or stops(row, at):
        return 0
    waiting = Declaration.objects.filter(seller=seller, state=DeclarationState.QUEUED, listed_at=None)
    waiting = waiting.filter(order_state__in=STORED, waybill_state__in=STORED)
    waiting = waiting.exclude(shipment__status=Status.CANCELLED).order_by("pk")
    found = list(waiting.select_for_update(no_key=True, skip_locked=True, of=("self",))[:BATCH])
    told = Told(at, beijing_day(at))
    for one in found:
        again = told if one.app_type == nodes.NEW else Told(told.at, told.on, one.app_type)
        one.content[LIST] = nodes.told_anew(one.content[LIST], again, one.content[LIST]["guid"])
    if found:
        transfer = outbox.transfer_of(declaring.holder_of(row))
        written = [Written(one.content[LIST], declaration=one) for one in found]
        outbox.write(seller_id=seller.pk, kind=LIST, written=written, transfer=transfer, at=at)
        for one in found:
            one.listed_at = at
        Declaration.objects.bulk_update(found, ["content", "listed_at"], batch_size=BATCH)
        outbox.wake(seller.pk)
    return len(found)
