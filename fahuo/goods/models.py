"""The catalogue table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Product(models.Model):
    """One SKU of one seller. Weight and size are of one unit in its retail box."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    sku = models.CharField(max_length=80)
    title_en = models.CharField(max_length=300)
    title_zh = models.CharField(max_length=300, blank=True)
    weight_g = models.PositiveIntegerField()
    length_mm = models.PositiveIntegerField()
    width_mm = models.PositiveIntegerField()
    height_mm = models.PositiveIntegerField()
    cargo_class = models.CharField(max_length=20)
    hs_code = models.CharField(max_length=10, blank=True)
    origin_country = models.CharField(max_length=2, blank=True)
    declared_value_usd = models.DecimalField(max_digits=12, decimal_places=2)
    un383 = models.BooleanField(default=False)
    msds = models.BooleanField(default=False)
    # Where it lies (库位), e.g. `A-03-12`: pick lists and batches go along these.
    shelf = models.CharField(max_length=40, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A SKU names one product of a seller."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "sku"], name="product_seller_sku")]
