"""Quote the same orders over the same 35 rate sheets with Karrio, in its own process, and with both our engines.

python -m tests.bench.karrio.compare PYTHON_WITH_KARRIO [ORDERS]
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from fahuo.rating.domain.rules import RateRequest
from fahuo.trade.charge import Rate
from tests.bench.engine import Engine
from tests.bench.karrio import sheets
from tests.bench.timing import cpu_seconds

ROUNDS = 5
MANY = 100_000  # orders for our bulk engine; what it needs for few is call overhead


def main(python: str, count: int) -> None:
    """Measure, check that prices agree, print."""
    orders = sheets.requests(count)
    theirs = _karrio(python, orders)
    engine = Engine(sheets.services(), sheets.our_sheets(), sheets.RULES, sheets.ON)
    _check(orders, theirs["prices"], engine)
    many = sheets.requests(MANY)
    batch = engine.columns(many)
    rows = {
        "Karrio, karrio.Rating.resolve": count / theirs["facade_s"][0],
        "Karrio, its rating proxy alone": count / theirs["proxy_s"][0],
        "Fahuo, single: every charge with its working": count / cpu_seconds(lambda: [engine.single(o) for o in orders]),
        "Fahuo, bulk, from objects": MANY / cpu_seconds(lambda: engine.bulk(engine.columns(many))),
        "Fahuo, bulk, from columns": MANY / cpu_seconds(lambda: engine.bulk(batch)),
    }
    _show(rows, count)
    _show_bulky(theirs["bulky"], engine)


def _karrio(python: str, orders: list[RateRequest]) -> dict[str, Any]:
    task = {
        "rounds": ROUNDS,
        "carriers": sheets.karrio_sheets(),
        "orders": [_plain(order) for order in orders],
        "bulky": _plain(sheets.bulky()),
    }
    script = Path(__file__).with_name("quote.py")
    done = subprocess.run(
        [python, "-I", str(script)], input=json.dumps(task), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"Karrio's process failed:\n{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _plain(order: RateRequest) -> dict[str, Any]:
    size = order.parcel.size
    sides = (size.length_mm, size.width_mm, size.height_mm)
    return {"country": order.country, "weight_g": order.parcel.weight_g, "size_mm": sides}


def _prices(order: RateRequest, engine: Engine) -> dict[str, float]:
    return {rate.service_key: float(rate.total.amount) for rate in engine.single(order) if isinstance(rate, Rate)}


def _check(orders: list[RateRequest], theirs: list[dict[str, float]], engine: Engine) -> None:
    """Both must say the same of parcels whose actual weight counts, else the comparison is of two different tasks."""
    for order, found in zip(orders, theirs, strict=True):
        if len(found) != len(engine.table.services) or found != _prices(order, engine):
            raise SystemExit(f"They disagree on {order}:\n{found}\n{_prices(order, engine)}")


def _show(rows: dict[str, float], count: int) -> None:
    base = rows["Karrio, karrio.Rating.resolve"]
    print(f"Offline quotes, 35 services, 7,000 cells; orders per CPU second, median of {ROUNDS} rounds")
    print(f"(Karrio and single: {count} orders a round, bulk: {MANY:,}). All {count * 35:,} prices agree.\n")
    for name, value in rows.items():
        print(f"  {name:<46}{value:>12,.0f}{value / base:>10,.1f} ×")


def _show_bulky(theirs: dict[str, float], engine: Engine) -> None:
    ours = _prices(sheets.bulky(), engine)
    service = next(iter(ours))
    print("\nVolume: 500 g in a box of 60 × 40 × 40 cm is 12,000 g by volume (divisor 8,000).")
    print(
        f"  {service}: Karrio (use_volumetric, dim_factor 8000) {theirs[service]:.2f} USD, ours {ours[service]:.2f} USD"
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200)
