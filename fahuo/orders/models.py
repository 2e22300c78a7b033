"""Orders as taken in, with the verdict of pre-flight beside them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Outcome(models.TextChoices):
    """Pre-flight's verdict."""

    READY = "READY"
    BLOCKED = "BLOCKED"
    SKIP = "SKIP"


class Stage(models.TextChoices):
    """How far we are with the order; set only by `orders.services.stage`."""

    OPEN = "OPEN"
    IN_WORK = "IN_WORK"
    SHIPPED = "SHIPPED"


class OrderImport(models.Model):
    """One file that was taken in whole."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    created_orders = models.PositiveIntegerField()
    updated_orders = models.PositiveIntegerField()
    imported_at = models.DateTimeField()


class Order(models.Model):
    """One order of a platform. The address stays as the buyer wrote it, after Unicode NFKC and trimming."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    platform = models.CharField(max_length=20, default="aliexpress")
    number = models.CharField(max_length=40)
    platform_status = models.CharField(max_length=40)
    placed_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    ship_by = models.DateTimeField(null=True)
    buyer_login = models.TextField(blank=True)
    chosen_service = models.CharField(max_length=80, blank=True)
    memo = models.TextField(blank=True)
    currency = models.CharField(max_length=3, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    # The recipient. `phone` is E.164 when pre-flight could read it, else as typed; the rest as typed.
    recipient = models.TextField(blank=True)
    country = models.CharField(max_length=40, blank=True)
    province = models.TextField(blank=True)
    city = models.TextField(blank=True)
    street = models.TextField(blank=True)
    street2 = models.TextField(blank=True)
    postcode = models.CharField(max_length=40, blank=True)
    phone = models.TextField(blank=True)
    tax_id = models.CharField(max_length=80, blank=True)
    # The verdict.
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    problems = models.JSONField(default=list)
    # What does not stop the order: warnings, and what one should know, each with the id of its rule.
    notices = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    problem_codes = ArrayField(models.CharField(max_length=60), default=list)
    # Why the last booking came to nothing; empty again as soon as the order is taken up, edited or checked again.
    refusals = models.JSONField(default=list)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.OPEN)
    remote_area = models.CharField(max_length=20, blank=True)
    actual_weight_g = models.PositiveBigIntegerField(null=True)
    volumetric_weight_g = models.PositiveBigIntegerField(null=True)
    value_usd = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    # What the file said, to tell a new version from the same again; `edited_at`: a clerk corrected the recipient.
    platform_modified_at = models.DateTimeField(null=True)
    content_sha256 = models.CharField(max_length=64)
    recipient_sha256 = models.CharField(max_length=64)
    edited_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField()
    # Which of the seller's stores it was bought in, as the clerk calls it; and until when it should have a label.
    store = models.CharField(max_length=60, blank=True, db_default="")
    label_due_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()
    # It changed since figures were last counted: taken in, judged anew, or moved to another stage.
    figures_due = models.BooleanField(default=True, db_default=True)

    class Meta:
        """One row per order of a platform; lists read by seller, stage and outcome."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "platform", "number"], name="order_seller_platform_number")
        ]
        indexes: ClassVar = [
            # Finds what else a buyer ordered; logins that the platform keeps to itself are empty.
            models.Index(
                fields=["seller", "buyer_login"], condition=~models.Q(buyer_login=""), name="order_seller_buyer"
            ),
            models.Index(fields=["seller", "stage", "outcome", "-id"], name="order_seller_stage_outcome"),
            models.Index(fields=["seller", "ship_by"], name="order_seller_ship_by"),
            # Alerts look for what is overdue, whosoever it is; lists count it for one seller.
            models.Index(
                fields=["label_due_at"],
                condition=models.Q(label_due_at__isnull=False, stage__in=("OPEN", "IN_WORK")),
                name="order_label_due",
            ),
            models.Index(
                fields=["seller", "label_due_at"],
                condition=models.Q(label_due_at__isnull=False, stage__in=("OPEN", "IN_WORK")),
                name="order_seller_label_due",
            ),
            models.Index(fields=["seller", "id"], condition=models.Q(figures_due=True), name="order_figures_due"),
            # Suggests names of stores, and finds the orders of one.
            models.Index(fields=["seller", "store"], condition=~models.Q(store=""), name="order_seller_store"),
            GinIndex(fields=["problem_codes"], name="order_problem_codes"),
        ]


class OrderLine(models.Model):
    """One child order. `to_ship` says whether the seller ships it himself now."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40)
    product_number = models.CharField(max_length=40, blank=True)
    sku = models.CharField(max_length=80, blank=True)
    title = models.TextField(blank=True)
    attributes = models.TextField(blank=True)
    quantity = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    platform_status = models.CharField(max_length=40, blank=True)
    to_ship = models.BooleanField()

    class Meta:
        """Read with their order, and by SKU when a product changes."""

        indexes: ClassVar = [
            models.Index(fields=["seller", "order"], name="order_line_seller_order"),
            models.Index(fields=["seller", "sku"], name="order_line_seller_sku"),
        ]
