"""What people are told: messages in the pages, channels that lead out of the house, and the outbox between."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ChannelKind(models.TextChoices):
    """How a channel leaves the house."""

    EMAIL = "EMAIL"
    SMS = "SMS"
    WEBHOOK = "WEBHOOK"
    DINGTALK = "DINGTALK"
    WECOM = "WECOM"


class Mode(models.TextChoices):
    """When somebody wants to hear of a kind."""

    AT_ONCE = "AT_ONCE"
    DIGEST = "DIGEST"  # gathered, at the times of the channel
    OFF = "OFF"


class DeliveryState(models.TextChoices):
    """How far a delivery is."""

    DUE = "DUE"
    SENDING = "SENDING"
    SENT = "SENT"
    DOUBTFUL = "DOUBTFUL"  # it left, and no answer came
    FAILED = "FAILED"


# The states in which a worker still has something to do, at `due_at`.
OPEN = (DeliveryState.DUE, DeliveryState.SENDING, DeliveryState.DOUBTFUL)


class InSiteMessage(models.Model):
    """One notification to one person, in the pages. `texts`: language → subject and body."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="in_site_messages")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=150)
    texts = models.JSONField()
    url_path = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        """A person gets a key once; unread ones are counted on every page, so they have an index of their own."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "person", "key"], name="in_site_key")]
        indexes: ClassVar = [
            models.Index(fields=["seller", "person", "-id"], name="in_site_newest"),
            models.Index(fields=["seller", "person", "-id"], condition=models.Q(read_at=None), name="in_site_unread"),
        ]


def usual_digest_times() -> list[time]:
    """Return the local times at which digests go out unless somebody chose others."""
    return [time(9), time(16)]


class Channel(models.Model):
    """A way out of the house: a person's own (`person`), or the seller's.

    `sealed` holds the address and its secrets; `hint` is what pages may show of it. Between `quiet_from` and
    `quiet_until` (local to `zone`) nothing goes out, unless it is urgent and `urgent_breaks`. `free_at` paces: nothing
    is sent before it. While `failing_from` is set one message at a time is tried.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, null=True, related_name="channels")
    kind = models.CharField(max_length=8, choices=ChannelKind.choices)
    name = models.CharField(max_length=60, blank=True)
    hint = models.CharField(max_length=100, blank=True)
    sealed = models.BinaryField()
    language = models.CharField(max_length=2, default="zh")
    zone = models.CharField(max_length=40, default="Asia/Shanghai")
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    urgent_breaks = models.BooleanField(default=True)
    digest_at = ArrayField(models.TimeField(), default=usual_digest_times)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    tested_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    free_at = models.DateTimeField(null=True)
    failing_from = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        """A person has one address of a kind."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "person", "kind"],
                condition=models.Q(person__isnull=False),
                name="channel_one_of_a_kind_per_person",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["seller", "active"], name="channel_seller")]


class Subscription(models.Model):
    """When somebody wants to hear of a kind, where that differs from what is usual (`domain.subscriptions`).

    `channel` empty: messages in the pages, of `person`.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, null=True, related_name="+")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, null=True, related_name="subscriptions")
    kind = models.CharField(max_length=30)
    mode = models.CharField(max_length=7, choices=Mode.choices)

    class Meta:
        """One answer for each target and kind."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "person", "kind"],
                condition=models.Q(channel__isnull=True),
                name="subscription_in_site",
            ),
            models.UniqueConstraint(
                fields=["seller", "channel", "kind"],
                condition=models.Q(channel__isnull=False),
                name="subscription_channel",
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(channel__isnull=False),
                name="subscription_one_target",
            ),
        ]


class Delivery(models.Model):
    """One notification on its way through one channel: the outbox.

    `due_at` is the one clock: when it may go out (DUE), when its worker's lease ends (SENDING), when it is asked for
    or repeated (DOUBTFUL). What goes out together shares a `bundle`, whose number is the message's name on the other
    side for as long as it takes, so that a repetition can be recognised there.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=150)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url_path = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False)
    mode = models.CharField(max_length=7, choices=Mode.choices, default=Mode.AT_ONCE)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    bundle = models.UUIDField(null=True)
    bundled_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    their_id = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        """The same key is never sent twice to the same target; workers look for what is due."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "channel", "key"], name="delivery_key")]
        indexes: ClassVar = [
            models.Index(fields=["seller", "-id"], name="delivery_newest"),
            models.Index(
                fields=["due_at", "channel"],
                condition=models.Q(state__in=("DUE", "SENDING", "DOUBTFUL")),
                name="delivery_due",
            ),
            models.Index(
                fields=["seller", "channel", "due_at"],
                condition=models.Q(state__in=("DUE", "SENDING", "DOUBTFUL")),
                name="delivery_channel_due",
            ),
            models.Index(
                fields=["seller", "channel", "-id"], condition=models.Q(state="FAILED"), name="delivery_failed"
            ),
        ]
