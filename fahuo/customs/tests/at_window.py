"""What tests at the emulated window do again and again."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from fahuo.customs.models import Declarant, Declaration, Message
from fahuo.customs.services import declare, send, work
from fahuo.kit import clock
from fahuo.shipments.models import Shipment
from tests.fixtures.declaring import say
from tests.fixtures.waiting import LONGEST_S

SOON = timedelta(seconds=LONGEST_S)  # it returns as soon as nothing is open


def ids(rows: list[Shipment]) -> list[int]:
    return [row.pk for row in rows]


def declared(seller: Any, rows: list[Shipment]) -> declare.Declared:
    return declare.declare(seller=seller, person=None, shipment_ids=ids(rows), at=clock.now())


def sent_all(seller: Any) -> None:
    while send.send_due(seller=seller):
        pass


def worked_off(seller: Any, rows: list[Shipment]) -> Counter[str]:
    """Declare, send and take receipts until nothing is open; return the states."""
    done = declared(seller, rows)
    assert done.problems == {}
    assert work.work_off(seller=seller, declaration_ids=done.declarations, at_most=SOON) == 0
    return states(rows)


def states(rows: list[Shipment]) -> Counter[str]:
    return Counter(Declaration.objects.filter(shipment__in=rows).values_list("state", flat=True))


def in_book(url: str, seller: Any, kind: str = "CEB603") -> list[Any]:
    """What the window holds of this firm."""
    account = Declarant.objects.get(seller=seller).window_account
    documents = say(url, "GET", "/_emulator/book")["documents"]
    return [one for one in documents if one["account"] == account and one["kind"] == kind]


def due_now(seller: Any) -> None:
    """Let time pass: what waits is due."""
    waiting = Message.objects.filter(seller=seller, lease_until__isnull=False)
    waiting.update(lease_until=clock.now() - timedelta(seconds=1))
