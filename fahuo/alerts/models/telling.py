"""What was told about alerts, many of one kind and carrier at a time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Telling(models.Model):
    """One message. `sent_at`: when the first copy of it arrived somewhere; NULL while none has."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(max_length=24)
    carrier = models.CharField(max_length=30, blank=True)
    key = models.CharField(max_length=120, unique=True)
    alerts = models.PositiveIntegerField()
    told_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """The last of a kind and carrier says when the next may follow."""

        indexes: ClassVar = [
            models.Index(fields=["seller", "kind", "carrier", "-told_at"], name="telling_last"),
            models.Index(fields=["told_at"], condition=models.Q(sent_at__isnull=True), name="telling_unsent"),
        ]
