"""The rebate record: what is kept of each month and declaration, and the packs made of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RebateMonth(models.Model):
    """One month of a seller's exports, by the day of release in Beijing. `filed_on`: told to the tax office."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    month = models.DateField()  # its first day
    filed_on = models.DateField(null=True)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    updated_at = models.DateTimeField()

    class Meta:
        """A month stands once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "month"], name="rebate_month_once")]


class RebateRecord(models.Model):
    """How complete the record of one declaration is, as last checked against its documents.

    `documents`: kinds that are there; `missing`: those still needed; `problems`: in what documents differ, or why one
    cannot be written. `refundable` is False for simplified declarations (statistics flag A), which bring no refund.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    declaration = models.OneToOneField("customs.Declaration", on_delete=models.CASCADE, related_name="rebate_record")
    month = models.DateField()
    exported_on = models.DateField()
    refundable = models.BooleanField()
    documents = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    complete = models.BooleanField(default=False)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    quantity = models.PositiveIntegerField()
    net_weight_g = models.PositiveIntegerField()
    gross_weight_g = models.PositiveIntegerField()
    checked_at = models.DateTimeField()

    class Meta:
        """Read by month, those that are not complete first."""

        indexes: ClassVar = [models.Index(fields=["seller", "month", "complete", "id"], name="rebate_record_month")]


class RebateDocument(models.Model):
    """A document that a person put into the record: of one declaration, or of a whole month when that is None."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    month = models.DateField()
    declaration = models.ForeignKey(
        "customs.Declaration", on_delete=models.CASCADE, null=True, related_name="rebate_documents"
    )
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    added_at = models.DateTimeField()

    class Meta:
        """The same file is kept once where it belongs."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "month", "declaration", "sha256"],
                name="rebate_document_once",
                nulls_distinct=False,
            )
        ]


class PackStatus(models.TextChoices):
    """How far a pack is."""

    QUEUED = "QUEUED"
    READY = "READY"
    FAILED = "FAILED"


class RebatePack(models.Model):
    """One zip of a month: part `part` of `parts`, with the records of at most some hundred declarations."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    month = models.DateField()
    part = models.PositiveSmallIntegerField()
    parts = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=6, choices=PackStatus.choices, default=PackStatus.QUEUED)
    declaration_ids = models.JSONField(default=list)
    language = models.CharField(max_length=2, default="zh")
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    problem = models.JSONField(default=dict)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        """Read by month, newest first."""

        indexes: ClassVar = [models.Index(fields=["seller", "month", "-id"], name="rebate_pack_month")]
