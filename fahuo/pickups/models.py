"""Pick-ups that carriers are asked for, the parcels in them, and who urged whom when."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class State(models.TextChoices):
    """How far a pick-up is. DONE: everything in it was fetched, or is no longer to be."""

    DRAFT = "DRAFT"  # to be asked for by hand: the carrier takes no call
    ASKING = "ASKING"
    CONFIRMED = "CONFIRMED"
    REVIEW = "REVIEW"  # nobody knows whether the carrier has it: a person says
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"
    DONE = "DONE"


# A parcel stands in at most one pick-up of these.
OPEN = (State.DRAFT, State.ASKING, State.CONFIRMED, State.REVIEW)


# A parcel whose shipment is in one of these waits no more: we handed it over ourselves, or it is not to be fetched.
GONE = ("TENDERED", "CLOSED", "CANCELLED", "FAILED")


class Pickup(models.Model):
    """One pick-up. The address is kept as it was said; ready and close are the local time of `zone`.

    `reference` is ours and `number` the carrier's confirmation. A row in ASKING under work has a lease; `sent_at` is
    committed before the call, so that afterwards everybody knows that it may have arrived. It is never sent twice.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    carrier = models.CharField(max_length=30)
    account = models.ForeignKey("carriers.CarrierAccount", on_delete=models.RESTRICT)
    address = models.JSONField()
    comes_on = models.DateField()
    ready = models.TimeField()
    close = models.TimeField()
    zone = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)
    parcels = models.PositiveIntegerField()
    weight_g = models.PositiveBigIntegerField()
    state = models.CharField(max_length=9, choices=State.choices)
    by_call = models.BooleanField()
    reference = models.CharField(max_length=50)
    number = models.CharField(max_length=50, blank=True)
    said = models.CharField(max_length=200, blank=True)
    problems = models.JSONField(default=list)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    looked = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Read newest first, and by state; workers look for what was left behind."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "reference"], name="pickup_reference")]
        indexes: ClassVar = [
            models.Index(fields=["seller", "-id"], name="pickup_seller"),
            models.Index(fields=["seller", "state", "-id"], name="pickup_seller_state"),
            models.Index(fields=["lease_until"], condition=models.Q(state="ASKING"), name="pickup_lease_due"),
        ]


class PickupLine(models.Model):
    """One parcel of a pick-up. `is_open` while the pick-up is; `fetched_at` is when the carrier first scanned it."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    pickup = models.ForeignKey(Pickup, on_delete=models.CASCADE, related_name="lines")
    shipment = models.ForeignKey("shipments.Shipment", on_delete=models.CASCADE, related_name="pickup_lines")
    weight_g = models.PositiveIntegerField()
    is_open = models.BooleanField(default=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        """A parcel is in one open pick-up at most."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "pickup", "shipment"], name="pickup_line_once"),
            models.UniqueConstraint(
                fields=["seller", "shipment"], condition=models.Q(is_open=True), name="pickup_line_one_open"
            ),
        ]


class PickupEvent(models.Model):
    """One line of a pick-up's timeline."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    pickup = models.ForeignKey(Pickup, on_delete=models.CASCADE, related_name="timeline")
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=16)
    detail = models.JSONField(default=dict)

    class Meta:
        """Read with their pick-up, in order."""

        indexes: ClassVar = [models.Index(fields=["seller", "pickup", "at"], name="pickup_event_timeline")]


class Hours(models.Model):
    """When somebody is at a seller's warehouse. `closed_days` are ISO weekdays: 7 is Sunday. Local time of `zone`."""

    seller = models.OneToOneField("accounts.Seller", on_delete=models.CASCADE, primary_key=True)
    opens = models.TimeField()
    closes = models.TimeField()
    zone = models.CharField(max_length=40)
    closed_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)


class UrgeWay(models.TextChoices):
    """How somebody was urged. No carrier is known to take it as a call."""

    MESSAGE = "MESSAGE"
    PHONE = "PHONE"


class Urge(models.Model):
    """One time that a carrier was urged to come (催促揽收): who, how, what was said, what was answered."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    carrier = models.CharField(max_length=30)
    pickup = models.ForeignKey(Pickup, on_delete=models.SET_NULL, null=True, related_name="urges")
    way = models.CharField(max_length=7, choices=UrgeWay.choices)
    text = models.TextField(blank=True)
    answer = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Read newest first."""

        indexes: ClassVar = [models.Index(fields=["seller", "-id"], name="urge_seller")]


class UrgeLine(models.Model):
    """One parcel that was urged for. `fetched_at`: when the carrier scanned it afterwards; None while it has not."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    urge = models.ForeignKey(Urge, on_delete=models.CASCADE, related_name="lines")
    shipment = models.ForeignKey("shipments.Shipment", on_delete=models.CASCADE, related_name="urge_lines")
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        """Found by parcel, and those that wait for their scan."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "urge", "shipment"], name="urge_line_once")]
        indexes: ClassVar = [
            models.Index(fields=["seller", "shipment"], name="urge_line_shipment"),
            models.Index(fields=["seller", "id"], condition=models.Q(fetched_at=None), name="urge_line_waiting"),
        ]
