"""What the demo prints in the end, and the same as a file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from statistics import quantiles

from rich.console import Console
from rich.table import Table

from fahuo.shipments import queries
from fahuo.shipments.models import ShipRun
from fahuo.site.demo.job import Result
from fahuo.site.files import write_whole
from fahuo.trade import error_book

COMMONEST = 5


def figures(result: Result) -> dict[str, object]:
    """Return what is printed, as JSON-ready values."""
    run = ShipRun.objects.get(pk=result.run.pk)
    statuses = Counter(row.status.lower() for row in queries.run_rows(run))
    p50, p95 = _quantiles(result.own_ms)
    return {
        "imported": result.imported.counts,
        "shipped": dict(statuses),
        "problems": [
            {"code": code, "orders": count, "fix": error_book.entry(code).fix_en}
            for code, count in list(result.imported.problems.items())[:COMMONEST]
        ],
        "cost_by_carrier": [
            {"carrier": cost.carrier, "parcels": cost.parcels, "cost": str(cost.cost), "currency": cost.currency}
            for cost in queries.cost_by_carrier(run)
        ],
        "orders_per_s": round(len(result.imported.rows) / result.seconds, 1),
        "own_ms_p50": p50,
        "own_ms_p95": p95,
        "labels_verified": {"carriers": result.labels.carriers_read, "own": result.labels.ours_read},
    }


def write(result: Result, path: Path) -> None:
    """Write the figures and every shipment of the run as JSON."""
    rows = queries.run_rows(result.run)
    whole = {**figures(result), "shipments": [_plain(row) for row in rows]}
    write_whole(path, json.dumps(whole, ensure_ascii=False, indent=1, default=str).encode())


def show(result: Result, report: Path) -> None:
    """Print the figures as tables."""
    found = figures(result)
    console = Console(width=118)
    console.print()
    console.print(_counts(found))
    console.print(_problems(found))
    console.print(_costs(found))
    verified: dict[str, int] = found["labels_verified"]  # type: ignore[assignment]
    console.print(
        f"[bold]{found['orders_per_s']}[/] orders a second, all steps, wall clock · our own CPU time an order: "
        f"p50 [bold]{found['own_ms_p50']}[/] ms, p95 [bold]{found['own_ms_p95']}[/] ms"
    )
    console.print(
        f"Labels rasterised at 203 dpi and decoded: [bold]{verified['carriers']}[/] of the carriers', "
        f"[bold]{verified['own']}[/] of our own"
    )
    console.print(f"Carriers' labels  {result.labels.carriers}\nOur own labels    {result.labels.ours}")
    console.print(f"Report            {report}", highlight=False)


def _plain(row: queries.RunRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in queries.RunRow.__slots__}


def _quantiles(values: list[float]) -> tuple[float, float]:
    if len(values) < 2:
        return (0.0, 0.0)
    cuts = quantiles(values, n=20)
    return round(cuts[9], 2), round(cuts[18], 2)


def _counts(found: dict[str, object]) -> Table:
    table = Table("outcome", "orders", title="Orders by outcome", title_justify="left")
    for group in ("imported", "shipped"):
        counts: dict[str, int] = found[group]  # type: ignore[assignment]
        for outcome, count in sorted(counts.items(), key=lambda item: -item[1]):
            table.add_row(f"{group}: {outcome}", str(count))
    return table


def _problems(found: dict[str, object]) -> Table:
    table = Table("problem", "orders", "fix", title="The five commonest problems", title_justify="left")
    problems: list[dict[str, object]] = found["problems"]  # type: ignore[assignment]
    for problem in problems:
        table.add_row(str(problem["code"]), str(problem["orders"]), str(problem["fix"]))
    return table


def _costs(found: dict[str, object]) -> Table:
    table = Table("carrier", "parcels", "cost", title="Cost by carrier (sample rate sheets)", title_justify="left")
    costs: list[dict[str, object]] = found["cost_by_carrier"]  # type: ignore[assignment]
    for cost in costs:
        table.add_row(str(cost["carrier"]), str(cost["parcels"]), f"{cost['cost']} {cost['currency']}")
    return table
