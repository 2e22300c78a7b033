"""A booking in UPS's words, and its answers in ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import msgspec
import pytest

from fahuo.carriers.adapters.ups import emulator_rules, mapping, pickups, tracking, wire_answers
from fahuo.carriers.errors import NotAuthorised, NotFound, RateLimited, Refused, Unavailable, Unsupported
from fahuo.carriers.tests.stage import HAMBURG, INQUIRY, PHONE_CASE, SHENZHEN, booking
from fahuo.trade.address import Address
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.measure import Size
from fahuo.trade.milestone import Milestone
from fahuo.trade.parcel import pack
from fahuo.trade.pickup import PickupOrder, PickupParcel, PickupWindow

ON = date(2026, 1, 6)
ALASKA = Address("Bob Hill", "US", "12 Spruce Street", "", "Anchorage", "Alaska", "99501", "+19075550100")


def written(**changes: object) -> dict:
    asked = mapping.to_request(booking("ups", **changes), "A1B2C3", ON)
    return msgspec.json.decode(msgspec.json.encode(asked))["ShipmentRequest"]


def test_a_parcel_is_written_in_kilograms_centimetres_and_latin_letters() -> None:
    shipment = written()["Shipment"]
    [parcel] = shipment["Package"]
    assert parcel["PackageWeight"] == {"UnitOfMeasurement": {"Code": "KGS"}, "Weight": "0.3"}  # 0.242 kg, up to 0.1
    assert parcel["Dimensions"] == {
        "UnitOfMeasurement": {"Code": "CM"},
        "Length": "16.0",
        "Width": "8.0",
        "Height": "2.4",
    }
    assert shipment["ShipTo"]["Name"] == "Jurgen Gross"
    assert shipment["ShipTo"]["Address"] == {
        "AddressLine": ["Reeperbahn 154", "Hinterhaus"],
        "City": "Hamburg",
        "PostalCode": "20359",
        "CountryCode": "DE",
    }
    assert shipment["ShipTo"]["Phone"] == {"Number": "4915112345678"}
    assert shipment["ReferenceNumber"] == [{"Value": "7-8190000000000001-1"}]
    [product] = shipment["ShipmentServiceOptions"]["InternationalForms"]["Product"]
    assert product["Unit"] == {"Number": "2", "Value": "4.50", "UnitOfMeasurement": {"Code": "PCS"}}
    assert (product["CommodityCode"], product["OriginCountryCode"]) == ("392690", "CN")


@pytest.mark.parametrize(("ddp", "charges"), [(False, ["01"]), (True, ["01", "02"])])
def test_duties_are_billed_to_the_shipper_only_with_ddp(ddp: bool, charges: list[str]) -> None:
    payment = written(ddp=ddp)["Shipment"]["PaymentInformation"]["ShipmentCharge"]
    assert [charge["Type"] for charge in payment] == charges
    assert {charge["BillShipper"]["AccountNumber"] for charge in payment} == {"A1B2C3"}


@pytest.mark.parametrize(
    ("weight_g", "text"), [(1, "0.1"), (100, "0.1"), (101, "0.2"), (999, "1.0"), (1000, "1.0"), (30_000, "30.0")]
)
def test_a_weight_is_never_rounded_down(weight_g: int, text: str) -> None:
    assert mapping.kilograms(weight_g) == text


@pytest.mark.parametrize(
    ("country", "province", "code"),
    [
        ("US", "Alaska", "AK"),
        ("US", "ak", "AK"),
        ("CA", "British Columbia", "BC"),
        ("DE", "Hamburg", ""),
        ("US", "X", ""),
    ],
)
def test_provinces_are_codes_where_they_are_wanted(country: str, province: str, code: str) -> None:
    assert mapping.province_code(replace(ALASKA, country=country, province=province)) == code


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"name": "김하늘"}, [("NAME_NOT_LATIN", "address.name")]),
        ({"name": "A" * 36}, [("ADDRESS_TOO_LONG", "address.name")]),
        ({"street": "Улица 1"}, [("ADDRESS_NOT_LATIN", "address.street")]),
        ({"street": "Long Road " * 12}, [("ADDRESS_TOO_LONG", "address.street")]),
        ({"city": "", "province": ""}, [("CARRIER_NEEDS_FIELD", "address.city")]),
        ({"phone": "none"}, [("CARRIER_NEEDS_FIELD", "address.phone")]),
        ({"country": "US", "province": "Nowhere"}, [("CARRIER_REFUSED", "address.province")]),
    ],
)
def test_what_ups_would_refuse_is_not_sent(changes: dict, problems: list) -> None:
    with pytest.raises(Refused) as caught:
        written(recipient=replace(HAMBURG, **changes))
    assert [(problem.code, problem.field) for problem in caught.value.problems] == problems


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        (
            {"name": "林小雅", "company": "小雅贸易"},
            [("NAME_NOT_LATIN", "sender.name"), ("NAME_NOT_LATIN", "sender.company")],
        ),
        ({"street": "科技南路18号"}, [("ADDRESS_NOT_LATIN", "sender.street")]),
        ({"city": "深圳市"}, [("ADDRESS_NOT_LATIN", "sender.city")]),
    ],
)
def test_a_sender_in_chinese_is_refused_and_not_left_out(changes: dict, problems: list) -> None:
    with pytest.raises(Refused) as caught:
        written(sender=replace(SHENZHEN, **changes))
    assert [(problem.code, problem.field) for problem in caught.value.problems] == problems


@pytest.mark.parametrize(
    ("sentence", "field"),
    [
        ("Missing or invalid shipper city", "sender"),
        ("Missing or invalid ship from address line 1", "sender"),
        ("Missing or invalid shipper number", ""),
        ("Missing or invalid ship to city", "address.city"),
    ],
)
def test_a_sentence_names_our_field(sentence: str, field: str) -> None:
    assert mapping.our_field(sentence) == field


def test_numbers_for_customs_are_said_or_refused() -> None:
    shipment = written(customs=CustomsNumbers(eori="DE123456789012345", ioss="IM2760000742"))["Shipment"]
    assert shipment["Shipper"]["TaxIdentificationNumber"] == "DE123456789012345"
    assert shipment["ShipFrom"]["VendorInfo"] == {
        "VendorCollectIDTypeCode": "0356",
        "VendorCollectIDNumber": "IM2760000742",
    }
    with pytest.raises(Unsupported):
        written(customs=CustomsNumbers(vat="GB123456789"))


def test_the_invoice_bears_the_number_of_our_own_paper() -> None:
    shipment = written()["Shipment"]
    forms = shipment["ShipmentServiceOptions"]["InternationalForms"]
    assert forms["InvoiceNumber"] == f"INV-{shipment['ReferenceNumber'][0]['Value']}"


def test_the_invoice_needs_an_origin_and_nobody_makes_one_up() -> None:
    with pytest.raises(Refused) as caught:
        written(parcel=pack((replace(PHONE_CASE, origin=""),)))
    assert [problem.field for problem in caught.value.problems] == ["lines[0].origin"]


def test_an_inquiry_asks_for_every_service_at_the_contracts_price() -> None:
    asked = msgspec.json.decode(msgspec.json.encode(mapping.to_rate_request(INQUIRY, "A1B2C3")))["RateRequest"]
    assert "Service" not in asked["Shipment"]
    assert asked["Shipment"]["ShipmentRatingOptions"] == {"NegotiatedRatesIndicator": "Y"}
    assert asked["Shipment"]["Package"][0]["PackagingType"] == {"Code": "02"}


@pytest.mark.parametrize(
    ("operation", "code", "message", "error"),
    [
        ("create", "250002", "Invalid Authentication Information.", NotAuthorised),
        ("create", "10429", "Too Many Requests", RateLimited),
        ("create", "10500", "Internal server error", Unavailable),
        ("create", "120100", "Missing or invalid service code", Refused),
        ("create", "1", "The requested service does not exist", Refused),
        ("label", "300022", "No shipment found", NotFound),
        ("cancel", "190102", "No shipment found within the allowed void period", NotFound),
        ("cancel", "190118", "Time for voiding has expired.", Refused),
    ],
)
def test_refusals(operation: str, code: str, message: str, error: type[Exception]) -> None:
    assert type(mapping.refusal(operation, wire_answers.Error(code, message), {})) is error


@pytest.mark.parametrize(
    ("kind", "code", "milestone"),
    [
        ("M", "MP", Milestone.CREATED),
        ("I", "OR", Milestone.RECEIVED),
        ("I", "ZZ", Milestone.IN_TRANSIT),
        ("X", "RF", Milestone.DELIVERY_FAILED),
        ("X", "ZZ", Milestone.EXCEPTION),
        ("D", "KB", Milestone.DELIVERED),
        ("RS", "", Milestone.RETURNED),
        ("DO", "", Milestone.IN_TRANSIT),  # at the freight station of origin: not gone
        ("DD", "", Milestone.ARRIVED_DESTINATION),  # at that of the destination: not cleared
        ("??", "OR", Milestone.UNMAPPED),
    ],
)
def test_the_code_says_more_than_its_kind(kind: str, code: str, milestone: Milestone) -> None:
    assert tracking.milestone(kind, code) is milestone


@pytest.mark.parametrize("number", ["1Z999AA10123456784", "1Z12345E6605272234"])
def test_check_digits_of_published_samples(number: str) -> None:
    assert emulator_rules.check_digit(number[2:-1]) == number[-1]


def test_more_parcels_than_one_pickup_takes_are_refused_as_that() -> None:
    parcel = PickupParcel("1Z", "65", "DE", 242, Size.of(160, 80, 24))
    window = PickupWindow(ON, time(14), time(18), "Asia/Shanghai")
    with pytest.raises(Refused) as refused:
        pickups.to_request(PickupOrder("7-P1", SHENZHEN, window, (parcel,) * 1000), "A1B2C3", "CN")
    assert [(one.code, one.detail) for one in refused.value.problems] == [("PICKUP_TOO_MANY", "999")]
    pickups.to_request(PickupOrder("7-P1", SHENZHEN, window, (parcel,) * 999), "A1B2C3", "CN")
