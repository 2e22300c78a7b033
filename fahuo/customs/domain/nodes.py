"""The nodes of CEB303, CEB505 and CEB603 from what is known of one parcel. Numbers are plain text, never floats."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from fahuo.customs.ceb.modes import BONDED, ORDER_TYPES
from fahuo.customs.ceb.values import day, kilograms, moment

NEW, CHANGE = "1", "2"
DECLARE = "2"  # appStatus: 1 would only stage it
LONGEST_ITEM = 20
LONGEST_GOODS = 200
NO_BARCODE = "无"
FREIGHT_IN_TOTAL = "3"
_STEP = Decimal("0.00001")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Party:
    """A firm as customs know it: registration code (10) or USCC (18), and the filed name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Filing:
    """Who declares, and what is the same in all his declarations."""

    consignor: Party
    agent: Party
    owner: Party
    platform: Party
    district: str
    exit_port: str
    trade_mode: str
    statistics_flag: str
    transport_mode: str
    wrapping: str
    site: str = ""
    warehouse: Party | None = None
    account_book: str = ""
    phone: str = ""
    ports: Mapping[str, str] = field(default_factory=dict)  # ISO country → port of destination


@dataclass(frozen=True, slots=True)
class Item:
    """One goods line as customs count it: FOB price of one unit, statutory quantities of the whole line.

    `record`: its number in the account book of a bonded zone.
    """

    sku: str
    name: str
    code: str
    model: str
    barcode: str
    unit: str
    quantity: int
    price: Decimal
    first: tuple[str, Decimal]
    second: tuple[str, Decimal] | None = None
    record: str = ""


@dataclass(frozen=True, slots=True)
class Parcelled:
    """One parcel to be declared. `freight` is what the carrier charges, `paid_freight` what the buyer paid for it.

    `weight_g` is that of the parcel, `net_g` that of its goods. `port`: of destination, empty when none was set.
    """

    order_number: str
    waybill_number: str
    cop_no: str
    carrier: Party
    country: str
    items: tuple[Item, ...]
    currency: str
    weight_g: int
    net_g: int
    freight: Decimal
    freight_currency: str
    paid_freight: Decimal = Decimal(0)
    port: str = ""

    @property
    def value(self) -> Decimal:
        """FOB value of all its goods."""
        return sum((item.price * item.quantity for item in self.items), Decimal(0))


@dataclass(frozen=True, slots=True)
class Told:
    """When and how it is told: the moment, the day of export, and whether it is new or a change."""

    at: datetime
    on: date
    app_type: str = NEW


def order_node(parcel: Parcelled, filing: Filing, told: Told, guid: str) -> dict[str, Any]:
    """Return the node of CEB303."""
    return {
        **_opening(told, guid),
        "orderType": ORDER_TYPES[filing.trade_mode],
        "orderNo": parcel.order_number,
        **_platform(filing),
        **_consignor(filing),
        "goodsValue": plain(parcel.value),
        "freight": plain(parcel.paid_freight),
        "currency": parcel.currency,
        "lines": [_order_line(place, item, parcel) for place, item in enumerate(parcel.items, start=1)],
    }


def waybill_node(parcel: Parcelled, filing: Filing, told: Told, guid: str) -> dict[str, Any]:
    """Return the node of CEB505."""
    return {
        **_opening(told, guid),
        **_carrier(parcel),
        "logisticsNo": parcel.waybill_number,
        "freight": plain(parcel.freight),
        "insuredFee": "0",
        "currency": parcel.freight_currency,
        "grossWeight": plain(kilograms(parcel.weight_g)),
        "packNo": "1",
        "goodsInfo": goods_in_short([item.name for item in parcel.items]),
        **_consignor(filing),
        **({"ebcTelephone": one_line(filing.phone)} if filing.phone else {}),
    }


def list_node(parcel: Parcelled, filing: Filing, told: Told, guid: str, *, pre_no: str = "") -> dict[str, Any]:
    """Return the node of CEB603."""
    optional = {"preNo": pre_no, "loctNo": filing.site, **_bonded(filing)}
    return {
        **_opening(told, guid),
        "customsCode": filing.district,
        **_platform(filing),
        "orderNo": parcel.order_number,
        **_carrier(parcel),
        "logisticsNo": parcel.waybill_number,
        "copNo": parcel.cop_no,
        "ieFlag": "E",
        "portCode": filing.exit_port,
        "ieDate": day(told.on),
        "statisticsFlag": filing.statistics_flag,
        "agentCode": filing.agent.code,
        "agentName": filing.agent.name,
        **_consignor(filing),
        "ownerCode": filing.owner.code,
        "ownerName": filing.owner.name,
        "tradeMode": filing.trade_mode,
        "trafMode": filing.transport_mode,
        "country": parcel.country,
        "POD": parcel.port or parcel.country,  # of a parcel nobody knows the port: its country's code stands for it
        "freight": plain(parcel.freight),
        "fCurrency": parcel.freight_currency,
        "fFlag": FREIGHT_IN_TOTAL,
        "insuredFee": "0",
        "iCurrency": parcel.freight_currency,
        "iFlag": FREIGHT_IN_TOTAL,
        "wrapType": filing.wrapping,
        "packNo": "1",
        "grossWeight": plain(kilograms(parcel.weight_g)),
        "netWeight": plain(kilograms(parcel.net_g)),
        **{name: value for name, value in optional.items() if value},
        "lines": [_list_line(place, item, parcel, filing) for place, item in enumerate(parcel.items, start=1)],
    }


def told_anew(node: Mapping[str, Any], told: Told, guid: str) -> dict[str, Any]:
    """Return a node as it stood, to be told again under a guid of its own; a list states the day it is told."""
    exported = {"ieDate": day(told.on)} if "ieDate" in node else {}
    return {**node, **exported, **_opening(told, guid)}


def plain(number: Decimal) -> str:
    """Return a number as customs write it: at most five decimals, none that say nothing."""
    return f"{number.quantize(_STEP, ROUND_HALF_UP):f}".rstrip("0").rstrip(".")


def one_line(text: str) -> str:
    """Return text in one line, whole: what does not fit is refused when it is written, never cut."""
    return _SPACES.sub(" ", text).strip()


def goods_in_short(names: Sequence[str]) -> str:
    """Return the main goods for the waybill: whole names as long as they fit, then 等; only a first one is cut."""
    whole = "、".join(map(one_line, names))
    kept = one_line(names[0])[: LONGEST_GOODS - 1]
    for name in map(one_line, names[1:]):
        if len(kept) + len(name) + 2 > LONGEST_GOODS:
            break
        kept = f"{kept}、{name}"
    return whole if len(whole) <= LONGEST_GOODS else f"{kept}等"


def item_number(sku: str) -> str:
    """Return a SKU as both messages take it (20 characters); a longer one keeps its start and gets a check sum."""
    if len(sku) <= LONGEST_ITEM:
        return sku
    return f"{sku[:11]}~{hashlib.sha256(sku.encode()).hexdigest()[:8]}"


def _opening(told: Told, guid: str) -> dict[str, str]:
    return {"guid": guid, "appType": told.app_type, "appTime": moment(told.at), "appStatus": DECLARE}


def _platform(filing: Filing) -> dict[str, str]:
    return {"ebpCode": filing.platform.code, "ebpName": filing.platform.name}


def _consignor(filing: Filing) -> dict[str, str]:
    return {"ebcCode": filing.consignor.code, "ebcName": filing.consignor.name}


def _carrier(parcel: Parcelled) -> dict[str, str]:
    return {"logisticsCode": parcel.carrier.code, "logisticsName": parcel.carrier.name}


def _bonded(filing: Filing) -> dict[str, str]:
    if filing.trade_mode != BONDED or filing.warehouse is None:
        return {}
    return {"iacCode": filing.warehouse.code, "iacName": filing.warehouse.name, "emsNo": filing.account_book}


def _order_line(place: int, item: Item, parcel: Parcelled) -> dict[str, Any]:
    return {
        "gnum": str(place),
        "itemNo": item_number(item.sku),
        "itemName": one_line(item.name),
        **({"barCode": item.barcode} if item.barcode else {}),
        "unit": item.unit,
        "currency": parcel.currency,
        "qty": str(item.quantity),
        "price": plain(item.price),
        "totalPrice": plain(item.price * item.quantity),
    }


def _list_line(place: int, item: Item, parcel: Parcelled, filing: Filing) -> dict[str, Any]:
    second = {"qty2": plain(item.second[1]), "unit2": item.second[0]} if item.second else {}
    record = {"itemRecordNo": item.record} if filing.trade_mode == BONDED else {}
    return {
        "gnum": str(place),
        "itemNo": item_number(item.sku),
        **record,
        "itemName": one_line(item.name),
        "gcode": item.code,
        "gname": one_line(item.name),
        "gmodel": one_line(item.model),
        "barCode": item.barcode or NO_BARCODE,
        "country": parcel.country,
        "currency": parcel.currency,
        "qty": str(item.quantity),
        "qty1": plain(item.first[1]),
        **second,
        "unit": item.unit,
        "unit1": item.first[0],
        "price": plain(item.price),
        "totalPrice": plain(item.price * item.quantity),
    }
