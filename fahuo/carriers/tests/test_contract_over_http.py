"""The part of the contract that only a real connection can prove: silence, broken connections, nobody there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Carrier
from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web
from fahuo.carriers.errors import Unavailable
from fahuo.carriers.tests.stage import BOOKING, booking, play_over_http

pytestmark = pytest.mark.parametrize("code", BOOKING)


@pytest.fixture(scope="module")
def served() -> Iterator[dict[str, str]]:
    """Every carrier's emulator, all in one process: code → base URL."""
    with server.running_all(BOOKING) as urls:
        yield urls


@pytest.mark.parametrize("fault", ["silence_after", "reset_after"])
def test_a_carrier_that_accepts_and_never_tells_is_asked(code: str, served: dict[str, str], fault: str) -> None:
    async def story(carrier: Carrier) -> None:
        _set_fault(served[code], fault)
        with pytest.raises(Unavailable) as caught:
            await carrier.create(booking(code, fault))
        assert caught.value.doubtful
        held = _held(served[code], fault)
        assert len(held) == 1
        if registry.manifest(code).can(Capability.FIND):
            found = await carrier.find(fault)
            assert found is not None
            assert held == [found.number]

    play_over_http(code, served[code], story, answer_within_s=0.5)


@pytest.mark.parametrize("fault", ["silence_before", "reset_before"])
def test_a_carrier_that_never_acts_has_nothing(code: str, served: dict[str, str], fault: str) -> None:
    async def story(carrier: Carrier) -> None:
        _set_fault(served[code], fault)
        with pytest.raises(Unavailable):
            await carrier.create(booking(code, fault))
        if registry.manifest(code).can(Capability.FIND):
            assert await carrier.find(fault) is None
        waybill = await carrier.create(booking(code, fault))
        assert _held(served[code], fault) == [waybill.number]

    play_over_http(code, served[code], story, answer_within_s=0.5)


def test_no_connection_is_not_doubtful(code: str) -> None:
    async def story(carrier: Carrier) -> None:
        with pytest.raises(Unavailable) as caught:
            await carrier.create(booking(code))
        assert not caught.value.doubtful

    play_over_http(code, f"http://127.0.0.1:{server.free_port()}", story, answer_within_s=0.5)


def _set_fault(url: str, kind: str) -> None:
    web().post(f"{url}/_emulator/faults", json={"kind": kind, "operation": "create"})


def _held(url: str, reference: str) -> list[str]:
    orders = web().get(f"{url}/_emulator/orders").json()["orders"]
    return [order["number"] for order in orders if order["reference"] == reference]
