"""17TRACK's answers, read and doubted."""

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
from fahuo.carriers.contract import Carrier, Watch
from fahuo.carriers.errors import CarrierError, NotAuthorised, RateLimited, Refused, Unavailable, Unexpected
from fahuo.carriers.tests.stage import Scene, account, play
from fahuo.trade.milestone import Milestone

CODE = "track17"
NUMBER = "RR123456785CN"
FIXTURES = Path(__file__).parents[1] / "fixtures"
sent: list[httpx.Request] = []


def ask(question: Callable[[Carrier], Awaitable[Any]], *answers: str, status: int = 200) -> Any:
    """Ask a carrier that gives these answers, the last one for ever."""

    async def run() -> Any:
        def respond(request: httpx.Request) -> httpx.Response:
            sent.append(request)
            return httpx.Response(status, text=answers[min(len(sent), len(answers)) - 1])

        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            return await question(registry.open_carrier(account(CODE), client))

    sent.clear()
    return asyncio.run(run())


def fixture(name: str) -> str:
    return (FIXTURES / f"{name}.json").read_text(encoding="utf-8")


def rejected(code: int, number: str = NUMBER) -> str:
    error = {"code": code, "message": "as they say"}
    return json.dumps({"code": 0, "data": {"accepted": [], "rejected": [{"number": number, "error": error}]}})


def failed(code: int) -> str:
    return json.dumps({"code": code, "data": {"errors": [{"code": code, "message": "as they say"}]}})


def test_one_timeline_of_all_carriers_each_event_once() -> None:
    numbers = [NUMBER, "LZ000000005CN", "LZ000000019CN"]
    found = ask(lambda carrier: carrier.track_many(numbers), fixture("track__two_carriers"))
    assert [(e.at, e.milestone, e.raw_time, e.place, e.country) for e in found[NUMBER]] == [
        (datetime(2026, 1, 6, 2, 0, tzinfo=UTC), Milestone.PICKED_UP, "2026-01-06 10:00:00 +08:00", "Shenzhen", "CN"),
        (
            datetime(2026, 1, 10, 0, 0, tzinfo=UTC),
            Milestone.EXPORT_CUSTOMS,
            "2026-01-10 08:00:00 +08:00",
            "SHANGHAI",
            "CN",
        ),
        (datetime(2026, 1, 13, 0, 0, tzinfo=UTC), Milestone.CUSTOMS_RELEASED, "2026-01-13", "JFK", "US"),
        (datetime(2026, 1, 15, 19, 5, tzinfo=UTC), Milestone.DELIVERED, "2026-01-15 14:05:00 -05:00", "NEW YORK", "US"),
    ]
    assert (found["LZ000000005CN"], found["LZ000000019CN"]) == ((), ())
    assert json.loads(sent[0].content) == [{"number": number} for number in numbers]


@pytest.mark.parametrize(
    "parcel",
    [
        {"number": NUMBER},
        {"number": NUMBER, "track_info": None},
        {"number": NUMBER, "track_info": {"tracking": None, "shipping_info": None}},
        {"number": NUMBER.lower(), "track_info": {"tracking": {"providers": [{"events": None}]}}},
    ],
)
def test_a_parcel_without_events_is_empty(parcel: dict[str, Any]) -> None:
    answer = json.dumps({"code": 0, "data": {"accepted": [parcel], "rejected": None}})
    assert ask(lambda carrier: carrier.track(NUMBER), answer) == ()


@pytest.mark.parametrize(
    ("answer", "status", "error", "word"),
    [
        (failed(-18010001), 401, NotAuthorised, "white list"),
        (failed(-18010002), 401, NotAuthorised, "does not know this key"),
        (failed(-18010004), 200, NotAuthorised, "disabled"),
        ("no", 401, NotAuthorised, "key"),
        (failed(-18010003), 401, NotAuthorised, "key"),
        (failed(-18010003), 200, Unavailable, "fault of its own"),
        (failed(-18019907), 200, RateLimited, "daily limit"),
        (failed(-18010014), 200, Refused, "as they say"),
        ('{"code":-18010003}', 200, Unavailable, "fault of its own"),
        ("Too Many Requests", 429, RateLimited, "fewer"),
        ("busy", 503, Unavailable, "503"),
        ("where?", 404, Unexpected, "404"),
        ("{}", 200, Unexpected, "code"),
        ('{"code":0}', 200, Unexpected, "says nothing about"),
        ('{"code":0,"data":{"accepted":[{"number":"RR999999999CN"}]}}', 200, Unexpected, "says nothing about"),
        ('{"code":0,"data":[]}', 200, Unexpected, "data"),
        (rejected(-18019910), 200, Refused, "does not know the carrier"),
        (rejected(-18029999), 200, Refused, "as they say"),
    ],
)
def test_track_ends_in_the_right_error(answer: str, status: int, error: type[CarrierError], word: str) -> None:
    with pytest.raises(error, match=word) as caught:
        ask(lambda carrier: carrier.track(NUMBER), answer, status=status)
    assert type(caught.value) is error
    assert caught.value.operation == "track"


def test_a_number_that_is_refused_does_not_stop_the_others() -> None:
    found = ask(lambda carrier: carrier.track_many([NUMBER]), rejected(-18029999))
    assert found == {NUMBER: ()}


def test_register_names_those_not_taken() -> None:
    numbers = [NUMBER, "LZ000000005CN", "ABCDEFGH", "LZ000000019CN", "LZ000000022CN"]
    watches = [Watch(number) for number in numbers]
    assert ask(lambda carrier: carrier.register(watches), fixture("register__partial")) == {
        "ABCDEFGH": "17TRACK cannot tell which carrier this number belongs to.",
        "LZ000000019CN": "The quota of the 17TRACK account is used up.",
        "LZ000000022CN": "17TRACK refuses the number: Something new. (-18029999).",
    }


def test_a_number_that_register_forgets_is_in_doubt() -> None:
    with pytest.raises(Unexpected, match=NUMBER):
        ask(lambda carrier: carrier.register([Watch(NUMBER)]), '{"code":0,"data":{"accepted":[],"rejected":[]}}')


def test_our_codes_become_their_keys_and_the_reference_a_tag() -> None:
    watches = [Watch(NUMBER, "yunexpress", "7-1-1"), Watch("LZ000000005CN", "pigeon"), Watch("LZ000000019CN")]
    answer = {"code": 0, "data": {"accepted": [{"number": watch.number} for watch in watches]}}
    assert ask(lambda carrier: carrier.register(watches), json.dumps(answer)) == {}
    assert json.loads(sent[0].content) == [
        {"number": NUMBER, "carrier": 190008, "tag": "7-1-1"},
        {"number": "LZ000000005CN"},
        {"number": "LZ000000019CN"},
    ]


@pytest.mark.parametrize(
    ("code", "param"), [(-18010019, "10001"), (-18010020, "0100"), (-18010022, None), (-18010018, None)]
)
def test_what_a_carrier_demands_is_told_only_then(code: int, param: str | None) -> None:
    taken = json.dumps({"code": 0, "data": {"accepted": [{"number": NUMBER}]}})
    watch = Watch(NUMBER, postcode="10001", phone="+1 212 555-0100")
    refused = ask(lambda carrier: carrier.register([watch]), rejected(code), taken)
    assert json.loads(sent[0].content) == [{"number": NUMBER}]
    if param is None:
        assert (len(sent), list(refused)) == (1, [NUMBER])
        return
    assert refused == {}
    assert json.loads(sent[1].content) == [{"number": NUMBER, "param": param}]


def test_more_than_a_batch_goes_in_several_calls() -> None:
    async def story(scene: Scene) -> None:
        numbers = [f"LZ{serial:09d}CN" for serial in range(85)]
        assert await scene.carrier.register([Watch(number) for number in numbers]) == {}
        assert scene.emulator.traffic.calls == 3
        events = await scene.carrier.track_many([*numbers, numbers[0]])
        assert list(events) == numbers
        assert all(events.values())
        assert scene.emulator.traffic.calls == 6

    play(CODE, story)


def test_the_emulator_counts_its_quota_and_wants_postcodes() -> None:
    async def story(scene: Scene) -> None:
        scene.emulator.quota_left = 1  # type: ignore[attr-defined]
        assert await scene.carrier.register([Watch("LZ000000005CN"), Watch("LZ000000005CN")]) == {}
        refused = await scene.carrier.register([Watch("LZ000000019CN"), Watch("ABCDEFGH")])
        assert [reason.split()[1] for reason in refused.values()] == ["quota", "cannot"]
        assert scene.held == ["LZ000000005CN"]

    play(CODE, story)
