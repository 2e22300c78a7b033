"""Take in what a carrier pushes: believed only when signed, stored before it is acknowledged, and never twice."""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from fahuo.carriers import queries as carriers
from fahuo.carriers import registry
from fahuo.carriers.codes import CARRIER_UNREADABLE
from fahuo.carriers.contract import Push, PushAnswer
from fahuo.carriers.errors import CarrierError, NotGenuine
from fahuo.carriers.models import CarrierAccount
from fahuo.kit.secrets import SecretsUnavailable
from fahuo.shipments.models import LIVE, Shipment
from fahuo.shipments.services.telling import tell
from fahuo.tracking.models import Leg, PushAddress, PushReceipt
from fahuo.tracking.services import addresses, ingest, plan, stray
from fahuo.tracking.services.rows import fit
from fahuo.trade.tracking import TrackingEvent

log = logging.getLogger(__name__)
FORGED, TOO_LARGE, OUT_OF_TIME = 401, 413, "PUSH_OUT_OF_TIME"
# Receipts outlive the time for which a signed moment is believed, so nothing signed can be replayed in between.
RECEIPTS_KEPT_FOR = timedelta(days=7)
_RECEIPT = (
    "INSERT INTO tracking_pushreceipt (account_id, sha256, received_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
)
LONGEST_NAME = 80
SIGNED_WITHIN, SIGNED_AHEAD = timedelta(days=3), timedelta(minutes=15)


def receive(*, address: PushAddress, headers: Mapping[str, str], body: bytes, at: datetime) -> PushAnswer:
    """Return what the carrier is to be told. What is not genuine is counted for the owner and leaves nothing else."""
    try:
        account = carriers.accounts_by_id([address.pk])[address.pk]
        carrier = registry.open_carrier(account, registry.open_client([account]))
    except (CarrierError, SecretsUnavailable) as error:  # our own account is not in order: the carrier may try again
        return _refused(address, getattr(error, "code", CARRIER_UNREADABLE), PushAnswer(503), at)
    try:
        pushes = carrier.parse_push(headers, body)
        signed_at = carrier.push_signed_at(headers)
    except NotGenuine as error:
        return _refused(address, error.code, PushAnswer(FORGED), at)
    except CarrierError as error:
        return _refused(address, error.code, carrier.push_answer(taken=False), at)
    except Exception as error:  # a defect of an adapter must not be told to the world as one
        tell(log, f"push of {account.carrier}", error)
        return _refused(address, CARRIER_UNREADABLE, carrier.push_answer(taken=False), at)
    if signed_at is not None and not at - SIGNED_WITHIN <= signed_at <= at + SIGNED_AHEAD:
        return _refused(address, OUT_OF_TIME, PushAnswer(FORGED), at)
    store(address=address, pushes=pushes, sha256=hashlib.sha256(body).hexdigest(), at=at)
    return carrier.push_answer(taken=True)


def store(*, address: PushAddress, pushes: Sequence[Push], sha256: str, at: datetime) -> bool:
    """Store a push that was believed; False when the same bytes were stored before. All is committed on return.

    The receipt comes last: a worker that dies before leaves events that are known when the carrier sends them again.
    """
    if PushReceipt.objects.filter(account_id=address.pk, sha256=sha256).exists():
        return False
    carrier = CarrierAccount.objects.values_list("carrier", flat=True).get(pk=address.pk)
    told: dict[int, list[TrackingEvent]] = defaultdict(list)
    strays = []
    pushes = [replace(push, number=_name(push.number), reference=_name(push.reference)) for push in pushes]
    for push, shipment_id in zip(pushes, _parcels(address.seller_id, carrier, pushes), strict=True):
        if shipment_id is None:
            strays.append(push)
        else:
            told[shipment_id].extend(push.events)
    if told:
        sightings = [ingest.Sighting(address.seller_id, key, carrier, tuple(events)) for key, events in told.items()]
        ingest.take(sightings, at=at)
    with transaction.atomic():
        if first := _first_time(address.pk, sha256, at):
            plan.hasten(shipment_ids=told.keys(), at=at, pushed={address.pk})
            stray.keep(account_id=address.pk, seller_id=address.seller_id, pushes=strays, at=at)
    addresses.note_push(account_id=address.pk, at=at)
    return first


def _name(text: str) -> str:
    """Return a number or reference that a table takes; what is longer than any is none."""
    name = fit(text.strip(), LONGEST_NAME + 1)
    return name if len(name) <= LONGEST_NAME else ""


def _first_time(account_id: int, sha256: str, at: datetime) -> bool:
    """Write the receipt. Who comes second waits for the first one's transaction and writes none."""
    with connection.cursor() as cursor:
        cursor.execute(_RECEIPT, [account_id, sha256, at])
        return bool(cursor.rowcount)


def _parcels(seller_id: int, carrier: str, pushes: Sequence[Push]) -> list[int | None]:
    """Return whose parcel each is about: this seller's, at this carrier, by number or else by our reference.

    Of several under one number the one that was not cancelled, then the latest, is meant.
    """
    numbers = {push.number for push in pushes if push.number}
    references = {push.reference for push in pushes if push.reference}
    ranks: dict[str, tuple[bool, int]] = {}
    rows = list(
        Leg.objects.filter(seller_id=seller_id, number__in=numbers, carrier=carrier).values_list(
            "number", "shipment_id", "shipment__status"
        )
    )
    booked = Shipment.objects.filter(seller_id=seller_id, carrier=carrier)
    named = Q(waybill_number__in=numbers) | Q(tracking_number__in=numbers) | Q(reference__in=references)
    for pk, status, *names in booked.filter(named).values_list(
        "pk", "status", "waybill_number", "tracking_number", "reference"
    ):
        rows.extend((name, pk, status) for name in names if name)
    for name, pk, status in rows:
        ranks[name] = max(ranks.get(name, (False, 0)), (status in LIVE, pk))
    best = {name: pk for name, (_, pk) in ranks.items()}
    return [best.get(push.number) or best.get(push.reference) for push in pushes]


def _refused(address: PushAddress, code: str, answer: PushAnswer, at: datetime) -> PushAnswer:
    addresses.note_refusal(account_id=address.pk, code=code, at=at)
    return answer


def sweep(*, at: datetime) -> int:
    """Forget receipts that are older than anything that may still be replayed; return how many."""
    return PushReceipt.objects.filter(received_at__lt=at - RECEIPTS_KEPT_FOR).delete()[0]
