"""Send messages to the single window: sign once, commit, send, write what came of it.

From the moment that a signature is stored a message never changes; whatever goes out again is these bytes. What may
have arrived is not sent again by itself: receipts tell that it did, and without any a person decides.
"""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction

from fahuo.accounts.models import Seller
from fahuo.customs.ceb.envelope import Envelope, EnvelopeRefused
from fahuo.customs.domain import sending
from fahuo.customs.domain.sending import Ending
from fahuo.customs.models import Declarant, Message, MessageStatus, Receipt
from fahuo.customs.queries.outbox import claim_due
from fahuo.customs.queries.ready import stops
from fahuo.customs.services import documents, restate
from fahuo.customs.services.desk import Desk, NotReady
from fahuo.customs.window.client import Doubtful, NotReached, Refused
from fahuo.kit import clock, http
from fahuo.shipments.services.telling import tell
from fahuo.trade.problem import Problem

log = logging.getLogger(__name__)
BATCH = 10
UNREACHED = "WINDOW_NOT_REACHED"


def send_due(*, seller: Seller | None = None, limit: int = BATCH) -> int:
    """Send what is due; return how many messages were looked at. Any number of workers may do this at once."""
    at, lease = clock.now(), uuid.uuid4()
    until = at + timedelta(seconds=settings.FAHUO_LEASE_SECONDS)
    claimed = claim_due(at=at, until=until, lease=lease, limit=limit, seller_id=seller.pk if seller else None)
    for seller_id, message_ids in claimed.items():
        try:
            _send_all(seller_id, message_ids, lease)
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:  # the other sellers go on; the lease ends by itself
            tell(log, f"messages of seller {seller_id}", error)
    return sum(len(message_ids) for message_ids in claimed.values())


def _send_all(seller_id: int, message_ids: Sequence[int], lease: uuid.UUID) -> None:
    declarant = Declarant.objects.get(seller_id=seller_id)
    try:
        _check_ready(declarant)
        with Desk(declarant) as desk:
            _go_through(message_ids, lease, declarant, desk)
    except NotReady as error:
        _put_back(message_ids, lease, error)


def _go_through(message_ids: Sequence[int], lease: uuid.UUID, declarant: Declarant, desk: Desk) -> None:
    """Send one after the other; when the window cannot be reached the rest waits, so that their sequence stays."""
    for place, message_id in enumerate(message_ids):
        message = Message.objects.filter(pk=message_id, lease=lease).first()
        ending = _advance(message, declarant, desk) if message is not None else None
        if ending is not None and ending.code == UNREACHED and ending.wait is not None:
            rest = Message.objects.filter(pk__in=message_ids[place + 1 :], lease=lease, status=MessageStatus.WRITTEN)
            rest.update(lease=None, lease_until=clock.now() + ending.wait)
            return


def _check_ready(declarant: Declarant) -> None:
    """Nothing goes out for a firm whose card or account ended meanwhile."""
    stopped = stops(declarant, clock.now())
    if stopped:
        raise NotReady(stopped[0].code, stopped[0].detail)


def _advance(message: Message, declarant: Declarant, desk: Desk) -> Ending | None:
    if message.status != MessageStatus.WRITTEN:
        ending = _look(message)
    elif _intend(message, desk):
        ending = _deliver(message, declarant, desk)
    else:
        return None
    _settle(message, ending)
    return ending


def _look(message: Message) -> Ending:
    """Look whether receipts tell that a doubtful message arrived."""
    waited = clock.now() - (message.sent_at or message.created_at)
    if Receipt.objects.filter(node__message=message, refused="").exists():
        return sending.taken("receipts tell")
    return sending.doubtful(
        message.answer.get("text", ""),
        waited=waited,
        look_again=timedelta(seconds=settings.FAHUO_SETTLE_SECONDS),
        deadline=timedelta(hours=settings.FAHUO_WINDOW_DOUBT_HOURS),
    )


def _intend(message: Message, desk: Desk) -> bool:
    """Sign once, and commit that it is about to leave; False when it is somebody else's by now."""
    if message.signed_at is None:
        message.content = desk.signed(bytes(message.content))
        message.sha256 = hashlib.sha256(message.content).hexdigest()
        message.signed_at = clock.now()
    message.sent_at = clock.now()
    ours = Message.objects.filter(pk=message.pk, lease=message.lease, status=MessageStatus.WRITTEN)
    changed = ours.update(
        content=message.content,
        sha256=message.sha256,
        signed_at=message.signed_at,
        sent_at=message.sent_at,
        status=MessageStatus.SENDING,
        calls=message.calls + 1,
    )
    message.calls += changed
    return bool(changed)


def _deliver(message: Message, declarant: Declarant, desk: Desk) -> Ending:
    """Call the window. No transaction is open; nothing leaves once the answer might come after the lease."""
    if message.lease_until is None:
        raise RuntimeError(f"Message {message.pk} is sent without a lease")
    envelope = _envelope(message, declarant)
    answer = timedelta(seconds=settings.FAHUO_ANSWER_SECONDS)
    try:
        with http.not_after(message.lease_until - answer):
            taken = desk.deliver(envelope)
    except NotReached as error:
        backoff = timedelta(seconds=settings.FAHUO_BACKOFF_SECONDS)
        tries = int(message.answer.get("tries", 0))
        return sending.not_reached(str(error), tries=tries, backoff=backoff, asked_for=error.retry_after)
    except Refused as error:
        return sending.refused(error.code, error.text)
    except EnvelopeRefused as error:
        return sending.refused("", str(error))
    except Doubtful as error:
        settle = timedelta(seconds=settings.FAHUO_SETTLE_SECONDS)
        return sending.doubtful(str(error), waited=timedelta(0), look_again=settle, deadline=settle)
    return sending.taken(taken.text)


def _envelope(message: Message, declarant: Declarant) -> Envelope:
    return Envelope(
        message_id=str(message.guid).upper(),
        sender=declarant.dxp_id,
        receivers=tuple(declarant.receiver_id.replace(",", " ").split()),
        kind=message.kind,
        created_at=message.signed_at or message.created_at,
        content=bytes(message.content),
        card=declarant.card_number,
    )


@transaction.atomic
def _settle(message: Message, ending: Ending) -> None:
    """Write what came of it WHERE the lease is still ours, and where its documents stand now."""
    at = clock.now()
    answer: dict[str, str | int] = dict(ending.answer)
    calls = message.calls
    if ending.code == UNREACHED:  # what never left was no call: the bytes have been there as often as before
        calls -= 1
        answer["tries"] = int(message.answer.get("tries", 0)) + 1
    changed = Message.objects.filter(pk=message.pk, lease=message.lease).update(
        status=ending.status,
        answer=answer,
        calls=calls,
        lease=None,
        lease_until=at + ending.wait if ending.wait is not None else None,
    )
    if changed and (ending.status == MessageStatus.REFUSED or (ending.status == MessageStatus.TAKEN and calls > 1)):
        told(message)
    reached = ending.code != UNREACHED
    problem = {} if reached else Problem("WINDOW_NOT_REACHED", "", ending.text[:200]).as_dict()
    Declarant.objects.filter(seller_id=message.seller_id).exclude(window_problem=problem).update(window_problem=problem)


def told(message: Message) -> None:
    """Restate everything that a message speaks of, as what became of it is known now."""
    nodes = list(message.nodes.all())
    ids = {node.declaration_id for node in nodes if node.declaration_id is not None}
    restate.locked(message.seller_id, ids)
    documents.lock(message.seller_id, nodes)
    restate.restate(message.seller_id, ids)
    documents.restate(message.seller_id, nodes)


def _put_back(message_ids: Sequence[int], lease: uuid.UUID, error: NotReady) -> None:
    """Nothing was sent: look again later, and say why on the page of the firm."""
    later: datetime = clock.now() + timedelta(minutes=1)
    ours = Message.objects.filter(pk__in=message_ids, lease=lease)
    seller_ids = set(ours.values_list("seller_id", flat=True))
    problem = Problem(error.code, "", error.detail[:200]).as_dict()
    Declarant.objects.filter(seller_id__in=seller_ids).update(window_problem=problem)
    ours.filter(status=MessageStatus.WRITTEN).update(lease=None, lease_until=later)
    ours.filter(status=MessageStatus.SENDING).update(status=MessageStatus.DOUBTFUL, lease=None, lease_until=later)
    ours.filter(status=MessageStatus.DOUBTFUL).update(lease=None, lease_until=later)
