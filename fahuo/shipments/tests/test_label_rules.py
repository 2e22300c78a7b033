"""What stands on our own label beside the address: marks, and which customs form. Tables of cases, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from fahuo.shipments.domain.customs_form import FormLimit, customs_form, worth
from fahuo.shipments.domain.marks import LaneRules, marks
from fahuo.shipments.label_content import form_of, label_content, lane_rules
from fahuo.shipments.queries import Work
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.cargo import CargoClass
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import CustomsForm
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack
from fahuo.trade.waybill import Waybill

DAY = date(2026, 11, 22)
RATES = {
    "CNY": Decimal(1),
    "USD": Decimal("7.10"),
    "EUR": Decimal("8.10"),
    "JPY": Decimal("0.046"),
    "XDR": Decimal("9.73"),
}
LIMIT = FormLimit(Decimal(300), 2000)
RULES = LaneRules(frozenset({"DE", "FR"}), {"DE": Money(Decimal(150), "EUR"), "FR": Money(Decimal(150), "EUR")}, RATES)
NUMBERS = CustomsNumbers(eori="FR12345678900012", ioss="IM2760000742")


def line(value: str, currency: str = "USD", *, count: int = 1, cargo: CargoClass = CargoClass.GENERAL) -> GoodsLine:
    return GoodsLine("A-1", "Lamp", "灯", count, 100, Size(10, 10, 10), Money(Decimal(value), currency), cargo)


def booking(country: str, *lines: GoodsLine, ddp: bool = False, customs: CustomsNumbers = NUMBERS) -> Booking:
    address = Address("Anna", country, "Street 1")
    return Booking("1-1-1", "X", address, address, pack(lines or (line("20"),)), ddp=ddp, customs=customs)


BATTERY = {kind: line("20", cargo=CargoClass(f"BATTERY_{kind}")) for kind in ("ONLY", "BUILTIN", "PACKED")}


@pytest.mark.parametrize(
    ("booked", "expected"),
    [
        (booking("DE"), ("IOSS", "EORI FR12345678900012")),
        (booking("DE", ddp=True), ("DDP", "IOSS", "EORI FR12345678900012")),
        (booking("DE", customs=CustomsNumbers()), ()),
        # The word counts up to 150 EUR: 171.12 USD × 7.10 / 8.10 = 149.99.., 171.13 × 7.10 / 8.10 = 150.003
        (booking("DE", line("171.12")), ("IOSS", "EORI FR12345678900012")),
        (booking("DE", line("171.13")), ("EORI FR12345678900012",)),
        (booking("DE", line("100"), line("35.56", count=2)), ("IOSS", "EORI FR12345678900012")),  # 171.12
        (booking("DE", line("150", "EUR")), ("IOSS", "EORI FR12345678900012")),
        (booking("DE", line("1", "THB")), ("EORI FR12345678900012",)),  # no rate, no claim
        (booking("US"), ()),
        (booking("US", ddp=True), ("DDP",)),
        (booking("GB"), ()),
        (booking("US", BATTERY["BUILTIN"]), ("UN3481",)),
        (booking("US", BATTERY["PACKED"], BATTERY["BUILTIN"]), ("UN3481",)),
        (booking("US", BATTERY["ONLY"]), ("UN3480",)),
        (booking("US", BATTERY["ONLY"], BATTERY["PACKED"], ddp=True), ("DDP", "UN3480", "UN3481")),
        (booking("US", line("1", cargo=CargoClass.MAGNET)), ()),
    ],
)
def test_marks(booked: Booking, expected: tuple[str, ...]) -> None:
    assert marks(booked, RULES) == expected


def test_the_ioss_number_never_stands_on_the_label() -> None:
    assert not any(NUMBERS.ioss in mark for mark in marks(booking("DE"), RULES))


@pytest.mark.parametrize(
    ("lines", "weight_g", "expected"),
    [
        # 300 XDR = 2919.00 CNY = 411.126.. USD
        ([line("411.12")], 500, CustomsForm.CN22),
        ([line("411.13")], 500, CustomsForm.CN23),
        ([line("137.04", count=3)], 500, CustomsForm.CN22),  # 411.12
        ([line("137.05", count=3)], 500, CustomsForm.CN23),  # 411.15
        ([line("2919.00", "CNY")], 500, CustomsForm.CN22),
        ([line("2919.01", "CNY")], 500, CustomsForm.CN23),
        ([line("300", "XDR")], 500, CustomsForm.CN22),
        ([line("60000", "JPY")], 500, CustomsForm.CN22),  # × 0.046 = 2760 CNY
        ([line("63457", "JPY")], 500, CustomsForm.CN23),  # × 0.046 = 2919.02 CNY
        ([line("200"), line("1510", "CNY")], 500, CustomsForm.CN23),  # 1420 + 1510 = 2930 CNY
        # Without a rate: the form that is right for any value.
        ([line("1", "THB")], 500, CustomsForm.CN23),
        # Above 2 kg it is a postal parcel.
        ([line("20")], 2000, CustomsForm.CN22),
        ([line("20")], 2001, CustomsForm.CN23),
        ([], 500, CustomsForm.CN22),
    ],
)
def test_customs_form(lines: list[GoodsLine], weight_g: int, expected: CustomsForm) -> None:
    assert customs_form(lines, weight_g, limit=LIMIT, yuan_per_unit=RATES) is expected


def test_without_a_rate_for_drawing_rights_it_is_cn_23() -> None:
    rates = {currency: rate for currency, rate in RATES.items() if currency != "XDR"}
    assert customs_form([line("1")], 10, limit=LIMIT, yuan_per_unit=rates) is CustomsForm.CN23


def test_worth_in_the_same_currency_needs_no_rate() -> None:
    assert worth([line("1.50", "THB"), line("2", "THB")], "THB", {}) == Decimal("3.50")


def test_the_rule_book_has_what_the_label_asks() -> None:
    rules = lane_rules(on=DAY)
    assert {"DE", "FR", "PL"} <= rules.eori_needed
    assert rules.tax_at_sale_up_to["DE"] == Money(Decimal("150.00"), "EUR")
    assert "GB" not in rules.tax_at_sale_up_to
    assert "AU" not in rules.tax_at_sale_up_to
    assert form_of(booking("DE"), on=DAY) is CustomsForm.CN22
    assert form_of(booking("DE", line("420")), on=DAY) is CustomsForm.CN23
    assert form_of(booking("DE", line("4000", "CNY")), on=DAY) is CustomsForm.CN23
    heavy = booking("DE")
    assert form_of(replace(heavy, parcel=replace(heavy.parcel, weight_g=2300)), on=DAY) is CustomsForm.CN23


def test_before_the_rules_begin_nothing_is_claimed() -> None:
    long_ago = date(1999, 1, 1)
    assert marks(booking("DE", ddp=True), lane_rules(on=long_ago)) == ("DDP",)
    assert form_of(booking("DE"), on=long_ago) is CustomsForm.CN23


def work_of(booked: Booking, carrier: str = "yunexpress") -> Work:
    waybill = Waybill(carrier, booked.reference, "YT2600000000000001")
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    return Work(1, 1, "814477", "BOOKED", carrier, 1, booked, waybill, "token", DAY, None, None, moment)


def test_a_label_says_what_the_booking_and_the_rule_book_say() -> None:
    recipient = Address("Иван Петров", "BG", "ул. Шипка 5", city="София", postcode="1000", tax_id="BG1234567890")
    booked = replace(booking("BG", line("420"), ddp=True), recipient=recipient, service_code="THZXR")
    row = work_of(booked)
    content = label_content(row, row.waybill)
    assert content.recipient == recipient
    assert content.recipient_latin is not None
    assert (content.recipient_latin.name, content.recipient_latin.city) == ("Ivan Petrov", "Sofiya")
    assert (content.recipient_latin.postcode, content.recipient_latin.tax_id) == ("", "")
    assert content.customs_form is CustomsForm.CN23
    assert content.marks == ("DDP", "EORI FR12345678900012")  # 420 USD are more than 150 EUR: no IOSS
    assert content.importer_reference == "BG1234567890 · EORI FR12345678900012"
    assert content.invoice_number
    assert content.pick == ""


def test_a_latin_address_has_no_second_form_and_a_small_value_a_cn_22() -> None:
    row = work_of(replace(booking("DE"), service_code="THZXR"))
    content = label_content(row, row.waybill)
    assert content.recipient_latin is None
    assert content.customs_form is CustomsForm.CN22
