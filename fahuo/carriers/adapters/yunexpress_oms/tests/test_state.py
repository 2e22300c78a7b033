"""Deleting and intercepting, and the emulator's batches."""

from __future__ import annotations

import json

import pytest

from fahuo.carriers.errors import NotAuthorised, Refused, Unexpected
from fahuo.carriers.tests.stage import Scene, booking, play

CODE = "yunexpress_oms"
HOUR_S = 3600


@pytest.mark.parametrize(("hours", "operation"), [(9, "cancel"), (13, "cancel"), (13, "hold")])
def test_what_has_gone_too_far_cannot_be_stopped(hours: int, operation: str) -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        scene.emulator.advanced_s += hours * HOUR_S
        with pytest.raises(Refused):
            await (scene.carrier.cancel(waybill) if operation == "cancel" else scene.carrier.hold(waybill, "why"))
        assert [(entry.held, entry.cancelled) for entry in scene.emulator.book.entries] == [(False, False)]

    play(CODE, story)


def test_an_interception_without_a_reason_gets_one() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        await scene.carrier.hold(waybill, "")
        assert [entry.held for entry in scene.emulator.book.entries] == [True]

    play(CODE, story)


def test_a_cancelled_parcel_has_no_events() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        await scene.carrier.cancel(waybill)
        assert await scene.carrier.track(waybill.number) == ()

    play(CODE, story)


def test_a_customer_code_that_is_unknown_and_a_wrong_secret() -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(NotAuthorised):
            await scene.carrier.find("7-1-1")

    for wrong in ({"customer_code": "C9"}, {"api_secret": "no"}):
        play(CODE, story, credentials={"customer_code": "C00001", "api_secret": "demo-api-secret", **wrong})


def test_a_label_whose_address_is_gone_is_no_label() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        scene.fail("file:garbage_after")
        with pytest.raises(Unexpected):
            await scene.carrier.label(waybill)

    play(CODE, story)


def test_the_emulator_takes_a_part_of_a_batch() -> None:
    async def story(scene: Scene) -> None:
        sent = []

        async def keep(request: object) -> None:
            sent.append(request)

        scene.client.event_hooks = {"request": [keep]}
        await scene.carrier.create(booking(CODE))
        order = json.loads(sent[0].content)[0]  # type: ignore[attr-defined]
        orders = [{**order, "CustomerOrderNumber": "7-2-1"}, {**order, "ShippingMethodCode": "NONE"}]
        headers = dict(sent[0].headers)  # type: ignore[attr-defined]
        headers.pop("content-length")
        for batch, code, successes in [(orders, "1011", [1, 0]), (orders, "1001", [0, 0]), ([order] * 11, "1004", [])]:
            url = sent[0].url  # type: ignore[attr-defined]
            answer = (await scene.client.post(url, content=json.dumps(batch), headers=headers)).json()
            assert answer["Code"] == code
            assert [element["Success"] for element in answer["Item"] or []] == successes
        assert scene.held == [booking(CODE).reference, "7-2-1"]

    play(CODE, story)
