"""Many orders out of few: the sample orders that are ready, again and again under new numbers."""

from __future__ import annotations

import json
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "fahuo" / "site" / "demo"
FIRST = 8_200_000_000_000_000
CATALOGUE = SAMPLES / "catalogue.csv"


def write(path: Path, *, count: int, positions: set[int] | None = None) -> None:
    """Write `count` orders as JSON, cycling through the samples (those at `positions`, if given)."""
    samples = json.loads((SAMPLES / "orders.json").read_text(encoding="utf-8"))
    chosen = [order for i, order in enumerate(samples) if positions is None or i in positions]
    orders = [_renumbered(chosen[i % len(chosen)], i) for i in range(count)]
    path.write_text("[" + ",\n".join(json.dumps(order, ensure_ascii=False) for order in orders) + "]", encoding="utf-8")


def _renumbered(order: dict[str, object], position: int) -> dict[str, object]:
    """Give an order and its children new numbers, as long as the platform's own (16 digits)."""
    number = FIRST + position * 1000
    children = [
        {**child, "id": number + 1 + i, "child_order_id": str(number + 1 + i)}
        for i, child in enumerate(order["child_order_list"])  # type: ignore[arg-type]
    ]
    return {**order, "id": number, "child_order_list": children}
