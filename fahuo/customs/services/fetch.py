"""Fetch receipts from the single window, and go on with what they allow."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from fahuo.accounts.models import Seller
from fahuo.customs.models import Declarant, Declares
from fahuo.customs.queries import declaring
from fahuo.customs.services import cancel, lists, receive
from fahuo.customs.services.desk import Desk, NotReady
from fahuo.customs.window.client import WindowFailure
from fahuo.trade.problem import Problem

PAGES_AT_ONCE = 100
# Jobs sit above services, so the job is named, not imported.
FETCH_RECEIPTS = "fahuo.customs.jobs.fetch_receipts"


def queue(seller_id: int) -> None:
    """Enqueue the job that fetches, unless it waits already."""
    job = app.configure_task(FETCH_RECEIPTS, queue="customs", queueing_lock=f"fetch_receipts {seller_id}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(seller_id=seller_id)


def fetch(*, seller: Seller, now: Callable[[], datetime]) -> int:
    """Take in what the window has for a seller, then write lists that may go; return how many receipts were new.

    The cursor moves only after its receipts were taken, so a crash in between takes them again, which changes nothing.
    """
    declarant = Declarant.objects.filter(seller=seller, declares=Declares.SELF).exclude(window_url="").first()
    if declarant is None:
        return 0
    problem: Problem | None = None
    taken = 0
    try:
        with Desk(declarant) as desk:
            taken = _pages(seller, declarant.receipts_after, desk, now)
    except NotReady as error:
        problem = Problem(error.code, "", error.detail)
    except WindowFailure as error:
        problem = Problem("WINDOW_NOT_REACHED", "", str(error)[:200])
    asked = Declarant.objects.filter(pk=declarant.pk)
    asked.update(receipts_asked_at=now())
    if problem is None and declaring.waits_for_card(seller):
        asked = asked.exclude(window_problem__code__startswith="CARD_")  # the window answers; the card still does not
    asked.update(window_problem=problem.as_dict() if problem else {})
    go_on(seller=seller, now=now)
    return taken


def go_on(*, seller: Seller, now: Callable[[], datetime]) -> None:
    """Do what receipts allow: write lists whose parts are stored, cancel what belongs to cancelled parcels."""
    while lists.write_lists(seller=seller, at=now()):
        pass
    cancel.cancel_void(seller=seller, at=now())


def _pages(seller: Seller, since: int, desk: Desk, now: Callable[[], datetime]) -> int:
    taken = 0
    for _ in range(PAGES_AT_ONCE):
        page = desk.fetch_receipts(since)
        for content in page.messages:
            taken += receive.take(seller=seller, content=content, at=now()).taken
        Declarant.objects.filter(seller=seller, receipts_after=since).update(receipts_after=page.cursor)
        since = page.cursor
        if not page.more:
            break
    return taken
