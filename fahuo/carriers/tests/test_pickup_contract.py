"""The contract of pick-ups, for every carrier that takes them by a call of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.errors import NotAuthorised, NotFound, Refused, Unavailable, Unsupported
from fahuo.carriers.tests.stage import SHENZHEN, Clock, Scene, able, first_service, play
from fahuo.trade.measure import Size
from fahuo.trade.pickup import PickupOrder, PickupParcel, PickupWindow

CODES = tuple(code for code in registry.codes() if registry.manifest(code).can(Capability.ORDER_PICKUP))
# Thursday, 1 January 2026, 08:00 in Shenzhen.
TODAY = date(2026, 1, 1)
pytestmark = pytest.mark.parametrize("code", CODES)


def window(day: date = TODAY, ready: time = time(14), close: time = time(18)) -> PickupWindow:
    return PickupWindow(day, ready, close, "Asia/Shanghai")


def order(code: str, reference: str = "7-P1-1", **changes: object) -> PickupOrder:
    parcel = PickupParcel("N1", first_service(code), "DE", 242, Size.of(160, 80, 24))
    asked = PickupOrder(reference, SHENZHEN, window(), (parcel, replace(parcel, number="N2")))
    return replace(asked, **changes)  # type: ignore[arg-type]


def stage(code: str, story, **options) -> None:
    """Play on that morning, for the emulator and for the adapter."""

    async def on_that_day(scene: Scene) -> None:
        scene.carrier._clock = Clock()  # type: ignore[attr-defined]
        await story(scene)

    play(code, on_that_day, clock=Clock(), strict_time=False, token_lifetime_s=10**12, **options)


def test_a_pickup_is_confirmed_and_the_carrier_holds_it(code: str) -> None:
    async def story(scene: Scene) -> None:
        confirmed = await scene.carrier.order_pickup(order(code))
        [entry] = scene.emulator.pickups.entries
        assert (confirmed.carrier, confirmed.number) == (code, entry.number)
        assert (entry.reference, entry.parcels, entry.cancelled) == ("7-P1-1", 2, False)
        assert (entry.ready_at, entry.close_at) == (window().ready_at(), window().close_at())
        assert SHENZHEN.street in entry.place

    stage(code, story)


@pytest.mark.parametrize(
    "wrong",
    [
        window(TODAY - timedelta(days=1)),
        window(TODAY + timedelta(days=30)),
        window(ready=time(14), close=time(14, 10)),
        window(date(2026, 1, 4)),  # a Sunday
    ],
)
def test_a_window_that_cannot_be_is_refused_at_the_window(code: str, wrong: PickupWindow) -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(Refused) as caught:
            await scene.carrier.order_pickup(order(code, window=wrong))
        assert [problem.field for problem in caught.value.problems] == ["window"]
        assert not isinstance(caught.value, NotFound)
        assert scene.emulator.pickups.entries == []

    stage(code, story)


def test_after_the_cut_off_nobody_comes_today(code: str) -> None:
    async def story(scene: Scene) -> None:
        scene.emulator.advanced_s = 9.5 * 3600  # 17:30
        with pytest.raises(Refused) as caught:
            await scene.carrier.order_pickup(order(code, window=window(close=time(20))))
        assert [problem.field for problem in caught.value.problems] == ["window"]
        assert scene.emulator.pickups.entries == []

    stage(code, story)


@pytest.mark.parametrize("changes", [{"street": ""}, {"phone": ""}, {"street": "南山路 1 号"}])
def test_an_address_that_cannot_be_said_is_refused_before_it_is_sent(code: str, changes: dict[str, str]) -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(Refused) as caught:
            await scene.carrier.order_pickup(order(code, address=replace(SHENZHEN, **changes)))
        assert {problem.field.partition(".")[0] for problem in caught.value.problems} == {"sender"}
        assert scene.emulator.pickups.entries == []

    stage(code, story)


def test_calling_off_twice_is_no_error_and_an_unknown_number_is(code: str) -> None:
    able(code, Capability.CANCEL_PICKUP)

    async def story(scene: Scene) -> None:
        number = (await scene.carrier.order_pickup(order(code))).number
        await scene.carrier.cancel_pickup(number)
        await scene.carrier.cancel_pickup(number)
        assert [entry.cancelled for entry in scene.emulator.pickups.entries] == [True]
        with pytest.raises(NotFound):
            await scene.carrier.cancel_pickup("PRG000000000000")

    stage(code, story)


def test_after_a_lost_answer_the_pickup_is_there_and_found_where_it_can_be(code: str) -> None:
    async def story(scene: Scene) -> None:
        scene.fail("order_pickup:error_after")
        with pytest.raises(Unavailable) as caught:
            await scene.carrier.order_pickup(order(code))
        assert caught.value.doubtful
        [entry] = scene.emulator.pickups.entries
        if registry.manifest(code).can(Capability.FIND_PICKUP):
            found = await scene.carrier.find_pickup(order(code))
            assert found is not None
            assert found.number == entry.number
            assert await scene.carrier.find_pickup(order(code, "7-P2-1")) is None
        else:
            with pytest.raises(Unsupported):
                await scene.carrier.find_pickup(order(code))

    stage(code, story)


def test_of_a_day_that_it_does_not_list_a_carrier_says_nothing(code: str) -> None:
    """An empty list must never be read as "not there"."""
    able(code, Capability.FIND_PICKUP)

    async def story(scene: Scene) -> None:
        later = order(code, window=window(TODAY + timedelta(days=5)))
        await scene.carrier.order_pickup(later)
        found = None
        try:
            found = await scene.carrier.find_pickup(later)
        except Unsupported:
            return
        assert found is not None

    stage(code, story)


def test_a_wrong_key_is_the_owners_matter(code: str) -> None:
    wrong = {**registry.manifest(code).demo_credentials}
    wrong |= dict.fromkeys(registry.manifest(code).secret_credentials, "wrong")

    async def story(scene: Scene) -> None:
        with pytest.raises(NotAuthorised):
            await scene.carrier.order_pickup(order(code))
        assert scene.emulator.pickups.entries == []

    stage(code, story, credentials=wrong)
