"""Take receipts in: read them safely, believe only what answers a message of this seller, and restate what they touch.

What is refused is kept with its reason and changes nothing. The same receipt again is passed over.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Seller
from fahuo.customs.ceb.receipts import MessageRefused, ReceiptNode, read
from fahuo.customs.domain.belonging import answered, belongs, in_time
from fahuo.customs.models import Declarant, Message, MessageNode, MessageStatus, Receipt
from fahuo.customs.queries import receipts as reads
from fahuo.customs.services import documents, restate
from fahuo.trade.problem import Problem, Severity

log = logging.getLogger(__name__)
_LIST_NUMBER = re.compile(r"[0-9]{8}[IE][0-9]{9,11}")
_PORT_NUMBER = re.compile(r"[A-Z][0-9]{17}")


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of receipts: taken, known already, refused; `refusal` of content that is no receipt at all."""

    taken: int = 0
    known: int = 0
    refused: int = 0
    refusal: Problem | None = None


def take(*, seller: Seller, content: bytes, at: datetime) -> Taken:
    """Take one receipt message of a seller. Nothing that was not sent by this seller changes a state."""
    try:
        nodes = read(content)
    except MessageRefused as error:
        log.warning("seller %s: receipt refused: %s", seller.pk, error)
        return Taken(refused=1, refusal=Problem("RECEIPT_REFUSED", "", str(error)[:200]))
    done, message_ids = _take(seller, nodes, at)
    _arrived(message_ids)
    return done


def _arrived(message_ids: Collection[int]) -> None:
    """Messages that wait for a person wait no more: what is answered has arrived."""
    waiting = Message.objects.filter(pk__in=message_ids, status=MessageStatus.DOUBTFUL, lease_until=None)
    waiting.update(status=MessageStatus.TAKEN, answer={"code": "", "text": "receipts tell"})


@transaction.atomic
def _take(seller: Seller, nodes: Sequence[ReceiptNode], at: datetime) -> tuple[Taken, set[int]]:
    """Return what came of it, and which messages are answered."""
    declarant = Declarant.objects.filter(seller=seller).first()
    own_guids = declarant.own_guids if declarant else True
    sent = reads.answered_nodes(seller.pk, nodes, own_guids=own_guids)
    touched = {one.declaration_id for one in sent.values() if one.declaration_id}
    restate.locked(seller.pk, touched)
    documents.lock(seller.pk, sent.values())
    before = reads.seen(seller.pk, [node.sha256 for node in nodes])
    fresh = {node.sha256: node for node in nodes if node.sha256 not in before}
    rows = [_row(seller, node, sent.get(node.sha256), at) for node in fresh.values()]
    Receipt.objects.bulk_create(rows, ignore_conflicts=True)
    restate.restate(seller.pk, touched)
    documents.restate(seller.pk, sent.values())
    refused = [row for row in rows if row.refused]
    for row in refused:
        log.warning("seller %s: %s %s refused: %s", seller.pk, row.kind, row.guid, row.refused)
    answers = {row.node.message_id for row in rows if row.node is not None}
    return Taken(len(rows) - len(refused), len(nodes) - len(fresh), len(refused)), answers


def _row(seller: Seller, node: ReceiptNode, sent: MessageNode | None, at: datetime) -> Receipt:
    refused = _refusal(node, sent, at)
    believed = sent if not refused else None
    return Receipt(
        seller=seller,
        kind=node.kind,
        guid=node.guid,
        sha256=node.sha256,
        node=believed,
        declaration_id=believed.declaration_id if believed else None,
        code=node.code,
        state=node.state,
        at=node.at,
        received_at=at,
        text=node.text[:1000],
        content={**node.values, **({"lines": [dict(line) for line in node.lines]} if node.lines else {})},
        warnings=[problem.as_dict() for problem in _odd_numbers(node.values)],
        refused=refused,
    )


def _refusal(node: ReceiptNode, sent: MessageNode | None, at: datetime) -> str:
    if sent is None or not answered(node.kind, sent.kind):
        return "RECEIPT_UNKNOWN"
    if not belongs(node.values, sent.stated):
        return "RECEIPT_FOREIGN"
    if not in_time(node.at, signed_at=sent.message.signed_at, now=at):
        return "RECEIPT_TIME"
    return ""


def _odd_numbers(values: Mapping[str, str]) -> list[Problem]:
    """Numbers of customs have a form; a port that writes them otherwise is believed, and somebody should know."""
    forms = (("invtNo", _LIST_NUMBER), ("preNo", _PORT_NUMBER))
    return [
        Problem("RECEIPT_NUMBER_FORM", name, values[name], Severity.WARN)
        for name, form in forms
        if values.get(name) and not form.fullmatch(values[name])
    ]
