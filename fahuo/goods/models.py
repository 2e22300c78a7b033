"""The tables of the catalogue: products, and what the seller said of proposed HS codes."""

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
    # What customs asks beyond that. Empty: not said; nothing here has a guess for a default.
    barcode = models.CharField(max_length=14, blank=True)  # GTIN with a right check digit
    model_number = models.CharField(max_length=60, blank=True)
    brand = models.CharField(max_length=60, blank=True)
    brand_type = models.CharField(max_length=1, blank=True)  # `domain.BRAND_TYPES`
    sale_unit = models.CharField(max_length=3, blank=True)  # codes of `trade.units`
    first_unit = models.CharField(max_length=3, blank=True)  # statutory units, where the template does not know them
    second_unit = models.CharField(max_length=3, blank=True)
    # How much of a statutory unit one sale unit is, where it does not follow from the units and the weight.
    first_quantity = models.DecimalField(max_digits=12, decimal_places=5, null=True)
    second_quantity = models.DecimalField(max_digits=12, decimal_places=5, null=True)
    elements = models.JSONField(default=dict)  # key of a declaration element → what was filled in
    # How the listing describes it, for recognition.
    category_en = models.CharField(max_length=300, blank=True)
    category_zh = models.CharField(max_length=300, blank=True)
    attributes = models.JSONField(default=dict)
    battery_chemistry = models.CharField(max_length=13, blank=True)
    battery_wh = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    battery_lithium_g = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    battery_count = models.PositiveSmallIntegerField(null=True)
    battery_cells = models.PositiveSmallIntegerField(null=True)
    battery_charge_percent = models.PositiveSmallIntegerField(null=True)  # when packed
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A SKU names one product of a seller."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "sku"], name="product_seller_sku")]


class Band(models.TextChoices):
    """How far the first proposal may be trusted (`hs.answer.Band`)."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class HsProposal(models.Model):
    """What recognition said of a product without a code, so that lists need not ask again. Never the code itself.

    `asked` tells what it was asked with: a product that was rewritten since is asked again. `answer` is as shown.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    product = models.OneToOneField(Product, on_delete=models.CASCADE, related_name="proposal")
    band = models.CharField(max_length=6, choices=Band.choices)
    code = models.CharField(max_length=6, blank=True)  # empty: the listing says nothing
    probability = models.FloatField(default=0)
    asked = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        """The list is filtered by band and turned by product."""

        indexes: ClassVar = [models.Index(fields=["seller", "band", "product"], name="hs_proposal_band")]


class HsAcceptance(models.Model):
    """The seller's own record: the code that a person accepted for a title. The latest word on a title counts.

    `title_key` is the SHA-256 of the title's normal form: titles may be longer than an index takes.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    title_key = models.CharField(max_length=64)
    title = models.CharField(max_length=620)
    code = models.CharField(max_length=10)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        """One record per title."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "title_key"], name="hs_acceptance_title")]


class HsRejection(models.Model):
    """A code that a person said is wrong for a title; it is not proposed for that title again."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    title_key = models.CharField(max_length=64)
    code = models.CharField(max_length=6)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        """A code is wrong once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "title_key", "code"], name="hs_rejection_title_code")
        ]


class HsWord(models.Model):
    """In how many of a seller's accepted titles a word stood, by code. Holds no title.

    Other sellers learn from a word only when at least three sellers accepted it for that code.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    word = models.CharField(max_length=80)
    code = models.CharField(max_length=6)
    count = models.PositiveIntegerField()

    class Meta:
        """One row per word and code of a seller; what all sellers share is looked up by word."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "word", "code"], name="hs_word_seller_code")]
        indexes: ClassVar = [models.Index(fields=["word", "code"], name="hs_word_shared")]
