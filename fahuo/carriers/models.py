"""A seller's contracts with carriers."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CarrierAccount(models.Model):
    """One account at one carrier. Credentials are encrypted (`kit.secrets`); `emulated` marks loopback.

    `eori` is that of the importer or representative which this contract provides for the EU. The terms below `eori`
    are those of `trade.contract.ContractTerms`.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, related_name="carrier_accounts")
    carrier = models.CharField(max_length=30)
    base_url = models.CharField(max_length=200)
    credentials = models.BinaryField()
    eori = models.CharField(max_length=20, blank=True)
    services = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    daily_capacity = models.PositiveIntegerField(null=True)
    cut_off = models.TimeField(null=True)
    pickup_areas = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    expected_this_month = models.PositiveIntegerField(default=0)
    emulated = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One active account per carrier, until contracts get several."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "carrier"], condition=models.Q(active=True), name="one_active_account_per_carrier"
            )
        ]
