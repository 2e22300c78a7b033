"""The desk: accounts by their id, each behind its own gate."""

from __future__ import annotations

import time

import pytest

from fahuo.carriers.emulation import server
from fahuo.carriers.errors import CarrierError, Unavailable
from fahuo.carriers.models import CarrierAccount
from fahuo.shipments.services import ship
from fahuo.shipments.services.desk import Desk
from tests.fixtures.accounts import connect_emulated

pytestmark = pytest.mark.django_db


def account_at(carrier: str) -> int:
    return CarrierAccount.objects.get(carrier=carrier, active=True).pk


async def found(carrier) -> str:
    try:
        await carrier.find("R-1")
    except CarrierError as error:
        return type(error).__name__
    return "well"


def test_an_account_out_of_use_can_be_asked_and_not_booked_with(room, yunexpress):
    old = account_at("yunexpress")
    CarrierAccount.objects.filter(pk=old).update(active=False)
    connect_emulated(room.seller, "yunexpress", yunexpress)
    new = account_at("yunexpress")
    with ship.open_desk(room.seller) as desk:
        assert {code: account.id for code, account in desk.bookable.items()} == {"yunexpress": new}
        assert (desk.knows(new), desk.knows(old), desk.knows(None)) == (True, False, False)
        with pytest.raises(KeyError):
            desk.carrier(old)
        desk.open([old, new, None, 0])
        assert desk.knows(old)
        assert {code: account.id for code, account in desk.bookable.items()} == {"yunexpress": new}
        assert desk.call_all(found, [desk.carrier(old), desk.carrier(new)]) == ["well", "well"]


def test_no_account_is_no_carrier(room):
    with Desk([]) as desk, pytest.raises(KeyError):
        desk.carrier(None)


def test_a_slow_carrier_takes_no_place_from_another(room, settings):
    """Ten calls to a carrier that never answers, then one to another: it does not wait for them."""
    settings.FAHUO_CALLS_AT_ONCE, settings.FAHUO_ANSWER_SECONDS = 5, 1.0
    with server.running("yanwen", faults=["find:silence_before:100%"]) as silent:
        connect_emulated(room.seller, "yanwen", silent)
        with ship.open_desk(room.seller) as desk:
            slow, quick = desk.carrier(account_at("yanwen")), desk.carrier(account_at("yunexpress"))

            async def timed(carrier) -> tuple[bool, float]:
                began = time.monotonic()
                try:
                    await carrier.find("R-1")
                except Unavailable:
                    return False, time.monotonic() - began
                return True, time.monotonic() - began

            *lost, (answered, seconds) = desk.call_all(timed, [*[slow] * 10, quick])
    assert answered
    assert seconds < 0.8
    assert not any(well for well, _ in lost)
