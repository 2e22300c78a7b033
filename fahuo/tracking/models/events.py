"""Events as carriers told them, and what could not be placed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Oddity(models.TextChoices):
    """Why an event is kept and counts for nothing."""

    NONE = ""
    FUTURE = "FUTURE"
    PAST = "PAST"


class Event(models.Model):
    """One tracking event. Partitioned by the month of `at` (UTC), so Django only reads it: migration 0002 makes it.

    `digest` tells events of one moment apart: carrier, code, words and place. No foreign keys: twenty thousand rows a
    second are written here, and a parcel's events go with its journey.
    """

    pk = models.CompositePrimaryKey("seller_id", "shipment_id", "at", "digest")
    seller_id = models.BigIntegerField()
    shipment_id = models.BigIntegerField()
    at = models.DateTimeField()
    digest = models.BigIntegerField()
    carrier = models.CharField(max_length=30)
    milestone = models.CharField(max_length=30)
    reason = models.CharField(max_length=24, blank=True)
    raw_code = models.CharField(max_length=80, blank=True)
    description = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    raw_time = models.CharField(max_length=60, blank=True)
    odd = models.CharField(max_length=8, choices=Oddity.choices, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        """Made by SQL."""

        managed = False
        db_table = "tracking_event"


class StrayEvent(models.Model):
    """A push about a number that is no parcel of ours, or not yet; taken in when the parcel appears, else forgotten."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    account = models.ForeignKey("carriers.CarrierAccount", on_delete=models.CASCADE)
    number = models.CharField(max_length=80)
    reference = models.CharField(max_length=80, blank=True)
    events = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        """Found by number, swept by age."""

        indexes: ClassVar = [
            models.Index(fields=["seller", "number"], name="stray_number"),
            models.Index(fields=["seller", "reference"], name="stray_reference"),
            models.Index(fields=["received_at"], name="stray_age"),
        ]


# In the place of a code: those of one carrier that came when too many waited already.
OTHER_CODES = "…"


class UnmappedCode(models.Model):
    """A code of a carrier that we do not know: how often, and since when. `settled_at`: somebody dealt with it.

    Of one carrier and seller a few hundred wait at most; what comes beyond is counted together as `OTHER_CODES`.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    carrier = models.CharField(max_length=30)
    raw_code = models.CharField(max_length=80)
    sample = models.CharField(max_length=500, blank=True)
    seen = models.PositiveBigIntegerField(default=0)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """One row a code."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "carrier", "raw_code"], name="unmapped_code_once")
        ]
