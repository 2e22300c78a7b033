"""What all emulators share: labels that scan, faults as told, a server that starts and stops."""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
import sys

import httpx
import pypdfium2
import pytest
import zxingcpp

from fahuo.carriers import registry
from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.code128 import bars
from fahuo.carriers.emulation.faults import Fault, FaultKind, Faults
from fahuo.carriers.emulation.label import Face, draw
from fahuo.carriers.emulation.options import read_options
from fahuo.carriers.emulation.web import web
from fahuo.carriers.tests.stage import BOOKING, Scene, account, booking, play
from tests.fixtures.waiting import wait_until

FACE = Face(
    "CARRIER", "THPHR", "DE", "YT2600512345678901", "7-1-1", "Jürgen (Groß)", ["Straße 1", "山"], 242, "Case \\"
)


def scanned(label: bytes) -> tuple[tuple[float, float], list[str]]:
    """Page size in millimetres and the bar codes, read at the resolution of a label printer."""
    document = pypdfium2.PdfDocument(label)
    [page] = [document[0]] if len(document) == 1 else []
    picture = page.render(scale=203 / 72).to_pil()
    size = tuple(round(side / 72 * 25.4, 1) for side in page.get_size())
    codes = sorted(code.text for code in zxingcpp.read_barcodes(picture))
    document.close()
    return size, codes  # type: ignore[return-value]


@pytest.mark.parametrize(
    "number", ["YT2600512345678901", "UA123456785YP", "A", "12", "1234", "12345", "AB-12 34/56789"]
)
def test_a_label_scans(number: str) -> None:
    face = Face(*[getattr(FACE, name) for name in ("carrier", "service", "country")], number, *REST)
    assert scanned(draw(face)) == ((100.0, 150.0), [number])


REST = (FACE.reference, FACE.recipient, FACE.address, FACE.weight_g, FACE.goods)


def test_a_label_with_a_second_number_scans_both() -> None:
    face = Face("CARRIER", "S", "DE", "YT2600512345678901", *REST, second="LM00512345678901DE")
    assert scanned(draw(face)) == ((100.0, 150.0), ["LM00512345678901DE", "YT2600512345678901"])


def test_a_small_label_scans() -> None:
    face = Face("CARRIER", "S", "HK", "SF1234567890123", *REST)
    assert scanned(draw(face, size_mm=(76, 130))) == ((76.0, 130.0), ["SF1234567890123"])


def test_code_128_uses_pairs_of_digits() -> None:
    # start B, C, 12, 34, check, stop: 5 symbols of 11 modules and 13 for the stop
    assert sum(bars("1234")) == 11 * 5 + 13


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("create:silence_after", Fault(FaultKind.SILENCE_AFTER, "create", 1, 1.0)),
        ("*:rate_limit:3", Fault(FaultKind.RATE_LIMIT, "*", 3, 1.0)),
        ("create:reset_after:2.5%", Fault(FaultKind.RESET_AFTER, "create", None, 0.025)),
    ],
)
def test_a_fault_in_words(text: str, fault: Fault) -> None:
    assert Fault.parse(text) == fault


@pytest.mark.parametrize("text", ["", "create", "create:sulks", "create:reset_after:often", "create:rate_limit:3:4"])
def test_a_fault_that_is_none_says_which_there_are(text: str) -> None:
    with pytest.raises(ValueError, match=r"Not a fault: .*kinds: silence_before"):
        Fault.parse(text)


def test_faults_come_as_often_as_told_and_only_where_told() -> None:
    faults = Faults()
    faults.add(Fault.parse("label:rate_limit:2"))
    assert [faults.take(operation) for operation in ("create", "label", "label", "label")] == [
        None,
        FaultKind.RATE_LIMIT,
        FaultKind.RATE_LIMIT,
        None,
    ]
    faults.add(Fault.parse("create:reset_after:10%"))
    hit = sum(faults.take("create") is not None for _ in range(2_000))
    assert 140 < hit < 260  # 200 ± 4.5 standard deviations of 13.4
    faults.clear()
    assert faults.take("create") is None


def test_the_keeper_sees_the_book_and_sets_faults() -> None:
    async def run() -> None:
        app = registry.emulator("yunexpress", **read_options({"faults": ["label:rate_limit"]}))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://emulator") as client:
            carrier = registry.open_carrier(account("yunexpress", url="http://emulator"), client)
            waybill = await carrier.create(booking("yunexpress"))
            await carrier.cancel(waybill)
            orders = [{"reference": waybill.reference, "number": waybill.number, "cancelled": True}]
            seen = (await client.get("/_emulator/orders")).json()
            assert seen == {"count": 1, "live": 0, "orders": orders}
            assert [fault["kind"] for fault in (await client.get("/_emulator/faults")).json()] == ["rate_limit"]
            assert (await client.delete("/_emulator/faults")).json() == []

    asyncio.run(run())


@pytest.mark.parametrize("code", BOOKING)
def test_numbers_look_like_the_carriers_and_differ_between_runs(code: str) -> None:
    shapes = {"yunexpress": r"YT\d{16}", "yanwen": r"[A-Z]{2}\d{9}YP"}
    numbers: list[str] = []

    async def story(scene: Scene) -> None:
        numbers.append((await scene.carrier.create(booking(code))).number)

    play(code, story)
    play(code, story)
    assert all(re.fullmatch(shapes.get(code, r"\S+"), number) for number in numbers)
    assert len(set(numbers)) == 2


def test_a_server_that_cannot_start_says_why() -> None:
    with (
        pytest.raises(server.EmulatorFailed, match="Not a fault"),
        server.running("yunexpress", faults=["create:sulks"]),
    ):
        pass


def test_an_emulator_ends_with_its_parent_even_when_that_is_killed() -> None:
    code = (
        "import time\nfrom fahuo.carriers.emulation import server\n"
        "with server.running('yunexpress') as url:\n    print(url, flush=True)\n    time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    url = parent.stdout.readline().strip()
    assert web().get(f"{url}/_emulator/orders").json()["count"] == 0
    parent.kill()
    parent.communicate()
    wait_until(lambda: not answers(url))


def test_a_server_ends_while_a_call_waits_for_an_answer_that_never_comes() -> None:
    with socket.socket() as caller:
        with server.running("yunexpress", faults=["*:silence_before:100%"]) as url:
            caller.connect(("127.0.0.1", httpx.URL(url).port or 0))
            caller.sendall(b"GET /v1/order/info/get HTTP/1.1\r\nHost: x\r\n\r\n")
            wait_until(lambda: web().get(f"{url}/_emulator/traffic").json()["calls"] == 1)
        assert not answers(url)


def answers(url: str) -> bool:
    try:
        return web().get(f"{url}/_emulator/orders", timeout=1).is_success
    except httpx.HTTPError:
        return False
