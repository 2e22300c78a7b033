"""What can still be done to an order, by its state; labels behind an address."""

from __future__ import annotations

import pytest

from fahuo.carriers.errors import Refused, Unexpected
from fahuo.carriers.tests.stage import Scene, booking, play

CODE = "yunexpress"
HOUR_S = 3600


@pytest.mark.parametrize(
    ("hours", "operation", "state"),
    [(9, "cancel", "order B: 已收货"), (31, "cancel", "order C: 已出库"), (31, "hold", "order C: 已出库")],
)
def test_a_refusal_names_the_state_of_the_order(hours: int, operation: str, state: str) -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        scene.emulator.advanced_s += hours * HOUR_S
        with pytest.raises(Refused, match=state) as caught:
            await (scene.carrier.cancel(waybill) if operation == "cancel" else scene.carrier.hold(waybill, "why"))
        assert [state in problem.detail for problem in caught.value.problems] == [True]
        assert caught.value.operation == operation
        assert [(entry.held, entry.cancelled) for entry in scene.emulator.book.entries] == [(False, False)]

    play(CODE, story)


def test_a_received_parcel_can_still_be_held() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        scene.emulator.advanced_s += 9 * HOUR_S
        await scene.carrier.hold(waybill, "wrong address")
        assert [entry.held for entry in scene.emulator.book.entries] == [True]

    play(CODE, story)


def test_a_held_parcel_is_held_and_cannot_be_cancelled() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        await scene.carrier.hold(waybill, "wrong address")
        await scene.carrier.hold(waybill, "")
        with pytest.raises(Refused, match="order Y: 异常"):
            await scene.carrier.cancel(waybill)
        assert [(entry.held, entry.cancelled) for entry in scene.emulator.book.entries] == [(True, False)]

    play(CODE, story)


def test_a_label_behind_an_address_is_fetched_and_read_anew_each_time() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE, service_code="MUZXR"))
        first = await scene.carrier.label(waybill)
        assert first == await scene.carrier.label(waybill)
        assert first.content.startswith(b"%PDF-")
        scene.fail("label:broken_label")
        assert len((await scene.carrier.label(waybill)).content) < len(first.content)

    play(CODE, story)


def test_a_label_whose_address_is_gone_is_no_label() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE, service_code="MUZXR"))
        scene.fail("file:garbage_after")
        with pytest.raises(Unexpected):
            await scene.carrier.label(waybill)

    play(CODE, story)
