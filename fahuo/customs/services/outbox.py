"""Write messages down: their XML, the nodes in them and what these speak of. Nothing is signed or sent here."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app

from fahuo.customs.ceb.write import BaseTransfer, message
from fahuo.customs.domain.belonging import names_in
from fahuo.customs.domain.readiness import Holder
from fahuo.customs.models import Declaration, MasterList, Message, MessageNode, MessageStatus, Summary

MOST_NODES = 100
# Jobs sit above services, so the job is named, not imported.
SEND_MESSAGES = "fahuo.customs.jobs.send_messages"
Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """One node to go out, and the one document that it speaks of."""

    node: Node
    declaration: Declaration | None = None
    master_list: MasterList | None = None
    summary: Summary | None = None


def new_guid() -> str:
    """Return a guid as messages bear it: 36 characters in capitals."""
    return str(uuid.uuid4()).upper()


def transfer_of(holder: Holder) -> BaseTransfer:
    """Return the sender's part of a message: the firm whose card signs."""
    return BaseTransfer(holder["customs_code"] or holder["uscc"], holder["name"], holder["dxp_id"])


def write(
    *, seller_id: int, kind: str, written: Sequence[Written], transfer: BaseTransfer, at: datetime
) -> list[Message]:
    """Store messages of at most a hundred nodes each; raise `FieldErrors` for nodes that cannot be written.

    The caller holds a transaction and calls `wake` in it.
    """
    messages = [
        _message(seller_id, kind, written[start : start + MOST_NODES], transfer, at)
        for start in range(0, len(written), MOST_NODES)
    ]
    Message.objects.bulk_create(messages)
    MessageNode.objects.bulk_create(
        MessageNode(
            seller_id=seller_id,
            message=messages[place // MOST_NODES],
            guid=uuid.UUID(one.node["guid"]),
            kind=kind,
            stated=names_in(one.node),
            declaration=one.declaration,
            master_list=one.master_list,
            summary=one.summary,
        )
        for place, one in enumerate(written)
    )
    return messages


def wake(seller_id: int) -> None:
    """Enqueue the job that sends, in the transaction of the caller: both exist, or neither."""
    app.configure_task(SEND_MESSAGES, queue="customs").defer(seller_id=seller_id)


def _message(seller_id: int, kind: str, written: Sequence[Written], transfer: BaseTransfer, at: datetime) -> Message:
    guid = uuid.uuid4()
    content = message(kind, [one.node for one in written], transfer, str(guid).upper())
    app_types = {str(one.node["appType"]) for one in written}
    return Message(
        seller_id=seller_id,
        guid=guid,
        kind=kind,
        app_type=app_types.pop() if len(app_types) == 1 else "",
        count=len(written),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        status=MessageStatus.WRITTEN,
        lease_until=at,
        created_at=at,
    )
