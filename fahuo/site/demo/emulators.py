"""Carriers' emulators as processes of their own on loopback: real HTTP, like a carrier's."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from fahuo.site.demo import loopback

START_WITHIN_S = 20.0


class EmulatorFailed(RuntimeError):
    """An emulator did not come up; the message says where its output lies."""


@contextmanager
def running(codes: Sequence[str], *, log_folder: Path, options: Sequence[str] = ()) -> Iterator[Mapping[str, str]]:
    """Serve an emulator per carrier while the block runs; yield carrier code → base URL."""
    with ExitStack() as stack:
        yield {code: stack.enter_context(_one(code, log_folder, options)) for code in codes}


@contextmanager
def _one(code: str, log_folder: Path, options: Sequence[str]) -> Iterator[str]:
    port = loopback.free_port()
    log_file = log_folder / f"emulator-{code}.log"
    with log_file.open("wb") as log:
        command = [sys.executable, "-m", "fahuo", "emulate", code, "--port", str(port), *options]
        process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 - our own command line
        try:
            _wait(process, port, log_file)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def _wait(process: subprocess.Popen[bytes], port: int, log_file: Path) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        if loopback.listens(port):
            return
        time.sleep(0.05)
    raise EmulatorFailed(f"An emulator did not start within {START_WITHIN_S:.0f} s; its output is in {log_file}.")
