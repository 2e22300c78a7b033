"""Background jobs of customs. The rows carry the state; a job only says that somebody should look.

A message whose worker died is looked at again when its lease has run out, and is never sent again by itself.
"""

from __future__ import annotations

import logging

from django.db import DatabaseError, InterfaceError
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from fahuo.accounts.models import Person, Seller
from fahuo.customs.models import Declarant, Declares
from fahuo.customs.services import declare, fetch, send
from fahuo.customs.services.rebate import pack, records
from fahuo.kit import clock
from fahuo.shipments.services.telling import tell
from fahuo.trade.problem import Problem

log = logging.getLogger(__name__)
# A database that goes away for a while must not strand a message; 2 s, 4 s, 8 s … an hour in all.
MOST_ATTEMPTS = 11
AGAIN = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=2)


@app.task(queue="customs", pass_context=False, retry=AGAIN)
def send_messages(*, seller_id: int) -> None:
    """Send what a seller has written to the single window."""
    seller = Seller.objects.filter(pk=seller_id).first()
    while seller is not None and send.send_due(seller=seller):
        pass


@app.task(queue="customs", pass_context=False, retry=AGAIN)
def fetch_receipts(*, seller_id: int) -> None:
    """Fetch what the single window answers to a seller."""
    seller = Seller.objects.filter(pk=seller_id).first()
    if seller is not None:
        fetch.fetch(seller=seller, now=clock.now)


@app.task(queue="customs", pass_context=False, retry=AGAIN)
def declare_shipments(*, seller_id: int, person_id: int | None, shipment_ids: list[int]) -> None:
    """Declare one batch of parcels; those that are declared already are left as they are."""
    seller = Seller.objects.filter(pk=seller_id).first()
    if seller is not None:
        person = Person.objects.filter(pk=person_id, seller=seller).first() if person_id is not None else None
        declare.declare(seller=seller, person=person, shipment_ids=shipment_ids, at=clock.now())


@app.task(queue="customs", pass_context=True, retry=AGAIN)
def make_rebate_pack(context: JobContext, *, pack_id: int) -> None:
    """Make one part of a month's rebate pack; a part that fails to the last says so."""
    try:
        pack.make(pack_id=pack_id, at=clock.now())
    except Exception as error:
        if context.job.attempts + 1 >= MOST_ATTEMPTS:
            pack.give_up(pack_id=pack_id, problem=Problem("REBATE_PACK_FAILED", "", type(error).__name__))
        raise


@app.task(queue="customs", pass_context=False, retry=AGAIN)
def check_records(*, seller_id: int, declaration_ids: list[int]) -> None:
    """Check the rebate records of one batch of declarations again."""
    seller = Seller.objects.filter(pk=seller_id).first()
    if seller is not None:
        records.check(seller=seller, declaration_ids=declaration_ids, at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(queue="customs", queueing_lock="check_rebate_records", pass_context=False)
def check_rebate_records(timestamp: int) -> None:
    """Every minute: check the records of what customs released since."""
    sellers = Seller.objects.filter(pk__in=Declarant.objects.values("seller_id"))
    for seller in sellers.order_by("pk"):
        try:
            while records.keep_new(seller=seller, at=clock.now()):
                pass
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:  # the other sellers go on; this one is tried again at the next tick
            tell(log, f"rebate records of seller {seller.pk}", error)


@app.periodic(cron="* * * * * */5")
@app.task(queue="customs", queueing_lock="send_due_messages", pass_context=False)
def send_due_messages(timestamp: int) -> None:  # procrastinate hands the tick's time over
    """Every five seconds: send what waits, and look at what was left behind."""
    while send.send_due():
        pass


@app.periodic(cron="* * * * * */15")
@app.task(queue="customs", queueing_lock="ask_windows", pass_context=False)
def ask_windows(timestamp: int) -> None:
    """Every fifteen seconds: have the receipts of each seller fetched who declares; each by a job of its own."""
    declarants = Declarant.objects.filter(declares=Declares.SELF).exclude(window_url="")
    for seller_id in declarants.order_by("seller_id").values_list("seller_id", flat=True):
        fetch.queue(seller_id)
