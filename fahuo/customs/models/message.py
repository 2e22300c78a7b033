"""What was said to the single window, and what it answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fahuo.customs.models.declaration import Declaration, MasterList, Summary


class MessageStatus(models.TextChoices):
    """What we did with a message: written, being sent, taken by the window, no answer, refused."""

    WRITTEN = "WRITTEN"
    SENDING = "SENDING"
    TAKEN = "TAKEN"
    DOUBTFUL = "DOUBTFUL"
    REFUSED = "REFUSED"


class Message(models.Model):
    """One message of at most a hundred nodes. `content` is the XML; from `signed_at` on it never changes.

    A message without an answer is DOUBTFUL; without `lease_until` it waits for a person.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    guid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=6)  # CEB303 …
    app_type = models.CharField(max_length=1)
    count = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=8, choices=MessageStatus.choices)
    answer = models.JSONField(default=dict)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
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


class MessageNode(models.Model):
    """One node of a message and the document that it speaks of. The last one of a kind is what counts.

    `stated`: the numbers and codes by which a receipt must name it.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="nodes")
    guid = models.UUIDField()
    kind = models.CharField(max_length=6)
    stated = models.JSONField(default=dict)
    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, null=True, related_name="nodes")
    master_list = models.ForeignKey(MasterList, on_delete=models.CASCADE, null=True, related_name="nodes")
    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, null=True, related_name="nodes")

    class Meta:
        """A guid names one node."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "guid"], name="customs_node_guid")]
        indexes: ClassVar = [models.Index(fields=["seller", "declaration", "kind"], name="customs_node_declaration")]


class Receipt(models.Model):
    """One return node as it came in. `refused` says why it changed nothing; empty when it was taken."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    kind = models.CharField(max_length=6)  # CEB604 …
    guid = models.CharField(max_length=36)
    sha256 = models.CharField(max_length=64)  # of the node, canonical: the same receipt is taken once
    node = models.ForeignKey(MessageNode, on_delete=models.CASCADE, null=True, related_name="receipts")
    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, null=True, related_name="receipts")
    code = models.CharField(max_length=10)
    state = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField(null=True)  # returnTime
    received_at = models.DateTimeField()
    text = models.CharField(max_length=1000, blank=True)
    content = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    refused = models.CharField(max_length=40, blank=True)

    class Meta:
        """A receipt is taken once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "sha256"], name="receipt_once")]
        indexes: ClassVar = [models.Index(fields=["seller", "declaration", "at"], name="receipt_of_declaration")]
