"""Tell people of new alerts: one message for all of a kind at a carrier, in the transaction that opened them.

The first of a kind rings at once; those that follow are gathered for a short while (`domain.damping`). An alert that
nobody was told of yet keeps `telling` empty, so that nothing is forgotten when a worker dies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from fahuo.alerts.domain.damping import may_tell
from fahuo.alerts.domain.notices import NUMBERS_NAMED, Group, chinese, english
from fahuo.alerts.models import Alert, State, Telling
from fahuo.alerts.queries import untold
from fahuo.alerts.services.names import carrier_in, country_in
from fahuo.alerts.services.turns import my_turn
from fahuo.backoffice.formats import with_query
from fahuo.notifications.services.post import Notice, Text, post
from fahuo.trade.alert_kind import KINDS, AlertKind

TURN = 1  # of `turns`: one teller at a time, else two would tell the same


@transaction.atomic
def tell(*, at: datetime) -> int:
    """Write a message for each kind and carrier that may be told now; return how many."""
    due = [one for one in untold.groups() if may_tell(one.kind, told_at=one.told_at, at=at)]
    if not due or not my_turn(TURN):
        return 0
    notices: dict[int, list[Notice]] = {}
    for one in due:
        if notice := _notice(one, at):
            notices.setdefault(one.seller_id, []).append(notice)
    for seller_id, of_seller in notices.items():
        post(seller_id=seller_id, notices=of_seller, at=at)
    return sum(map(len, notices.values()))


def _notice(one: untold.UntoldGroup, at: datetime) -> Notice | None:
    """Claim the group's alerts and write its message; None when another told it, or all were looked at meanwhile."""
    rows = Alert.objects.filter(
        seller_id=one.seller_id, kind=one.kind, carrier=one.carrier, telling=None, state=State.OPEN
    )
    wanted = ("kind", "carrier", "country", "shipment_id", "order_id", "detail")
    alerts = list(rows.select_for_update(no_key=True).only(*wanted).order_by("pk"))
    if not alerts:
        return None
    key = f"alerts:{one.kind}:{one.carrier}:{alerts[-1].pk}:{at:%y%m%d%H%M%S}"
    telling = Telling.objects.create(
        seller_id=one.seller_id, kind=one.kind, carrier=one.carrier, key=key, alerts=len(alerts), told_at=at
    )
    Alert.objects.filter(pk__in=[row.pk for row in alerts]).update(telling=telling)
    return Notice(
        kind=one.kind,
        key=key,
        texts=_texts(one, alerts),
        url_path=_path(alerts),
        urgent=KINDS[AlertKind(one.kind)].urgent,
        at=at,
    )


def _texts(one: untold.UntoldGroup, alerts: Sequence[Alert]) -> dict[str, Text]:
    countries = [code for code, _ in Counter(row.country for row in alerts if row.country).most_common()]
    numbers = untold.numbers(one.seller_id, alerts[:NUMBERS_NAMED])
    return {
        language: Text(*write(Group(
            AlertKind(one.kind), len(alerts), carrier_in(one.seller_id, one.carrier, language),
            [country_in(code, language) for code in countries], numbers,
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
