"""FedEx's answers, read and doubted."""

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
from fahuo.carriers.adapters.fedex.tracking import CODES
from fahuo.carriers.contract import Carrier
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.errors import CarrierError, NotAuthorised, RateLimited, Refused, Unavailable, Unexpected
from fahuo.carriers.tests.stage import Scene, account, play
from fahuo.trade.milestone import Milestone

CODE = "fedex"
NUMBER, STRANGER = "123456789012", "123456789023"
FIXTURES = Path(__file__).parents[1] / "fixtures"
TOKEN = '{"access_token":"demo-token-1","token_type":"bearer","expires_in":3600,"scope":"CXS"}'
sent: list[httpx.Request] = []


def ask(
    question: Callable[[Carrier], Awaitable[Any]], answer: str, status: int = 200, *, token: int = 200, **keys: str
) -> Any:
    """Ask a carrier that gives a token, or refuses one, and then always says the same."""

    async def run() -> Any:
        def respond(request: httpx.Request) -> httpx.Response:
            sent.append(request)
            if request.url.path == "/oauth/token":
                return httpx.Response(token, text=TOKEN if token == 200 else failed("NOT.AUTHORIZED.ERROR"))
            return httpx.Response(status, text=answer)

        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            credentials = {**registry.manifest(CODE).demo_credentials, **keys}
            return await question(registry.open_carrier(account(CODE, credentials=credentials), client))

    sent.clear()
    return asyncio.run(run())


def fixture(name: str) -> str:
    return (FIXTURES / f"{name}.json").read_text(encoding="utf-8")


def failed(code: str) -> str:
    return json.dumps({"transactionId": "t-1", "errors": [{"code": code, "message": "as they say"}]})


def told(*parcels: dict[str, Any], number: str = NUMBER) -> str:
    result = {"trackingNumber": number, "trackResults": list(parcels)}
    return json.dumps({"transactionId": "t-1", "output": {"completeTrackResults": [result]}})


def refused(code: str) -> str:
    return told({"error": {"code": code, "message": "as they say"}})


def test_events_of_the_parcel_that_moved_last() -> None:
    found = ask(lambda carrier: carrier.track_many([NUMBER, STRANGER]), fixture("track__several"))
    assert found[STRANGER] == ()
    assert [(e.at, e.milestone, e.place, e.country, e.raw_time) for e in found[NUMBER]] == [
        (datetime(2026, 1, 9, 18, tzinfo=UTC), Milestone.PICKED_UP, "", "", "2026-01-09T18:00:00"),
        (
            datetime(2026, 1, 9, 19, tzinfo=UTC),
            Milestone.EXPORT_RELEASED,
            "SHENZHEN",
            "CN",
            "2026-01-10T03:00:00+08:00",
        ),
        (
            datetime(2026, 1, 12, 9, tzinfo=UTC),
            Milestone.CUSTOMS_RELEASED,
            "MEMPHIS, TN",
            "US",
            "2026-01-12T03:00:00-06:00",
        ),
        (
            datetime(2026, 1, 15, 21, 5, tzinfo=UTC),
            Milestone.DELIVERY_FAILED,
            "DENVER, CO",
            "US",
            "2026-01-15T14:05:00-07:00",
        ),
    ]
    assert found[NUMBER][-1].description == "Delivery exception. Customer not available or business closed"
    assert json.loads(sent[-1].content) == {
        "trackingInfo": [{"trackingNumberInfo": {"trackingNumber": number}} for number in (NUMBER, STRANGER)],
        "includeDetailedScans": True,
    }
    assert sent[-1].headers["authorization"] == "Bearer demo-token-1"


@pytest.mark.parametrize(
    "answer",
    [
        refused("TRACKING.TRACKINGNUMBER.NOTFOUND"),
        refused("TRACKING.TRACKINGNUMBER.INVALID"),
        told(),
        told({"scanEvents": None}),
        told({"scanEvents": [], "error": None}),
        told(number="1234 5678 9012"),
    ],
)
def test_a_number_of_which_nothing_is_known_has_no_events(answer: str) -> None:
    assert ask(lambda carrier: carrier.track(NUMBER), answer) == ()


@pytest.mark.parametrize(
    ("answer", "status", "error", "word"),
    [
        (failed("NOT.AUTHORIZED.ERROR"), 401, NotAuthorised, "token"),
        (failed("FORBIDDEN.ERROR"), 403, NotAuthorised, "let this project"),
        (failed("TRACKING.TRACKINGINFO.LIMITEXCEEDED"), 400, Refused, "as they say"),
        (failed("SYSTEM.UNEXPECTED.ERROR"), 200, Unavailable, "fault of its own"),
        (failed("INTERNAL.SERVER.ERROR"), 422, Unavailable, "fault of its own"),
        ('{"errors":[]}', 400, Unexpected, "no reason"),
        ("<html>", 404, Unexpected, "cannot be read"),
        ("moved", 302, Unexpected, "302"),
        (failed("TOO.MANY.REQUESTS.ERROR"), 429, RateLimited, "fewer"),
        (failed("SERVICE.UNAVAILABLE.ERROR"), 503, Unavailable, "503"),
        ("{}", 200, Unexpected, "says nothing about"),
        (told(number=STRANGER), 200, Unexpected, "says nothing about"),
        ('{"output":[]}', 200, Unexpected, "cannot be read"),
        (refused("TRACKING.NOT.ALLOWED"), 200, Refused, "as they say"),
        (refused("SYSTEM.UNAVAILABLE.EXCEPTION"), 200, Unavailable, "fault of its own"),
    ],
)
def test_track_ends_in_the_right_error(answer: str, status: int, error: type[CarrierError], word: str) -> None:
    with pytest.raises(error, match=word) as caught:
        ask(lambda carrier: carrier.track(NUMBER), answer, status)
    assert type(caught.value) is error
    assert caught.value.operation == "track"


def test_a_number_that_is_refused_does_not_stop_the_others() -> None:
    assert ask(lambda carrier: carrier.track_many([NUMBER]), refused("TRACKING.NOT.ALLOWED")) == {NUMBER: ()}
    with pytest.raises(Unavailable):
        ask(lambda carrier: carrier.track_many([NUMBER]), refused("SYSTEM.UNAVAILABLE.EXCEPTION"))


def test_a_token_is_renewed_once() -> None:
    with pytest.raises(NotAuthorised):
        ask(lambda carrier: carrier.track(NUMBER), failed("NOT.AUTHORIZED.ERROR"), 401)
    assert [request.url.path for request in sent] == ["/oauth/token", "/track/v1/trackingnumbers"] * 2


def test_a_secret_is_scrubbed_however_the_form_writes_it() -> None:
    with pytest.raises(NotAuthorised, match="key and secret") as caught:
        ask(lambda carrier: carrier.track(NUMBER), "{}", token=401, client_secret="s3cret/+ü&=")
    said = caught.value.transcript
    assert b"s3cret%2F%2B%C3%BC%26%3D" in sent[0].content
    assert "s3cret" not in said
    assert "grant_type=client_credentials" in said


def test_a_token_that_ran_out_is_replaced_and_shared() -> None:
    async def story(scene: Scene) -> None:
        numbers = [f"7{serial:011d}" for serial in range(61)]
        for number in numbers:
            scene.emulator.book.add(Entry(number, number, "", "US", "", "", 1, scene.emulator.now()))
        found = await scene.carrier.track_many([*numbers, numbers[0]])
        assert list(found) == numbers
        assert [event.milestone for events in found.values() for event in events] == [Milestone.INFO_RECEIVED] * 61
        assert scene.emulator.traffic.calls == 1 + 3  # a token, and 61 numbers by 30
        scene.emulator._tokens.clear()  # type: ignore[attr-defined]
        assert await scene.carrier.track(numbers[0]) == found[numbers[0]]
        assert scene.emulator.traffic.calls == 4 + 3  # refused, a token, well

    play(CODE, story)


def test_customs_of_a_parcel_that_stays_at_home_are_those_of_the_import() -> None:
    at_home = {"address": {"countryCode": "CN"}}
    scan = {"date": "2026-01-10T03:00:00+08:00", "eventType": "CP", "scanLocation": {"countryCode": "CN"}}
    parcel = {"shipperInformation": at_home, "recipientInformation": at_home, "scanEvents": [scan]}
    [event] = ask(lambda carrier: carrier.track(NUMBER), told(parcel))
    assert event.milestone is Milestone.IMPORT_CUSTOMS


def test_every_code_is_mapped() -> None:
    assert Milestone.UNMAPPED not in CODES.values()
    assert (CODES["OF"], CODES["OD"]) == (Milestone.RECEIVED, Milestone.OUT_FOR_DELIVERY)
