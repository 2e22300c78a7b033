"""What a carrier's answer means: a table of cases, no database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    NotReady,
    RateLimited,
    Refused,
    Unavailable,
    Unexpected,
    Unsupported,
)
from fahuo.shipments import domain
from fahuo.shipments.domain import Booked, Failed, Patience, Pending, Review
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

PATIENCE = Patience(settle=timedelta(seconds=30), backoff=timedelta(seconds=5), longest=timedelta(minutes=15))
WAYBILL = Waybill("yunexpress", "1-8112833483351688-1", "YT2632600000000001")


@pytest.mark.parametrize(
    ("seller_id", "number", "attempt", "expected"),
    [(1, "8112833483351688", 1, "1-8112833483351688-1"), (42, "A", 12, "42-A-12")],
)
def test_reference_is_seller_order_attempt(seller_id, number, attempt, expected):
    assert domain.reference(seller_id=seller_id, order_number=number, attempt=attempt) == expected


@pytest.mark.parametrize("number", ["9" * 50, "订单8112"])
def test_reference_that_carriers_refuse_is_never_made(number):
    with pytest.raises(ValueError, match="reference"):
        domain.reference(seller_id=1, order_number=number, attempt=1)


def test_not_found_permits_a_booking():
    assert domain.after_find(None) is None


def test_found_is_adopted():
    assert domain.after_find(WAYBILL) == Booked(WAYBILL)


def test_found_but_cancelled_is_not_booked():
    gone = Waybill("yunexpress", WAYBILL.reference, WAYBILL.number, cancelled=True)
    result = domain.after_find(gone)
    assert isinstance(result, Failed)
    assert result.problems[0].code == "BOOKING_CANCELLED_AT_CARRIER"


@pytest.mark.parametrize(
    ("error", "calls", "kind", "code"),
    [
        (Refused("bad", problems=(Problem("POSTCODE_FORMAT", "address.postcode"),)), 0, Failed, "POSTCODE_FORMAT"),
        (Refused("收件人城市不能为空"), 0, Failed, "CARRIER_REFUSED"),
        (NotAuthorised("key"), 0, Failed, "CARRIER_NOT_AUTHORISED"),
        (Unsupported("cargo"), 0, Failed, "CARRIER_UNSUPPORTED"),
        (RateLimited("slow down"), 0, Pending, "CARRIER_BUSY"),
        (Unavailable("time-out"), 0, Pending, "CARRIER_UNAVAILABLE"),
        (Unexpected("<html>"), 0, Pending, "CARRIER_UNREADABLE"),
        (Unavailable("time-out"), domain.MAX_CALLS, Review, "BOOKING_DOUBTFUL"),
        (DuplicateReference("重复"), 0, Review, "BOOKING_CONTRADICTION"),
    ],
)
def test_after_a_failed_create(error: CarrierError, calls: int, kind: type, code: str):
    result = domain.after_create_error(error, calls=calls, patience=PATIENCE)
    assert isinstance(result, kind)
    problem = result.problems[0] if isinstance(result, Failed) else result.problem
    assert problem.code == code


@pytest.mark.parametrize(
    ("error", "calls", "seconds"),
    [
        (RateLimited("x"), 0, 5),  # 5 × 2⁰
        (RateLimited("x"), 2, 20),  # 5 × 2²
        (RateLimited("x", retry_after=7.0), 2, 7),  # the carrier said so
        (Unavailable("x"), 0, 30),  # doubtful: never before it settled, though 5 × 2⁰ = 5
        (Unavailable("x"), 4, 80),  # 5 × 2⁴
        (Unavailable("x"), 11, 900),  # 5 × 2¹¹ = 10,240, at most 15 min
        (Unavailable("x", retry_after=2.0), 0, 30),  # the carrier's 2 s do not shorten settling
    ],
)
def test_waits(error: CarrierError, calls: int, seconds: int):
    result = domain.after_create_error(error, calls=calls, patience=PATIENCE)
    assert isinstance(result, Pending)
    assert result.wait == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("error", "kind"),
    [(Unsupported("no look-up"), Review), (Unavailable("down"), Pending), (NotAuthorised("key"), Pending)],
)
def test_a_carrier_that_cannot_be_asked_is_never_sent_anything(error: CarrierError, kind: type):
    assert isinstance(domain.after_find_error(error, calls=1, patience=PATIENCE), kind)


@pytest.mark.parametrize(
    ("error", "calls", "kind"),
    [
        (NotReady("soon"), 0, Pending),
        (NotReady("soon"), domain.MAX_CALLS, Review),
        (Unsupported("none"), 0, Failed),
        (Unavailable("down"), 0, Pending),
        (Refused("no template"), 0, Review),
    ],
)
def test_after_a_missing_label(error: CarrierError, calls: int, kind: type):
    assert isinstance(domain.after_label_error(error, calls=calls, patience=PATIENCE), kind)


@pytest.mark.parametrize(
    ("outcome", "stage", "code"),
    [
        ("READY", "SHIPPED", "ORDER_ALREADY_SHIPPED"),
        ("BLOCKED", "OPEN", "ORDER_NOT_READY"),
        ("READY", "IN_WORK", "ORDER_IN_WORK"),
        ("READY", "OPEN", "ORDER_IN_WORK"),  # somebody holds its row lock at this moment
    ],
)
def test_why_an_order_is_not_taken_up(outcome: str, stage: str, code: str):
    assert domain.skip_code(outcome, stage) == code
