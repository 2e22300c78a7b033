"""Print batches and what was printed in them, printers, and hand-over lists."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fahuo.trade.label import LabelFormat, LabelSize


class Connection(models.TextChoices):
    """How a printer is reached."""

    RAW = "RAW"  # a TCP connection that takes the printer's own language, as a rule on port 9100
    IPP = "IPP"  # CUPS or the printer itself, RFC 8011


# What a printer understands.
PRINTER_LANGUAGES = [(one.value, one.value) for one in (LabelFormat.PDF, LabelFormat.ZPL)]


class Printer(models.Model):
    """A printer of the seller. `address` is `host:port` for RAW and an `ipp://…` or `ipps://…` address for IPP."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    name = models.CharField(max_length=60)
    connection = models.CharField(max_length=3, choices=Connection.choices)
    address = models.CharField(max_length=200)
    format = models.CharField(
        max_length=4, choices=[(one.value, one.value) for one in (LabelFormat.PDF, LabelFormat.ZPL)]
    )
    size = models.CharField(max_length=7, choices=[(one.value, one.value) for one in LabelSize])
    dpi = models.PositiveSmallIntegerField(default=203)  # dots to the inch of a thermal head: 203 or 300
    is_default = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)
    # What came of the last test page or batch.
    tested_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)

    class Meta:
        """Names are unique among printers in use; one of them is the default."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "name"], condition=models.Q(retired_at=None), name="printer_seller_name"
            ),
            models.UniqueConstraint(
                fields=["seller"],
                condition=models.Q(is_default=True, retired_at=None),
                name="printer_one_default_per_seller",
            ),
        ]


class Kind(models.TextChoices):
    """What a batch prints, a document per shipment unless said otherwise."""

    LABELS = "LABELS"
    PICK_LIST = "PICK_LIST"  # one for all shipments
    INVOICE = "INVOICE"
    PACKING_LIST = "PACKING_LIST"
    CN22 = "CN22"
    CN23 = "CN23"


class Sequence(models.TextChoices):
    """The order in which a batch comes out of the printer."""

    CHOSEN = "CHOSEN"  # as they were chosen
    WAYBILL = "WAYBILL"
    SKU = "SKU"  # parcels with the same goods beside each other
    PICK_PATH = "PICK_PATH"  # along the shelves


class BatchStatus(models.TextChoices):
    """How far a batch is. A batch without a printer ends as READY: its file waits to be fetched."""

    QUEUED = "QUEUED"
    RENDERING = "RENDERING"
    READY = "READY"
    SENDING = "SENDING"
    PRINTED = "PRINTED"
    DOUBTFUL = "DOUBTFUL"  # the connection broke while it was sent: a person looks at the printer
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class FileFormat(models.TextChoices):
    """What a batch is rendered as."""

    PDF = "PDF"
    ZPL = "ZPL"
    XLSX = "XLSX"


class PrintBatch(models.Model):
    """What was sent to print with one click, and how far it is."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    # None: to be fetched as a file.
    printer = models.ForeignKey(Printer, on_delete=models.RESTRICT, null=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    format = models.CharField(max_length=4, choices=FileFormat.choices)
    size = models.CharField(max_length=7, blank=True)  # of labels: a LabelSize
    dpi = models.PositiveSmallIntegerField(default=203)  # dots to the inch of a thermal head: 203 or 300
    sequence = models.CharField(max_length=9, choices=Sequence.choices, default=Sequence.CHOSEN)
    # Our own label for every parcel, instead of the carrier's.
    own_labels = models.BooleanField(default=False)
    # A line with order number and goods on every label that a carrier drew.
    pick_line = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="en")  # of papers: en or zh
    # Why something is printed again; demanded when any of its labels was printed before.
    reason = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=9, choices=BatchStatus.choices, default=BatchStatus.QUEUED)
    problem = models.JSONField(default=dict)
    count = models.PositiveIntegerField()
    # How many of its documents were handed to the printer.
    sent = models.PositiveIntegerField(default=0)
    # The printer's own number of the job (IPP).
    job_number = models.CharField(max_length=40, blank=True)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)

    class Meta:
        """Read newest first; a worker looks for batches whose lease ran out."""

        indexes: ClassVar = [
            models.Index(fields=["seller", "-id"], name="print_batch_seller"),
            # Counts the queue by its filters without touching the rows.
            models.Index(fields=["seller", "status", "printer", "person"], name="print_batch_counts"),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(status__in=("QUEUED", "RENDERING", "READY", "SENDING")),
                name="print_batch_lease_due",
            ),
        ]


class PrintFile(models.Model):
    """The rendered file of a batch, apart from it so that lists stay light. Deleted after some days."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    batch = models.OneToOneField(PrintBatch, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()
    # ZPL: the length of each label in bytes, in sequence, as they are sent one by one.
    lengths = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    created_at = models.DateTimeField()


class Printout(models.Model):
    """One shipment in a batch, at its place. `problem` says why it was left out."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    batch = models.ForeignKey(PrintBatch, on_delete=models.CASCADE, related_name="printouts")
    shipment = models.ForeignKey("shipments.Shipment", on_delete=models.CASCADE, related_name="printouts")
    position = models.PositiveIntegerField()
    # The first page of it in the file, counted from 1; None when it is not in the file.
    page = models.PositiveIntegerField(null=True)
    problem = models.JSONField(default=dict)
    # Handed to the printer, or fetched with the file: from then on another one is a reprint.
    printed_at = models.DateTimeField(null=True)

    class Meta:
        """A shipment stands once in a batch; its printouts are counted."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller", "batch", "shipment"], name="printout_batch_shipment")
        ]
        indexes: ClassVar = [models.Index(fields=["seller", "shipment"], name="printout_shipment")]


class Manifest(models.Model):
    """A hand-over list (交接清单): the parcels one carrier took at one time. `number` is unique for the seller."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    number = models.CharField(max_length=20)
    carrier = models.CharField(max_length=30)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True)
    parcels = models.PositiveIntegerField()
    weight_g = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        """Numbers name one list."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["seller", "number"], name="manifest_number")]
        indexes: ClassVar = [models.Index(fields=["seller", "-id"], name="manifest_seller")]


class ManifestLine(models.Model):
    """One parcel on a hand-over list. A parcel stands on one list that is not void."""

    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE)
    manifest = models.ForeignKey(Manifest, on_delete=models.CASCADE, related_name="lines")
    shipment = models.ForeignKey("shipments.Shipment", on_delete=models.CASCADE, related_name="manifest_lines")
    position = models.PositiveIntegerField()
    weight_g = models.PositiveIntegerField()
    is_void = models.BooleanField(default=False)

    class Meta:
        """A parcel is handed over once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seller", "shipment"], condition=models.Q(is_void=False), name="manifest_line_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["seller", "manifest", "position"], name="manifest_line_place")]
