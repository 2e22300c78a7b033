"""4PX's words and ours, both directions. Source: 4PX open platform, ds.xms.order.*, read 2026-11."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from fahuo.carriers.adapters.fpx import wire
from fahuo.carriers.codes import (
    ADDRESS_NOT_LATIN,
    ADDRESS_TOO_LONG,
    CARRIER_REFUSED,
    CURRENCY_UNSUPPORTED,
    TITLE_ZH_NOT_CHINESE,
)
from fahuo.carriers.errors import Refused, Unexpected, Unsupported
from fahuo.carriers.service_table import read_services
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.cargo import BATTERIES, CargoClass
from fahuo.trade.goods import GoodsLine
from fahuo.trade.latin import without_marks
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

CODE = "fpx"
SERVICES = {service.code: service for service in read_services(Path(__file__).parent / "services.csv", CODE)}
DIRECT_SHIPPING = "BDS"
DUTY_PAID, DUTY_UNPAID = "P", "U"
NO_BRAND = "none"
LABEL = wire.LabelConfig("label_100x150", "PDF")
LONGEST_STREET = 90
CLOSED = "X"
CENT = Decimal("0.01")
# 内置电池 and 配套电池 as this carrier numbers them, which is not as IATA does (there PI 967 and PI 966).
BATTERY_TYPES = {CargoClass.BATTERY_PACKED: "967", CargoClass.BATTERY_BUILTIN: "966"}
# How the parcel comes to the carrier, as the account says: 上门揽收, 快递到仓, 自送到仓, 自送门店.
HANDOVERS = {"SELF_TO_WAREHOUSE": "3", "DOOR_PICKUP": "1", "EXPRESS_TO_WAREHOUSE": "2", "SELF_TO_STORE": "5"}
# What is done with a parcel that goes no further: 等待客户指令, 退件, 销毁.
RETURNS = {"ASK": "U", "RETURN": "Y", "DESTROY": "N"}
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the account says once for all its parcels, in the carrier's letters."""

    deliver_type: str
    domestic_return: str
    overseas_return: str
    warehouse_code: str = ""

    @classmethod
    def read(cls, credentials: Mapping[str, str]) -> Agreed:
        """Read the entries of an account; raise `Unsupported` for a word that is none of the choices."""
        try:
            return cls(
                deliver_type=HANDOVERS[credentials["handover"]],
                domestic_return=RETURNS[credentials["domestic_return"]],
                overseas_return=RETURNS[credentials["overseas_return"]],
                warehouse_code=credentials.get("warehouse_code", ""),
            )
        except KeyError as error:
            raise Unsupported(f"4PX has no {error.args[0]!r} to choose.", carrier=CODE) from error


def to_order(booking: Booking, agreed: Agreed) -> wire.NewOrder:
    """Write a booking as 4PX wants it; raise `Refused` or `Unsupported` for what it is known not to take."""
    _check_sayable(booking)
    wrong = tuple(_problems_of(booking))
    if wrong:
        raise Refused("4PX would refuse this.", problems=wrong, carrier=CODE, operation="create")
    customs = booking.customs
    return wire.NewOrder(
        ref_no=booking.reference,
        business_type=DIRECT_SHIPPING,
        duty_type=DUTY_PAID if booking.ddp else DUTY_UNPAID,
        is_insure="N",
        logistics_service_info=wire.ServiceInfo(booking.service_code),
        return_info=wire.ReturnInfo(agreed.domestic_return, agreed.overseas_return),
        parcel_list=[_parcel(booking)],
        sender=_party(booking.sender, _street(booking.sender)),
        recipient_info=_party(booking.recipient, without_marks(_street(booking.recipient))),
        deliver_type_info=_handover(booking.sender, agreed),
        label_config_info=LABEL,
        vat_no=customs.vat or booking.recipient.tax_id,
        eori_no=customs.eori,
        ioss_no=customs.ioss,
        trade_id=booking.platform_order_number,
    )


def to_waybill(order: wire.Created | wire.Consignment, reference: str) -> Waybill:
    """Read a created or found order; raise `Unexpected` when it is none of ours."""
    if not order.tracking_no or (order.ref_no or reference) != reference:
        raise Unexpected(f"The reply is about another order than {reference}.", carrier=CODE)
    return Waybill(
        carrier=CODE,
        reference=reference,
        number=order.tracking_no,
        tracking_number=order.logistics_channel_no or "",
        cancelled=isinstance(order, wire.Consignment) and is_cancelled(order),
    )


def is_cancelled(order: wire.Consignment) -> bool:
    """Tell whether the order look-up calls it closed."""
    return order.consignment_status == CLOSED


def centimetres(length_mm: int) -> int:
    """Whole centimetres, rounded up: no source says that decimals are read."""
    return -(-length_mm // 10)


def _check_sayable(booking: Booking) -> None:
    """There is one field for a tax number, and no number known for batteries that are sent alone."""
    if booking.customs.vat and booking.recipient.tax_id:
        message = "4PX takes either a VAT number or the recipient's tax number."
        raise Unsupported(message, carrier=CODE, operation="create")
    if CargoClass.BATTERY_ONLY in booking.parcel.cargo_classes:
        raise Unsupported("4PX has no word for batteries alone.", carrier=CODE, operation="create")


def _problems_of(booking: Booking) -> Iterator[Problem]:
    yield from _address_problems(booking.recipient)
    sender = booking.sender
    if not (sender.name and sender.country and sender.city):
        yield Problem(CARRIER_REFUSED, "sender", "name, country, city")
    if len(_street(sender)) > LONGEST_STREET:
        yield Problem(ADDRESS_TOO_LONG, "sender", f"{LONGEST_STREET}")
    first = booking.parcel.lines[0].unit_value.currency
    for index, line in enumerate(booking.parcel.lines):
        if line.unit_value.currency != first:
            yield Problem(CURRENCY_UNSUPPORTED, f"lines[{index}].unit_value", line.unit_value.currency)
        if not _CHINESE.search(line.title_zh):
            yield Problem(TITLE_ZH_NOT_CHINESE, f"lines[{index}].title_zh", line.title_zh)


def _address_problems(recipient: Address) -> Iterator[Problem]:
    """A recipient needs a phone; the street takes 90 Latin letters in one line."""
    street = without_marks(_street(recipient))
    if not recipient.phone:
        yield Problem(CARRIER_REFUSED, "address.phone", "recipient_info.phone")
    if not street.isascii():
        yield Problem(ADDRESS_NOT_LATIN, "address.street", street)
    if len(street) > LONGEST_STREET:
        yield Problem(ADDRESS_TOO_LONG, "address.street", f"{len(street)} > {LONGEST_STREET}")


def _street(address: Address) -> str:
    return ", ".join(address.street_lines())


def _party(address: Address, street: str) -> wire.Party:
    return wire.Party(
        first_name=address.name,
        country=address.country,
        city=address.city,
        phone=address.phone,
        street=street,
        company=address.company,
        email=address.email,
        post_code=address.postcode,
        state=address.province,
    )


def _handover(sender: Address, agreed: Agreed) -> wire.DeliverType:
    """A pick-up happens at the sender's address, at the time that the carrier keeps."""
    at_the_door = agreed.deliver_type == HANDOVERS["DOOR_PICKUP"]
    return wire.DeliverType(
        deliver_type=agreed.deliver_type,
        warehouse_code=agreed.warehouse_code,
        pick_up_info=wire.PickUp(_party(sender, _street(sender))) if at_the_door else None,
    )


def _parcel(booking: Booking) -> wire.ParcelInfo:
    parcel = booking.parcel
    return wire.ParcelInfo(
        weight=parcel.weight_g,
        length=centimetres(parcel.size.length_mm),
        width=centimetres(parcel.size.width_mm),
        height=centimetres(parcel.size.height_mm),
        parcel_value=sum((_price(line) * line.quantity for line in parcel.lines), Decimal(0)),
        currency=parcel.lines[0].unit_value.currency,
        include_battery="Y" if parcel.cargo_classes & BATTERIES else "N",
        battery_type=_battery_type(parcel),
        declare_product_info=[_declared(line, booking) for line in parcel.lines],
    )


def _battery_type(parcel: Parcel) -> str:
    """Return the number of the kind that needs more care, when there are two."""
    return next((number for kind, number in BATTERY_TYPES.items() if kind in parcel.cargo_classes), "")


def _declared(line: GoodsLine, booking: Booking) -> wire.DeclaredProduct:
    """Write what customs sees: the first six digits of a tariff number are the same everywhere, so import gets those.

    Material and use are left out, as nobody has told them; a brand must be said, and "none" is a word for it.
    """
    price, currency = _price(line), line.unit_value.currency
    return wire.DeclaredProduct(
        declare_product_name_cn=line.title_zh,
        declare_product_name_en=line.title_en,
        declare_product_code_qty=line.quantity,
        unit_net_weight=line.unit_weight_g,
        declare_unit_price_export=price,
        currency_export=currency,
        declare_unit_price_import=price,
        currency_import=currency,
        brand_export=NO_BRAND,
        brand_import=NO_BRAND,
        country_export=booking.sender.country,
        country_import=booking.recipient.country,
        origin_country=line.origin,
        hscode_export=line.hs_code,
        hscode_import=line.hs_code[:6],
    )


def _price(line: GoodsLine) -> Decimal:
    """Return a unit's value with two decimals, rounded half up as the carrier does; the parcel's value adds these."""
    return line.unit_value.amount.quantize(CENT, ROUND_HALF_UP)
