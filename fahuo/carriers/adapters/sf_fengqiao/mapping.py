"""SF's words and ours, both directions. Source: Fengqiao service pages (create, search, cancel), read 2026-11."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fahuo.carriers.adapters.sf_fengqiao import refusals, wire
from fahuo.carriers.calling import Reply
from fahuo.carriers.codes import CARRIER_NEEDS_FIELD, CARRIER_REFUSED
from fahuo.carriers.contract import Account
from fahuo.carriers.errors import (
    CarrierError,
    Case,
    DuplicateReference,
    NotAuthorised,
    NotFound,
    NotReady,
    Refused,
    Unexpected,
    Unsupported,
)
from fahuo.carriers.writing import currency_problems
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.declaration import NO_NUMBERS
from fahuo.trade.goods import GoodsLine
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

CODE = "sf_fengqiao"
CHINESE = "zh-CN"
SENDER, RECIPIENT = 1, 2
SENDER_PAYS = 1
PIECES = "个"
MAIN_WAYBILL = 1
BY_HAND, DELIVERABLE, NOT_DELIVERABLE = 1, 2, 3  # filterResult
# Where SF takes Chinese names and asks for no postcodes; elsewhere its rules for international parcels hold (62xx).
GREATER_CHINA = frozenset({"CN", "HK", "MO", "TW"})
_BEING_MADE = re.compile(r"生成中|未生成|处理中|稍后")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the account says about every booking: who is charged, whether a courier is to come, from which postcode.

    The postcode stands in where the sender's address has none.
    """

    monthly_card: str
    pickup: bool
    sender_postcode: str

    @classmethod
    def of(cls, account: Account) -> Terms:
        """Read them from the account."""
        entries = account.credentials
        return cls(entries["monthly_card"], entries.get("pickup") == "yes", entries.get("sender_postcode", ""))


def to_order(booking: Booking, terms: Terms) -> wire.NewOrder:
    """Write a booking as SF wants it; raise `Refused` or `Unsupported` for what it is known not to take."""
    _check_sayable(booking)
    wrong = tuple(_problems_of(booking, terms))
    if wrong:
        raise Refused("SF would refuse this.", problems=wrong, carrier=CODE, operation="create")
    value = booking.parcel.value
    abroad = booking.sender.country != booking.recipient.country
    return wire.NewOrder(
        language=CHINESE,
        order_id=booking.reference,
        express_type_id=int(booking.service_code),
        pay_method=SENDER_PAYS,
        is_gen_waybill_no=1,
        is_return_routelabel=1,
        parcel_qty=1,
        total_weight=_kg(booking.parcel.weight_g),
        contact_info_list=[
            _contact(SENDER, booking.sender, booking.sender.postcode or terms.sender_postcode),
            _contact(RECIPIENT, booking.recipient, booking.recipient.postcode),
        ],
        cargo_details=[_cargo(line, booking.recipient.country) for line in booking.parcel.lines],
        monthly_card=terms.monthly_card,
        is_docall=int(terms.pickup),
        customs_info=wire.CustomsInfo(value.amount, value.currency) if abroad else None,
    )


def to_waybill(order: wire.Order, reference: str, reply: Reply) -> Waybill:
    """Read a created or found order. While a person at SF decides it is not ready; one that SF will not deliver counts
    as cancelled; `Unexpected` when it is none of ours or has no number.
    """
    numbers = [entry.waybill_no for entry in order.waybill_no_info_list or [] if entry.waybill_type == MAIN_WAYBILL]
    number = next(filter(None, numbers), "")
    if (order.order_id or reference) != reference:
        raise Unexpected(f"The reply is about another order than {reference}.", **reply.case())
    if order.filter_result == NOT_DELIVERABLE:
        return Waybill(CODE, reference, number, cancelled=True)
    if order.filter_result == BY_HAND:
        raise NotReady("A person at SF has still to decide whether it delivers there.", **reply.case())
    if not number:
        raise Unexpected("The reply names no waybill.", **reply.case())
    return Waybill(CODE, reference, number)


def refusal(operation: str, code: str, message: str, case: Case) -> CarrierError:
    """Turn SF's "no" into the error that fits the operation."""
    if code == refusals.DUPLICATE:
        return DuplicateReference(message, **case)
    if code in refusals.ACCOUNT_WRONG:
        return NotAuthorised(f"SF does not accept the monthly account: {message}", **case)
    if code in (refusals.NO_SUCH_ORDER if operation == "find" else refusals.ABSENT) and operation != "create":
        return NotFound(message, **case)
    if operation == "label" and _BEING_MADE.search(message):
        return NotReady(message, **case)
    return CancelledAlready(message, **case) if code in refusals.CANCELLED else _refused(code, message, case)


class CancelledAlready(Refused):
    """SF says that the order is cancelled."""


class CancelledOrConfirmed(Refused):
    """SF says that the order is cancelled or confirmed, and not which."""


def _refused(code: str, message: str, case: Case) -> Refused:
    kind = CancelledOrConfirmed if code == refusals.CONFIRMED_OR_CANCELLED else Refused
    detail = f"{message} ({code})" if code else message
    return kind(detail, problems=(Problem(CARRIER_REFUSED, refusals.FIELDS.get(code, ""), detail),), **case)


def _check_sayable(booking: Booking) -> None:
    """No source names a field for duty paid by the sender, nor for the numbers of IOSS, VAT and EORI."""
    if booking.ddp:
        raise Unsupported("SF's domestic platform cannot be told to prepay duty.", carrier=CODE, operation="create")
    if booking.customs != NO_NUMBERS:
        raise Unsupported("SF's domestic platform takes no customs numbers.", carrier=CODE, operation="create")


def _problems_of(booking: Booking, terms: Terms) -> Iterator[Problem]:
    """Say what SF needs and nobody gave; services are numbers here."""
    yield from currency_problems(booking.parcel)
    if not (booking.service_code.isascii() and booking.service_code.isdigit()):
        yield Problem(CARRIER_REFUSED, "service_code", booking.service_code)
    if booking.recipient.country in GREATER_CHINA:
        return
    if not (booking.sender.postcode or terms.sender_postcode):
        yield Problem(CARRIER_NEEDS_FIELD, "sender.postcode")
    if not booking.recipient.postcode:
        yield Problem(CARRIER_NEEDS_FIELD, "address.postcode")
    for index, line in enumerate(booking.parcel.lines):
        if not line.origin:
            yield Problem(CARRIER_NEEDS_FIELD, f"lines[{index}].origin")


def _contact(contact_type: int, address: Address, postcode: str) -> wire.ContactInfo:
    return wire.ContactInfo(
        contact_type=contact_type,
        contact=address.name,
        mobile=address.phone,
        country=address.country,
        address=", ".join(address.street_lines()),
        company=address.company,
        province=address.province,
        city=address.city,
        post_code=postcode,
        email=address.email,
        tax_no=address.tax_id,
    )


def _cargo(line: GoodsLine, country: str) -> wire.CargoDetail:
    return wire.CargoDetail(
        name=line.title_zh if country in GREATER_CHINA else line.title_en,
        count=line.quantity,
        unit=PIECES,
        weight=_kg(line.unit_weight_g),
        amount=line.unit_value.amount,
        currency=line.unit_value.currency,
        source_area=line.origin,
    )


def _kg(weight_g: int) -> Decimal:
    """Grams as kilograms, exactly."""
    return Decimal(weight_g).scaleb(-3)
