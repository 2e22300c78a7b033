"""A fresh process, timed from outside: read 84 stored sheets, compile them, price the first order.

`bench_start` writes the folder and runs this with `python -m tests.bench.first_order FOLDER`. The last line printed
is what came of it: the peak of resident memory, the cheapest service and its charges.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import msgspec

from fahuo.rating import sheet_codec
from fahuo.rating.domain.rules import RateRequest
from fahuo.trade.service import Service
from tests.bench.engine import Engine


def main(folder: Path) -> None:
    """Price one order over every service, with every charge of the cheapest."""
    stored = msgspec.json.decode((folder / "services.json").read_bytes(), type=tuple[Service, ...])
    contents = [path.read_bytes() for path in sorted(folder.glob("*.sheet"))]
    sheets = {sheet.service_key: sheet for sheet in map(sheet_codec.decode, contents)}
    rules = sheet_codec.rules_of(json.loads((folder / "rules.json").read_bytes()))
    request = msgspec.json.decode((folder / "order.json").read_bytes(), type=RateRequest)
    on = date.fromisoformat((folder / "on").read_text())
    engine = Engine(stored, sheets, rules, on)
    found = engine.bulk(engine.columns([request]))
    print(json.dumps({"peak_kb": _peak_kb(), "cheapest": found.cheapest.tolist(), "charges": found.charges.tolist()}))


def _peak_kb() -> int:
    """Return the peak of this program alone; what `getrusage` says also counts the parent it was forked from."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    raise RuntimeError("no VmHWM: this benchmark needs Linux")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
