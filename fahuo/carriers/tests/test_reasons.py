"""Why a parcel is in trouble: codes first, then words, and only where the milestone is trouble."""

from __future__ import annotations

import pytest

from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason as Reason
from fahuo.trade.milestone import Milestone


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Incorrect address", Reason.ADDRESS),
        ("The address is incomplete, we try to reach you", Reason.ADDRESS),
        ("Delivery failed: insufficient delivery address", Reason.ADDRESS),
        ("收件地址不详，联系买家", Reason.ADDRESS),
        ("查无此人", Reason.ADDRESS),
        ("Delivery attempted; address verified, nobody home", Reason.ABSENT),
        ("Recipient not available", Reason.ABSENT),
        ("Notice Left (No Authorized Recipient Available)", Reason.ABSENT),
        ("客户拒收", Reason.REFUSED),
        ("Shipment refused by recipient", Reason.REFUSED),
        ("Unclaimed, returned to sender", Reason.UNCLAIMED),
        ("Held by customs for inspection", Reason.CUSTOMS),
        ("Clearance delay", Reason.CUSTOMS),
        ("海关查验", Reason.CUSTOMS),
        ("海关待补税", Reason.PAYMENT),
        ("Awaiting payment of duties", Reason.PAYMENT),
        ("Prohibited item found", Reason.PROHIBITED),
        ("Parcel damaged in transit", Reason.DAMAGED),
        ("外包装破损", Reason.DAMAGED),
        ("Shipment exception. Unable to locate package", Reason.LOST),
        ("Parcel lost", Reason.LOST),
        ("The package has been declared lost in transit", Reason.LOST),
        ("包裹已遗失", Reason.LOST),
        ("包裹未丢失，继续运输", Reason.NONE),
        ("Delayed by severe weather", Reason.WEATHER),
        ("Customs released the parcel", Reason.NONE),
        ("Address updated", Reason.NONE),
        ("Exception", Reason.NONE),
        ("", Reason.NONE),
    ],
)
def test_words(words: str, reason: Reason) -> None:
    assert reason_of(Milestone.EXCEPTION, None, words) is reason


def test_a_delivery_may_be_damaged_by_its_code_and_never_by_words() -> None:
    assert reason_of(Milestone.DELIVERED, Reason.DAMAGED) is Reason.DAMAGED
    assert reason_of(Milestone.DELIVERED, None, "Delivered, outer box damaged") is Reason.NONE


def test_a_code_outdoes_words() -> None:
    assert reason_of(Milestone.DELIVERY_FAILED, Reason.REFUSED, "incorrect address") is Reason.REFUSED


@pytest.mark.parametrize("milestone", [Milestone.IN_TRANSIT, Milestone.DELIVERED, Milestone.UNMAPPED])
def test_what_goes_well_has_no_reason(milestone: Milestone) -> None:
    assert reason_of(milestone, Reason.CUSTOMS, "customs hold") is Reason.NONE
