"""Emulated parcels travel: by every plot, at the speed and on the clock that were chosen, and tell it by themselves."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.contract import Push
from fahuo.carriers.emulation.journey import PLOTS, Plot, Step, happened, plot_of
from fahuo.carriers.emulation.options import read_options
from fahuo.carriers.tests.stage import Clock, Scene, account, booking, play
from fahuo.trade.milestone import Milestone

CODE = "yunexpress"
DAY = 86_400
SHORT = {step: step.value for step in Step}


@pytest.mark.parametrize(
    ("plot", "telling", "last"),
    [
        (Plot.HAPPY, Step.OUT_FOR_DELIVERY, Step.DELIVERED),
        (Plot.CUSTOMS_HOLD, Step.CUSTOMS_HELD, Step.DELIVERED),
        (Plot.ADDRESS_UNCLEAR, Step.ADDRESS_UNCLEAR, Step.DELIVERED),
        (Plot.FAILED_DELIVERY, Step.AT_PICKUP_POINT, Step.DELIVERED),
        (Plot.RETURN, Step.NOT_DELIVERED, Step.RETURNED),
        (Plot.LOSS, Step.CUSTOMS_RELEASED, Step.LOST),
        (Plot.SILENCE, Step.RECEIVED, Step.DEPARTED),
    ],
)
def test_every_plot_has_its_turn_and_its_end(plot: Plot, telling: Step, last: Step) -> None:
    events = happened(plot, SHORT, booked_at=0, now=60 * DAY)
    steps = [event.step for event in events]
    assert (steps[0], telling in steps, steps[-1]) == (Step.DECLARED, True, last)
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_no_plot_is_forgotten() -> None:
    assert set(PLOTS) == set(Plot)


def test_plots_come_in_their_shares_and_always_the_same_for_one_booking() -> None:
    shares = {Plot.HAPPY: 8.0, Plot.LOSS: 2.0}
    drawn = Counter(plot_of(f"7-{number}-1", shares) for number in range(2_000))
    assert 325 < drawn[Plot.LOSS] < 475  # 400 ± 4.2 standard deviations of 17.9
    assert {plot_of("7-1-1", shares) for _ in range(9)} == {plot_of("7-1-1", shares)}
    assert plot_of("7-1-1", {}) is Plot.HAPPY


def test_a_day_of_a_parcel_in_seconds() -> None:
    at_speed = happened(Plot.HAPPY, SHORT, booked_at=1000, now=1120, speed=3600)
    assert (at_speed[-1].step, at_speed[-1].at) == (Step.DELIVERED, 1120)  # 120 h in 120 s
    assert happened(Plot.HAPPY, SHORT, booked_at=1000, now=1119, speed=3600)[-1].step is Step.OUT_FOR_DELIVERY


def test_the_keeper_moves_the_clock_and_signatures_do_not_mind() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        assert len(await scene.carrier.track(waybill.number)) == 1
        moved = await scene.client.post("http://emulator/_emulator/clock", json={"advance_s": 5 * DAY})
        assert moved.json()["advanced_s"] == 5 * DAY
        assert (await scene.carrier.track(waybill.number))[-1].milestone is Milestone.DELIVERED
        later = (await scene.client.get("http://emulator/_emulator/clock")).json()
        assert later["now"] == scene.emulator.options.clock() + 5 * DAY

    play(CODE, story, clock=Clock(), strict_time=False)


def test_one_parcel_can_be_sent_another_way_and_a_restart_remembers(tmp_path: object) -> None:
    options = read_options({"book": f"{tmp_path}/book.jsonl"})

    async def before(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        asked = {"number": waybill.number, "plot": "LOSS"}
        assert (await scene.client.post("http://emulator/_emulator/journeys", json=asked)).status_code == 200
        stranger = {"number": "nobody", "plot": "LOSS"}
        assert (await scene.client.post("http://emulator/_emulator/journeys", json=stranger)).status_code == 404

    async def after(scene: Scene) -> None:
        [entry] = scene.emulator.book.entries
        scene.emulator.advanced_s = 60 * DAY
        assert scene.emulator.events(entry)[-1].step is Step.LOST

    play(CODE, before, **options)
    play(CODE, after, **options)


@contextmanager
def receiver(status: int = 200) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A place that pushes are sent to: its address, and what came there."""
    came: list[tuple[dict[str, str], bytes]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/push", came
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def pushed(scene: Scene, url: str) -> int:
    """Let a day pass and send what is new."""
    await scene.client.post("http://emulator/_emulator/clock", json={"advance_s": DAY})
    answer = await scene.client.post("http://emulator/_emulator/pushes", json={"url": url})
    sent: int = answer.json()["sent"]
    return sent


def told(came: list[tuple[dict[str, str], bytes]]) -> list[str]:
    """The codes of all events that came, each push read and its signature checked."""
    carrier = registry.open_carrier(account(CODE), httpx.AsyncClient())
    pushes: list[Push] = [push for headers, body in came for push in carrier.parse_push(headers, body)]
    return [event.raw_code for push in pushes for event in push.events]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("", lambda codes: codes),
        ("push:duplicate_push", lambda codes: [code for code in codes for _ in range(2)]),
        ("push:shuffled_push", lambda codes: codes[::-1]),
    ],
    ids=["well", "twice", "newest first"],
)
def test_events_are_pushed_once_unless_a_fault_wants_otherwise(fault: str, expected: Any) -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        if fault:
            scene.fail(fault)
        with receiver() as (url, came):
            sent = await pushed(scene, url)
            codes = [event.raw_code for event in await scene.carrier.track(waybill.number)]
            assert told(came) == expected(codes)
            assert sent == len(came)
            came.clear()
            answer = await scene.client.post("http://emulator/_emulator/pushes", json={"url": url})
            assert (answer.json()["sent"], came) == (0, [])

    play(CODE, story, clock=Clock(), strict_time=False)


def test_a_receiver_that_fails_gets_the_event_again() -> None:
    async def story(scene: Scene) -> None:
        await scene.carrier.create(booking(CODE))
        with receiver(500) as (url, came):
            assert await pushed(scene, url) == 0
        assert came
        with receiver() as (url, came):
            assert await pushed(scene, url) > 0
            assert told(came)[0] == "ORDER_CREATION"

    play(CODE, story, clock=Clock(), strict_time=False)


def test_pushes_go_out_by_themselves_while_the_emulator_runs() -> None:
    async def run(url: str, came: list[tuple[dict[str, str], bytes]]) -> None:
        app = registry.emulator(CODE, push_url=url)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
            await registry.open_carrier(account(CODE), client).create(booking(CODE))
            async with app.router.lifespan_context(app):  # type: ignore[attr-defined]
                while not came:
                    await asyncio.sleep(0.02)

    with receiver() as (url, came):
        asyncio.run(run(url, came))
        assert told(came) == ["ORDER_CREATION"]
