"""What was declared, what was said to the single window, and what it answered."""

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


class MessageStatus(models.TextChoices):
    """What we did with a message: written, being sent, taken by the window, no answer, refused."""

    WRITTEN = "WRITTEN"
    SENDING = "SENDING"
    TAKEN = "TAKEN"
    DOUBTFUL = "DOUBTFUL"
    REFUSED = "REFUSED"


class Declaration(models.Model):
    """The export list (清单, CEB603) of one shipment with its order and waybill messages.

    `content` is what was declared, frozen: the nodes of CEB303, CEB505 and CEB603 as mappings. `cop_no` is our number
    of it. `state` and `state_at` follow the receipts by THEIR time; `order_state` and `waybill_state` those of
    CEB303 and CEB505. `problems`: why it cannot be declared or was rejected. `cancel_state` follows CEB605.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    shipment = models.ForeignKey("shipments.Shipment", on_delete=models.PROTECT, related_name="declarations")
    trade_mode = models.CharField(max_length=4, choices=TradeMode.choices)
    statistics_flag = models.CharField(max_length=1)
    cop_no = models.CharField(max_length=30)
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
    content = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    weight_g = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    summary = models.ForeignKey("customs.Summary", on_delete=models.SET_NULL, null=True, related_name="declarations")

    class Meta:
        """One declaration per shipment, one of a number; numbers of customs are found per seller."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "shipment"], name="declaration_of_shipment"),
            models.UniqueConstraint(fields=["seller", "cop_no"], name="declaration_cop_no"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["seller", "state", "-id"], name="declaration_seller_state"),
            models.Index(fields=["seller", "invt_no"], condition=~models.Q(invt_no=""), name="declaration_invt_no"),
            models.Index(fields=["seller", "released_at"], name="declaration_released"),
        ]


class Message(models.Model):
    """One message of at most a hundred nodes, as it went out: signed XML in `content`, in its envelope."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    guid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=6)  # CEB303 …
    app_type = models.CharField(max_length=1)
    nodes = models.JSONField(default=list)  # [{"guid": node guid, "declaration": id}]
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=8, choices=MessageStatus.choices)
    answer = models.JSONField(default=dict)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """Those that still go out are found without reading the others."""

        indexes: ClassVar = [
            models.Index(fields=["seller", "-created_at"], name="customs_message_seller"),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(status__in=("WRITTEN", "SENDING", "DOUBTFUL")),
                name="customs_message_due",
            ),
        ]


class Receipt(models.Model):
    """One return node as it came in. `refused` says why it changed nothing; empty when it was taken."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    kind = models.CharField(max_length=6)  # CEB604 …
    guid = models.CharField(max_length=36)
    sha256 = models.CharField(max_length=64)  # of the node, canonical: the same receipt is taken once
    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, null=True, related_name="receipts")
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="receipts")
    code = models.CharField(max_length=10)
    state = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField(null=True)  # returnTime
    received_at = models.DateTimeField()
    text = models.CharField(max_length=1000, blank=True)
    content = models.JSONField(default=dict)
    refused = models.CharField(max_length=40, blank=True)

    class Meta:
        """A receipt is taken once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "sha256"], name="receipt_once")]
        indexes: ClassVar = [models.Index(fields=["seller", "declaration", "at"], name="receipt_of_declaration")]


class Summary(models.Model):
    """A summary application (CEB701) over released lists, and the declaration that customs made of it (CEB792)."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    cop_no = models.CharField(max_length=30)
    month = models.DateField()  # its first day
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
