"""Background jobs of customs. The rows carry the state; a job only says that somebody should look.

A message whose worker died is looked at again when its lease has run out, and is never sent again by itself.
"""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fahuo.accounts.models import Seller
from fahuo.customs.models import Declarant, Declares
from fahuo.customs.services import fetch, send
from fahuo.kit import clock

# A database that goes away for a while must not strand a message; 2 s, 4 s, 8 s … an hour in all.
AGAIN = RetryStrategy(max_attempts=11, exponential_wait=2)


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
