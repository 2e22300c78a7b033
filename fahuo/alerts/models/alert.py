"""One alert for one cause, and its history."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class State(models.TextChoices):
    """What people made of it."""

    OPEN = "OPEN"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    SNOOZED = "SNOOZED"
    CLOSED = "CLOSED"


LIVE = (State.OPEN, State.ACKNOWLEDGED, State.SNOOZED)


class Closed(models.TextChoices):
    """Why it is closed. The first two are ours, the others a person's."""

    CAUSE_ENDED = "CAUSE_ENDED"
    CANCELLED = "CANCELLED"
    SETTLED = "SETTLED"
    CLAIMED = "CLAIMED"
    FALSE_ALARM = "FALSE_ALARM"
    GIVEN_UP = "GIVEN_UP"


class Verb(models.TextChoices):
    """What happened to it."""

    OPENED = "OPENED"
    CAME_BACK = "CAME_BACK"
    SAID_AGAIN = "SAID_AGAIN"
    WOKE = "WOKE"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    SNOOZED = "SNOOZED"
    ASSIGNED = "ASSIGNED"
    COMMENTED = "COMMENTED"
    CLOSED = "CLOSED"
    ENDED = "ENDED"


class Alert(models.Model):
    """One cause that stands, or stood.

    `cause` names it within its kind: `parcel:17`, `order:4`, `account:3`, `carrier:…`, `code:…`, `channel:…`. While
    the cause stands `ended_at` is NULL, and there is one alert of it at most, also after a person closed it: it does
    not come back until the cause ended and came again, or was told anew. `caused_at` is when it happened, `seen_at`
    when we could have known. `telling` is the last message that spoke of it; NULL wants to be told.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(max_length=24)
    cause = models.CharField(max_length=130)
    shipment = models.ForeignKey("shipments.Shipment", on_delete=models.CASCADE, null=True, db_index=False)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, null=True, db_index=False)
    account = models.ForeignKey("carriers.CarrierAccount", on_delete=models.CASCADE, null=True, db_index=False)
    carrier = models.CharField(max_length=30, blank=True)
    country = models.CharField(max_length=2, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    times = models.PositiveIntegerField(default=1)
    caused_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    acknowledged_by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    acknowledged_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=12, choices=Closed.choices, blank=True)
    telling = models.ForeignKey("alerts.Telling", on_delete=models.SET_NULL, null=True, db_index=False)

    class Meta:
        """One standing alert a cause; lists by seller, newest first."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "kind", "cause"],
                condition=models.Q(ended_at__isnull=True),
                name="alert_one_for_a_cause",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["seller", "-id"], condition=~models.Q(state="CLOSED"), name="alert_live"),
            models.Index(fields=["seller", "kind", "-id"], condition=~models.Q(state="CLOSED"), name="alert_live_kind"),
            models.Index(fields=["seller", "closed_at"], condition=models.Q(state="CLOSED"), name="alert_closed"),
            models.Index(fields=["seller", "-id"], condition=models.Q(state="CLOSED"), name="alert_closed_page"),
            # Finds what came back, so that it goes on where it was.
            models.Index(fields=["seller", "kind", "cause", "-ended_at"], name="alert_cause"),
            models.Index(
                fields=["seller", "shipment"], condition=models.Q(shipment__isnull=False), name="alert_shipment"
            ),
            models.Index(fields=["seller", "order"], condition=models.Q(order__isnull=False), name="alert_order"),
            models.Index(
                fields=["seller", "kind", "carrier"],
                condition=models.Q(telling__isnull=True, state="OPEN"),
                name="alert_untold",
            ),
            models.Index(fields=["seller", "telling"], name="alert_telling"),
            models.Index(fields=["snoozed_until"], condition=models.Q(state="SNOOZED"), name="alert_snoozed"),
        ]


class AlertEntry(models.Model):
    """One line of an alert's history: what happened, and who did it; nobody means we ourselves."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="entries", db_index=False)
    at = models.DateTimeField()
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, db_index=False)
    verb = models.CharField(max_length=12, choices=Verb.choices)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        """Read with its alert."""

        indexes: ClassVar = [models.Index(fields=["seller", "alert", "at"], name="alert_entry_history")]
