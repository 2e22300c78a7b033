"""What figures keep: how each order was counted last, the sums of it, and what lanes were taught."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Level(models.TextChoices):
    """How fine a cell is. Every parcel counts in one cell of each level."""

    DAY = "DAY"  # a day, a store, a carrier: services and countries together
    LANE_DAY = "LANE_DAY"  # a day, a store, a carrier's service, a country
    LANE_MONTH = "LANE_MONTH"  # the same by month


class Fact(models.Model):
    """How one order was counted last (`figures.domain.counting.Counted`), so that a change is a difference.

    `next_change_at`: when it must be counted again because a limit passes, though nothing happens to the parcel.
    """

    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, primary_key=True)
    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    shipment_id = models.BigIntegerField(null=True)
    store = models.CharField(max_length=60, blank=True)
    carrier = models.CharField(max_length=30, blank=True)
    service = models.CharField(max_length=50, blank=True)
    country = models.CharField(max_length=2, blank=True)
    ordered_on = models.DateField()
    labelled_on = models.DateField(null=True)
    bits = models.IntegerField()
    label_bucket = models.PositiveSmallIntegerField(null=True)
    pickup_bucket = models.PositiveSmallIntegerField(null=True)
    transit_bucket = models.PositiveSmallIntegerField(null=True)
    next_change_at = models.DateTimeField(null=True)
    disputed = models.BooleanField(default=False)

    class Meta:
        """Found by order; those that change by time alone by that time."""

        indexes: ClassVar = [
            models.Index(
                fields=["seller", "next_change_at"],
                condition=models.Q(next_change_at__isnull=False),
                name="figures_fact_next_change",
            ),
            models.Index(fields=["seller", "order"], condition=models.Q(disputed=True), name="figures_fact_disputed"),
        ]


class Cell(models.Model):
    """Sums over parcels that are alike: one column for each of `figures.domain.columns.COLUMNS`.

    `starts_on` is the day, or the first day of the month. A cell of level DAY has no service and no country.
    """

    pk = models.CompositePrimaryKey("seller", "level", "starts_on", "store", "carrier", "service", "country")
    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    level = models.CharField(max_length=10, choices=Level.choices)
    starts_on = models.DateField()
    store = models.CharField(max_length=60, blank=True)
    carrier = models.CharField(max_length=30, blank=True)
    service = models.CharField(max_length=50, blank=True)
    country = models.CharField(max_length=2, blank=True)
    orders = models.PositiveIntegerField(default=0)
    label_due = models.PositiveIntegerField(default=0)
    label_met = models.PositiveIntegerField(default=0)
    parcels = models.PositiveIntegerField(default=0)
    pickup_due = models.PositiveIntegerField(default=0)
    pickup_met = models.PositiveIntegerField(default=0)
    tracking_due = models.PositiveIntegerField(default=0)
    tracking_met = models.PositiveIntegerField(default=0)
    promised = models.PositiveIntegerField(default=0)
    on_time_due = models.PositiveIntegerField(default=0)
    on_time_met = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)
    troubled = models.PositiveIntegerField(default=0)
    disputed = models.PositiveIntegerField(default=0)
    delivered = models.PositiveIntegerField(default=0)
    label_0 = models.PositiveIntegerField(default=0)
    label_1 = models.PositiveIntegerField(default=0)
    label_2 = models.PositiveIntegerField(default=0)
    label_3 = models.PositiveIntegerField(default=0)
    label_4 = models.PositiveIntegerField(default=0)
    label_5 = models.PositiveIntegerField(default=0)
    label_6 = models.PositiveIntegerField(default=0)
    label_7 = models.PositiveIntegerField(default=0)
    label_8 = models.PositiveIntegerField(default=0)
    pickup_0 = models.PositiveIntegerField(default=0)
    pickup_1 = models.PositiveIntegerField(default=0)
    pickup_2 = models.PositiveIntegerField(default=0)
    pickup_3 = models.PositiveIntegerField(default=0)
    pickup_4 = models.PositiveIntegerField(default=0)
    pickup_5 = models.PositiveIntegerField(default=0)
    pickup_6 = models.PositiveIntegerField(default=0)
    pickup_7 = models.PositiveIntegerField(default=0)
    pickup_8 = models.PositiveIntegerField(default=0)
    transit_0 = models.PositiveIntegerField(default=0)
    transit_1 = models.PositiveIntegerField(default=0)
    transit_2 = models.PositiveIntegerField(default=0)
    transit_3 = models.PositiveIntegerField(default=0)
    transit_4 = models.PositiveIntegerField(default=0)
    transit_5 = models.PositiveIntegerField(default=0)
    transit_6 = models.PositiveIntegerField(default=0)
    transit_7 = models.PositiveIntegerField(default=0)
    transit_8 = models.PositiveIntegerField(default=0)
    transit_9 = models.PositiveIntegerField(default=0)
    transit_10 = models.PositiveIntegerField(default=0)
    transit_11 = models.PositiveIntegerField(default=0)
    transit_12 = models.PositiveIntegerField(default=0)
    transit_13 = models.PositiveIntegerField(default=0)

    class Meta:
        """Days of one country, or of one service, without walking through all others."""

        indexes: ClassVar = [
            models.Index(
                fields=["seller", "country", "starts_on"],
                condition=models.Q(level="LANE_DAY"),
                name="figures_cell_country",
            ),
            models.Index(
                fields=["seller", "carrier", "service", "starts_on"],
                condition=models.Q(level="LANE_DAY"),
                name="figures_cell_service",
            ),
        ]


class LessonState(models.TextChoices):
    """What became of a parcel's end as routing's lanes were told."""

    WAITING = "WAITING"
    TAUGHT = "TAUGHT"
    KEPT = "KEPT"  # somebody imported another end of it: that one stays
    REFUSED = "REFUSED"  # it cannot be, or routing does not know its service


class Lesson(models.Model):
    """How a parcel ended, for routing's lanes: what tracking says (`wanted`), and what we recorded there (`taught`).

    Both are digests. `due_at`: when it is to be recorded; NULL when there is nothing to do.
    """

    shipment = models.OneToOneField("shipments.Shipment", on_delete=models.CASCADE, primary_key=True)
    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    wanted = models.CharField(max_length=64)
    taught = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=7, choices=LessonState.choices, default=LessonState.WAITING)
    problem = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        """Due ones by seller; what was refused is counted."""

        indexes: ClassVar = [
            models.Index(
                fields=["seller", "due_at"], condition=models.Q(due_at__isnull=False), name="figures_lesson_due"
            ),
            models.Index(fields=["seller", "state"], name="figures_lesson_state"),
        ]
