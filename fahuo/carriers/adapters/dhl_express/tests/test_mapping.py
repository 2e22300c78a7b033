"""A booking in DHL Express's words, and its answers in ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import msgspec
import pytest

from fahuo.carriers.adapters.dhl_express import mapping, offers, tracking, wire
from fahuo.carriers.errors import NotFound, NotReady, Refused, Unsupported
from fahuo.carriers.tests.stage import HAMBURG, INQUIRY, PHONE_CASE, SHENZHEN, booking
from fahuo.kit.wire import encode
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack

AT = datetime(2026, 1, 6, 10, 0, tzinfo=timezone(timedelta(hours=8)))


def written(**changes: object) -> dict:
    return msgspec.json.decode(encode(mapping.to_shipment(booking("dhl_express", **changes), "601234567", AT)))


def test_a_parcel_is_written_in_kilograms_and_whole_centimetres() -> None:
    shipment = written()
    [piece] = shipment["content"]["packages"]
    assert piece == {"weight": 0.242, "dimensions": {"length": 16, "width": 8, "height": 3}}  # 24 mm, up to 3 cm
    assert shipment["plannedShippingDateAndTime"] == "2026-01-06T10:00:00 GMT+08:00"
    assert shipment["accounts"] == [{"typeCode": "shipper", "number": "601234567"}]
    assert shipment["customerReferences"] == [{"typeCode": "CU", "value": "7-8190000000000001-1"}]
    receiver = shipment["customerDetails"]["receiverDetails"]
    assert receiver["postalAddress"] == {
        "postalCode": "20359",
        "cityName": "Hamburg",
        "countryCode": "DE",
        "addressLine1": "Reeperbahn 154",
        "addressLine2": "Hinterhaus",
    }
    assert receiver["contactInformation"]["fullName"] == "Jurgen Gross"
    [item] = shipment["content"]["exportDeclaration"]["lineItems"]
    assert (item["price"], item["quantity"]) == (4.50, {"value": 2, "unitOfMeasurement": "PCS"})
    assert item["weight"] == {"netValue": 0.242, "grossValue": 0.242}  # 2 × 121 g
    assert item["commodityCodes"] == [{"typeCode": "outbound", "value": "392690"}]
    assert shipment["content"]["declaredValue"] == 9.00  # 2 × 4.50


def test_ddp_is_an_incoterm_and_a_service_and_the_importers_number_is_said() -> None:
    plain, paid = written(), written(ddp=True, customs=CustomsNumbers(eori="DE123456789012345"))
    assert (plain["content"]["incoterm"], plain.get("valueAddedServices", [])) == ("DAP", [])
    assert (paid["content"]["incoterm"], paid["valueAddedServices"]) == ("DDP", [{"serviceCode": "DD"}])
    numbers = paid["customerDetails"]["shipperDetails"]["registrationNumbers"]
    assert numbers == [{"typeCode": "EOR", "number": "DE123456789012345", "issuerCountryCode": "DE"}]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"name": "김하늘"}, [("NAME_NOT_LATIN", "address.name")]),
        ({"street": "Улица 1"}, [("ADDRESS_NOT_LATIN", "address.street")]),
        ({"street": "Long Road " * 20}, [("ADDRESS_TOO_LONG", "address.street")]),
        ({"phone": ""}, [("CARRIER_NEEDS_FIELD", "address.phone")]),
        ({"company": "公司"}, [("NAME_NOT_LATIN", "address.company")]),
        ({"city": "B" * 46}, [("ADDRESS_TOO_LONG", "address.city")]),
    ],
)
def test_what_dhl_would_refuse_is_not_sent(changes: dict, problems: list) -> None:
    with pytest.raises(Refused) as caught:
        written(recipient=replace(HAMBURG, **changes))
    assert [(problem.code, problem.field) for problem in caught.value.problems] == problems


def test_a_sender_in_chinese_is_refused_and_not_left_out() -> None:
    with pytest.raises(Refused) as caught:
        written(sender=replace(SHENZHEN, name="林小雅", street="科技南路18号"))
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("NAME_NOT_LATIN", "sender.name"),
        ("ADDRESS_NOT_LATIN", "sender.street"),
    ]


@pytest.mark.parametrize(("country", "kind"), [("BR", "CNP"), ("KR", "FTN")])
def test_the_recipients_tax_number_is_said(country: str, kind: str) -> None:
    parties = written(recipient=replace(HAMBURG, country=country, tax_id="34758219311"))["customerDetails"]
    number = {"typeCode": kind, "number": "34758219311", "issuerCountryCode": country}
    assert parties["receiverDetails"]["registrationNumbers"] == [number]
    assert "registrationNumbers" not in parties["shipperDetails"]


def test_an_ioss_number_is_said_with_the_state_that_gave_it() -> None:
    parties = written(customs=CustomsNumbers(ioss="IM2760000742"))["customerDetails"]
    assert parties["shipperDetails"]["registrationNumbers"] == [
        {"typeCode": "SDT", "number": "IM2760000742", "issuerCountryCode": "DE"}
    ]
    with pytest.raises(Refused) as caught:
        written(customs=CustomsNumbers(ioss="IM9990000742"))
    assert [problem.field for problem in caught.value.problems] == ["customs.ioss"]
    with pytest.raises(Unsupported):
        written(customs=CustomsNumbers(vat="GB123456789"))


def test_a_fault_at_the_shipper_is_none_of_the_recipient() -> None:
    reason = "#/customerDetails/{}/postalAddress/cityName: expected minLength: 1, actual: 0"
    assert mapping.our_field(reason.format("shipperDetails")) == "sender"
    assert mapping.our_field(reason.format("receiverDetails")) == "address.city"


def test_a_city_state_is_its_own_city() -> None:
    receiver = written(recipient=replace(HAMBURG, country="SG", city="", province=""))["customerDetails"]
    assert receiver["receiverDetails"]["postalAddress"]["cityName"] == "Singapore"


def test_what_says_nothing_of_the_place_moves_no_parcel_forward() -> None:
    assert {tracking.CHECKPOINTS[code] for code in ("SC", "RW", "PY", "CS")} == {Milestone.INFO_RECEIVED}


def test_delivered_damaged_is_a_delivery_and_a_damage() -> None:
    [event] = tracking.to_events([wire.Event("2026-01-09", "12:00:00", "+01:00", "DD", "Delivered damaged")])
    assert (event.milestone, event.reason) == (Milestone.DELIVERED, ExceptionReason.DAMAGED)


def test_the_declaration_bears_the_number_of_our_own_invoice() -> None:
    sent = written()
    assert sent["content"]["exportDeclaration"]["invoice"]["number"] == f"INV-{sent['customerReferences'][0]['value']}"


def test_the_declaration_needs_an_origin_and_nobody_makes_one_up() -> None:
    with pytest.raises(Refused) as caught:
        written(parcel=pack((replace(PHONE_CASE, origin=""),)))
    assert [problem.field for problem in caught.value.problems] == ["lines[0].origin"]


def test_an_inquiry() -> None:
    asked = msgspec.json.decode(encode(mapping.to_rate_request(INQUIRY, "601234567", AT)))
    assert asked["customerDetails"]["receiverDetails"] == {
        "postalCode": "20359",
        "cityName": "Hamburg",
        "countryCode": "DE",
    }
    assert asked["packages"][0]["weight"] == 0.242


def test_a_price_is_the_one_that_is_billed() -> None:
    billed = wire.Charge("BILLC", "CNY", Decimal("289.24"))
    base = wire.Charge("BASEC", "EUR", Decimal("36.15"))
    parts = wire.Breakdown(
        "BILLC", "CNY", [wire.Part("FREIGHT", Decimal("246.94")), wire.Part("FUEL", Decimal("42.30"))]
    )
    products = [
        wire.Product("P", "WORLDWIDE", [base, billed], [parts], wire.Delivery("3")),
        wire.Product("N", "DOMESTIC", [wire.Charge("BILLC", "CNY", Decimal(0))]),
    ]
    [rate] = offers.to_rates(products)
    assert (rate.service_code, rate.total, rate.days) == ("P", Money(Decimal("289.24"), "CNY"), "3")
    assert sum(fee.amount for _, fee in rate.fees) == Decimal("289.24")  # 246.94 + 42.30


@pytest.mark.parametrize(
    ("operation", "status", "detail", "error"),
    [
        ("create", 422, "#/productCode: product Z does not exist", Refused),
        ("create", 404, "No shipments found", Refused),
        ("label", 404, "No shipments found", NotFound),
        ("label", 400, "Image is not yet available", NotReady),
        ("track", 404, "", NotFound),
    ],
)
def test_refusals(operation: str, status: int, detail: str, error: type[Exception]) -> None:
    assert type(mapping.refusal(operation, status, wire.Failure(detail=detail), {})) is error


@pytest.mark.parametrize(
    ("code", "milestone"),
    [
        ("SD", Milestone.INFO_RECEIVED),
        ("PU", Milestone.PICKED_UP),
        ("CD", Milestone.CUSTOMS_ACTION_REQUIRED),
        ("RD", Milestone.DELIVERY_FAILED),
        ("OK", Milestone.DELIVERED),
        ("RT", Milestone.RETURNED),
        ("??", Milestone.UNMAPPED),
    ],
)
def test_checkpoints(code: str, milestone: Milestone) -> None:
    [event] = tracking.to_events([wire.Event("2026-01-06", "02:30:00", "+08:00", code)])
    assert (event.milestone, event.raw_code) == (milestone, code)
    assert (event.at, event.raw_time) == (datetime(2026, 1, 5, 18, 30, tzinfo=UTC), "2026-01-06 02:30:00 +08:00")


def test_an_event_without_a_time_is_left_out() -> None:
    assert tracking.to_events([wire.Event("soon", "", "", "OK")]) == ()
