"""`fahuo emulate-window`: a single window to rehearse with, over real sockets, with our own client."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx

from fahuo.customs.ceb.envelope import Envelope
from fahuo.customs.ceb.receipts import read
from fahuo.customs.ceb.tests.papers import AT, TRANSFER, guid, order
from fahuo.customs.window import client
from fahuo.customs.window.client import Access
from fahuo.customs.window.tests.desk import PORT, desk, plain_firm
from fahuo.kit import http
from tests.fixtures.waiting import LONGEST_S


def test_the_window_opens_takes_an_order_and_answers(tmp_path: Path) -> None:
    firm = plain_firm()
    lines = ["seed = 3", "[[declarants]]", *(f"{name} = {json.dumps(value)}" for name, value in firm.items())]
    (tmp_path / "window.toml").write_text("\n".join(lines), encoding="utf-8")
    arguments = ["emulate-window", "--port", "0", "--options", str(tmp_path / "window.toml"), "--step-s", "0"]
    process = subprocess.Popen([sys.executable, "-m", "fahuo", *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        told = process.stdout.readline()
        assert "1 declarants" in told
        url = re.findall(r"http://\S+:\d+", told)[0]
        _wait(url)
        content = desk().signed("CEB303", [order()])
        assert asyncio.run(_rehearse(url, content)) == ["2", "3", "120"]
    finally:
        process.terminate()
        process.communicate(timeout=LONGEST_S)


def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "window.toml").write_text("nonsense = 1", encoding="utf-8")
    command = [sys.executable, "-m", "fahuo", "emulate-window", "--options", str(tmp_path / "window.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "unknown options: nonsense" in done.stderr


async def _rehearse(url: str, content: bytes) -> list[str]:
    access = Access(url, "acme", "pass")
    async with http.client(loopback=[url]) as over:
        await client.post(over, access, Envelope(guid(), TRANSFER.dxpId, (PORT,), "CEB303", AT, content))
        page = await client.fetch_receipts(over, access)
    return [node.code for one in page.messages for node in read(one)]


def _wait(url: str) -> None:
    deadline = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/_emulator/faults", trust_env=False, timeout=1)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the window did not open")
