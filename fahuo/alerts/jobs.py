"""Background jobs of alerts: rounds that look for causes. Each is short, finds its rows by an index, and may be lost:
the next one finds the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import InterfaceError, OperationalError
from procrastinate.contrib.django import app

from fahuo.alerts.models import WatchName
from fahuo.alerts.queries.watching import catching_up
from fahuo.alerts.services import forget, latency, tell, wake, watch_carriers, watch_orders, watch_parcels
from fahuo.alerts.services.wake import looked, wake_watch
from fahuo.kit import clock
from fahuo.shipments.services.telling import tell as tell_defect

log = logging.getLogger(__name__)
# So many of so many rows in a round; what is left over comes with the next one: nothing waits behind a flood.
BATCHES, LIMIT = 20, 1000
FIRST = 10  # priority: what rings comes before what counts


@app.periodic(cron="* * * * * */2")
@app.task(queue="alerts", queueing_lock="watch_parcels", priority=FIRST, pass_context=False)
def watch_parcels_round(timestamp: int) -> None:  # procrastinate hands the tick's time over
    """Every two seconds: parcels that something happened to, deadlines that passed, alerts that wake."""
    wake_watch(at=clock.now())
    _round(WatchName.PARCELS, SHORT_ROUND)
    tell.tell(at=clock.now())


@app.periodic(cron="* * * * * */5")
@app.task(queue="alerts", queueing_lock="watch_orders", pass_context=False)
def watch_orders_round(timestamp: int) -> None:
    """Every five seconds: orders without a label, and how long messages took."""
    _round(WatchName.ORDERS, {"orders": partial(_orders, within=LATELY)})
    latency.count_sent(at=clock.now())


@app.periodic(cron="* * * * * */15")
@app.task(queue="alerts", queueing_lock="watch_carriers", pass_context=False)
def watch_carriers_round(timestamp: int) -> None:
    """Every fifteen seconds: access to carriers, codes that nobody knows, channels that fail."""
    watch_carriers.look_at_accounts(at=clock.now())
    looked(WatchName.CARRIERS, at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(queue="alerts", queueing_lock="watch_everything", pass_context=False)
def watch_everything(timestamp: int) -> None:
    """Every minute: what a short round cannot see, as it passed long ago, or as nothing says that it is over."""
    _round(WatchName.EVERYTHING, LONG_ROUND)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="alerts", queueing_lock="watch_rates", pass_context=False)
def watch_rates(timestamp: int) -> None:
    """Every ten minutes: how much of each carrier's tracking comes back."""
    watch_carriers.look_at_rates(at=clock.now())
    looked(WatchName.RATES, at=clock.now())


@app.periodic(cron="27 4 * * *")
@app.task(queue="forgetting", queueing_lock="forget_alerts", pass_context=False)
def forget_alerts(timestamp: int) -> None:
    """Every night: delete alerts that ended longer ago than the installation keeps them; not in the lane of rounds."""
    forget.forget(at=clock.now(), days=settings.FAHUO_ALERT_DAYS)


def _round(name: WatchName, looks: Mapping[str, Callable[[datetime], int]]) -> None:
    """Look at each of these; a defect in one holds up no other, and whoever waits for this watch sees that it sleeps.

    A flood is cut off, as the next round comes soon.
    """
    whole = True
    for what, look in looks.items():
        try:
            any(look(clock.now()) < LIMIT for _ in range(BATCHES))
        except (OperationalError, InterfaceError):  # the database is away; the next round finds the same
            raise
        except Exception as error:
            whole = False
            tell_defect(log, f"alerts of {what}", error)
    if whole:
        looked(name, at=clock.now())


def _changed(at: datetime) -> int:
    return watch_parcels.take_changed(at=at, limit=LIMIT)[0]


def _passed(at: datetime, *, kind: str, within: timedelta | None) -> int:
    return 0 if catching_up(at) else watch_parcels.take_overdue(kind=kind, at=at, within=within, limit=LIMIT)[0]


def _over(at: datetime) -> int:
    return watch_parcels.take_over(at=at, limit=LIMIT)[0]


def _orders(at: datetime, *, within: timedelta | None) -> int:
    return watch_orders.take_overdue(at=at, within=within, limit=LIMIT)[0]


def _waking(at: datetime) -> int:
    return wake.wake(at=at, limit=LIMIT)


# What passed longer ago than `LATELY` is looked for once a minute.
LATELY = timedelta(minutes=10)
_DEADLINES = ("PICKUP_OVERDUE", "SILENT")
SHORT_ROUND: Mapping[str, Callable[[datetime], int]] = {
    "changed parcels": _changed,
    **{kind: partial(_passed, kind=kind, within=LATELY) for kind in _DEADLINES},
    "snoozes": _waking,
}
LONG_ROUND: Mapping[str, Callable[[datetime], int]] = {
    "parcels that are over": _over,
    **{kind: partial(_passed, kind=kind, within=None) for kind in _DEADLINES},
    "orders": partial(_orders, within=None),
}
