"""Serves an emulated window over HTTP on loopback: in the foreground, or as a child process for a while."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from fahuo.carriers.emulation.server import serve_target, started
from fahuo.customs.window.options import ENVIRONMENT

TARGET = "fahuo.customs.window.emulator:served"
MODULE = "fahuo.customs.window"


def serve(options: Mapping[str, Any], *, port: int) -> None:
    """Serve until a signal comes. `options` are plain values of `Options`."""
    os.environ[ENVIRONMENT] = msgspec.json.encode(dict(options)).decode()
    serve_target(TARGET, port=port)


@contextmanager
def running(*, port: int = 0, **options: Any) -> Iterator[str]:
    """Run a window in a process of its own; gives its base URL, and ends it afterwards."""
    with started(MODULE, {"options": options}, port=port) as url:
        yield url
