"""How far one parcel is: one row a shipment, computed from its events and never the other way round."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Journey(models.Model):
    """One parcel under way. Clocks are columns: a deadline that is over or does not count is NULL.

    `marks` (`tracking.domain.marks`) is the first and last moment of every milestone and reason that was seen; all
    that follows in this row is computed from it, so the same set of events gives the same row in any sequence.
    `scanned_at` is the first physical scan, `heard_at` when we last took something new in, `last_event_at` the time of
    the last plausible event. `ended_at`: nothing more is expected. The `…_due` flags say that the row changed since the
    room above last looked at it.
    """

    shipment = models.OneToOneField("shipments.Shipment", on_delete=models.CASCADE, primary_key=True)
    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    carrier = models.CharField(max_length=30)
    service_code = models.CharField(max_length=50, blank=True)
    country = models.CharField(max_length=2)
    origin = models.CharField(max_length=2, blank=True)
    labelled_at = models.DateTimeField()
    begun_at = models.DateTimeField()
    marks = models.BinaryField(default=b"")
    events = models.PositiveIntegerField(default=0)
    # How many of them lie in the future by their carrier's clock: told again when that moment has passed, they count.
    early = models.PositiveIntegerField(default=0, db_default=0)
    milestone = models.CharField(max_length=30, blank=True)
    milestone_at = models.DateTimeField(null=True)
    exception = models.CharField(max_length=24, blank=True)  # an AlertKind, or HELD, DELAYED, EXCEPTION
    exception_at = models.DateTimeField(null=True)
    # All that stand, the heaviest first; `exception` is the first of them.
    exceptions = ArrayField(models.CharField(max_length=24), default=list, db_default=[])
    scanned_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_event_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    pickup_due_at = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True)
    # When it will arrive, with an interval that holds nine of ten; see `fahuo.eta`. `promised_on` is what was promised.
    expected_on = models.DateField(null=True)
    expected_from = models.DateField(null=True)
    expected_until = models.DateField(null=True)
    promised_on = models.DateField(null=True)
    alerts_due = models.BooleanField(default=False)
    figures_due = models.BooleanField(default=False)
    expect_due = models.BooleanField(default=False)

    class Meta:
        """Lists read by seller; whoever looks for what is due finds it by its clock."""

        indexes: ClassVar = [
            models.Index(fields=["seller", "milestone", "-shipment"], name="journey_seller_milestone"),
            models.Index(
                fields=["seller", "exception", "exception_at"],
                condition=~models.Q(exception=""),
                name="journey_seller_exception",
            ),
            # Parcels under way, and those whose way ended lately, without those of years.
            models.Index(
                fields=["seller", "-shipment"], condition=models.Q(ended_at__isnull=True), name="journey_under_way"
            ),
            models.Index(
                fields=["seller", "-ended_at"], condition=models.Q(ended_at__isnull=False), name="journey_ended"
            ),
            # Counts the parcels of some days.
            models.Index(fields=["seller", "labelled_at"], name="journey_seller_labelled"),
            models.Index(
                fields=["pickup_due_at"], condition=models.Q(pickup_due_at__isnull=False), name="journey_pickup_due"
            ),
            models.Index(fields=["silent_at"], condition=models.Q(silent_at__isnull=False), name="journey_silent"),
            models.Index(fields=["shipment"], condition=models.Q(alerts_due=True), name="journey_alerts_due"),
            models.Index(fields=["shipment"], condition=models.Q(figures_due=True), name="journey_figures_due"),
            models.Index(fields=["shipment"], condition=models.Q(expect_due=True), name="journey_expect_due"),
        ]
