"""What is known of a shipment when its papers are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fahuo.trade.address import Address
from fahuo.trade.declaration import Declaration
from fahuo.trade.measure import Size


@dataclass(frozen=True, slots=True)
class Exporter:
    """Who sells and sends: the firm's names, its EORI (empty when it has none), and where the parcel starts.

    `latin` is that place in Latin letters, where `address` is written in another script: customs abroad read no other.
    """

    name: str
    name_en: str
    eori: str
    address: Address
    latin: Address | None = None


@dataclass(frozen=True, slots=True)
class CountryName:
    """A country's name in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class PaperCase:
    """One shipment as its papers see it.

    `declaration` holds what the carrier was told; its `numbers.eori` is that of the importer. `consignee_latin` is the
    consignee in Latin letters where `consignee` is written in another script. `weight_g` and `size` are those that
    were booked. `countries` names every country that occurs, by ISO code.
    """

    reference: str
    order_number: str
    waybill_number: str
    carrier: str
    service: str
    booked_on: date
    exporter: Exporter
    consignee: Address
    consignee_latin: Address | None
    countries: Mapping[str, CountryName]
    declaration: Declaration
    ddp: bool
    weight_g: int
    size: Size
