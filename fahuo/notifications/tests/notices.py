"""Notices, channels and times for these tests. Amy owns the firm and reads English; Bob is her clerk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fahuo.accounts.models import Person, Seller
from fahuo.kit import clock, secrets
from fahuo.notifications.domain import Notice, Text
from fahuo.notifications.models import Channel
from fahuo.notifications.services.post import post

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # in Shanghai
MIDNIGHT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # half past, in Shanghai


def notice(key: str = "held-1", *, kind: str = "CUSTOMS_HELD", urgent: bool = True, at: datetime = NOON) -> Notice:
    """A parcel held at customs."""
    texts = {
        "en": Text("1 parcel held at customs", "YT2632600100000001, Hamburg. Open it to see what customs wants."),
        "zh": Text("1 个包裹被海关扣留", "YT2632600100000001，汉堡。打开查看海关的要求。"),
    }
    return Notice(kind, key, texts, "/alerts/1", urgent, at)


def channel(
    seller: Seller, kind: str, address: Mapping[str, str], *, person: Person | None = None, **columns: Any
) -> Channel:
    """A channel that is in use."""
    given = {"language": "en", "zone": "Asia/Shanghai", "created_at": NOON, "name": kind.title(), **columns}
    return Channel.objects.create(seller=seller, person=person, kind=kind, sealed=secrets.seal(address), **given)


def tell(seller: Seller, *keys: str, at: datetime | None = None) -> datetime:
    """Post notices with these keys, now unless a moment is given; return when."""
    at = at or clock.now()
    post(seller_id=seller.pk, notices=[notice(key, at=at) for key in keys], at=at)
    return at
