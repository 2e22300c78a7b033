"""Labels (面单): the printable image, and what is printed on ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fahuo.trade.address import Address
from fahuo.trade.goods import GoodsLine


class LabelFormat(StrEnum):
    """How the bytes are to be read. Carriers give any of them; printers take PDF or ZPL."""

    PDF = "PDF"
    ZPL = "ZPL"
    PNG = "PNG"
    GIF = "GIF"
    JPEG = "JPEG"


class LabelSize(StrEnum):
    """The paper that labels are printed on, width × height in millimetres."""

    MM_100X150 = "100X150"
    MM_100X100 = "100X100"

    @property
    def width_mm(self) -> int:
        """The width as it leaves the printer."""
        return int(self.value.partition("X")[0])

    @property
    def height_mm(self) -> int:
        """The length as it leaves the printer."""
        return int(self.value.partition("X")[2])


class BarSymbology(StrEnum):
    """How the number is written in the upper code of our own label: what the carrier's scanners expect."""

    CODE128 = "CODE128"
    GS1_128 = "GS1_128"
    CODE39 = "CODE39"
    ITF = "ITF"
    DATA_MATRIX = "DATA_MATRIX"


class CustomsForm(StrEnum):
    """Which postal customs form the label's customs block stands for (UPU: CN 22 up to 300 SDR, CN 23 above)."""

    CN22 = "CN22"
    CN23 = "CN23"


@dataclass(frozen=True, slots=True)
class LabelFile:
    """A label as bytes. Sides in millimetres."""

    format: LabelFormat
    content: bytes
    width_mm: int = 100
    height_mm: int = 150


@dataclass(frozen=True, slots=True)
class LabelContent:
    """Everything that our own label shows; the layout decides where.

    `barcode` is the waybill or tracking number as printed in `symbology`, `qr` the text of the QR code (a URL),
    `marks` the short words a lane demands (`DDP`, `EORI FR123…`, `IOSS`, `UN3481`). `recipient_latin` and
    `sender_latin` are what is worth repeating in Latin letters of an address in another script. `importer_reference`
    and `invoice_number` are printed on a CN 23. `pick` is the parcel's place in its print batch (`A-017`), empty
    outside one.
    """

    carrier_name: str
    service_name: str
    service_name_zh: str
    barcode: str
    qr: str
    sender: Address
    recipient: Address
    country_name: str
    lines: tuple[GoodsLine, ...]
    weight_g: int
    order_number: str
    reference: str
    date: str
    marks: tuple[str, ...] = ()
    sort_code: str = ""
    recipient_latin: Address | None = None
    sender_latin: Address | None = None
    customs_form: CustomsForm = CustomsForm.CN22
    importer_reference: str = ""
    invoice_number: str = ""
    pick: str = ""
    symbology: BarSymbology = BarSymbology.CODE128
