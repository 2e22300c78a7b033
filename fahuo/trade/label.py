"""Labels (面单): the printable image, and what is printed on ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fahuo.trade.address import Address
from fahuo.trade.goods import GoodsLine


class LabelFormat(StrEnum):
    """How the bytes are to be read."""

    PDF = "PDF"
    ZPL = "ZPL"


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

    `barcode` is the waybill or tracking number as printed in Code 128, `qr` the text of the QR code (a URL),
    `marks` the short words a lane demands (`DDP`, `EORI FR123…`, `IOSS`, `Li-ion`).
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
