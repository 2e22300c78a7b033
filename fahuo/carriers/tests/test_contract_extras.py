"""The contract of what only some carriers offer, and every way that a parcel can travel."""

from __future__ import annotations

import pytest

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.emulation.journey import PLOTS, Plot, Step
from fahuo.carriers.errors import NotFound, NotGenuine
from fahuo.carriers.tests.stage import BOOKING, INQUIRY, Clock, Scene, able, booking, first_service, play
from fahuo.trade.milestone import Milestone
from fahuo.trade.money import total
from fahuo.trade.waybill import Waybill

REFERENCE = booking(BOOKING[0]).reference
pytestmark = pytest.mark.parametrize("code", BOOKING)

# What the last step of a plot means, for a carrier that has a code for it; without one it stops at the step before.
ENDS = {
    Step.DELIVERED: {Milestone.DELIVERED},
    Step.RETURNED: {Milestone.RETURNED, Milestone.RETURNING},
    Step.LOST: {Milestone.LOST, Milestone.EXCEPTION},
    Step.DEPARTED: {Milestone.DEPARTED_ORIGIN, Milestone.IN_TRANSIT},
}


@pytest.mark.parametrize("plot", Plot)
def test_no_journey_has_an_unknown_code(code: str, plot: Plot) -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(code))
        scene.emulator.advanced_s += 60 * 86_400
        events = await scene.carrier.track(waybill.number)
        assert Milestone.UNMAPPED not in {event.milestone for event in events}
        assert [event.at for event in events] == sorted(event.at for event in events)
        last = PLOTS[plot][-1][1]
        assert last not in scene.emulator.steps or events[-1].milestone in ENDS[last]

    play(code, story, journeys={plot: 1.0})


def test_a_tracking_number_that_is_pending_is_found_later(code: str) -> None:
    able(code, Capability.LATE_NUMBER, Capability.FIND)

    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(code))
        assert waybill.tracking_number == ""
        clock.at += 60
        found = await scene.carrier.find(REFERENCE)
        assert found is not None
        assert found.number == waybill.number
        assert found.tracking_number

    clock = Clock()
    play(code, story, clock=clock, strict_time=False, number_after_s=60, token_lifetime_s=10**12)


def test_holding_stops_a_parcel_and_twice_is_no_error(code: str) -> None:
    able(code, Capability.HOLD)

    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(code))
        await scene.carrier.hold(waybill, "wrong address")
        await scene.carrier.hold(waybill, "wrong address")
        assert [entry.held for entry in scene.emulator.book.entries] == [True]
        with pytest.raises(NotFound):
            await scene.carrier.hold(Waybill(code, "nobody-1-1", "XX0000000000000000"), "wrong address")

    play(code, story)


def test_services_of_the_account(code: str) -> None:
    able(code, Capability.SERVICES)

    async def story(scene: Scene) -> None:
        codes = [offer.service_code for offer in await scene.carrier.services()]
        assert first_service(code) in codes
        assert len(codes) == len(set(codes))

    play(code, story)


def test_a_quote_is_the_sum_of_its_fees(code: str) -> None:
    able(code, Capability.QUOTE)

    async def story(scene: Scene) -> None:
        rates = await scene.carrier.quote(INQUIRY)
        assert rates
        assert [rate.total.amount for rate in rates] == sorted(rate.total.amount for rate in rates)
        for rate in rates:
            assert not rate.fees or total([fee for _, fee in rate.fees], rate.total.currency) == rate.total

    play(code, story)


def test_many_are_tracked_as_one_by_one(code: str) -> None:
    able(code, Capability.TRACK_MANY)

    async def story(scene: Scene) -> None:
        numbers = [(await scene.carrier.create(booking(code, f"7-{place}-1"))).number for place in range(2)]
        many = await scene.carrier.track_many([*numbers, "XX0000000000000000"])
        alone = {number: await scene.carrier.track(number) for number in numbers}
        assert many == {**alone, "XX0000000000000000": ()}
        assert registry.manifest(code).limits.track_batch > 1

    play(code, story)


def test_a_push_says_what_tracking_says_and_a_forged_one_is_refused(code: str) -> None:
    able(code, Capability.PUSH)

    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(code))
        scene.emulator.advanced_s += 86_400
        [entry] = scene.emulator.book.entries
        message = scene.emulator.push(entry, scene.emulator.events(entry))
        assert message is not None
        headers = {name.lower(): value for name, value in message[0].items()}
        pushes = scene.carrier.parse_push(headers, message[1])
        assert {push.number for push in pushes} == {waybill.number}
        events = {(event.at, event.milestone) for push in pushes for event in push.events}
        assert events == {(event.at, event.milestone) for event in await scene.carrier.track(waybill.number)}
        if scene.emulator.signs_pushes:
            with pytest.raises(NotGenuine):
                scene.carrier.parse_push(headers, message[1].replace(b"a", b"b"))

    play(code, story)
