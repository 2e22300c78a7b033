"""Sellers and people."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models


class Seller(models.Model):
    """A firm that ships. Everything that belongs to it starts its key and indexes with `seller_id`."""

    name = models.CharField(max_length=80, unique=True)
    name_en = models.CharField(max_length=120, blank=True)
    eori = models.CharField(max_length=20, blank=True)
    ioss = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """The name."""
        return self.name


class ShipFromAddress(models.Model):
    """Where a seller's parcels start (默认发货地址 when `is_default`)."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="ship_from")
    is_default = models.BooleanField(default=False)
    name = models.CharField(max_length=120)
    company = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, default="CN")
    province = models.CharField(max_length=80)
    city = models.CharField(max_length=80)
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=12)
    phone = models.CharField(max_length=24)

    class Meta:
        """One default per seller."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller"], condition=models.Q(is_default=True), name="ship_from_one_default_per_seller"
            )
        ]


class Role(models.TextChoices):
    """What a person may do."""

    OWNER = "OWNER"
    CLERK = "CLERK"
    REVIEWER = "REVIEWER"
    READ_ONLY = "READ_ONLY"


class Person(AbstractUser):
    """Somebody who signs in; sees one seller and never another's rows."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, null=True, related_name="people")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.CLERK)
    language = models.CharField(max_length=8, default="zh-hans")


class SignInAttempt(models.Model):
    """One attempt to sign in that has not succeeded, kept for as long as it counts."""

    username = models.CharField(max_length=150)
    address = models.CharField(max_length=50, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Counted by name and by address; looked for by nothing else."""

        indexes: ClassVar = [
            models.Index(fields=["username", "at"], name="attempt_username_at"),
            models.Index(fields=["address", "at"], name="attempt_address_at"),
        ]


class Action(models.Model):
    """One line of the log: who did what to which thing, when."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        """Read newest first per seller."""

        indexes: ClassVar = [models.Index(fields=["seller", "-at"], name="action_seller_at")]
