"""The part of the contract that only a real connection can prove: silence, broken connections, nobody there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Carrier
from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web
from fahuo.carriers.errors import Unavailable
from fahuo.carriers.services.check import ask_harmless, question_of
from fahuo.carriers.tests.stage import BOOKING, account, booking, play_over_http
from fahuo.kit import http
from tests.fixtures.ports import nobody_listens

# Nothing shows that an answer never comes but time. All carriers keep silent at once, so it passes once.
SILENT_S = 5.0
PATIENT_S = 120.0
each_carrier = pytest.mark.parametrize("code", BOOKING)


@pytest.fixture(scope="module")
def served() -> Iterator[dict[str, str]]:
    """Every carrier's emulator, all in one process: code → base URL."""
    with server.running_all(BOOKING) as urls:
        yield urls


@pytest.mark.parametrize("fault", ["silence_after", "silence_before"])
def test_a_booking_that_is_never_answered_is_in_doubt_and_asked_for(served: dict[str, str], fault: str) -> None:
    async def one(code: str) -> tuple[str, bool, bool]:
        url = served[code]
        async with _client(url, PATIENT_S) as patient, _client(url, SILENT_S) as hasty:
            own = account(code, url=url)
            carrier = registry.open_carrier(own, patient)
            await ask_harmless(carrier, question_of(code))  # so that there is a token, where there are any
            await asyncio.to_thread(_set_fault, url, fault)
            with pytest.raises(Unavailable) as caught:
                await registry.open_carrier(own, hasty).create(booking(code, fault))
            return code, caught.value.doubtful, await _is_asked_for(carrier, code, url, fault)

    async def all_of_them() -> list[tuple[str, bool, bool]]:
        return await asyncio.gather(*map(one, BOOKING))

    is_booked = fault == "silence_after"
    assert asyncio.run(all_of_them()) == [(code, True, is_booked) for code in BOOKING]


async def _is_asked_for(carrier: Carrier, code: str, url: str, reference: str) -> bool:
    """Tell whether the carrier has one booking of this reference, and says so where it can be asked; else book it."""
    held = await asyncio.to_thread(_held, url, reference)
    if registry.manifest(code).can(Capability.FIND):
        found = await carrier.find(reference)
        assert [found.number] == held if found is not None else held == [], code
    if not held:
        waybill = await carrier.create(booking(code, reference))
        assert await asyncio.to_thread(_held, url, reference) == [waybill.number]
    assert len(held) <= 1, code
    return bool(held)


@each_carrier
def test_a_carrier_that_accepts_and_breaks_off_is_asked(code: str, served: dict[str, str]) -> None:
    async def story(carrier: Carrier) -> None:
        _set_fault(served[code], "reset_after")
        with pytest.raises(Unavailable) as caught:
            await carrier.create(booking(code, "reset_after"))
        assert caught.value.doubtful
        assert await _is_asked_for(carrier, code, served[code], "reset_after")

    play_over_http(code, served[code], story, answer_within_s=PATIENT_S)


@each_carrier
def test_a_carrier_that_breaks_off_before_it_acts_has_nothing(code: str, served: dict[str, str]) -> None:
    async def story(carrier: Carrier) -> None:
        _set_fault(served[code], "reset_before")
        with pytest.raises(Unavailable):
            await carrier.create(booking(code, "reset_before"))
        assert not await _is_asked_for(carrier, code, served[code], "reset_before")

    play_over_http(code, served[code], story, answer_within_s=PATIENT_S)


@each_carrier
def test_no_connection_is_not_doubtful(code: str) -> None:
    async def story(carrier: Carrier) -> None:
        with pytest.raises(Unavailable) as caught:
            await carrier.create(booking(code))
        assert not caught.value.doubtful

    with nobody_listens() as nobody:
        play_over_http(code, f"http://{nobody}", story, answer_within_s=PATIENT_S)


def _client(url: str, answer_within_s: float) -> httpx.AsyncClient:
    return http.client(loopback=[url], answer_within_s=answer_within_s)


def _set_fault(url: str, kind: str) -> None:
    web().post(f"{url}/_emulator/faults", json={"kind": kind, "operation": "create"})


def _held(url: str, reference: str) -> list[str]:
    orders = web().get(f"{url}/_emulator/orders").json()["orders"]
    return [order["number"] for order in orders if order["reference"] == reference]
