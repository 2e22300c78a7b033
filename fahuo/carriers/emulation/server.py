"""Serves an emulator over real HTTP on loopback: in the foreground, or as a child process for a while."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import msgspec

from fahuo.carriers.emulation.options import ENVIRONMENT

# Said as text: granian's worker imports it, and the registry knows the adapters, which this module must not.
TARGET = "fahuo.carriers.registry:served_emulator"
START_WITHIN_S = 20.0


class EmulatorFailed(RuntimeError):
    """The emulator did not start; the message holds what it wrote."""


def serve(code: str, *, port: int = 0, **options: Any) -> None:
    """Serve until a signal comes. `options` are plain values of `Options`; faults as text (`create:reset_after`)."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ[ENVIRONMENT] = msgspec.json.encode({"code": code, "options": options}).decode()
    # One worker, because the book lies in memory.
    Granian(
        TARGET,
        address="127.0.0.1",
        port=port or free_port(),
        interface=Interfaces.ASGI,
        workers=1,
        factory=True,
        websockets=False,
        log_enabled=False,
    ).serve()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(code: str, *, port: int = 0, **options: Any) -> Iterator[str]:
    """Run an emulator in a process of its own; gives its base URL, and ends it afterwards."""
    port = port or free_port()
    arguments = msgspec.json.encode({"code": code, "port": port, **options}).decode()
    command = [sys.executable, "-m", "fahuo.carriers.emulation", arguments]
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
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            httpx.get(f"{url}/_emulator/faults", trust_env=False, timeout=1)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise EmulatorFailed(process.communicate()[0].decode("utf-8", "replace") or "The emulator did not start in time.")
