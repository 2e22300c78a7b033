"""When each watch last looked, so that silence can be told from a watch that sleeps."""

from __future__ import annotations

from django.db import models


class Watch(models.Model):
    """One of the rounds that look for causes (`alerts.jobs`), whosoever they concern."""

    name = models.CharField(max_length=20, primary_key=True)
    looked_at = models.DateTimeField()
