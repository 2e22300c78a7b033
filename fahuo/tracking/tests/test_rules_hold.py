"""Random journeys: marks against the slow oracle, in any sequence and any portions, and laws that never break."""

from __future__ import annotations

import random

from fahuo.tracking.domain.marks import Where, add, merge, micros, number_of, of_events, pack, unpack
from fahuo.tracking.domain.standing import standing
from fahuo.tracking.tests.journeys import Said, hour
from fahuo.tracking.tests.oracle import ROAD, judged, scanned
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone

JOURNEYS = 3000
_REASONS = list(ExceptionReason)
_TERMINAL = {"DELIVERED", "RETURNED", "LOST", "DESTROYED", "CANCELLED", "EXPIRED"}


def drawn(draw: random.Random) -> list[Said]:
    """Draw a journey: any events at few moments, so that many of them fall together."""
    milestones = draw.sample(list(Milestone), draw.randint(1, 8))
    return [
        Said(hour(draw.randint(0, 12)), draw.choice(milestones), draw.choice(_REASONS), draw.choice(list(Where)))
        for _ in range(draw.randint(1, 14))
    ]


def test_marks_say_what_all_events_say() -> None:
    draw = random.Random(20261122)
    for _ in range(JOURNEYS):
        said = drawn(draw)
        found = standing(of_events(one.parts() for one in said))
        told = (found.milestone, found.milestone_at, found.exceptions, found.ended_at)
        assert told == judged(said), "\n".join(map(str, sorted(said)))
        scans = [one.at for one in said if scanned(one)]
        assert found.scanned_at == min(scans, default=None)


def test_neither_sequence_nor_portions_nor_repetition_matter() -> None:
    draw = random.Random(7)
    for _ in range(JOURNEYS):
        said = drawn(draw)
        whole = pack(of_events(one.parts() for one in said))
        told = said + draw.choices(said, k=3)
        draw.shuffle(told)
        packed = b""
        while told:
            size = draw.randint(1, 4)
            packed = pack(merge(unpack(packed), of_events(one.parts() for one in told[:size])))
            told = told[size:]
        assert packed == whole


def test_the_road_is_never_walked_back() -> None:
    draw = random.Random(11)
    for _ in range(JOURNEYS):
        said = [one for one in drawn(draw) if one.milestone in ROAD]
        reached = -1
        for number in range(1, len(said) + 1):
            milestone = standing(of_events(one.parts() for one in said[:number])).milestone
            assert ROAD.index(milestone) >= reached
            reached = ROAD.index(milestone)


def test_news_of_the_booking_and_unknown_codes_move_nothing() -> None:
    draw = random.Random(13)
    for _ in range(JOURNEYS):
        said = [one for one in drawn(draw) if one.milestone in ROAD or one.milestone in _TERMINAL]
        if not said:
            continue
        marks = of_events(one.parts() for one in said)
        before = standing(marks)
        for milestone in ("CREATED", "INFO_RECEIVED", "UNMAPPED"):
            number = number_of(Milestone(milestone), ExceptionReason.NONE)
            add(marks, number, micros(hour(draw.randint(-5, 20))))
        after = standing(marks)
        assert (after.milestone, after.milestone_at) == (before.milestone, before.milestone_at)
        assert (after.exceptions, after.ended_at) == (before.exceptions, before.ended_at)
        assert after.scanned_at == before.scanned_at


def test_a_delivery_is_the_last_word_until_another_last_word_or_going_back() -> None:
    draw = random.Random(17)
    against = {"RETURNING", "RETURNED", "LOST", "DESTROYED"}
    for _ in range(JOURNEYS):
        said = [one for one in drawn(draw) if one.milestone not in against]
        said.append(Said(hour(draw.randint(0, 12)), Milestone.DELIVERED))
        assert standing(of_events(one.parts() for one in said)).milestone == "DELIVERED"
