"""Rate sheets of sellers' own contracts, how their files were read, and quotes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SheetVersion(models.Model):
    """One version of one service's prices, as a seller imported it. `content` never changes once it is written.

    A version holds from `valid_from` until its `valid_until` or until the next one begins, whichever is earlier, so
    that versions cannot overlap. A version imported again for the same day replaces the earlier one, which is kept
    with `replaced_at`.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    service_key = models.CharField(max_length=80)  # carrier/code
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    content = models.BinaryField()  # `rating.sheet_codec`
    content_sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    imported_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        """One version a day in force, numbered from 1 within a service."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "service_key", "version"], name="sheet_version_number"),
            models.UniqueConstraint(
                fields=["seller", "service_key", "valid_from"],
                condition=models.Q(replaced_at=None),
                name="sheet_version_one_a_day",
            ),
        ]


class SheetMapping(models.Model):
    """How one carrier's price files are read: which sheet, which columns, which terms. Remembered by seller."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    carrier = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        """Found by its name."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "carrier", "name"], name="sheet_mapping_name")
        ]


class SheetUpload(models.Model):
    """A price file between upload and decision: what was read of it, to be looked at before it becomes prices."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    carrier = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file = models.BinaryField()
    mapping = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        """Listed by seller, newest first."""

        indexes: ClassVar = [models.Index(fields=["seller", "-id"], name="sheet_upload_seller")]


class SheetContent(models.Model):
    """The content of a rate sheet that a quote was made from, kept under its hash for as long as the quote."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()


class Quote(models.Model):
    """Prices of one parcel at one moment, with everything they were reckoned from: it can be replayed to the cent.

    `asked`: the `request` and what was wished beside it; `rules`: exchange rates, duties, taxes and premiums used;
    `rates`: under `services` of each the sheet (its name and hash), zone, weights, charges with their working, total,
    rebate, or the problem; under `advice` the recommendation made on them, null with a shipment, which has its own.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    purpose = models.CharField(max_length=10)  # QUOTE, by the calculator, or SHIPMENT
    on = models.DateField()
    country = models.CharField(max_length=2)
    asked = models.JSONField()
    rules = models.JSONField()
    rates = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        """Listed by seller, newest first; those that somebody asked for are few among those of shipments."""

        indexes: ClassVar = [
            models.Index(fields=["seller", "-id"], name="quote_seller"),
            models.Index(fields=["seller", "-id"], condition=models.Q(purpose="QUOTE"), name="quote_asked"),
        ]
