"""How long news takes to reach us, counted in buckets."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Span(models.TextChoices):
    """From what to what."""

    EVENT_TO_SEEN = "EVENT_TO_SEEN"  # the carrier's time of an event until it is stored here
    SEEN_TO_ALERT = "SEEN_TO_ALERT"  # until the alert is open and visible
    ALERT_TO_SENT = "ALERT_TO_SENT"  # until the first message about it has left


class Latency(models.Model):
    """How many took at most `seconds` (upper bound of the bucket) on a day (UTC), by carrier and span."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    carrier = models.CharField(max_length=30)
    day = models.DateField()
    span = models.CharField(max_length=16, choices=Span.choices)
    seconds = models.PositiveIntegerField()
    rows = models.PositiveBigIntegerField(default=0)

    class Meta:
        """One row a bucket."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "carrier", "day", "span", "seconds"], name="latency_bucket")
        ]
