"""Small parcels: the contract for the interface that the shared suite does not reach, and what it cannot do."""

from __future__ import annotations

import pytest

from fahuo.carriers import registry
from fahuo.carriers.errors import DuplicateReference, NotFound, NotReady, Refused, Unavailable, Unsupported
from fahuo.carriers.tests.stage import INQUIRY, Scene, Story, booking, play
from fahuo.trade.milestone import Milestone
from fahuo.trade.waybill import Waybill

CODE = "sf_international"
SMALL = {**registry.manifest(CODE).demo_credentials, "interface": "IECS"}
STRANGER = Waybill(CODE, "nobody-1-1", "SF0000000000000")


def small(story: Story, **options: object) -> None:
    play(CODE, story, credentials=SMALL, **options)


def test_a_small_parcel_is_booked_labelled_tracked_and_cancelled_twice() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        assert (await scene.carrier.label(waybill)).content.startswith(b"%PDF-")
        assert [event.milestone for event in await scene.carrier.track(waybill.number)] == [Milestone.INFO_RECEIVED]
        await scene.carrier.cancel(waybill)
        await scene.carrier.cancel(waybill)
        assert [entry.cancelled for entry in scene.emulator.book.entries] == [True]

    small(story)


def test_a_reference_is_good_once_and_a_strange_service_is_no_duplicate() -> None:
    async def story(scene: Scene) -> None:
        await scene.carrier.create(booking(CODE))
        with pytest.raises(DuplicateReference):
            await scene.carrier.create(booking(CODE))
        with pytest.raises(Refused) as caught:
            await scene.carrier.create(booking(CODE, "7-2-1", service_code="NO-SUCH"))
        assert [problem.field for problem in caught.value.problems] == ["service_code"]
        assert len(scene.held) == 1

    small(story)


def test_a_doubtful_booking_needs_a_person_as_there_is_no_look_up() -> None:
    async def story(scene: Scene) -> None:
        scene.fail("create:error_after")
        with pytest.raises(Unavailable) as caught:
            await scene.carrier.create(booking(CODE))
        assert caught.value.doubtful
        with pytest.raises(Unsupported):
            await scene.carrier.find(booking(CODE).reference)

    small(story)


def test_holding_twice_is_no_error_and_an_unknown_parcel_is_named() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        await scene.carrier.hold(waybill, "wrong address")
        await scene.carrier.hold(waybill, "wrong address")
        assert [entry.held for entry in scene.emulator.book.entries] == [True]
        for question in (
            scene.carrier.label(STRANGER),
            scene.carrier.cancel(STRANGER),
            scene.carrier.hold(STRANGER, ""),
        ):
            with pytest.raises(NotFound):
                await question

    small(story)


def test_a_label_comes_later() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        with pytest.raises(NotReady):
            await scene.carrier.label(waybill)
        assert (await scene.carrier.label(waybill)).content.startswith(b"%PDF-")

    small(story, label_not_ready=1)


def test_each_interface_says_what_it_cannot_do() -> None:
    async def without_price(scene: Scene) -> None:
        with pytest.raises(Unsupported):
            await scene.carrier.quote(INQUIRY)

    async def without_hold(scene: Scene) -> None:
        with pytest.raises(Unsupported):
            await scene.carrier.hold(STRANGER, "")

    small(without_price)
    play(CODE, without_hold)
