"""What an emulator does wrong when it is told to: bursts, slow answers, too many calls, labels that are worthless."""

from __future__ import annotations

import asyncio
from pathlib import Path
from statistics import quantiles

import pypdfium2
import pytest

from fahuo.carriers import registry
from fahuo.carriers.emulation import app as emulation
from fahuo.carriers.emulation.faults import Fault, FaultKind, Faults
from fahuo.carriers.emulation.options import Options, read_file, read_options
from fahuo.carriers.emulation.traffic import Traffic
from fahuo.carriers.errors import RateLimited
from fahuo.carriers.tests.stage import Clock, Scene, booking, play
from fahuo.carriers.tests.test_emulation import scanned

CODE = "yunexpress"
STORM = Path(__file__).parents[3] / "docs/examples/storm.toml"


def test_a_burst_rages_in_its_window_and_only_there() -> None:
    clock = Clock(1000.0)
    burst = Fault.read({"kind": "rate_limit", "every_s": 60, "for_s": 3})
    faults = Faults((burst,), clock)
    hit = []
    for second in (0, 2.9, 3, 59.9, 60, 62, 63, 121):
        clock.at = 1000 + second
        hit.append((second, faults.take("create") is not None))
    assert hit == [(0, True), (2.9, True), (3, False), (59.9, False), (60, True), (62, True), (63, False), (121, True)]


def test_a_table_says_more_than_text_and_lasts_for_ever() -> None:
    fault = Fault.read({"kind": "silence_after", "operation": "create", "percent": 2})
    assert fault == Fault(FaultKind.SILENCE_AFTER, "create", None, 0.02)
    with pytest.raises(ValueError, match="sulks"):
        Fault.read({"kind": "sulks"})


def test_a_wrong_label_is_a_neighbours_and_a_broken_one_is_no_pdf() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        scene.fail("label:wrong_label")
        wrong = (await scene.carrier.label(waybill)).content
        [number] = scanned(wrong)[1]
        assert (number[:-1], number != waybill.number) == (waybill.number[:-1], True)
        scene.fail("label:broken_label")
        broken = (await scene.carrier.label(waybill)).content
        with pytest.raises(pypdfium2.PdfiumError):
            pypdfium2.PdfDocument(broken)
        assert scanned((await scene.carrier.label(waybill)).content)[1] == [waybill.number]

    play(CODE, story)


def test_answers_have_the_median_and_the_long_tail_that_were_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(emulation.asyncio, "sleep", sleep)
    emulator = registry.emulator(CODE, latency_ms=300, latency_p99_ms=5000).state.emulator  # type: ignore[attr-defined]

    async def draw() -> None:
        for _ in range(20_000):
            await emulator._delay()

    asyncio.run(draw())
    cuts = quantiles(slept, n=100)
    assert 0.28 < cuts[49] < 0.32
    assert 4.2 < cuts[98] < 5.8


def test_without_a_tail_every_answer_takes_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(emulation.asyncio, "sleep", sleep)
    emulator = registry.emulator(CODE, latency_ms=30).state.emulator  # type: ignore[attr-defined]
    asyncio.run(emulator._delay())
    assert slept == [0.03]


def test_so_many_calls_a_second_and_no_more() -> None:
    clock = Clock(0.0)
    traffic = Traffic(2, clock)

    def borne() -> bool:
        with traffic.one() as found:
            return found

    assert [borne(), borne(), borne()] == [True, True, False]
    clock.at = 0.99
    assert not borne()
    clock.at = 1.0
    assert [borne(), borne(), borne()] == [True, True, False]
    assert traffic.summary() == {"calls": 7, "turned_away": 3, "most_at_once": 1}


def test_who_calls_too_often_is_told_in_the_carriers_words_and_counted() -> None:
    async def story(scene: Scene) -> None:
        await scene.carrier.create(booking(CODE))  # two calls: a token, and the booking
        with pytest.raises(RateLimited):
            await scene.carrier.create(booking(CODE, "7-2-1"))
        seen = (await scene.client.get("http://emulator/_emulator/traffic")).json()
        assert (seen["calls"], seen["turned_away"]) == (3, 1)
        assert scene.held == [booking(CODE).reference]

    play(CODE, story, calls_per_s=2)


def test_the_storm_of_the_handbook_can_be_read_and_has_everything() -> None:
    options = Options.of({}, **read_options(read_file(STORM)))
    assert (options.latency_ms, options.latency_p99_ms) == (300, 5000)
    kinds = {fault.kind: fault for fault in options.faults}
    assert kinds[FaultKind.SILENCE_AFTER].probability == 0.02
    assert kinds[FaultKind.SILENCE_BEFORE].probability == 0.01
    assert kinds[FaultKind.RATE_LIMIT].every_s > kinds[FaultKind.RATE_LIMIT].for_s > 0
    assert set(FaultKind) - set(kinds) == {FaultKind.RESET_BEFORE, FaultKind.ERROR_AFTER}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("latency = 3", "No such option: latency. Known: answer_after_ms"),
        ("[[faults]]\nkind = 'sulks'", "sulks"),
        ("[[faults]]\nkind = 'rate_limit'\nwhen = 3", "when"),
        ("[journeys]\nPARADISE = 1", "PARADISE"),
        ("faults = [", "storm.toml"),
    ],
)
def test_a_file_that_cannot_be_meant_is_named_with_its_fault(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "storm.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"storm\.toml") as caught:
        read_file(path)
    assert said in str(caught.value)
