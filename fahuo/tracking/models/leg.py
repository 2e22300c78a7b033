"""Where a parcel's numbers are asked for, and where carriers send what they tell by themselves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class LegRole(models.TextChoices):
    """Who knows of the parcel under this number."""

    ORIGIN = "ORIGIN"  # the carrier that was booked
    LAST_MILE = "LAST_MILE"  # who delivers it
    WATCH = "WATCH"  # a tracking service that was told the number


class Leg(models.Model):
    """One number at one account, asked for at `poll_at`; NULL is never. A lease makes one worker ask at a time.

    `rung` says how soon it is to be asked again (`tracking.domain.risk`), `refusal` why the carrier does not take the
    number. `number_asked_at` is when the booking was last looked up for a tracking number that comes later.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    shipment = models.ForeignKey("shipments.Shipment", on_delete=models.CASCADE, related_name="legs")
    role = models.CharField(max_length=9, choices=LegRole.choices)
    account = models.ForeignKey("carriers.CarrierAccount", on_delete=models.CASCADE)
    carrier = models.CharField(max_length=30)
    number = models.CharField(max_length=80)
    registered_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=200, blank=True)
    poll_at = models.DateTimeField(null=True)
    polled_at = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    rung = models.PositiveSmallIntegerField(default=0, db_default=0)
    number_asked_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        """One row a number; due ones by account, refused ones for their seller."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "shipment", "account", "number"], name="leg_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["seller", "number"], name="leg_number"),
            models.Index(
                fields=["account", "rung", "poll_at"], condition=models.Q(poll_at__isnull=False), name="leg_due"
            ),
            models.Index(fields=["seller", "account"], condition=~models.Q(refusal=""), name="leg_refused"),
        ]


class PushAddress(models.Model):
    """The secret part of the address to which the carrier of one account pushes, and what has come in there.

    `refusal` is the problem code of the last push that was not believed; nothing of such a push is kept.
    """

    account = models.OneToOneField("carriers.CarrierAccount", on_delete=models.CASCADE, primary_key=True)
    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    token = models.CharField(max_length=48, unique=True)
    created_at = models.DateTimeField()
    last_push_at = models.DateTimeField(null=True)
    pushes = models.PositiveBigIntegerField(default=0, db_default=0)
    refusals = models.PositiveBigIntegerField(default=0, db_default=0)
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=40, blank=True)


class PushReceipt(models.Model):
    """A push that was taken in, so that the same bytes again are acknowledged and cost nothing. Swept by age."""

    account = models.ForeignKey("carriers.CarrierAccount", on_delete=models.CASCADE)
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        """Once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "sha256"], name="push_receipt_once")]
        indexes: ClassVar = [models.Index(fields=["received_at"], name="push_receipt_age")]
