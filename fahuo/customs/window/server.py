"""Serves an emulated window over HTTP on loopback: in the foreground, or as a child process for a while."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import msgspec

from fahuo.carriers.emulation.server import EmulatorFailed, free_port
from fahuo.customs.window.options import ENVIRONMENT

TARGET = "fahuo.customs.window.emulator:served"
START_WITHIN_S = 20.0


def serve(options: Mapping[str, Any], *, port: int) -> None:
    """Serve until a signal comes. `options` are plain values of `Options`."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ[ENVIRONMENT] = msgspec.json.encode(dict(options)).decode()
    # One worker, because the book lies in memory.
    Granian(
        TARGET,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        factory=True,
        websockets=False,
        log_enabled=False,
    ).serve()


@contextmanager
def running(*, port: int = 0, **options: Any) -> Iterator[str]:
    """Run a window in a process of its own; gives its base URL, and ends it afterwards."""
    port = port or free_port()
    given = msgspec.json.encode({"options": options, "port": port}).decode()
    command = [sys.executable, "-m", "fahuo.customs.window", given]
    process = subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    with httpx.Client(trust_env=False, timeout=1) as client:
        while time.monotonic() < deadline and process.poll() is None:
            try:
                client.get(f"{url}/_emulator/faults")
            except httpx.HTTPError:
                time.sleep(0.05)
            else:
                return
    process.kill()
    raise EmulatorFailed(process.communicate()[0].decode("utf-8", "replace") or "The window did not start in time.")
