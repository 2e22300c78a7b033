"""When each watch last looked, so that silence can be told from a watch that sleeps."""

from __future__ import annotations

from django.db import models


class WatchName(models.TextChoices):
    """The rounds of `alerts.jobs`."""

    PARCELS = "PARCELS"
    ORDERS = "ORDERS"
    CARRIERS = "CARRIERS"
    EVERYTHING = "EVERYTHING"
    RATES = "RATES"


class Watch(models.Model):
    """One of the rounds that look for causes, whosoever they concern."""

    name = models.CharField(max_length=10, choices=WatchName.choices, primary_key=True)
    looked_at = models.DateTimeField()
