"""Shipments: one booking each, and the runs that made them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Status(models.TextChoices):
    """What WE did with the shipment; what the carrier says is told by tracking."""

    DRAFT = "DRAFT"
    BOOKING = "BOOKING"
    BOOKED = "BOOKED"
    LABELLED = "LABELLED"
    TENDERED = "TENDERED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"
    REVIEW = "REVIEW"


# An order has at most one shipment in these states (proved by a partial unique index).
LIVE = ("DRAFT", "BOOKING", "BOOKED", "LABELLED", "TENDERED", "CLOSED", "REVIEW")
# They can be cancelled at the carrier, as the parcel is not handed over yet.
VOIDABLE = ("BOOKED", "LABELLED")
# Their label was read back and may be printed.
PRINTABLE = ("LABELLED", "TENDERED", "CLOSED")


class ShipRun(models.Model):
    """One click on "ship": which orders, by whom, how far."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    order_count = models.PositiveIntegerField()
    # Orders that were asked for but could not be taken up: [{"order": number, "code": problem code}].
    skipped = models.JSONField(default=list)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class Shipment(models.Model):
    """One consignee, one service, one waybill. Money in `cost_currency`; weights in grams."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    run = models.ForeignKey(ShipRun, on_delete=models.SET_NULL, null=True, related_name="shipments")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="shipments")
    attempt = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=50)
    # What the label's QR leads to: says nothing about seller or order, cannot be guessed.
    public_token = models.CharField(max_length=24, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices)
    carrier = models.CharField(max_length=30, blank=True)
    # The account it is booked with. Another account of the same carrier knows nothing of it.
    account = models.ForeignKey("carriers.CarrierAccount", on_delete=models.RESTRICT, null=True)
    service_code = models.CharField(max_length=50, blank=True)
    service_level = models.CharField(max_length=24, blank=True)
    ddp = models.BooleanField(default=False)
    eori = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2)
    chargeable_weight_g = models.PositiveIntegerField(null=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    cost_currency = models.CharField(max_length=3, blank=True)
    rate = models.JSONField(default=dict)
    # The prices it was chosen by, so that the cost can be reckoned again to the cent.
    quote = models.ForeignKey("rating.Quote", on_delete=models.SET_NULL, null=True)
    recommendation = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    # The lease: a row under work belongs to one worker until this moment; results are written WHERE lease = mine.
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    waybill_number = models.CharField(max_length=50, blank=True)
    tracking_number = models.CharField(max_length=50, blank=True)
    label_source = models.CharField(max_length=8, blank=True)  # CARRIER or OWN
    label_content = models.BinaryField(null=True)
    label_sha256 = models.CharField(max_length=64, blank=True)
    label_checked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)
    labelled_at = models.DateTimeField(null=True)
    # Whether whoever follows parcels has taken it up.
    followed = models.BooleanField(default=False, db_default=False)

    class Meta:
        """Booked once: one live shipment per order, one reference per seller."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "order", "attempt"], name="shipment_order_attempt"),
            models.UniqueConstraint(fields=["seller", "reference"], name="shipment_reference"),
            models.UniqueConstraint(
                fields=["seller", "order"], condition=models.Q(status__in=LIVE), name="shipment_one_live_per_order"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["seller", "status", "-id"], name="shipment_seller_status"),
            # Counts a contract's parcels of today and of the month, without touching the rows.
            models.Index(
                fields=["seller", "carrier", "created_at"],
                condition=models.Q(status__in=LIVE),
                name="shipment_contract_volume",
            ),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(status__in=("BOOKING", "BOOKED")),
                name="shipment_lease_due",
            ),
            # Finds parcels that nobody follows yet.
            models.Index(
                fields=["seller", "id"],
                condition=models.Q(followed=False, labelled_at__isnull=False) & ~models.Q(waybill_number=""),
                name="shipment_not_followed",
            ),
            models.Index(
                fields=["seller", "tracking_number"],
                condition=~models.Q(tracking_number=""),
                name="shipment_tracking_number",
            ),
            # Finds whether another booking bears a number.
            models.Index(
                fields=["seller", "waybill_number"],
                condition=~models.Q(waybill_number=""),
                name="shipment_waybill_number",
            ),
        ]


class ShipmentEvent(models.Model):
    """One line of a shipment's timeline: what we did, when."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="timeline")
    at = models.DateTimeField()
    kind = models.CharField(max_length=24)
    detail = models.JSONField(default=dict)

    class Meta:
        """Read with their shipment, in order."""

        indexes: ClassVar = [
            models.Index(fields=["seller", "shipment", "at"], name="shipment_event_timeline"),
            # Finds what was cancelled lately: labels that are to be destroyed.
            models.Index(
                fields=["seller", "at"],
                condition=models.Q(kind__in=("CANCELLED", "GIVEN_UP")),
                name="shipment_event_cancelled",
            ),
        ]
