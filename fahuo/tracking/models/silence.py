"""Requests to carriers to look for parcels nobody has heard of (轨迹补录申请), and the parcels each of them names."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SupplementRequest(models.Model):
    """One text that a person sent to one carrier, as it was sent. We never send it ourselves."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    carrier = models.CharField(max_length=30)
    language = models.CharField(max_length=2, choices=[("ZH", "中文"), ("EN", "English")])
    text = models.TextField()
    parcels = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        """Read newest first, a seller at a time."""

        indexes: ClassVar = [models.Index(fields=["seller", "-sent_at"], name="supplement_newest")]


class AskedOutcome(models.TextChoices):
    """How waiting for one parcel ended."""

    OPEN = "OPEN"
    HEARD = "HEARD"  # there was news of the parcel
    ENDED = "ENDED"  # it is delivered, returned, lost or cancelled
    ASKED_AGAIN = "ASKED_AGAIN"  # no answer came, and a newer request names it


class AskedParcel(models.Model):
    """One parcel of a request, watched until it is heard of. `silent_since` is its last event when it was asked for."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    request = models.ForeignKey(SupplementRequest, on_delete=models.CASCADE, related_name="asked")
    shipment = models.ForeignKey("shipments.Shipment", on_delete=models.CASCADE)
    silent_since = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=11, choices=AskedOutcome.choices, default=AskedOutcome.OPEN)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """A parcel waits for one answer at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "shipment"], condition=models.Q(outcome="OPEN"), name="asked_once_at_a_time"
            )
        ]
