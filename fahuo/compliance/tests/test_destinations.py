"""Numbers, duties, services and addresses that destinations ask for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from fahuo.compliance.checks.destinations import maker_identification
from fahuo.compliance.checks.places import bare, cities, provinces
from fahuo.compliance.tests.making import PLACES, RATES, SHENZHEN, case, found, problems, service, shirt
from fahuo.rulebook.rules import Stage
from fahuo.trade.address import Address
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.money import Money
from fahuo.trade.problem import Severity

ROUTING = Stage.ROUTING
DEAR = shirt(quantity=20)  # 200 USD, 181.82 EUR, 153.85 GBP


@pytest.mark.parametrize(
    ("destination", "line", "numbers", "rule", "expected"),
    [
        ("DE", DEAR, {"ioss": "IM2760000000"}, "EU-01", "IOSS_OVER_LIMIT"),
        ("DE", shirt(), {"ioss": "IM2760000000"}, "EU-01", None),
        ("DE", shirt(), {}, "EU-01A", "IOSS_MISSING"),
        ("DE", DEAR, {}, "EU-01A", None),  # no IOSS above 150 EUR
        ("DE", shirt(), {"ioss": "IM2760000000"}, "EU-02", None),
        ("DE", shirt(), {"ioss": "IN2760000000"}, "EU-02", "IOSS_INVALID"),
        ("DE", shirt(), {"ioss": "IM276000000"}, "EU-02", "IOSS_INVALID"),
        ("DE", shirt(), {"eori": "DE123456789"}, "EU-03A", None),
        ("DE", shirt(), {"eori": "123456789"}, "EU-03A", "EORI_INVALID"),
        ("GB", shirt(), {}, "GB-01", "TAX_NUMBER_MISSING"),
        ("GB", DEAR, {}, "GB-01", None),
        ("GB", shirt(), {"vat": "GB980780684"}, "GB-01", None),
        ("GB", shirt(), {"vat": "GB980780684"}, "GB-01A", None),
        ("GB", shirt(), {"vat": "GB980780685"}, "GB-01A", "TAX_NUMBER_INVALID"),  # check digit
        ("GB", shirt(), {"eori": "GB123456789012"}, "GB-02", None),
        ("GB", shirt(), {"eori": "GB12345"}, "GB-02", "EORI_INVALID"),
        ("NO", shirt(quantity=400), {}, "NO-01", "TAX_NUMBER_MISSING"),  # 4,000 USD, but each item is 10
        ("NO", shirt(unit_value=Money(Decimal(301), "USD")), {}, "NO-01", None),  # 3,010 NOK
        ("NO", shirt(), {"vat": "2012345"}, "NO-01A", None),
        ("NO", shirt(), {"vat": "201234"}, "NO-01A", "TAX_NUMBER_INVALID"),
        ("AU", shirt(), {"vat": "123456789012"}, "AU-01A", None),
        ("AU", shirt(), {"vat": "1234"}, "AU-01A", "TAX_NUMBER_INVALID"),
        ("US", shirt(origin=""), {}, "US-07", "ORIGIN_MISSING"),
        ("US", shirt(), {}, "US-07", None),
        ("BR", shirt(quantity=301), {}, "BR-02", "VALUE_OVER_LIMIT"),
        ("BR", shirt(quantity=300), {}, "BR-02", None),
        ("MX", shirt(quantity=251), {}, "MX-01", "VALUE_OVER_LIMIT"),
        ("JP", shirt(), {}, "JP-01", "DUTY_DUE"),  # knitwear is never free
        ("JP", shirt(hs_code="950300"), {}, "JP-01", None),
        ("JP", shirt(hs_code="950300", quantity=7), {}, "JP-01", "DUTY_DUE"),  # 70 USD = 10,769 JPY
        ("KR", shirt(quantity=15), {}, "KR-02", None),
        ("KR", shirt(quantity=16), {}, "KR-02", "DUTY_DUE"),
        ("GB", shirt(), {}, "GB-03", None),
        ("GB", DEAR, {}, "GB-03", "DUTY_DUE"),
    ],
)
def test_numbers_and_values(
    destination: str, line: Any, numbers: dict[str, str], rule: str, expected: str | None
) -> None:
    parcel = case(destination, line, numbers=CustomsNumbers(**numbers))
    told = {code for stage in (ROUTING, Stage.DECLARATION) for code, *_ in found(parcel, rule, stage=stage)}
    assert told == ({expected} if expected else set())


def test_a_value_without_a_rate_is_not_judged() -> None:
    rupees = case("DE", shirt(unit_value=Money(Decimal(9000000), "INR")), numbers=CustomsNumbers(ioss="IM2760000000"))
    parcel = replace(rupees, value=Money(Decimal(9000000), "INR"))
    for rule in ("EU-01", "EU-01A", "EU-06", "EU-08"):
        assert found(parcel, rule) == []


def test_the_importer_needs_an_eori() -> None:
    assert found(case("DE"), "EU-03", stage=ROUTING) == []  # no service yet
    plain = case("DE", service=service())
    assert found(plain, "EU-03", stage=ROUTING) == [("EORI_MISSING", "service", "acme/X1", "BLOCK")]
    assert found(case("DE", service=service(eori="DE123456789")), "EU-03", stage=ROUTING) == []
    assert found(replace(plain, numbers=CustomsNumbers(eori="DE1")), "EU-03", stage=ROUTING) == []
    assert found(case("US", service=service()), "EU-03", stage=ROUTING) == []


def test_the_platforms_ioss_is_not_mixed_with_ours() -> None:
    ours = case("DE", numbers=CustomsNumbers(ioss="IM2760000000"), platform_ioss="IM2500000001")
    assert [code for code, *_ in found(ours, "EU-05")] == ["IOSS_NOT_PLATFORMS"]
    assert found(replace(ours, platform_ioss="im 276 000 0000"), "EU-05") == []
    assert found(replace(ours, platform_ioss=""), "EU-05") == []


@pytest.mark.parametrize(
    ("postal", "hs_code", "wrong"),
    [
        (True, "610910", True),
        (True, "61091000", True),
        (True, "6109100012", False),
        (False, "610910", False),
        (None, "610910", False),
    ],
)
def test_mail_to_the_united_states_has_ten_digits(*, postal: bool | None, hs_code: str, wrong: bool) -> None:
    assert bool(found(case("US", shirt(hs_code=hs_code), postal=postal), "US-04")) is wrong


@pytest.mark.parametrize(("postal", "quantity", "wrong"), [(True, 251, True), (True, 250, False), (False, 251, False)])
def test_mail_to_the_united_states_has_a_highest_value(*, postal: bool, quantity: int, wrong: bool) -> None:
    assert bool(found(case("US", shirt(quantity=quantity), postal=postal), "US-04A")) is wrong


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"postcode": "51805"}, ["sender.postcode"]),
        ({"postcode": "918057"}, ["sender.postcode"]),
        ({"street": "P.O. Box 12"}, ["sender.street"]),
        ({"street": ""}, ["sender.street"]),
        ({"name": "", "company": " "}, ["sender.name"]),
        ({"country": "HK", "postcode": ""}, []),
    ],
)
def test_the_sender_of_a_parcel_to_the_united_states(changes: dict[str, str], fields: list[str]) -> None:
    parcel = case("US", sender=replace(SHENZHEN, **changes))
    assert [field for _, field, *_ in found(parcel, "US-08")] == fields


def test_xinjiang() -> None:
    assert found(case("US", sender=replace(SHENZHEN, postcode="830000")), "US-08A")[0][3] == "WARN"
    assert found(case("US"), "US-08A") == []


@pytest.mark.parametrize(
    ("name", "street", "city", "expected"),
    [
        ("Shenzhen Amy Trading Co", "88 Keji South Road 1203", "Shenzhen", "CNSHEAMY1203SHE"),
        ("A&B Toys", "No. 5", "Yi Wu", "CNABTOY5YIW"),
        ("深圳贸易", "88", "Shenzhen", ""),
        ("Amy", "", "深圳", ""),
    ],
)
def test_makers_code(name: str, street: str, city: str, expected: str) -> None:
    assert maker_identification(name, street, city) == expected
    assert len(expected) <= 15
    assert bool(found(case("US", sender=replace(SHENZHEN, company=name, street=street, city=city)), "US-09")) is (
        not expected
    )


@pytest.mark.parametrize(
    ("where", "rule", "field"),
    [
        (replace(PLACES["US"], province="Texas"), "AD-05", None),
        (replace(PLACES["US"], province="tx"), "AD-05", None),
        (replace(PLACES["US"], province="Narnia"), "AD-05", "address.province"),
        (replace(PLACES["US"], postcode="90210"), "US-07A", "address.postcode"),  # California
        (replace(PLACES["US"], postcode="73301-0001"), "US-07A", None),
        (replace(PLACES["US"], province="Narnia"), "US-07A", None),  # AD-05 says it
        (replace(PLACES["BR"], city="Sao Paulo"), "AD-06", None),
        (replace(PLACES["BR"], city="Nowhere"), "AD-06", "address.city"),
        (replace(PLACES["BR"], province="Sao Paulo", city="CAMPINAS"), "AD-06", None),
        (replace(PLACES["DE"], street="Jungfernstieg"), "EU-11", "address.street"),
        (replace(PLACES["DE"], street="Postfach"), "EU-11", None),
        (replace(PLACES["GB"], postcode="bt1 1aa"), "GB-05", "address.postcode"),
        (PLACES["GB"], "GB-05", None),
        (replace(PLACES["US"], phone="+8613800138000"), "US-13", "address.phone"),
        (replace(PLACES["US"], phone="+1 (512) 555-0123"), "US-13", None),
    ],
)  # fmt: skip
def test_addresses(where: Address, rule: str, field: str | None) -> None:
    told = {told[1] for stage in Stage for told in found(case(where.country, recipient=where), rule, stage=stage)}
    assert told == ({field} if field else set())


def test_scripts_and_lines() -> None:
    seoul = Address("김철수", "KR", "테헤란로 1", city="서울", province="서울특별시", postcode="06236")
    assert [code for code, *_ in found(case("KR", recipient=seoul), "AD-08", stage=ROUTING)] == ["ADDRESS_OTHER_SCRIPT"]
    assert found(case("BR"), "AD-08", stage=ROUTING) == []  # São Paulo is Latin
    assert found(case("KR", recipient=seoul), "AD-05") == []
    long = replace(PLACES["DE"], street="x" * 36)
    assert [detail for _, _, detail, _ in found(case("DE", recipient=long), "AD-09A", stage=ROUTING)] == ["36 > 35"]


@pytest.mark.parametrize(("postal", "count"), [(False, 1), (True, 0), (None, 0)])
def test_couriers_and_boxes(*, postal: bool | None, count: int) -> None:
    box = replace(PLACES["US"], street="PO Box 17")
    assert len(found(case("US", recipient=box, postal=postal), "AD-09")) == count


def test_names_of_provinces() -> None:
    assert bare("São Paulo") == bare("SAO PAULO") == "saopaulo"
    assert provinces("DE").by_spelling == {}
    assert provinces("KR").by_spelling[bare("Seoul")] == provinces("KR").by_spelling["서울특별시"]
    assert bare("Campinas") in cities("BR", "SP")
    assert cities("US", "TX") == frozenset()


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("DE123456789", False),
        ("XI123456789012", False),
        ("CN1234567890", True),  # China issues none
        ("GB123456789012", True),  # holds in the United Kingdom only
        ("EL123456789", True),  # Greek numbers begin with GR
        ("GR123456789", False),
    ],
)
def test_an_eori_is_of_a_member_state(number: str, *, wrong: bool) -> None:
    found_ = found(case("DE", numbers=CustomsNumbers(eori=number)), "EU-03A")
    assert found_ == ([("EORI_INVALID", "numbers.eori", "EORI", "BLOCK")] if wrong else [])


@pytest.mark.parametrize(
    ("amount", "currency", "rates", "told"),
    [
        ("2999.99", "NOK", {}, True),  # in the currency of the limit no rate is needed
        ("3000.00", "NOK", {}, False),  # the scheme is for items below the limit
        ("3000.01", "NOK", {}, False),
        ("299.99", "USD", RATES, True),  # 0.10 USD a krone
        ("300.00", "USD", RATES, False),
        ("299.99", "USD", {}, False),  # no rate: nobody can say
        ("0.00", "NOK", {}, False),
    ],
)
def test_norway_looks_at_each_item(amount: str, currency: str, rates: dict[str, Decimal], *, told: bool) -> None:
    line = shirt(unit_value=Money(Decimal(amount), currency), quantity=3)
    parcel = case("NO", line, value=Money(Decimal(amount) * 3, currency), to_usd=rates)
    assert bool(found(parcel, "NO-01", stage=Stage.ROUTING)) is told
    mixed = case("NO", line, shirt(unit_value=Money(Decimal(5000), "NOK")), to_usd=rates)
    assert found(mixed, "NO-01", stage=Stage.ROUTING) == []


def test_what_nobody_can_enter_yet_is_no_warning() -> None:
    """Our bookings carry no VAT and no British EORI number: a warning on every parcel would only make people blind."""
    for destination in ("GB", "NO"):
        told = problems(case(destination, service=service()))
        assert {one.rule for one in told if one.severity is Severity.WARN} == set()
