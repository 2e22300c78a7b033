"""What was declared: one export list per shipment, master lists over many of them, and monthly summaries."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class TradeMode(models.TextChoices):
    """Supervision modes (监管方式) that the cross-border system takes."""

    RETAIL = "9610"
    BONDED = "1210"
    B2B_DIRECT = "9710"
    B2B_WAREHOUSE = "9810"


class DeclarationState(models.TextChoices):
    """What customs last said of a document, by the time of its receipt; DRAFT and QUEUED are ours."""

    DRAFT = "DRAFT"
    QUEUED = "QUEUED"
    STAGED = "STAGED"
    SUBMITTED = "SUBMITTED"
    SENT = "SENT"
    SEND_FAILED = "SEND_FAILED"
    REJECTED = "REJECTED"
    ACCEPTED = "ACCEPTED"
    REVIEW = "REVIEW"
    CONCLUDED = "CONCLUDED"
    INSPECTION = "INSPECTION"
    DETAINED = "DETAINED"
    SUSPENDED = "SUSPENDED"
    RETURNED = "RETURNED"
    RELEASED = "RELEASED"
    CLOSED = "CLOSED"
    ERROR = "ERROR"
    CANCELLED = "CANCELLED"


# A parcel may be handed over with a declaration in these.
USABLE_STATES = ("RELEASED", "CLOSED")
# The window still has something to say.
OPEN_STATES = (
    *("QUEUED", "STAGED", "SUBMITTED", "SENT", "SEND_FAILED", "ACCEPTED", "REVIEW", "INSPECTION"),
    *("DETAINED", "SUSPENDED"),
)


class Declaration(models.Model):
    """The export list (清单, CEB603) of one shipment with its order and waybill messages.

    `content` is what was declared, frozen: the nodes of CEB303, CEB505 and CEB603 as mappings. `cop_no` is our number
    of it. `state` and `state_at` follow the receipts by THEIR time; `order_state` and `waybill_state` those of
    CEB303 and CEB505. `problems`: why it cannot be declared or was rejected. `cancel_state` follows CEB605.
    `listed_at`: when the message with its list was written; empty while it waits for order and waybill.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    shipment = models.ForeignKey("shipments.Shipment", on_delete=models.PROTECT, related_name="declarations")
    trade_mode = models.CharField(max_length=4, choices=TradeMode.choices)
    statistics_flag = models.CharField(max_length=1, blank=True)
    cop_no = models.CharField(max_length=30)
    order_number = models.CharField(max_length=60)
    waybill_number = models.CharField(max_length=50)
    country = models.CharField(max_length=2)
    pre_no = models.CharField(max_length=18, blank=True)
    invt_no = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12, choices=DeclarationState.choices)
    state_at = models.DateTimeField(null=True)
    order_state = models.CharField(max_length=12, choices=DeclarationState.choices, default=DeclarationState.DRAFT)
    order_state_at = models.DateTimeField(null=True)
    waybill_state = models.CharField(max_length=12, choices=DeclarationState.choices, default=DeclarationState.DRAFT)
    waybill_state_at = models.DateTimeField(null=True)
    cancel_state = models.CharField(max_length=12, blank=True)
    cancel_state_at = models.DateTimeField(null=True)
    app_type = models.CharField(max_length=1, default="1")
    attempt = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    weight_g = models.PositiveIntegerField()
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    summary = models.ForeignKey("customs.Summary", on_delete=models.SET_NULL, null=True, related_name="declarations")
    master_list = models.ForeignKey(
        "customs.MasterList", on_delete=models.SET_NULL, null=True, related_name="declarations"
    )
    # The big bag under the master bill in which it travels, as CEB607 says.
    bag_number = models.CharField(max_length=37, blank=True)

    class Meta:
        """One declaration per shipment, unless it was cancelled; one of a number."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "shipment"], condition=~models.Q(state="CANCELLED"), name="declaration_of_shipment"
            ),
            models.UniqueConstraint(fields=["seller", "cop_no"], name="declaration_cop_no"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["seller", "state", "-id"], name="declaration_seller_state"),
            models.Index(fields=["seller", "invt_no"], condition=~models.Q(invt_no=""), name="declaration_invt_no"),
            models.Index(fields=["seller", "released_at"], name="declaration_released"),
            models.Index(fields=["seller", "order_number"], name="declaration_order"),
            models.Index(fields=["seller", "waybill_number"], name="declaration_waybill"),
            # Those whose list waits for the order and the waybill.
            models.Index(
                fields=["seller", "id"],
                condition=models.Q(state="QUEUED", listed_at=None),
                name="declaration_list_waits",
            ),
        ]


class MasterList(models.Model):
    """The lists that leave under one master bill (清单总分单, CEB607), and that they left (离境单, CEB509)."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    cop_no = models.CharField(max_length=30)
    bill_no = models.CharField(max_length=37)
    transport_name = models.CharField(max_length=100)
    voyage_no = models.CharField(max_length=32)
    domestic_transport = models.CharField(max_length=100, blank=True)
    carrier = models.CharField(max_length=30)
    weight_g = models.PositiveBigIntegerField()
    parcels = models.PositiveIntegerField()
    pre_no = models.CharField(max_length=18, blank=True)
    state = models.CharField(max_length=12, choices=DeclarationState.choices)
    state_at = models.DateTimeField(null=True)
    departs_at = models.DateTimeField(null=True)
    departure_state = models.CharField(max_length=12, blank=True)
    departure_state_at = models.DateTimeField(null=True)
    problems = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        """One of a number."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "cop_no"], name="master_list_cop_no")]
        indexes: ClassVar = [models.Index(fields=["seller", "-id"], name="master_list_seller")]


class Summary(models.Model):
    """A summary application (CEB701) over released lists, and the declaration that customs made of it (CEB792).

    `merged_by` is what its lists have in common: consignor, producer, transport, exit port, site,
    destination, and the currency of their lines.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    cop_no = models.CharField(max_length=30)
    month = models.DateField()  # its first day
    merged_by = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=DeclarationState.choices)
    state_at = models.DateTimeField(null=True)
    pre_no = models.CharField(max_length=18, blank=True)
    sum_no = models.CharField(max_length=18, blank=True)
    entry_id = models.CharField(max_length=18, blank=True)
    problems = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        """One of a number."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "cop_no"], name="summary_cop_no")]
        indexes: ClassVar = [models.Index(fields=["seller", "-month"], name="summary_month")]
