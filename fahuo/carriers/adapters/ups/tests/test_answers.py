"""Stories with UPS."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import httpx
import pytest

from fahuo.carriers.adapters.ups import offers, wire, wire_answers
from fahuo.carriers.adapters.ups.carrier import open_carrier
from fahuo.carriers.adapters.ups.tests.test_mapping import ALASKA
from fahuo.carriers.errors import NotAuthorised, Refused, Unexpected, Unsupported
from fahuo.carriers.tests.stage import INQUIRY, Clock, Scene, account, booking, play
from fahuo.kit.wire import UnreadableReply
from fahuo.labels.carrier import check
from fahuo.trade.label import LabelFormat
from fahuo.trade.money import Money
from fahuo.trade.waybill import Waybill

CODE = "ups"


def test_a_booking_brings_its_label_and_its_price() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE, recipient=ALASKA))
        assert waybill.number.startswith("1ZA1B2C3")
        assert waybill.charged == Money(Decimal("214.50"), "CNY")
        assert waybill.label is not None
        recovered = await scene.carrier.label(waybill)
        for label in (waybill.label, recovered):
            assert label.format is LabelFormat.GIF
            assert check(label.content, barcode=waybill.number).problem is None

    play(CODE, story)


@pytest.mark.parametrize("fault", ["broken_label"])
def test_a_spoilt_label_does_not_undo_the_booking(fault: str) -> None:
    async def story(scene: Scene) -> None:
        scene.fail(f"create:{fault}")
        waybill = await scene.carrier.create(booking(CODE))
        assert waybill.label
        assert check(waybill.label.content, barcode=waybill.number).problem  # so it is fetched again
        assert (await scene.carrier.label(waybill)).format is LabelFormat.GIF

    play(CODE, story)


def test_there_is_no_look_up_and_a_reference_is_booked_again() -> None:
    """Which is why a doubtful booking goes to a person."""

    async def story(scene: Scene) -> None:
        await scene.carrier.create(booking(CODE))
        with pytest.raises(Unsupported):
            await scene.carrier.find("7-8190000000000001-1")
        await scene.carrier.create(booking(CODE))
        assert len(scene.held) == 2

    play(CODE, story)


def test_the_emulator_refuses_what_the_adapter_lets_through() -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(Refused) as caught:
            await scene.carrier.create(booking(CODE, service_code="99"))
        assert [problem.field for problem in caught.value.problems] == ["service_code"]

    play(CODE, story)


def test_a_token_is_renewed_before_it_ends() -> None:
    async def story(scene: Scene) -> None:
        await scene.carrier.quote(INQUIRY)
        clock.at += 4000
        scene.fail("quote:expired_token:2")
        with pytest.raises(NotAuthorised):
            await scene.carrier.quote(INQUIRY)
        assert await scene.carrier.quote(INQUIRY)

    clock = Clock()
    play(CODE, story, clock=clock, token_lifetime_s=3600)


@pytest.mark.parametrize(("value", "currency"), [("", "CNY"), ("1,20", "CNY"), ("NaN", "CNY"), ("12.50", "")])
def test_a_price_that_cannot_be_read_undoes_no_booking(value: str, currency: str) -> None:
    amount = wire_answers.Amount(currency_code=currency, monetary_value=value)
    assert offers.charged(wire_answers.ShipmentResults(shipment_charges=wire_answers.Charges(amount))) is None
    with pytest.raises(UnreadableReply):  # but no price is offered for choice
        offers.to_rates([wire_answers.RatedShipment(service=wire.Code("65"), total_charges=amount)])


@pytest.mark.parametrize(
    "answer",
    [
        "<html>",
        "null",
        "{}",
        '{"VoidShipmentResponse":{"SummaryResult":{"Status":{"Code":"0","Description":"Not voided"}}}}',
    ],
)
def test_only_a_void_that_is_said_is_one(answer: str) -> None:
    def answering(request: httpx.Request) -> httpx.Response:
        token = b'{"access_token":"t","expires_in":"14399"}'
        return httpx.Response(200, content=answer if request.method == "DELETE" else token)

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answering)) as client:
            await open_carrier(account(CODE), client).cancel(Waybill(CODE, "7-1-1", "1ZA1B2C30300000000"))

    with pytest.raises(Unexpected):
        asyncio.run(run())
