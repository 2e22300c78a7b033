"""What a carrier's answer means: a table of cases, no database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    NotReady,
    Paused,
    RateLimited,
    Refused,
    Stopped,
    Unavailable,
    Unexpected,
    Unsupported,
)
from fahuo.shipments import domain
from fahuo.shipments.domain import Attempt, Booked, Failed, Patience, Pending, Review
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

PATIENCE = Patience(settle=timedelta(seconds=30), backoff=timedelta(seconds=5))
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
    result = domain.after_create_error(error, Attempt(calls, PATIENCE))
    assert isinstance(result, kind)
    problem = result.problems[0] if isinstance(result, Failed) else result.problem
    assert problem.code == code


@pytest.mark.parametrize(
    ("error", "calls", "seconds"),
    [
        (RateLimited("x"), 0, 5),  # 5 × 1.5⁰
        (RateLimited("x"), 2, 11.25),  # 5 × 1.5²
        (RateLimited("x"), 11, 120),  # 5 × 1.5¹¹ = 432, at most 2 min
        (RateLimited("x", retry_after=7.0), 2, 7),  # the carrier said so
        (Unavailable("x"), 0, 30),  # doubtful: never before it settled, though 5 × 2⁰ = 5
        (Unavailable("x", doubtful=False), 0, 5),  # it has seen nothing
        (Unavailable("x"), 4, 80),  # 5 × 2⁴
        (Unavailable("x"), 11, 900),  # 5 × 2¹¹ = 10,240, at most 15 min
        (Unavailable("x", retry_after=2.0), 0, 30),  # the carrier's 2 s do not shorten settling
        (Paused("x", doubtful=False), 9, 5),  # our own gate does not grow
        (Paused("x", retry_after=40.0, doubtful=False), 9, 40),
        (Unexpected("x"), 1, 30),  # 5 × 2 × 3
        (Unexpected("x"), 9, 1800),  # at most 30 min
        (NotReady("x"), 1, 7.5),  # 5 × 1.5
    ],
)
def test_waits(error: CarrierError, calls: int, seconds: float):
    result = domain.after_create_error(error, Attempt(calls, PATIENCE))
    assert isinstance(result, Pending)
    assert result.wait == timedelta(seconds=seconds)


def test_a_key_that_is_not_accepted_waits_a_quarter_of_an_hour():
    result = domain.after_find_error(NotAuthorised("key"), Attempt(0, PATIENCE))
    assert isinstance(result, Pending)
    assert result.wait == timedelta(minutes=15)


def test_rows_that_fail_together_come_back_apart_and_never_too_early():
    waits = [Attempt(0, PATIENCE, domain.jitter(row, 0)).wait_after(Unavailable("x")) for row in range(1, 101)]
    assert min(waits) >= timedelta(seconds=30)
    assert max(waits) <= timedelta(seconds=37.5)  # 30 × 1.25
    tenths = {int((wait.total_seconds() - 30) / 0.75) for wait in waits}
    assert tenths == set(range(10)), "spread over the whole span"
    assert domain.jitter(7, 1) != domain.jitter(7, 2)


@pytest.mark.parametrize("calls", [0, 500])
def test_what_was_never_sent_is_no_try_and_never_a_persons_work(calls: int):
    attempt = Attempt(calls, PATIENCE)
    for result in (
        domain.after_create_error(Paused("x", doubtful=False), attempt),
        domain.after_find_error(Paused("x", doubtful=False), attempt),
        domain.after_label_error(Paused("x", doubtful=False), attempt),
    ):
        assert isinstance(result, Pending)
        assert not result.counted
        assert result.problem.code == "CARRIER_PAUSED"
    stopped = domain.after_create_error(Stopped("key", doubtful=False), attempt)
    assert isinstance(stopped, Pending)
    assert (stopped.counted, stopped.problem.code) == (False, "CARRIER_STOPPED"), "the owner's"


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (Unsupported("no look-up"), Review, "BOOKING_CANNOT_BE_ASKED"),
        (Unavailable("down"), Pending, "CARRIER_UNAVAILABLE"),
        (NotAuthorised("key"), Pending, "CARRIER_NOT_AUTHORISED"),
    ],
)
def test_a_carrier_that_cannot_be_asked_is_never_sent_anything(error: CarrierError, kind: type, code: str):
    result = domain.after_find_error(error, Attempt(1, PATIENCE))
    assert isinstance(result, kind)
    assert result.problem.code == code


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
    assert isinstance(domain.after_label_error(error, Attempt(calls, PATIENCE)), kind)


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("YT2632600000000001", True),
        ("1Z-999/AA", True),
        ("ABCDE", True),
        ("ABCD", False),
        ("", False),
        ("运单号12345", False),
        ("YT 26326", False),
        ("A" * 51, False),
    ],
)
def test_what_a_person_may_type_as_a_number(number: str, fits: bool):
    problem = domain.number_problem(number)
    assert (problem is None) is fits
    assert problem is None or problem.code == "WAYBILL_NUMBER_FORMAT"


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


def test_a_label_need_not_settle() -> None:
    """Asking for it changes nothing at the carrier, so it may be asked for again at once."""
    waiting = domain.after_label_error(Unavailable("x"), Attempt(0, PATIENCE))
    booking = domain.after_create_error(Unavailable("x"), Attempt(0, PATIENCE))
    assert isinstance(waiting, Pending)
    assert isinstance(booking, Pending)
    assert waiting.wait < PATIENCE.settle <= booking.wait
