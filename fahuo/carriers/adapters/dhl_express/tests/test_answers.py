"""Stories with DHL Express."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.carriers.adapters.dhl_express import offers, wire
from fahuo.carriers.errors import Refused, Unsupported
from fahuo.carriers.tests.stage import Scene, booking, play
from fahuo.kit import barcode, pdf
from fahuo.kit.wire import UnreadableReply
from fahuo.trade.money import Money

CODE = "dhl_express"


def test_a_booking_brings_its_label_and_its_price() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        assert (len(waybill.number), waybill.charged) == (10, Money(Decimal("289.24"), "CNY"))
        assert waybill.label is not None
        for content in (waybill.label.content, (await scene.carrier.label(waybill)).content):
            assert waybill.number in barcode.read(pdf.rasterise(content))

    play(CODE, story)


def test_there_is_neither_look_up_nor_cancel_and_a_reference_is_booked_again() -> None:
    """Which is why a doubtful booking goes to a person."""

    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        with pytest.raises(Unsupported):
            await scene.carrier.find(waybill.reference)
        with pytest.raises(Unsupported):
            await scene.carrier.cancel(waybill)
        await scene.carrier.create(booking(CODE))
        assert len(scene.held) == 2

    play(CODE, story)


def test_every_reason_of_a_refusal_is_a_problem() -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(Refused) as caught:
            await scene.carrier.create(booking(CODE, service_code="99"))
        assert [problem.field for problem in caught.value.problems] == ["service_code"]
        assert scene.held == []

    play(CODE, story)


@pytest.mark.parametrize(("price", "currency"), [("NaN", "CNY"), ("12.50", ""), ("12.50", "US$")])
def test_a_price_that_cannot_be_read_undoes_no_booking(price: str, currency: str) -> None:
    charge = wire.Charge(currency_type=offers.BILLED, price_currency=currency, price=Decimal(price))
    assert offers.charged([charge]) is None
    with pytest.raises(UnreadableReply):  # but no price is offered for choice
        offers.to_rates([wire.Product("P", total_price=[charge])])
