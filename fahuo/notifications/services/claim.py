"""Take what is due, under a lease, in one short transaction; any number of workers may do it at once."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Max, Min, Q

from fahuo.notifications.domain import pacing, quiet
from fahuo.notifications.models import OPEN, Channel, Delivery, DeliveryState
from fahuo.notifications.services.post import hours_of

LEASE = timedelta(seconds=180)
CHANNELS_AT_ONCE = 100
ROWS_OF_A_CHANNEL = 1000  # more than any message holds, so that one that may have left is never cut

_OF_CHANNELS = """
SELECT due.* FROM unnest(%s::bigint[], %s::bigint[]) AS chosen (seller_id, channel_id) CROSS JOIN LATERAL (
    SELECT * FROM notifications_delivery AS one
    WHERE one.seller_id = chosen.seller_id AND one.channel_id = chosen.channel_id
        AND one.state IN ('DUE', 'SENDING', 'DOUBTFUL') AND one.due_at <= %s
    ORDER BY one.bundle IS NULL, one.bundle, NOT one.urgent, one.due_at, one.id LIMIT %s
) AS due
"""
_TAKE = """
UPDATE notifications_delivery AS one
SET state = 'SENDING', lease = %s, due_at = %s, attempts = one.attempts + 1, bundle = taken.bundle,
    bundled_at = CASE WHEN one.bundle = taken.bundle THEN one.bundled_at ELSE %s END
FROM unnest(%s::bigint[], %s::uuid[]) AS taken (id, bundle) WHERE one.id = taken.id
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One message under our lease: its deliveries, urgent ones first. `again`: it may have left before."""

    channel: Channel
    lease: uuid.UUID
    until: datetime
    name: uuid.UUID
    bundled_at: datetime
    rows: Sequence[Delivery]
    again: bool

    @property
    def attempts(self) -> int:
        """How often it is tried, this time included."""
        return max(row.attempts for row in self.rows) + 1


def claim(*, at: datetime) -> list[Claimed]:
    """Take due messages of channels that are free, oldest first."""
    with transaction.atomic():
        channels = _free_channels(at)
        if not channels:
            return []
        waiting = _waiting(channels, at)
        _drop(waiting, channels, at)
        _let_sleep(waiting, channels, at)
        _keep_sequence(waiting, at)
        lease = uuid.uuid4()
        claimed = [one for channel in channels for one in _of(channel, waiting[channel.pk], lease, at)]
        _take(claimed, lease, at)
    return claimed


def _free_channels(at: datetime) -> list[Channel]:
    due = Delivery.objects.filter(state__in=OPEN, due_at__lte=at).values("channel")
    free = Q(free_at=None) | Q(free_at__lte=at) | Q(free_at__gt=at + pacing.LONGEST_PAUSE)
    rows = Channel.objects.filter(free, pk__in=due).select_for_update(skip_locked=True, of=("self",))
    return list(rows.select_related("person").order_by(F("free_at").asc(nulls_first=True), "pk")[:CHANNELS_AT_ONCE])


def _waiting(channels: Sequence[Channel], at: datetime) -> dict[int, list[Delivery]]:
    """Read what is due by channel: what may have left comes first and whole, then urgent ones, then the oldest."""
    sellers, keys = [channel.seller_id for channel in channels], [channel.pk for channel in channels]
    found: dict[int, list[Delivery]] = defaultdict(list)
    for row in Delivery.objects.raw(_OF_CHANNELS, [sellers, keys, at, ROWS_OF_A_CHANNEL]):
        found[row.channel_id].append(row)
    for key, rows in found.items():
        if len(rows) == ROWS_OF_A_CHANNEL and (cut := rows[-1].bundle):
            found[key] = [row for row in rows if row.bundle != cut]
    return found


def _drop(waiting: dict[int, list[Delivery]], channels: Sequence[Channel], at: datetime) -> None:
    """End what nobody will get: its channel was switched off, its person left, or it failed for a day."""
    for channel in channels:
        person = channel.person
        off = not channel.active or (person is not None and not person.is_active)
        dead = channel.failing_from is not None and channel.failing_from < at - pacing.DEAD
        old = [] if off or not dead else [row for row in waiting[channel.pk] if row.due_at < at - pacing.DEAD]
        gone = waiting[channel.pk] if off else old
        if gone:
            code = "NOTIFY_SWITCHED_OFF" if off else "NOTIFY_GAVE_UP"
            Delivery.objects.filter(pk__in=[row.pk for row in gone]).update(state=DeliveryState.FAILED, code=code)
            waiting[channel.pk] = [row for row in waiting[channel.pk] if row not in gone]


def _let_sleep(waiting: dict[int, list[Delivery]], channels: Sequence[Channel], at: datetime) -> None:
    """Put off what its channel's quiet hours overtook: it waited for an answer, a pace, or a channel that failed.

    A message that may have left keeps its company: one urgent notification in it lets all of it go on.
    """
    for channel in channels:
        until = quiet.after_quiet(at, hours_of(channel))
        if until <= at:
            continue
        breaking = [row for row in waiting[channel.pk] if row.urgent and channel.urgent_breaks]
        bundles, keys = {row.bundle for row in breaking if row.bundle}, {row.pk for row in breaking}
        awake = [row for row in waiting[channel.pk] if row.pk in keys or row.bundle in bundles]
        asleep = {row.pk for row in waiting[channel.pk]} - {row.pk for row in awake}
        Delivery.objects.filter(pk__in=asleep).update(due_at=until)
        waiting[channel.pk] = awake


def _keep_sequence(waiting: dict[int, list[Delivery]], at: datetime) -> None:
    """Put off what would overtake a message of the same alert that is to be tried again: until then.

    One alert's messages lead to its page. A list, with a query, is no one alert's.
    """
    tried = Q(due_at__gt=at) | Q(bundle__isnull=False)
    sellers = {row.seller_id for rows in waiting.values() for row in rows}
    rows = Delivery.objects.filter(
        tried, seller__in=sellers, channel__in=waiting, state__in=("DUE", "DOUBTFUL"), attempts__gt=0
    )
    paths = rows.exclude(url_path="").exclude(url_path__contains="?").values_list("channel_id", "url_path")
    for channel_id, path, first, until in paths.annotate(first=Min("pk"), until=Max("due_at")):
        later = {
            row.pk for row in waiting[channel_id] if row.url_path == path and row.pk > first and row.bundle is None
        }
        Delivery.objects.filter(pk__in=later).update(due_at=until)
        waiting[channel_id] = [row for row in waiting[channel_id] if row.pk not in later]


def _of(channel: Channel, rows: Sequence[Delivery], lease: uuid.UUID, at: datetime) -> list[Claimed]:
    by_id = {row.pk: row for row in rows}
    waiting = [pacing.Waiting(row.pk, str(row.bundle) if row.bundle else None, row.due_at) for row in rows]
    made = []
    for name, keys in pacing.bundled(waiting, channel.kind, failing=channel.failing_from is not None):
        members = sorted((by_id[key] for key in keys), key=lambda row: (not row.urgent, row.at, row.pk))
        begun = members[0].bundled_at if name else None
        bundle = uuid.UUID(name) if name else uuid.uuid4()
        made.append(Claimed(channel, lease, at + LEASE, bundle, begun or at, members, again=name is not None))
    return made


def _take(claimed: Sequence[Claimed], lease: uuid.UUID, at: datetime) -> None:
    pairs = [(row.pk, one.name) for one in claimed for row in one.rows]
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [lease, at + LEASE, at, *map(list, zip(*pairs, strict=True))])
    for kind, gap_s in pacing.GAP_S.items():
        keys = {one.channel.pk for one in claimed if one.channel.kind == kind}
        if keys and gap_s:
            Channel.objects.filter(pk__in=keys).update(free_at=at + timedelta(seconds=gap_s))
