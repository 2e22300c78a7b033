"""Where a declaration stands, whatever the sequence of receipts, and whatever is late, doubled or of another try."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from fahuo.customs.domain.progress import CANCEL, LIST, ORDER, WAYBILL, Said, Sent, standing

T = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CODES = {
    "STAGED": "1", "SUBMITTED": "2", "SENT": "3", "SEND_FAILED": "4", "REJECTED": "100", "ACCEPTED": "120",
    "REVIEW": "300", "CONCLUDED": "399", "INSPECTION": "500", "DETAINED": "501", "RELEASED": "800", "CLOSED": "899",
}  # fmt: skip


def said(node: int, state: str, minute: int = 0, **columns: str) -> Said:
    code = columns.pop("code", CODES.get(state, "-1"))
    return Said(node, state, code, T + timedelta(minutes=minute), sha256=f"{node}{state}{minute}", **columns)


ALL = (Sent(1, ORDER), Sent(2, WAYBILL), Sent(3, LIST))
WAY = (
    said(1, "ACCEPTED", 1), said(2, "ACCEPTED", 2), said(3, "SUBMITTED", 3), said(3, "SENT", 4),
    said(3, "ACCEPTED", 5, pre_no="B20261122000000001"), said(3, "RELEASED", 6, invt_no="53172026E000000001"),
)  # fmt: skip


def test_the_sequence_of_receipts_does_not_matter() -> None:
    expected = standing(ALL, WAY)
    assert (expected.state, expected.at, expected.released_at) == ("RELEASED", WAY[-1].at, WAY[-1].at)
    assert (expected.pre_no, expected.invt_no) == ("B20261122000000001", "53172026E000000001")
    for mixed in permutations(WAY):
        assert standing(ALL, mixed) == expected
        assert standing(ALL, (*mixed, *mixed)) == expected  # each of them twice


@pytest.mark.parametrize("seed", range(40))
def test_any_set_of_receipts_gives_one_state(seed: int) -> None:
    """Also of receipts that share a moment and contradict each other."""
    dice = random.Random(seed)
    some = [said(dice.choice((1, 2, 3)), dice.choice(list(CODES)), dice.randrange(4)) for _ in range(12)]
    expected = standing(ALL, some)
    for _ in range(10):
        dice.shuffle(some)
        assert standing(ALL, some) == expected


@pytest.mark.parametrize(
    ("receipts", "state"),
    [
        ((), "QUEUED"),
        ((said(1, "ACCEPTED"),), "QUEUED"),
        ((said(1, "REJECTED"),), "REJECTED"),
        ((said(2, "ERROR", code="-504011"),), "ERROR"),
        ((said(3, "CLOSED", 9), said(3, "RELEASED", 8)), "CLOSED"),
        ((said(3, "RELEASED", 8), said(3, "INSPECTION", 7)), "RELEASED"),
        ((said(3, "RELEASED", 8), said(3, "DETAINED", 9)), "DETAINED"),
        ((said(3, "RELEASED", 8), said(3, "ACCEPTED", 8)), "RELEASED"),
        ((said(1, "REJECTED", 9), said(3, "RELEASED", 8)), "RELEASED"),
        ((said(9, "CLOSED"),), "QUEUED"),  # of a node that is not among them
    ],
)
def test_the_newest_receipt_of_the_list_counts(receipts: tuple[Said, ...], state: str) -> None:
    assert standing(ALL, receipts).state == state


def test_receipts_of_an_earlier_attempt_change_nothing() -> None:
    again = (*ALL, Sent(4, LIST))
    assert standing(again, (said(3, "REJECTED", 5), said(3, "CLOSED", 50))).state == "QUEUED"
    assert standing(again, (said(3, "REJECTED", 5), said(4, "ACCEPTED", 4))).state == "ACCEPTED"


def test_a_new_order_begins_a_new_try() -> None:
    again = (*ALL, Sent(4, ORDER), Sent(5, WAYBILL))
    before = (said(1, "ACCEPTED", 1), said(3, "REJECTED", 5))
    assert standing(again, before).state == "QUEUED"
    assert standing(again, (*before, said(4, "ACCEPTED", 6))).state == "QUEUED"
    assert standing((*again, Sent(6, LIST)), (*before, said(6, "RELEASED", 9))).state == "RELEASED"


def test_a_list_is_cancelled_when_customs_say_so() -> None:
    asked = (*ALL, Sent(5, CANCEL))
    released = (*WAY, said(5, "ACCEPTED", 20))
    assert standing(asked, released).state == "RELEASED"
    assert standing(asked, (*released, said(5, "REJECTED", 21))).state == "RELEASED"
    assert standing(asked, (*released, said(5, "CONCLUDED", 22))).state == "CANCELLED"


def test_a_duplicate_of_what_was_sent_again_is_no_error() -> None:
    first, second = Sent(1, ORDER, calls=1), Sent(1, ORDER, calls=2)
    duplicate = said(1, "ERROR", 1, code="-301010")
    assert standing((first,), (duplicate,)).state == "ERROR"
    assert standing((second,), (duplicate,)).state == "QUEUED"
    assert standing((second,), (duplicate,)).part(ORDER).state == "STAGED"
    assert standing((second,), (duplicate, said(1, "ACCEPTED", 0))).part(ORDER).state == "ACCEPTED"


def test_what_the_window_refused_is_an_error_with_its_words() -> None:
    found = standing((Sent(3, LIST, refused="1001 signature"),), ())
    assert (found.state, [problem.code for problem in found.problems]) == ("ERROR", ["WINDOW_REFUSED"])
    assert found.problems[0].detail == "1001 signature"


def test_customs_words_are_kept_with_the_rejection() -> None:
    found = standing(ALL, (said(3, "REJECTED", 1, text="[Code:1808;Desc:申报要素不全]"),))
    (problem,) = found.problems
    assert (problem.code, problem.field) == ("DECLARATION_REJECTED", LIST)
    assert "申报要素不全" in problem.detail
