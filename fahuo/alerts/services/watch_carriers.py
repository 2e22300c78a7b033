"""Look at what concerns carriers as a whole, and channels: circuits, contracts, unknown codes, rates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from fahuo.alerts.domain.carriers import fault, term
from fahuo.alerts.domain.causes import Cause, channel_cause
from fahuo.alerts.queries import carriers, standing
from fahuo.alerts.services.contracts import follow
from fahuo.alerts.services.settle import Settled, settle
from fahuo.alerts.services.tell import tell
from fahuo.alerts.services.turns import CARRIERS, my_turn
from fahuo.carriers.domain.terms import rings_before
from fahuo.notifications.models import Channel
from fahuo.notifications.queries.failing import failing
from fahuo.rulebook import book
from fahuo.trade.alert_kind import AlertKind

OF_ACCOUNTS = (AlertKind.TOKEN_EXPIRED, AlertKind.CONTRACT_ENDING, AlertKind.CARRIER_DOWN)


@transaction.atomic
def look_at_accounts(*, at: datetime) -> Settled:
    """Settle what is wrong with access to carriers, unknown codes, and channels that fail."""
    if not my_turn(CARRIERS):
        return Settled()
    contracts = list(_contracts(at))
    follow(contracts, at=at)
    kinds = (*OF_ACCOUNTS, AlertKind.UNMAPPED_CODE, AlertKind.CHANNEL_FAILED)
    return _settle(kinds, (*_faults(at), *contracts, *_codes(), *_channels()), at)


@transaction.atomic
def look_at_rates(*, at: datetime) -> Settled:
    """Settle whose tracking comes back too rarely."""
    if not my_turn(CARRIERS):
        return Settled()
    return _settle((AlertKind.TRACKING_RETURN_LOW,), _rates(at), at)


def _settle(kinds: Iterable[AlertKind], causes: Iterable[Cause], at: datetime) -> Settled:
    settled = settle(causes=causes, standing=standing.of_kinds([str(kind) for kind in kinds]), at=at)
    tell(at=at)
    return settled


def _faults(at: datetime) -> Iterator[Cause]:
    for circuit in carriers.circuits():
        down_for = carriers.down_for(circuit)
        found = fault(state=circuit.state, changed_at=circuit.changed_at, down_for=down_for, at=at)
        if found:
            account = circuit.account
            yield Cause(
                account.seller_id, found.kind, f"account:{account.pk}", found.since, at,
                carrier=account.carrier, detail=circuit.code, account_id=account.pk,
            )  # fmt: skip


def _contracts(at: datetime) -> Iterator[Cause]:
    """A contract that is over stops the calls like a key that is not accepted; before that it says on which day."""
    today = timezone.localdate(at)
    for account in carriers.ended_contracts(today + rings_before(today)):
        kind, detail = term(account.valid_until or today, on=today)
        yield Cause(
            account.seller_id, kind, f"contract:{account.pk}", at, at,
            carrier=account.carrier, detail=detail, account_id=account.pk,
        )  # fmt: skip


def _codes() -> Iterator[Cause]:
    for row in carriers.unknown_codes():
        yield Cause(
            row.seller_id, AlertKind.UNMAPPED_CODE, f"code:{row.carrier}:{row.raw_code}", row.first_seen_at,
            row.first_seen_at, carrier=row.carrier, detail=row.raw_code,
        )  # fmt: skip


def _channels() -> Iterator[Cause]:
    sellers = Channel.objects.filter(active=True, failing_from__isnull=False).values_list("seller_id", flat=True)
    for seller_id in sorted(set(sellers)):
        for row in failing(seller_id):
            yield Cause(
                seller_id,
                AlertKind.CHANNEL_FAILED,
                channel_cause(row.channel_id),
                row.since,
                row.since,
                detail=row.name or row.kind,
            )


def _rates(at: datetime) -> Iterator[Cause]:
    on = timezone.localdate(at)
    rule = book.value("alerts.tracking_return", on=on)
    bound = Decimal(book.value("tracking.deadlines", on=on)["tracking_return"])
    since, until = (at - timedelta(hours=int(rule[name])) for name in ("until", "after"))
    for (seller_id, carrier), found in carriers.returned(since=since, until=until).items():
        if found.too_low(bound=bound, least=int(rule["parcels"])):
            yield Cause(
                seller_id, AlertKind.TRACKING_RETURN_LOW, f"carrier:{carrier}", at, at,
                carrier=carrier, detail=found.words(),
            )  # fmt: skip
