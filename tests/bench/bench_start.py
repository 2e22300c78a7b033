"""From nothing to the first price: a fresh Python that reads 84 rate sheets as stored, compiles them and prices."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from fahuo.rating import sheet_codec
from tests.bench import world
from tests.bench.engine import Engine

ROUNDS = 7


def measure() -> dict[str, float]:
    """Return CPU seconds, user and system, interpreter start included; and the peak of resident memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _store(folder)
        runs = [_run(folder) for _ in range(ROUNDS + 1)][1:]  # the first one compiles Python's files
    _check(runs[0][1])
    return {
        "engine_start_s": median(seconds for seconds, _ in runs),
        "engine_rss_mb": median(answer["peak_kb"] for _, answer in runs) / 1024,
    }


def _check(answer: dict[str, Any]) -> None:
    """The first price must be the right one: held against the exact engine, and against what the process printed."""
    engine, requests = Engine(world.services(), world.sheets(), world.rules(), world.ON), world.rate_requests(1)
    engine.check(requests)
    found = engine.bulk(engine.columns(requests))
    if (answer["cheapest"], answer["charges"]) != (found.cheapest.tolist(), found.charges.tolist()):
        raise RuntimeError(f"the first price is wrong: {answer}")


def _store(folder: Path) -> None:
    for number, sheet in enumerate(world.sheets().values()):
        (folder / f"{number:02d}.sheet").write_bytes(sheet_codec.encode(sheet))
    (folder / "services.json").write_bytes(msgspec.json.encode(world.services()))
    (folder / "rules.json").write_text(json.dumps(sheet_codec.rules_as_json(world.rules())))
    (folder / "order.json").write_bytes(msgspec.json.encode(world.rate_requests(1)[0]))
    (folder / "on").write_text(world.ON.isoformat())


def _run(folder: Path) -> tuple[float, dict[str, Any]]:
    """Return user and system seconds of one run, as the kernel counted them, and what it printed."""
    command = [sys.executable, "-m", "tests.bench.first_order", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout
        said = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"the first order was not priced: exit {child.returncode}")
    answer: dict[str, Any] = json.loads(said)
    return usage.ru_utime + usage.ru_stime, answer
