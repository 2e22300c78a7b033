"""What a seller sets about choosing a service, and what is known of lanes."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class RoutingPreference(models.Model):
    """A seller's own weights of the soft wishes (by name; absent ones are the rule book's) and the template switch."""

    seller = models.OneToOneField("accounts.Seller", on_delete=models.CASCADE, primary_key=True)
    wishes = models.JSONField(default=dict)
    changed_at = models.DateTimeField()


class TemplateSet(models.Model):
    """An ordered list of templates; at most one set of a seller is in use.

    `smart_first`: the recommendation decides and a template wins only when it costs at most `smart_margin` more
    (in the currency of the weights); otherwise the first template that matches decides, unless a rule excludes it.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    in_use = models.BooleanField(default=False)
    smart_first = models.BooleanField(default=True)
    smart_margin = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    changed_at = models.DateTimeField()

    class Meta:
        """One in use."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "name"], name="template_set_name"),
            models.UniqueConstraint(fields=["seller"], condition=models.Q(in_use=True), name="template_set_one_in_use"),
        ]


class Template(models.Model):
    """One row of a set: if the parcel fits, this service. Empty lists mean any; weights are chargeable at no divisor:
    the actual weight, `weight_from_g` inclusive, `weight_until_g` exclusive."""

    template_set = models.ForeignKey(TemplateSet, on_delete=models.CASCADE, related_name="templates")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    weight_from_g = models.PositiveIntegerField(default=0)
    weight_until_g = models.PositiveIntegerField(null=True)
    levels = ArrayField(models.CharField(max_length=24), default=list)
    cargo = ArrayField(models.CharField(max_length=20), default=list)
    service_key = models.CharField(max_length=80)

    class Meta:
        """Ordered within the set."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["template_set", "position"],
                name="template_position",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]


class BackTest(models.Model):
    """A template set replayed on past orders."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    template_set = models.ForeignKey(TemplateSet, on_delete=models.CASCADE)
    # The set as it was when the test began: it may be edited later.
    templates = models.JSONField()
    period_from = models.DateField()
    period_until = models.DateField()
    orders_total = models.PositiveIntegerField(default=0)
    orders_done = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    failure = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Listed by seller, newest first."""

        indexes: ClassVar = [models.Index(fields=["seller", "-id"], name="back_test_seller")]


class ParcelOutcome(models.Model):
    """How one parcel ended, by the seller's reference: from tracking, or from a file of past parcels."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    reference = models.CharField(max_length=50)
    service_key = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    handed_over_on = models.DateField()
    delivered_on = models.DateField(null=True)
    promised_on = models.DateField(null=True)
    lost = models.BooleanField(default=False)
    returned = models.BooleanField(default=False)
    disputed = models.BooleanField(default=False)
    tracked = models.BooleanField(default=True)
    pickup_hours = models.FloatField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """One outcome a parcel; lanes are counted from here."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "reference"], name="parcel_outcome_reference")
        ]
        indexes: ClassVar = [
            models.Index(fields=["seller", "service_key", "country"], name="parcel_outcome_lane"),
            # Finds what figures must count as disputed.
            models.Index(fields=["seller", "reference"], condition=models.Q(disputed=True), name="outcome_disputed"),
        ]


class LaneRecord(models.Model):
    """The counts of one lane (`routing.domain.lanes.LaneCounts`), kept beside the outcomes in the same transaction."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    service_key = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    parcels = models.PositiveIntegerField(default=0)
    delivered = models.PositiveIntegerField(default=0)
    days = models.FloatField(default=0)
    days_squared = models.FloatField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    promised = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    disputed = models.PositiveIntegerField(default=0)
    tracked = models.PositiveIntegerField(default=0)
    picked_up = models.PositiveIntegerField(default=0)
    pickup_hours = models.FloatField(default=0)

    class Meta:
        """One row a lane."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "service_key", "country"], name="lane_record_lane")
        ]
