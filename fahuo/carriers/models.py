"""A seller's contracts with carriers, what was said over them, and how each is doing."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Environment(models.TextChoices):
    """Which side of the carrier an account speaks to. Only parcels of LIVE ones are ever moved."""

    EMULATED = "EMULATED"
    SANDBOX = "SANDBOX"
    LIVE = "LIVE"


class CarrierAccount(models.Model):
    """One account at one carrier. Credentials are encrypted (`kit.secrets`); `emulated` marks loopback.

    `carrier` is the code, in a family of forwarders `<code>-<alias>`, and `name` is what a forwarder is called then.
    `eori` is that of the importer or representative which this contract provides for the EU. The terms below `eori`
    are those of `trade.contract.ContractTerms`. The limits stand in for the manifest's when they are set. `test_code`
    is empty after a connection test that went well, else a problem code. An account that bookings were made with is
    kept for ever, inactive, as they can be asked for there only.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, related_name="carrier_accounts")
    carrier = models.CharField(max_length=30)
    name = models.CharField(max_length=60, blank=True)
    environment = models.CharField(max_length=8, choices=Environment.choices, default=Environment.LIVE)
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
    calls_per_s = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    calls_at_once = models.PositiveSmallIntegerField(null=True)
    tested_at = models.DateTimeField(null=True)
    test_code = models.CharField(max_length=40, blank=True)
    test_detail = models.CharField(max_length=300, blank=True)
    synced_at = models.DateTimeField(null=True)

    class Meta:
        """One active account per carrier; those of other environments wait inactive."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "carrier"], condition=models.Q(active=True), name="one_active_account_per_carrier"
            )
        ]


class ContractService(models.Model):
    """A service that a carrier said this seller may book, and what the seller wrote about it.

    What the carrier tells is a code and a name. Level, limits, cargo and days must be known before an order may be
    routed to it: from the adapter's `services.csv`, or written here by a person (`described_at`). Units as in
    `trade.service.Service`. `withdrawn_at` is set when a later sync no longer names it.
    """

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    carrier = models.CharField(max_length=30)
    code = models.CharField(max_length=50)
    name = models.CharField(max_length=120)
    offered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    described_at = models.DateTimeField(null=True)
    level = models.CharField(max_length=24, blank=True)
    max_weight_g = models.PositiveIntegerField(default=0)
    max_side_mm = models.PositiveIntegerField(default=0)
    max_girth_mm = models.PositiveIntegerField(default=0)
    volumetric_divisor = models.PositiveIntegerField(default=8000)
    cargo = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    ddp = models.BooleanField(default=False)
    latin_name = models.BooleanField(default=False)
    days_min = models.PositiveSmallIntegerField(default=0)
    days_max = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """One row for each code of a contract."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "carrier", "code"], name="contract_service_code")
        ]


class CarrierCall(models.Model):
    """The journal: one row for each call about a shipment, written and committed BEFORE a booking is sent.

    `outcome` is OPEN until the answer is known. A booking whose row stays OPEN, or is DOUBTFUL, may exist at the
    carrier, so it is asked for before another is sent; after NOT_SENT, REFUSED or TURNED_AWAY it does not. `code` is
    the problem code of what went wrong. `transcript` is scrubbed, and emptied after the retention time.
    """

    class Outcome(models.TextChoices):
        """How a call ended."""

        OPEN = "OPEN"
        DONE = "DONE"
        ABSENT = "ABSENT"  # a look-up that the carrier answered with "not found"
        REFUSED = "REFUSED"
        TURNED_AWAY = "TURNED_AWAY"  # limit or key: the carrier did not look at what we asked
        DOUBTFUL = "DOUBTFUL"
        NOT_SENT = "NOT_SENT"

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    account = models.ForeignKey(CarrierAccount, on_delete=models.CASCADE)
    carrier = models.CharField(max_length=30)
    operation = models.CharField(max_length=12)
    reference = models.CharField(max_length=50)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    code = models.CharField(max_length=40, blank=True)
    request_id = models.CharField(max_length=80, blank=True)
    transcript = models.TextField(blank=True)

    class Meta:
        """Read by the reference of a shipment; swept by age."""

        indexes: ClassVar = [
            models.Index(fields=["seller", "reference", "started_at"], name="carrier_call_reference"),
            models.Index(fields=["started_at"], condition=~models.Q(transcript=""), name="carrier_call_age"),
        ]


class CallPace(models.Model):
    """The token bucket of one account, shared by all processes: `next_at` is when the bucket is full again less its
    burst (generic cell rate algorithm). A reservation of n calls moves it on by n intervals in one UPDATE.
    """

    account = models.OneToOneField(CarrierAccount, on_delete=models.CASCADE, primary_key=True, related_name="pace")
    next_at = models.DateTimeField()


class SharedToken(models.Model):
    """The access token of one account, shared by all processes, as some carriers lend one at a time.

    `sealed` (`kit.secrets`) holds the token and a digest of the credentials that it was lent for; empty until the first
    came. It is no longer used from `renew_at`. Until `renewing_until`, `renewing_by` alone may fetch a new one.
    """

    account = models.OneToOneField(CarrierAccount, on_delete=models.CASCADE, primary_key=True, related_name="token")
    sealed = models.BinaryField()
    renew_at = models.DateTimeField(null=True)
    renewing_until = models.DateTimeField(null=True)
    renewing_by = models.UUIDField(null=True)


class Circuit(models.Model):
    """Whether an account may be called. No row means CLOSED: everything is well.

    OPEN until `retry_at`: the carrier does not answer; one call may then try (HALF_OPEN). STOPPED: the key is not
    accepted, and nothing is sent until somebody changed the account or tested it. `code` is the problem code that says
    who must act, `failures` how many calls in a row ended so.
    """

    class State(models.TextChoices):
        """As of electrical fuses."""

        CLOSED = "CLOSED"
        OPEN = "OPEN"
        HALF_OPEN = "HALF_OPEN"
        STOPPED = "STOPPED"

    account = models.OneToOneField(CarrierAccount, on_delete=models.CASCADE, primary_key=True, related_name="circuit")
    state = models.CharField(max_length=9, choices=State.choices)
    changed_at = models.DateTimeField()
    retry_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=300, blank=True)
