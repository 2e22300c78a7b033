"""Cainiao's words and ours, both directions. Source: public integrations of LINK (cnge.*), read 2026-11."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fahuo.carriers.adapters.cainiao import wire
from fahuo.carriers.codes import CARRIER_REFUSED, CURRENCY_UNSUPPORTED
from fahuo.carriers.errors import Refused, Unexpected, Unsupported
from fahuo.carriers.service_table import read_services
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.cargo import BATTERIES
from fahuo.trade.goods import GoodsLine
from fahuo.trade.money import minor_digits
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

CODE = "cainiao"
SERVICES = {service.code: service for service in read_services(Path(__file__).parent / "services.csv", CODE)}
LOCALE = "zh_CN"
CENTS = 2
PLAIN, WITH_BATTERY = "cf_normal", "cf_has_battery"
# Solutions of which there is a second one for batteries, named so.
WITH_A_TWIN = frozenset({"CN_GLO_EXP", "CN_GLO_STD", "CN_GLO_SAV"})
TWIN = "_BAT"
PORT = "PORT"
DOOR_PICKUP = "DOOR_PICKUP"
TAX_NUMBER, KNOWN_BY_CONTRACT = "TAX_NUMBER", "KNOWN_BY_CONTRACT"
_PAIR = re.compile(r"\s*([A-Z0-9_]+)\s*=\s*([A-Z0-9_]+)\s*")


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the account says once for all its parcels.

    `eori` is the importer that the contract provides: Cainiao knows it, and another one cannot be told. `ioss` is how
    an IOSS number is told. `solutions` are Cainiao's names for services that it calls otherwise than the platform.
    """

    door_pickup: bool = False
    ioss: str = ""
    eori: str = ""
    port: str = ""
    solutions: Mapping[str, str] | None = None

    @classmethod
    def read(cls, credentials: Mapping[str, str], eori: str) -> Agreed:
        """Read the entries of an account; raise `Unsupported` when the names of solutions cannot be read."""
        return cls(
            door_pickup=credentials["handover"] == DOOR_PICKUP,
            ioss=credentials["ioss"],
            eori=eori,
            port=credentials.get("port", ""),
            solutions=_solutions(credentials.get("solutions", "")),
        )


def to_order(booking: Booking, agreed: Agreed, *, in_eu: bool = False) -> wire.NewOrder:
    """Write a booking as Cainiao wants it; raise `Refused` or `Unsupported` for what it is known not to take."""
    tax_number = _tax_number(booking, agreed, in_eu)
    _check_sayable(booking, agreed)
    wrong = tuple(_problems_of(booking))
    if wrong:
        raise Refused("Cainiao would refuse this.", problems=wrong, carrier=CODE, operation="create")
    sender = _party(booking.sender)
    return wire.NewOrder(
        out_order_id=booking.reference,
        locale=LOCALE,
        sync_get_tracking_number=True,
        solution_param=wire.Solution(
            solution_code=_solution(booking, agreed),
            import_customs_param=wire.ImportCustoms(tax_number) if tax_number else None,
            door_pickup_param=sender if agreed.door_pickup else None,
        ),
        package_params=[_parcel(booking)],
        sender_param=sender,
        receiver_param=_party(booking.recipient),
        trade_order_param=wire.TradeOrder(booking.platform_order_number) if booking.platform_order_number else None,
        source_handover_param=wire.SourceHandover(PORT, agreed.port) if agreed.port else None,
    )


def to_waybill(order: wire.Created, reference: str) -> Waybill:
    """Read a created order. The answer does not repeat our reference, so nothing can be compared."""
    if not order.order_code:
        raise Unexpected("Created, but the reply names no order.", carrier=CODE, operation="create")
    return Waybill(CODE, reference, order.order_code, tracking_number=order.tracking_number or "")


def _solutions(written: str) -> Mapping[str, str] | None:
    """Read `CAINIAO_STANDARD=CN_GLO_STD, CAINIAO_PREMIUM=CN_GLO_EXP`."""
    if not written.strip():
        return None
    pairs = [_PAIR.fullmatch(pair) for pair in written.strip().strip(",").split(",")]
    if None in pairs:
        message = "The solution codes of the account are not written as SERVICE=SOLUTION, SERVICE=SOLUTION."
        raise Unsupported(message, carrier=CODE)
    return {pair[1]: pair[2] for pair in pairs if pair}


def _solution(booking: Booking, agreed: Agreed) -> str:
    """Return Cainiao's name of the service, with the ending of its twin when there are batteries."""
    solution = (agreed.solutions or {}).get(booking.service_code, booking.service_code)
    return solution + TWIN if solution in WITH_A_TWIN and booking.parcel.cargo_classes & BATTERIES else solution


def _tax_number(booking: Booking, agreed: Agreed, in_eu: bool) -> str:
    """Return the one number for import customs: the recipient's, or an IOSS number where the account says so.

    No field for an IOSS number is known. It means nothing outside the EU; inside, leaving it out would tax twice.
    """
    tax_id, ioss = booking.recipient.tax_id, booking.customs.ioss if in_eu else ""
    if not ioss or agreed.ioss == KNOWN_BY_CONTRACT:
        return tax_id
    if agreed.ioss != TAX_NUMBER or tax_id:
        raise Unsupported("Cainiao has no field of its own for an IOSS number.", carrier=CODE, operation="create")
    return ioss


def _check_sayable(booking: Booking, agreed: Agreed) -> None:
    """Duty paid is a property of the solution; there is no field for a VAT number, nor for an importer's number."""
    service = SERVICES.get(booking.service_code)
    if booking.ddp and service is not None and not service.ddp:
        raise Unsupported(f"Solution {service.code} does not prepay duty.", carrier=CODE, operation="create")
    if booking.customs.vat:
        raise Unsupported("Cainiao takes no VAT number.", carrier=CODE, operation="create")
    if booking.customs.eori not in ("", agreed.eori):
        message = "Cainiao is told no EORI: only the importer of its own contract can be used."
        raise Unsupported(message, carrier=CODE, operation="create")


def _problems_of(booking: Booking) -> Iterator[Problem]:
    """Addresses need a street; prices are in cents, so the currency must have them, and be one."""
    if not booking.recipient.street_lines():
        yield Problem(CARRIER_REFUSED, "address.street", "receiverParam.detailAddress")
    if not (booking.sender.name and booking.sender.country and booking.sender.street_lines()):
        yield Problem(CARRIER_REFUSED, "sender", "name, countryCode, detailAddress")
    first = booking.parcel.lines[0].unit_value.currency
    for index, line in enumerate(booking.parcel.lines):
        currency = line.unit_value.currency
        if currency != first or minor_digits(currency) != CENTS:
            yield Problem(CURRENCY_UNSUPPORTED, f"lines[{index}].unit_value", currency)


def _party(address: Address) -> wire.Party:
    """Street lines and company go into one line; whether a phone is mobile is not known, so it stands in both."""
    return wire.Party(
        name=address.name,
        country_code=address.country,
        detail_address=", ".join(filter(None, (address.company, *address.street_lines()))),
        telephone=address.phone,
        mobile_phone=address.phone,
        email=address.email,
        zip_code=address.postcode,
        state=address.province,
        city=address.city,
    )


def _parcel(booking: Booking) -> wire.ParcelInfo:
    parcel = booking.parcel
    return wire.ParcelInfo(
        length=_cm(parcel.size.length_mm),
        width=_cm(parcel.size.width_mm),
        height=_cm(parcel.size.height_mm),
        weight=parcel.weight_g,
        item_params=[_item(line) for line in parcel.lines],
    )


def _item(line: GoodsLine) -> wire.Item:
    return wire.Item(
        quantity=line.quantity,
        english_name=line.title_en,
        chinese_name=line.title_zh,
        unit_price=int(line.unit_value.rounded().amount.scaleb(CENTS)),
        unit_price_currency=line.unit_value.currency,
        weight=line.unit_weight_g,
        item_type=WITH_BATTERY if line.cargo_class in BATTERIES else PLAIN,
        sku=line.sku,
        hscode=line.hs_code,
    )


def _cm(length_mm: int) -> int:
    """Whole centimetres, rounded up: no source says that decimals are read."""
    return -(-length_mm // 10)
