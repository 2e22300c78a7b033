"""A person says of a message without an answer whether the window has it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fahuo.accounts import services as accounts
from fahuo.accounts.models import Person, Seller
from fahuo.customs.models import Message, MessageStatus, Receipt
from fahuo.customs.services import outbox, send
from fahuo.trade.problem import Problem


@transaction.atomic
def settle(*, seller: Seller, person: Person | None, message_id: int, arrived: bool, at: datetime) -> Problem | None:
    """Write down that the window has it, or let the very same bytes go out once more."""
    waiting = Message.objects.filter(seller=seller, pk=message_id, status=MessageStatus.DOUBTFUL, lease_until=None)
    message = waiting.select_for_update(no_key=True).first()
    if message is None:
        return Problem("WINDOW_MESSAGE_SETTLED")
    said, arrived = arrived, arrived or Receipt.objects.filter(node__message=message, refused="").exists()
    if arrived:
        message.status = MessageStatus.TAKEN
    else:
        message.status, message.lease_until = MessageStatus.WRITTEN, at
        outbox.wake(seller.pk)
    message.save(update_fields=["status", "lease_until"])
    send.told(message)
    accounts.record(
        seller=seller, person=person, verb="settle_customs_message", subject=str(message.guid), at=at, arrived=arrived
    )
    return None if said == arrived else Problem("WINDOW_MESSAGE_SETTLED")
