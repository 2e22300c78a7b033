"""Serves emulators over real HTTP on loopback: in the foreground, or as a child process for a while."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import msgspec

from fahuo.carriers.emulation.options import ENVIRONMENT
from fahuo.carriers.emulation.web import web

# Said as text: granian's worker imports it, and the registry knows the adapters, which this module must not.
TARGET = "fahuo.carriers.registry:served_emulator"
MODULE = "fahuo.carriers.emulation"
# Patience costs nothing: one that ends is noticed at once, and a machine that is busy needs it.
START_WITHIN_S = 120.0
END_WITHIN_S = 60.0


class EmulatorFailed(RuntimeError):
    """The emulator did not start; the message holds what it wrote."""


def serve(code: str, *, port: int = 0, **options: Any) -> None:
    """Serve until a signal comes. `options` are plain values of `Options`; faults as text (`create:reset_after`)."""
    serve_these({code: options}, port=port)


def serve_all(codes: Iterable[str], *, port: int = 0, **options: Any) -> None:
    """Serve many in this process, each at `/<code>`, until a signal comes."""
    serve_these(_each(codes, options), port=port, together=True)


def serve_these(emulators: Mapping[str, Mapping[str, Any]], *, port: int = 0, together: bool = False) -> None:
    """Serve these emulators, code → options: many `together`, or the only one at the root."""
    os.environ[ENVIRONMENT] = msgspec.json.encode({"emulators": emulators, "together": together}).decode()
    serve_target(TARGET, port=port or free_port())


def serve_target(target: str, *, port: int) -> None:
    """Serve what this factory of an ASGI application makes, `module:function`, until a signal comes."""
    from granian import Granian
    from granian.constants import Interfaces

    # One worker, because the book lies in memory.
    Granian(
        target,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        workers_kill_timeout=1,  # a call that it was told never to answer would keep it for ever
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
    with started(MODULE, {"emulators": {code: options}}, port=port) as url:
        yield url


@contextmanager
def running_all(codes: Iterable[str], *, port: int = 0, **options: Any) -> Iterator[dict[str, str]]:
    """Run many emulators in one process of their own; gives code → base URL, and ends it afterwards.

    `options` are for each of them. In texts `{code}` stands for the carrier: `book="…/{code}.jsonl"`.
    """
    with running_these(_each(codes, options), port=port) as urls:
        yield urls


@contextmanager
def running_these(emulators: Mapping[str, Mapping[str, Any]], *, port: int = 0) -> Iterator[dict[str, str]]:
    """Run these emulators, code → options, in one process of their own; gives code → base URL. None gives none."""
    if not emulators:
        yield {}
        return
    arguments = {"emulators": emulators, "together": True}
    with started(MODULE, arguments, f"/{next(iter(emulators))}", port=port) as url:
        yield {code: f"{url}/{code}" for code in emulators}


def held_by(url: str) -> list[dict[str, Any]]:
    """Return what the emulator at this address holds: reference, number, cancelled."""
    orders: list[dict[str, Any]] = web().get(f"{url}/_emulator/orders", timeout=30).json()["orders"]
    return orders


def _each(codes: Iterable[str], options: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give every code the options, its own code written where a text says `{code}`."""
    return {
        code: {
            name: value.replace("{code}", code) if isinstance(value, str) else value for name, value in options.items()
        }
        for code in codes
    }


@contextmanager
def started(module: str, arguments: Mapping[str, Any], asked_at: str = "", *, port: int = 0) -> Iterator[str]:
    """Run a module of emulators; gives the root URL once the one at this path answers, and ends it afterwards."""
    with _kept(port) as kept:
        url = f"http://127.0.0.1:{kept}"
        command = [sys.executable, "-m", module, msgspec.json.encode({**arguments, "port": kept}).decode()]
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            _wait(f"{url}{asked_at}", process)
            yield url
        finally:
            _end(process)


@contextmanager
def _kept(port: int) -> Iterator[int]:
    """Keep a port, this one or any, so that nobody takes it before the emulator, which shares it, has come up."""
    with socket.socket() as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if not port:
            keeper.bind(("127.0.0.1", 0))
        yield port or keeper.getsockname()[1]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=END_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            web().get(f"{url}/_emulator/faults", timeout=1)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise EmulatorFailed(process.communicate()[0].decode("utf-8", "replace") or "The emulator did not start in time.")
