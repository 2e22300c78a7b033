"""Tell people of new alerts: one message for all of a kind at a carrier, in the transaction that opened them.

The first of a kind rings at once; those that follow are gathered for a short while (`domain.damping`). An alert that
nobody was told of yet keeps `telling` empty, so that nothing is forgotten when a worker dies. What cannot be told, as
one seller's rows are not as they should be, is tried again by the next round and holds up no alert and no other seller.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.db import InterfaceError, OperationalError, transaction
from django.urls import reverse

from fahuo.alerts.domain.causes import channel_cause
from fahuo.alerts.domain.damping import may_tell
from fahuo.alerts.domain.notices import NUMBERS_NAMED, Group, chinese, english
from fahuo.alerts.models import Alert, State, Telling
from fahuo.alerts.queries import untold
from fahuo.alerts.services.names import carrier_in, country_in, title_in
from fahuo.alerts.services.turns import TELLING, my_turn
from fahuo.backoffice.formats import with_query
from fahuo.notifications.queries.failing import failing
from fahuo.notifications.services.post import Notice, Text, post
from fahuo.shipments.services.telling import tell as tell_defect
from fahuo.trade.alert_kind import KINDS, AlertKind

log = logging.getLogger(__name__)


@transaction.atomic
def tell(*, at: datetime) -> int:
    """Write messages for each kind and carrier that may be told now; return how many."""
    if not my_turn(TELLING):
        return 0
    told = 0
    for seller_id, groups in groupby(untold.groups(at), key=lambda one: one.seller_id):
        try:
            told += _tell_seller(seller_id, groups, at)
        except (OperationalError, InterfaceError):  # of the database, not of these rows
            raise
        except Exception as error:
            tell_defect(log, f"telling seller {seller_id}", error)
    return told


@transaction.atomic
def _tell_seller(seller_id: int, groups: Iterable[untold.UntoldGroup], at: datetime) -> int:
    ready = [one for one in groups if may_tell(one.kind, told_at=one.told_at, at=at)]
    notices = [_of_channel(*told) or _notice(*told) for one in ready if (told := _claim(one, at))]
    post(seller_id=seller_id, notices=notices, at=at)
    return len(notices)


def _claim(one: untold.UntoldGroup, at: datetime) -> tuple[Telling, list[Alert]] | None:
    """Make the group's alerts belong to a new message; None when there are none left.

    Those that somebody is just acting on are left to the next round.
    """
    rows = Alert.objects.filter(
        seller_id=one.seller_id, kind=one.kind, carrier=one.carrier, telling=None, state=State.OPEN
    )
    wanted = ("kind", "cause", "carrier", "country", "shipment_id", "order_id", "detail")
    alerts = list(rows.select_for_update(no_key=True, skip_locked=True).only(*wanted).order_by("pk"))
    if not alerts:
        return None
    key = f"alerts:{one.kind}:{one.carrier}:{alerts[-1].pk}:{at:%y%m%d%H%M%S}"
    telling = Telling.objects.create(
        seller_id=one.seller_id, kind=one.kind, carrier=one.carrier, key=key, alerts=len(alerts), told_at=at
    )
    Alert.objects.filter(pk__in=[row.pk for row in alerts]).update(telling=telling)
    return telling, alerts


def _notice(telling: Telling, alerts: Sequence[Alert]) -> Notice:
    return Notice(
        kind=telling.kind,
        key=telling.key,
        texts=_texts(telling, alerts),
        url_path=_path(alerts),
        urgent=KINDS[AlertKind(telling.kind)].urgent,
        at=telling.told_at,
    )


def _of_channel(telling: Telling, alerts: Sequence[Alert]) -> Notice | None:
    """Say of a channel what its own room says of it, under the same key, so that nobody is told twice.

    None for anything else; also for several channels, which have failed together and are one message.
    """
    if len(alerts) > 1 or telling.kind != AlertKind.CHANNEL_FAILED:
        return None
    rows = (row for row in failing(telling.seller_id) if channel_cause(row.channel_id) == alerts[0].cause)
    return next(
        (Notice(telling.kind, row.key, row.texts(), row.url_path, urgent=False, at=telling.told_at) for row in rows),
        None,
    )


def _texts(telling: Telling, alerts: Sequence[Alert]) -> dict[str, Text]:
    countries = [code for code, _ in Counter(row.country for row in alerts if row.country).most_common()]
    numbers = untold.numbers(telling.seller_id, alerts[:NUMBERS_NAMED])
    return {
        language: Text(*write(Group(
            AlertKind(telling.kind), len(alerts), carrier_in(telling.seller_id, telling.carrier, language),
            [country_in(code, language) for code in countries], [title_in(one, language) for one in numbers],
        )))
        for language, write in (("zh", chinese), ("en", english))
    }  # fmt: skip


def _path(alerts: Sequence[Alert]) -> str:
    """Return where the message leads: to the alert, or to the list of those that are like these."""
    if len(alerts) == 1:
        return reverse("alert", args=[alerts[0].pk])
    countries = {row.country for row in alerts}
    query = {"kind": alerts[0].kind, "carrier": alerts[0].carrier}
    return with_query(reverse("alerts"), query | ({"country": countries.pop()} if len(countries) == 1 else {}))
