"""Who declares a seller's parcels, and what customs has filed of him."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class WindowState(models.TextChoices):
    """How far a firm's account at the single window (单一窗口) is."""

    NONE = "NONE"
    APPLIED = "APPLIED"
    ACTIVE = "ACTIVE"


class Declares(models.TextChoices):
    """Who declares a seller's parcels for export: he himself, with us, or his carriers on his behalf."""

    SELF = "SELF"
    CARRIER = "CARRIER"


class SignsWith(models.TextChoices):
    """Where the key is that signs: in a file that is stored here, or on the e-port card, which never gives it away."""

    KEY_FILE = "KEY_FILE"
    CARD = "CARD"


class Declarant(models.Model):
    """A seller's filing for export declarations; without a card and an active account nothing can be declared.

    Codes of parties are a customs registration code (10) or a USCC (18). `secrets` is sealed (`kit.secrets`): the
    card's PIN, the signing key, the ID number of the legal person, the window's password. `algorithms` names a set of
    signature algorithms (`customs.ceb.signature`). `dxp_id`: the address in the exchange of the e-port.
    `receipt_token` is the secret part of the address to which the window may push receipts. `receipts_after` is what
    the window gave us to ask on from. What no port was seen doing is a setting: `waits_for_parts`, `own_guids`.
    """

    seller = models.OneToOneField("accounts.Seller", on_delete=models.CASCADE, related_name="declarant")
    declares = models.CharField(max_length=7, choices=Declares.choices)
    name = models.CharField(max_length=100, blank=True)
    uscc = models.CharField(max_length=18, blank=True)
    customs_code = models.CharField(max_length=10, blank=True)
    is_sole_proprietor = models.BooleanField(default=False)
    licence_until = models.DateField(null=True)  # None with `licence_endless` False: not given
    licence_endless = models.BooleanField(default=False)
    account_name = models.CharField(max_length=100, blank=True)
    legal_person = models.CharField(max_length=60, blank=True)
    card_number = models.CharField(max_length=16, blank=True)
    card_until = models.DateField(null=True)
    window_account = models.CharField(max_length=60, blank=True)
    window_uscc = models.CharField(max_length=18, blank=True)
    window_state = models.CharField(max_length=8, choices=WindowState.choices, default=WindowState.NONE)
    window_url = models.CharField(max_length=200, blank=True)
    emulated = models.BooleanField(default=False)
    dxp_id = models.CharField(max_length=30, blank=True)
    receiver_id = models.CharField(max_length=30, blank=True)
    algorithms = models.CharField(max_length=20, blank=True)
    certificate = models.BinaryField(null=True)
    signs_with = models.CharField(max_length=8, choices=SignsWith.choices, default=SignsWith.KEY_FILE)
    card_url = models.CharField(max_length=200, blank=True)  # of the card's local client
    # Why nothing is asked of the card until the PIN is entered again, as a problem; and when it last took this PIN.
    card_stopped = models.JSONField(default=dict)
    card_proven_at = models.DateTimeField(null=True)
    secrets = models.BinaryField(null=True)
    platform_code = models.CharField(max_length=18, blank=True)
    platform_name = models.CharField(max_length=100, blank=True)
    agent_code = models.CharField(max_length=18, blank=True)
    agent_name = models.CharField(max_length=100, blank=True)
    owner_code = models.CharField(max_length=18, blank=True)
    owner_name = models.CharField(max_length=100, blank=True)
    warehouse_code = models.CharField(max_length=18, blank=True)
    warehouse_name = models.CharField(max_length=100, blank=True)
    account_book = models.CharField(max_length=30, blank=True)
    customs_district = models.CharField(max_length=4, blank=True)
    exit_port = models.CharField(max_length=4, blank=True)
    site_code = models.CharField(max_length=10, blank=True)
    trade_mode = models.CharField(max_length=4, blank=True)
    # A: simplified, no rebate possible; B: summary declaration with ten-digit codes. Empty: not decided.
    statistics_flag = models.CharField(max_length=1, blank=True)
    transport_mode = models.CharField(max_length=1, blank=True)
    wrap_type = models.CharField(max_length=1, blank=True)
    # The local port still asks for receipts of payment (CEB403). Nothing here writes them, so nothing is declared then.
    port_asks_receipts = models.BooleanField(default=False)
    # Codes of ports of destination by country, as in `US 3190, DE 2110`; of others the country's code is stated.
    destination_ports = models.CharField(max_length=2000, blank=True)
    # The list (CEB603) is sent when order and waybill were stored by customs; else together with them.
    waits_for_parts = models.BooleanField(default=True)
    # Receipts name the guid of the node that they answer; others are refused. False where a port writes its own.
    own_guids = models.BooleanField(default=True)
    receipt_token = models.CharField(max_length=64, unique=True)
    receipts_after = models.BigIntegerField(default=0)
    receipts_asked_at = models.DateTimeField(null=True)
    window_problem = models.JSONField(default=dict)  # why the window could not be asked the last time
    updated_at = models.DateTimeField()


class LogisticsFiling(models.Model):
    """Under which code and name a carrier is filed with customs, as a seller's declarations name it."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    carrier = models.CharField(max_length=30)
    code = models.CharField(max_length=18)
    name = models.CharField(max_length=100)

    class Meta:
        """One filing per carrier."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "carrier"], name="one_filing_per_carrier")]
