"""USPS's answers, read and doubted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.usps.tracking import CODES
from fahuo.carriers.contract import Carrier
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.errors import CarrierError, NotAuthorised, RateLimited, Refused, Unavailable, Unexpected
from fahuo.carriers.tests.stage import Scene, account, play
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone

CODE = "usps"
NUMBER, STRANGER = "9400100000000000000000", "9400100000000000000017"
FIXTURES = Path(__file__).parents[1] / "fixtures"
TOKEN = '{"access_token":"demo-token-1","token_type":"Bearer","expires_in":28799}'
sent: list[httpx.Request] = []


def ask(question: Callable[[Carrier], Awaitable[Any]], answer: str, status: int = 200, *, token: str = TOKEN) -> Any:
    """Ask a carrier that gives a token and then always says the same."""

    async def run() -> Any:
        def respond(request: httpx.Request) -> httpx.Response:
            sent.append(request)
            if request.url.path == "/oauth2/v3/token":
                return httpx.Response(200, text=token)
            return httpx.Response(status, text=answer)

        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            return await question(registry.open_carrier(account(CODE), client))

    sent.clear()
    return asyncio.run(run())


def fixture(name: str) -> str:
    return (FIXTURES / f"{name}.json").read_text(encoding="utf-8")


def paths() -> list[str]:
    return [request.url.path for request in sent]


def test_events_with_their_times_and_places() -> None:
    found = ask(lambda carrier: carrier.track_many([NUMBER, STRANGER]), fixture("track__several"), 207)
    assert found[STRANGER] == ()
    assert [(e.at, e.milestone, e.place, e.country, e.raw_time) for e in found[NUMBER]] == [
        (datetime(2026, 1, 6, 2, tzinfo=UTC), Milestone.PICKED_UP, "CHINA", "", "2026-01-06T10:00:00 +08:00"),
        (datetime(2026, 1, 13, 2, tzinfo=UTC), Milestone.UNMAPPED, "JFK", "US", "2026-01-13T02:00:00"),
        (
            datetime(2026, 1, 15, 11, 10, tzinfo=UTC),
            Milestone.OUT_FOR_DELIVERY,
            "RICHMOND, VA",
            "US",
            "2026-01-15T06:10:00 -5:00",
        ),
        (
            datetime(2026, 1, 15, 19, 5, 12, 41000, tzinfo=UTC),
            Milestone.DELIVERED,
            "RICHMOND, VA",
            "US",
            "2026-01-15T14:05:00 -5:00",
        ),
    ]
    assert json.loads(sent[-1].content) == [{"trackingNumber": NUMBER}, {"trackingNumber": STRANGER}]
    assert sent[-1].headers["authorization"] == "Bearer demo-token-1"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (fixture("track__not_found"), 404),
        ('[{"statusCode":"404","error":{"code":"404","message":"no"}}]', 207),
        ('[{"error":{"code":404}}]', 207),
        (f'[{{"trackingNumber":"{NUMBER}"}}]', 200),
        (f'{{"trackingNumber":"{NUMBER}","trackingEvents":null}}', 200),
        ('[{"trackingEvents":[]}]', 200),
    ],
)
def test_a_number_of_which_nothing_is_known_has_no_events(answer: str, status: int) -> None:
    assert ask(lambda carrier: carrier.track(NUMBER), answer, status) == ()


@pytest.mark.parametrize(
    ("answer", "status", "error", "word"),
    [
        (fixture("track__not_found"), 401, NotAuthorised, "token"),
        (fixture("track__not_found"), 403, NotAuthorised, "let this application"),
        (fixture("track__not_found"), 400, Refused, "Tracking is not available"),
        ("<html>no such page</html>", 404, Unexpected, "cannot be read"),
        ("slow down", 429, RateLimited, "fewer"),
        ("busy", 503, Unavailable, "503"),
        ("[]", 200, Unexpected, "says nothing about"),
        (f'[{{"trackingNumber":"{STRANGER}"}}]', 200, Unexpected, "says nothing about"),
        ('[{"trackingEvents":{}}]', 200, Unexpected, "cannot be read"),
        ('[{"statusCode":"400","error":{"code":"400","message":"bad number"}}]', 207, Refused, "bad number"),
        ('[{"error":{"message":"bad number"}}]', 207, Refused, "bad number"),
        ('[{"statusCode":"503"}]', 207, Unavailable, "503"),
    ],
)
def test_track_ends_in_the_right_error(answer: str, status: int, error: type[CarrierError], word: str) -> None:
    with pytest.raises(error, match=word) as caught:
        ask(lambda carrier: carrier.track(NUMBER), answer, status)
    assert type(caught.value) is error
    assert caught.value.operation == "track"


def test_refusals_without_a_number_belong_to_those_not_answered() -> None:
    answer = f'[{{"trackingNumber":"{NUMBER}","trackingEvents":[]}},{{"statusCode":"400","error":{{"code":"400"}}}}]'
    assert ask(lambda carrier: carrier.track_many([NUMBER, STRANGER]), answer, 207) == {NUMBER: (), STRANGER: ()}


def test_a_zip_code_in_front_of_the_number_is_left_out_of_the_answer() -> None:
    event = '{"eventCode":"01","GMTTimestamp":"2026-01-15T19:05:00Z"}'
    answer = f'[{{"trackingNumber":"{NUMBER}","trackingEvents":[{event}]}}]'
    [found] = ask(lambda carrier: carrier.track(f"42023220{NUMBER}"), answer)
    assert found.milestone is Milestone.DELIVERED


def test_a_token_is_renewed_once() -> None:
    with pytest.raises(NotAuthorised):
        ask(lambda carrier: carrier.track(NUMBER), fixture("track__not_found"), 401)
    assert paths() == ["/oauth2/v3/token", "/tracking/v3r2/tracking"] * 2


@pytest.mark.parametrize("token", ["{}", '{"access_token":"","expires_in":1}'])
def test_no_token_is_not_authorised(token: str) -> None:
    with pytest.raises(NotAuthorised, match="key and secret"):
        ask(lambda carrier: carrier.track(NUMBER), "[]", token=token)
    assert paths() == ["/oauth2/v3/token"]


def test_a_token_that_ran_out_is_replaced_and_shared() -> None:
    async def story(scene: Scene) -> None:
        numbers = [f"94001{serial:017d}" for serial in range(71)]
        for number in numbers:
            scene.emulator.book.add(Entry(number, number, "", "US", "", "", 1, scene.emulator.now()))
        found = await scene.carrier.track_many([*numbers, numbers[0]])
        assert list(found) == numbers
        assert [event.milestone for events in found.values() for event in events] == [Milestone.INFO_RECEIVED] * 71
        assert scene.emulator.traffic.calls == 1 + 3  # a token, and 71 numbers by 35
        scene.emulator._tokens.clear()  # type: ignore[attr-defined]
        assert await scene.carrier.track(numbers[0]) == found[numbers[0]]
        assert scene.emulator.traffic.calls == 4 + 3  # refused, a token, well

    play(CODE, story)


@pytest.mark.parametrize("code", ["05", "21", "22", "23", "24", "25", "26"])
def test_what_goes_back_for_its_address_says_so(code: str) -> None:
    event = f'{{"eventCode":"{code}","GMTTimestamp":"2026-01-15T19:05:00Z"}}'
    answer = f'[{{"trackingNumber":"{NUMBER}","trackingEvents":[{event}]}}]'
    [found] = ask(lambda carrier: carrier.track(NUMBER), answer)
    assert (found.milestone, found.reason) == (Milestone.RETURNING, ExceptionReason.ADDRESS)


def test_every_code_is_mapped() -> None:
    assert Milestone.UNMAPPED not in CODES.values()
    assert CODES["DX"] is Milestone.INFO_RECEIVED  # only says that nothing is new, and moves nothing
