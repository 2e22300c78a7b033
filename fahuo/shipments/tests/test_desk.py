"""The desk: accounts by their id, each behind its own gate."""

from __future__ import annotations

import socket

import pytest

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
    settings.FAHUO_CALLS_AT_ONCE = 5
    ended = []
    with socket.socket() as silent:  # listens, and says nothing
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        connect_emulated(room.seller, "yanwen", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with ship.open_desk(room.seller) as desk:
            slow, quick = desk.carrier(account_at("yanwen")), desk.carrier(account_at("yunexpress"))

            async def ask(carrier) -> None:
                try:
                    await carrier.find("R-1")
                    ended.append("answered")
                    silent.close()
                except Unavailable:
                    ended.append("lost")

            desk.call_all(ask, [*[slow] * 10, quick])
    assert ended == ["answered", *["lost"] * 10]
