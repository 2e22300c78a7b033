"""What IUOP and IECS have in common: parties, weights, refusals. Source: sf.global create orders, read 2026-11."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from fahuo.carriers.adapters.sf_international import wire
from fahuo.carriers.calling import Reply
from fahuo.carriers.codes import CARRIER_NEEDS_FIELD, CARRIER_REFUSED
from fahuo.carriers.contract import Account
from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    NotFound,
    NotReady,
    Refused,
    Unavailable,
    Unexpected,
)
from fahuo.carriers.service_table import read_services
from fahuo.carriers.writing import currency_problems
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

CODE = "sf_international"
PIECES = "个"
SERVICES = {service.code: service for service in read_services(Path(__file__).parent / "services.csv", CODE)}
WITHOUT_POSTCODES = frozenset({"HK", "MO"})
CITY_STATES = {"SG": "Singapore", "HK": "Hong Kong", "MO": "Macao"}

SYSTEM_FAULT = "-1"  # 系统异常: whatever happened, happened there
# 客户信息不存在 and 税金结算账号不合法: about the account, though the first sounds like a missing order.
ACCOUNT_WRONG = frozenset({"123149", "127009"})
# The codes for these are not published, so texts are read. Only a text about an order or waybill is a "not found".
_ABSENT = re.compile(
    r"(?:订单|运单|单号|order|waybill)[^,，。;；]*?(?:不存在|未找到|查无|not\s+exist|not\s+found)", re.I
)
_DUPLICATE = re.compile(
    r"(?:单号|订单|order)[^,，。;；]*?(?:重复|已存在|duplicate|already\s+exist)|重复下单|duplicate\s+order", re.I
)
_CANCELLED = re.compile(r"已取消|已消单|(?:been|already)\s+cancel+ed", re.I)
_HELD = re.compile(r"已拦截|already\s+intercepted", re.I)
_BEING_MADE = re.compile(r"生成中|未生成|处理中|稍后|not\s+ready|generating", re.I)

# Where a field of theirs comes from in our words; {} takes the index of a goods line.
FIELDS = {
    "interProductCode": "service_code",
    "customerOrderNo": "reference",
    "senderInfo": "sender",
    "receiverInfo.contact": "address.name",
    "receiverInfo.country": "address.country",
    "receiverInfo.postCode": "address.postcode",
    "receiverInfo.regionFirst": "address.province",
    "receiverInfo.regionSecond": "address.city",
    "receiverInfo.address": "address.street",
    "receiverInfo.phoneNo": "address.phone",
    "receiverInfo.email": "address.email",
    "receiverInfo.certCardNo": "address.tax_id",
    "taxNo": "address.tax_id",
    "customsInfo.passportId": "address.tax_id",
    "parcelTotalWeight": "parcel.weight_g",
    "declaredValue": "parcel",
    "abn": "customs.ioss",
    "parcelInfoList.name": "lines[{}].title_en",
    "parcelInfoList.cName": "lines[{}].title_zh",
    "parcelInfoList.amount": "lines[{}].unit_value",
    "parcelInfoList.quantity": "lines[{}].quantity",
    "parcelInfoList.weight": "lines[{}].unit_weight_g",
    "parcelInfoList.originCountry": "lines[{}].origin",
    "parcelInfoList.hsCode": "lines[{}].hs_code",
}
_THEIR_FIELD = re.compile(r"[a-z][A-Za-z]+(?:\[\d+\])?(?:\.[a-zA-Z]+)?")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the account says about every booking; `cargo_type` 1 is a private sender, 2 a company.

    The postcode stands in where the sender's address has none.
    """

    customer_code: str = ""
    api_username: str = ""
    platform_code: str = ""
    month_card: str = ""
    cargo_type: int = 2
    sender_postcode: str = ""

    @classmethod
    def of(cls, account: Account, *needed: str) -> Terms:
        """Read them from the account; raise `NotAuthorised` where its interface needs an entry that is not there."""
        entries = account.credentials
        missing = [key for key in needed if not entries.get(key)]
        if missing:
            message = f"The account lacks {', '.join(missing)}, which {entries['interface']} needs."
            raise NotAuthorised(message, carrier=CODE)
        return cls(
            customer_code=entries.get("customer_code", ""),
            api_username=entries.get("api_username", ""),
            platform_code=entries.get("platform_code", ""),
            month_card=entries.get("month_card", ""),
            cargo_type=int(entries["cargo_type"]),
            sender_postcode=entries.get("sender_postcode", ""),
        )


class CancelledAlready(Refused):
    """SF says that the order is cancelled."""


class HeldAlready(Refused):
    """SF says that the parcel is being held."""


def to_waybill(order: wire.Order | None, reference: str, reply: Reply) -> Waybill:
    """Read a created or found order; raise `Unexpected` when it is none of ours.

    The number of the agent for the last mile is not taken: SF's own number tracks all the way and is on the label.
    """
    if order is None or not order.sf_waybill_no:
        raise Unexpected("The reply names no waybill.", **reply.case())
    if (order.customer_order_no or reference) != reference:
        raise Unexpected(f"The reply is about another order than {reference}.", **reply.case())
    return Waybill(CODE, reference, order.sf_waybill_no)


def refusal(operation: str, code: str, message: str, reply: Reply) -> CarrierError:
    """Turn SF's "no" into the error that fits the operation."""
    said = f"{message} ({code})"
    if code == SYSTEM_FAULT:
        return Unavailable(f"SF has a fault of its own: {message}", **reply.case())
    if code in ACCOUNT_WRONG:
        return NotAuthorised(f"SF does not accept the account: {said}", **reply.case())
    if operation == "label" and _BEING_MADE.search(message):
        return NotReady(said, **reply.case())
    kind = _refusal_kind(operation, message)
    return kind(said, problems=problems(message) if kind is Refused else (), **reply.case())


def _refusal_kind(operation: str, message: str) -> type[Refused]:
    """Read the text. Before a booking there is nothing that could be absent, cancelled or held."""
    if operation == "create":
        return DuplicateReference if _DUPLICATE.search(message) and not _ABSENT.search(message) else Refused
    if _ABSENT.search(message):
        return NotFound
    if operation == "hold":
        return HeldAlready if _HELD.search(message) else Refused
    return CancelledAlready if _CANCELLED.search(message) else Refused


def problems(message: str) -> tuple[Problem, ...]:
    """Name our field for each field of theirs in the text; without any, the text stands for the whole order."""
    found = [field for field in map(our_field, _THEIR_FIELD.findall(message)) if field]
    return tuple(Problem(CARRIER_REFUSED, field, message) for field in dict.fromkeys(found or [""]))


def our_field(theirs: str) -> str:
    """Translate `parcelInfoList[2].hsCode` to `lines[2].hs_code`; empty when it is no field that we fill."""
    index = re.search(r"\[(\d+)\]", theirs)
    name = re.sub(r"\[\d+\]", "", theirs)
    ours = FIELDS.get(name) or FIELDS.get(name.partition(".")[0], "")
    return ours.format(index.group(1) if index else 0)


def missing_of(booking: Booking, terms: Terms) -> Iterator[Problem]:
    """Name what both interfaces want of the two parties and nobody gave, and values that do not add up."""
    yield from currency_problems(booking.parcel)
    sender, recipient = booking.sender, booking.recipient
    if not (sender.postcode or terms.sender_postcode):
        yield needs("sender.postcode")
    if not (sender.city and sender.phone):
        yield needs("sender")
    if not recipient.postcode and recipient.country not in WITHOUT_POSTCODES:
        yield needs("address.postcode")
    if not regions(recipient)[1]:
        yield needs("address.city")
    if not recipient.phone:
        yield needs("address.phone")


def needs(field: str) -> Problem:
    """Say that SF wants this field."""
    return Problem(CARRIER_NEEDS_FIELD, field)


def party(address: Address, *, postcode: str, company: str) -> wire.Party:
    """Write a party; the street's lines are joined, nothing is cut."""
    first, second = regions(address)
    return wire.Party(
        contact=address.name,
        country=address.country,
        address=", ".join(address.street_lines()),
        phone_no=address.phone,
        company=company,
        post_code=postcode,
        region_first=first,
        region_second=second,
        email=address.email,
    )


def regions(address: Address) -> tuple[str, str]:
    """Return province and city. Where addresses have no province its city stands for both, as the fields must be."""
    city = address.city or address.province or CITY_STATES.get(address.country, "")
    return address.province or city, city


def kg(weight_g: int, places: int) -> Decimal:
    """Grams as kilograms; with two places rounded up to ten grams, never down: 5 g are 0.01 kg."""
    step = 10 ** (3 - places)
    return Decimal(-(-weight_g // step)).scaleb(-places)


def cm(length_mm: int) -> Decimal:
    """Millimetres as centimetres, exactly."""
    return Decimal(length_mm).scaleb(-1)
