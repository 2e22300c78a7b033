"""How a seller's accounts keep up with what is to be asked for, and what is pushed to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability, Manifest
from fahuo.carriers.domain.pace import Allowance, pace
from fahuo.carriers.models import CarrierAccount
from fahuo.tracking.domain.quota import SHARE_OF_CALLS
from fahuo.tracking.domain.risk import RUNGS
from fahuo.tracking.domain.schedule import lateness
from fahuo.tracking.models import Leg, PushAddress

_LOAD = """
SELECT account_id, rung, COUNT(*), COUNT(*) FILTER (WHERE poll_at <= %s), MIN(poll_at)
  FROM tracking_leg WHERE account_id = ANY(%s) AND poll_at IS NOT NULL
 GROUP BY account_id, rung
"""


@dataclass(frozen=True, slots=True)
class Polling:
    """One account. `wanted` and `allowed` are calls a minute, None where nothing limits them.

    `stretch` is by how much the latest number waits longer than it should: 1 is in time, 3 is asked a third as often.
    """

    account: CarrierAccount
    live: int = 0
    due: int = 0
    stretch: float = 1.0
    wanted: float = 0.0
    allowed: float | None = None
    refused: int = 0
    can_push: bool = False
    signs: bool = True
    address: PushAddress | None = None

    @property
    def share(self) -> float | None:
        """How much of what is allowed is wanted; None where nothing limits it."""
        return self.wanted / self.allowed if self.allowed else None


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be asked for at one account, on all rungs together."""

    live: int = 0
    due: int = 0
    stretch: float = 1.0
    a_minute: float = 0.0


def polling(seller_id: int, *, at: datetime, only: int | None = None) -> list[Polling]:
    """Return the seller's accounts that tell of parcels, or `only` one, with how they keep up.

    Retired ones are among them while they are asked about what they booked. Credentials stay in the database.
    """
    rows = CarrierAccount.objects.filter(seller_id=seller_id).defer("credentials").order_by("carrier", "-active", "pk")
    accounts = [row for row in rows if only in (None, row.pk) and _tells(registry.manifest(row.carrier))]
    ids = [account.pk for account in accounts]
    loads = _loads(ids, at)
    not_taken = Leg.objects.filter(seller_id=seller_id).exclude(refusal="").values_list("account_id")
    refused = dict(not_taken.annotate(Count("pk")).order_by())
    addresses = PushAddress.objects.in_bulk(ids)
    return [
        _polling(account, loads.get(account.pk, Load()), refused.get(account.pk, 0), addresses)
        for account in accounts
        if account.active or account.pk in loads or account.pk == only
    ]


def refusals(seller_id: int, *, limit: int = 20) -> list[Leg]:
    """Return the numbers that services did not take, the newest first, with the service's words."""
    rows = Leg.objects.filter(seller_id=seller_id).exclude(refusal="").select_related("shipment")
    return list(rows.defer("shipment__label_content").order_by("-pk")[:limit])


def _tells(page: Manifest) -> bool:
    return any(page.can(one) for one in (Capability.TRACK, Capability.TRACK_MANY, Capability.PUSH))


def _loads(ids: list[int], at: datetime) -> dict[int, Load]:
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, [at, ids])
        rows = cursor.fetchall()
    found: dict[int, Load] = {}
    for account_id, rung, live, due, oldest in rows:
        so_far = found.get(account_id, Load())
        found[account_id] = Load(
            so_far.live + live,
            so_far.due + due,
            max(so_far.stretch, lateness(rung, oldest, at)),
            so_far.a_minute + live * 60 / RUNGS[rung].total_seconds(),
        )
    return found


def _polling(account: CarrierAccount, load: Load, refused: int, addresses: Mapping[int, PushAddress]) -> Polling:
    page = registry.manifest(account.carrier)
    own = None if account.calls_per_s is None else float(account.calls_per_s)
    known = pace(Allowance(own, page.limits.calls_per_s, page.limits.burst, account.emulated))
    batch = page.limits.track_batch if page.can(Capability.TRACK_MANY) else 1
    return Polling(
        account=account,
        live=load.live,
        due=load.due,
        stretch=load.stretch,
        wanted=load.a_minute / max(batch, 1),
        allowed=None if known is None else 60 / known.interval_s * SHARE_OF_CALLS,
        refused=refused,
        can_push=page.can(Capability.PUSH),
        signs=page.signs_pushes,
        address=addresses.get(account.pk),
    )
