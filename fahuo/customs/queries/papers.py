"""Reads for customs papers: everything that is known of some shipments, in five queries whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from babel import Locale

from fahuo.accounts.models import Seller
from fahuo.accounts.queries import ship_from
from fahuo.carriers import registry
from fahuo.carriers.queries.market import contract_services
from fahuo.customs.domain.case import CountryName, Exporter, PaperCase
from fahuo.labels.latin_form import latin_form
from fahuo.orders import queries as orders
from fahuo.shipments import queries as shipments
from fahuo.shipments.models import PRINTABLE, VOIDABLE, Shipment
from fahuo.shipments.queries import Work
from fahuo.trade.address import Address
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.declaration import Declaration
from fahuo.trade.money import total
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

BOOKED = frozenset((*VOIDABLE, *PRINTABLE))


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of the shipments asked for: those that papers can go with, and why the others cannot."""

    works: Mapping[int, Work]
    problems: Mapping[int, Problem]


def found(seller: Seller, shipment_ids: Sequence[int]) -> Found:
    """Return the seller's booked shipments with their goods and addresses."""
    asked = Shipment.objects.filter(seller=seller, id__in=shipment_ids, status__in=BOOKED)
    rows = {row.pk: row for row in asked.select_related("order", "seller").defer("label_content")}
    lines = orders.goods_lines([row.order_id for row in rows.values()])
    sender = ship_from(seller.pk)
    works: dict[int, Work] = {}
    problems: dict[int, Problem] = {}
    for shipment_id in shipment_ids:
        row = rows.get(shipment_id)
        if row is None:
            problems[shipment_id] = Problem("DOCUMENT_NOT_BOOKED")
        elif sender is None:
            problems[shipment_id] = Problem("SHIP_FROM_MISSING")
        elif row.order_id not in lines:
            problems[shipment_id] = Problem("DOCUMENT_NO_GOODS", "lines")
        else:
            works[shipment_id] = shipments.as_work(row, lines[row.order_id], sender)
    return Found(works, problems)


class Cases:
    """Makes cases of works. What carriers call their services is read once, at the first that is in no table."""

    def __init__(self, seller: Seller) -> None:
        """Read nothing yet."""
        self._seller = seller
        self._offered: dict[str, Service] | None = None

    def of(self, work: Work) -> PaperCase:
        """Return a shipment as its papers see it; all its goods lines are valued in one currency."""
        booking = work.booking
        lines = booking.parcel.lines
        value = total([line.value for line in lines], lines[0].unit_value.currency)
        return PaperCase(
            reference=booking.reference,
            order_number=work.order_number,
            waybill_number=work.waybill.barcode,
            carrier=_carrier(work.carrier),
            service=self._service(work.carrier, booking.service_code),
            booked_on=work.booked_on,
            exporter=self._exporter(booking.sender),
            consignee=booking.recipient,
            consignee_latin=_in_latin(booking.recipient),
            countries=country_names(),
            declaration=Declaration(lines, value, booking.customs),
            ddp=booking.ddp,
            weight_g=booking.parcel.weight_g,
            size=booking.parcel.size,
        )

    def _exporter(self, place: Address) -> Exporter:
        seller = self._seller
        return Exporter(seller.name, seller.name_en, seller.eori, place, _in_latin(place))

    def _service(self, carrier: str, code: str) -> str:
        key = f"{carrier}/{code}"
        listed = listed_service(carrier, code)
        if listed is None and self._offered is None:
            self._offered = {service.key: service for service in contract_services(self._seller.pk)}
        service = listed or (self._offered or {}).get(key)
        return service.name_en if service else code


def listed_service(carrier: str, code: str) -> Service | None:
    """Return a service that is described with its carrier; None for those of a contract only."""
    return _listed(carrier).get(f"{carrier}/{code}")


@cache
def country_names() -> Mapping[str, CountryName]:
    """Return every ISO country with its name in both languages."""
    en, zh = Locale("en").territories, Locale("zh", script="Hans").territories
    return {code: CountryName(en.get(code, code), zh.get(code, code)) for code in sorted(ISO_COUNTRIES)}


def _in_latin(address: Address) -> Address | None:
    """Return the whole address in Latin letters, where part of it is written in another script."""
    beside = latin_form(address)
    if beside is None:
        return None
    parts = ("name", "company", "street", "street2", "city", "province")
    return replace(address, **{part: getattr(beside, part) or getattr(address, part) for part in parts})


def _carrier(code: str) -> str:
    try:
        return registry.manifest(code).name_en
    except registry.UnknownCarrier:
        return code


def _listed(carrier: str) -> Mapping[str, Service]:
    try:
        return {service.key: service for service in registry.services(carrier)}
    except registry.UnknownCarrier:
        return {}
