"""One call to a carrier: how failures are typed, and what is kept on record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest

from fahuo.carriers import calling
from fahuo.carriers.errors import CarrierError, Paused, RateLimited, Stopped, Unavailable
from fahuo.kit import http

SECRET = "the-very-secret"


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.MockTransport(answer))


def raising(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    return answer


async def one(client: httpx.AsyncClient, operation: str = "create") -> calling.Reply:
    request = client.build_request("POST", "https://api.example/order", json={"appKey": SECRET, "name": "Anke"})
    return await calling.call(client, request, carrier="x", operation=operation, secrets=[SECRET])


def failing(answer: Callable[[httpx.Request], httpx.Response]) -> CarrierError:
    async def run() -> None:
        async with answering(answer) as client:
            await one(client)

    with pytest.raises(CarrierError) as caught:
        asyncio.run(run())
    return caught.value


@pytest.mark.parametrize(
    ("error", "kind", "doubtful", "retry_after"),
    [
        (httpx.ConnectError("no route"), Unavailable, False, None),
        (httpx.ReadTimeout("late"), Unavailable, True, None),
        (http.NotSent("no way out"), Unavailable, False, None),
        (http.Held("the limit is used up", retry_after=3), Paused, False, 3),
        (http.Held("too late"), Paused, False, None),
        (http.Held("no such key", retry_after=60, code="CARRIER_STOPPED"), Stopped, False, 60),
    ],
)
def test_what_did_not_leave_is_never_doubtful(
    error: Exception, kind: type[Unavailable], doubtful: bool, retry_after: float | None
) -> None:
    found = failing(raising(error))
    assert type(found) is kind
    assert isinstance(found, Unavailable)
    assert (found.doubtful, found.retry_after) == (doubtful, retry_after)
    assert SECRET not in found.transcript
    assert str(error) in found.transcript


@pytest.mark.parametrize(
    ("status", "header", "kind", "retry_after"),
    [
        (429, "7", RateLimited, 7),
        (429, "soon", RateLimited, None),
        (503, "30", Unavailable, 30),
        (500, "", Unavailable, None),
    ],
)
def test_the_carrier_says_when_to_come_back(
    status: int, header: str, kind: type[CarrierError], retry_after: float | None
) -> None:
    found = failing(lambda _: httpx.Response(status, headers={"Retry-After": header}))
    assert type(found) is kind
    assert found.retry_after == retry_after  # type: ignore[attr-defined]


def test_exchanges_are_on_record_inside_the_block_only() -> None:
    async def run() -> list[calling.Exchange]:
        async with answering(lambda _: httpx.Response(200, text="fine")) as client:
            await one(client, "before")
            with calling.recorded() as exchanges:
                await one(client, "token")
                await one(client)
            await one(client, "after")
        return exchanges

    exchanges = asyncio.run(run())
    assert [exchange.operation for exchange in exchanges] == ["token", "create"]
    for exchange in exchanges:
        assert exchange.sent
        assert exchange.response is not None
        assert exchange.seconds > 0
        said = exchange.transcript()
        assert "fine" in said
        assert SECRET not in said
        assert "Anke" not in said


def test_what_failed_is_on_record_too_with_whether_it_left() -> None:
    async def run() -> list[calling.Exchange]:
        with calling.recorded() as exchanges:
            for error in (http.Held("full"), httpx.ReadTimeout("late"), httpx.ConnectError("no route")):
                async with answering(raising(error)) as client:
                    with pytest.raises(Unavailable):
                        await one(client)
        return exchanges

    exchanges = asyncio.run(run())
    assert [exchange.sent for exchange in exchanges] == [False, True, False]
    assert [exchange.error.rpartition(": ")[2] for exchange in exchanges] == ["full", "late", "no route"]
    assert all("< no answer: " in exchange.transcript() for exchange in exchanges)


def test_calls_at_the_same_time_keep_records_of_their_own() -> None:
    async def run() -> list[list[str]]:
        async def task(name: str) -> list[str]:
            with calling.recorded() as exchanges:
                for place in range(3):
                    await asyncio.sleep(0)
                    await one(client, f"{name}{place}")
            return [exchange.operation for exchange in exchanges]

        async with answering(lambda _: httpx.Response(200)) as client:
            return list(await asyncio.gather(task("a"), task("b")))

    assert asyncio.run(run()) == [["a0", "a1", "a2"], ["b0", "b1", "b2"]]
