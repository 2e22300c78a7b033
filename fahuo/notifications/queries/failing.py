"""Channels that fail, for whoever tells people about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from fahuo.notifications.domain import pacing
from fahuo.notifications.domain.notice import Text
from fahuo.notifications.models import Channel
from fahuo.trade import error_book

KINDS = {
    "EMAIL": ("E-mail", "邮件"), "SMS": ("SMS", "短信"), "WEBHOOK": ("Webhook", "Webhook"),
    "DINGTALK": ("DingTalk robot", "钉钉机器人"), "WECOM": ("WeCom robot", "企业微信机器人"),
}  # fmt: skip
TOLD_ANEW_AFTER_S = 6 * 3600  # a channel that fails now and then is told no more often


@dataclass(frozen=True, slots=True)
class Failing:
    """A channel that fails: since when, and why (a code of the error book).

    `key` names this failure: a notice with it is not told a second time to those whom this room has told already.
    """

    channel_id: int
    person_id: int | None
    kind: str
    name: str
    since: datetime
    code: str
    detail: str

    @property
    def key(self) -> str:
        """The notice's key: one for each time that the channel begins to fail, and one within some hours at most."""
        return f"channel-failed:{self.channel_id}:{int(self.since.timestamp() // TOLD_ANEW_AFTER_S)}"

    @property
    def url_path(self) -> str:
        """Where the channel is shown."""
        return reverse("my-notifications" if self.person_id else "channels")

    def texts(self) -> Mapping[str, Text]:
        """Return subject and body in both languages; an address is not in them."""
        entry = error_book.entry(self.code)
        english, chinese = KINDS[self.kind]
        return {
            "en": Text(f"Messages do not arrive: {self.name or english}", f"{entry.title_en}. {entry.fix_en}"),
            "zh": Text(f"消息发送失败：{self.name or chinese}", f"{entry.title_zh}。{entry.fix_zh}"),
        }


def failing(seller_id: int) -> list[Failing]:
    """Return the seller's channels in use that fail, and those of people unless they left; one accident is none."""
    told = Q(failures__gte=pacing.TOLD_AFTER) | Q(code__in=pacing.LASTING)
    used = Q(person=None) | Q(person__is_active=True)
    rows = Channel.objects.filter(told, used, seller_id=seller_id, active=True, failing_from__isnull=False)
    return [_of(row) for row in rows.defer("sealed").order_by("pk")]


def failing_of(channel: Channel) -> Failing | None:
    """Return how a channel fails, None when it does not, or not for long enough to be told."""
    if channel.failing_from is None or not pacing.worth_telling(channel.code, channel.failures):
        return None
    return _of(channel)


def _of(row: Channel) -> Failing:
    assert row.failing_from is not None
    return Failing(row.pk, row.person_id, row.kind, row.name, row.failing_from, row.code, row.detail)
