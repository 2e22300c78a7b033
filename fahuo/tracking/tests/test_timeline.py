"""Two carriers, one timeline; and the steps of a parcel's way."""

from __future__ import annotations

import random
from datetime import timedelta
from time import thread_time

import pytest

from fahuo.tracking.domain.groups import GROUP_OF, GROUPS
from fahuo.tracking.domain.progress import STEPS, progress
from fahuo.tracking.domain.timeline import Told, timeline
from fahuo.trade.milestone import Milestone
from tests.fixtures.rows import NOON

FIRST, LAST = "first", "last"


def told(minutes: float, milestone: str = "IN_TRANSIT", carrier: str = FIRST, words: str = "", **columns: str) -> Told:
    return Told(NOON + timedelta(minutes=minutes), carrier, milestone, description=words, **columns)


def shown(*events: Told) -> list[tuple[float, str, tuple[str, ...]]]:
    lines = timeline(events).lines
    return [((line.at - NOON) / timedelta(minutes=1), line.voice.milestone, line.carriers) for line in lines]


def test_what_two_sources_tell_is_shown_once_with_both():
    # 10 minutes apart, same milestone; a third event an hour later is another one.
    events = (told(0), told(10, carrier=LAST, place="Hamburg"), told(70, carrier=LAST))
    assert shown(*events) == [(70, "IN_TRANSIT", (LAST,)), (10, "IN_TRANSIT", (LAST, FIRST))]


def test_the_same_words_are_the_same_even_when_one_source_mistook_the_zone():
    events = (told(0, words="Arrived at hub, Leipzig"), told(480, "RECEIVED", LAST, "ARRIVED AT HUB - LEIPZIG"))
    assert len(shown(*events)) == 1
    assert len(shown(events[0], told(60 * 15, "RECEIVED", LAST, "Arrived at hub, Leipzig"))) == 2


def test_one_source_never_loses_an_event_and_twins_are_matched_one_to_one():
    repeated = [told(minute, words="Scan") for minute in (0, 5, 10)]
    assert len(shown(*repeated)) == 3
    both = [*repeated, *(told(minute + 1, carrier=LAST, words="Scan") for minute in (0, 5, 10))]
    assert [carriers for *_, carriers in shown(*both)] == [(FIRST, LAST)] * 3


def test_unknown_codes_are_never_taken_for_each_other():
    assert len(shown(told(0, "UNMAPPED", raw_code="X1"), told(1, "UNMAPPED", LAST, raw_code="Z9"))) == 2


def test_odd_events_stand_apart():
    found = timeline([told(0), told(60 * 24 * 400, odd="FUTURE"), told(-60 * 24 * 365 * 56, odd="PAST")])
    assert [line.at for line in found.lines] == [NOON]
    assert [one.odd for one in found.odd] == ["PAST", "FUTURE"]


@pytest.mark.parametrize("seed", range(20))
def test_any_sequence_gives_the_same_timeline(seed: int):
    chance = random.Random(seed)
    events = [
        told(chance.randrange(0, 600), chance.choice(["IN_TRANSIT", "RECEIVED", "UNMAPPED"]),
             chance.choice([FIRST, LAST]), chance.choice(["", "Scan", "Arrived"]))
        for _ in range(40)
    ]  # fmt: skip
    mixed = chance.sample(events, len(events))
    assert shown(*events) == shown(*mixed)
    assert sum(len(carriers) for *_, carriers in shown(*events)) == len(events)


def test_ten_thousand_events_of_two_sources_are_merged_at_once():
    events = [told(n / 10, carrier=(FIRST, LAST)[n % 2], words="Scan") for n in range(10_000)]
    begun = thread_time()  # of this core alone, whatever else the machine does
    assert len(timeline(events).lines) == 5_000
    assert thread_time() - begun < 2  # 0.06 s


def test_every_milestone_has_its_group():
    assert {milestone for group in GROUPS.values() for milestone in group} == set(Milestone)
    assert len(GROUP_OF) == len(Milestone) + 1  # and the journey nobody told anything of


# milestones told, standing, in trouble → state of each step: D done, N now, W wrong, . to come
WAYS = [
    ([], "", False, "N......"),
    (["INFO_RECEIVED"], "INFO_RECEIVED", False, "N......"),
    (["RECEIVED"], "RECEIVED", False, "DN....."),
    (["RECEIVED", "ARRIVED_DESTINATION"], "ARRIVED_DESTINATION", False, "DDDN..."),
    (["RECEIVED", "ARRIVED_DESTINATION", "HELD"], "HELD", True, "DDDW..."),
    (["RECEIVED", "OUT_FOR_DELIVERY", "DELIVERED"], "DELIVERED", False, "DDDDDDD"),
    (["DELIVERED"], "DELIVERED", False, "DDDDDDD"),
    (["RECEIVED", "OUT_FOR_DELIVERY", "DELIVERY_FAILED", "RETURNING"], "RETURNING", True, "DDDDDW."),
    (["RECEIVED", "RETURNED"], "RETURNED", False, "DDDDDDW"),
    (["RECEIVED", "LOST"], "LOST", True, "DDDDDDW"),
    (["RECEIVED", "DELIVERED", "RETURNING"], "RETURNING", True, "DW....."),
]


@pytest.mark.parametrize(("milestones", "standing", "troubled", "states"), WAYS)
def test_the_steps_of_a_way(milestones: list[str], standing: str, troubled: bool, states: str):
    events = [(name, NOON + timedelta(hours=n)) for n, name in enumerate(milestones)]
    found = progress(events, milestone=standing, is_troubled=troubled, labelled_at=NOON)
    letters = {"DONE": "D", "NOW": "N", "WRONG": "W", "TO_COME": "."}
    assert "".join(letters[step.state] for step in found) == states
    assert len(found) == len(STEPS)
    assert all(step.at is None for step in found if step.state == "TO_COME")
