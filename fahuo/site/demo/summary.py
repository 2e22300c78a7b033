"""What the demo came to, as figures: the report that lies beside the labels, and what `tables` prints."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from statistics import quantiles
from typing import Any

from fahuo.shipments import queries
from fahuo.shipments.models import Shipment, ShipRun, Status
from fahuo.site.cli.import_orders import OUTCOMES, as_csv
from fahuo.site.demo.job import Result
from fahuo.site.files import write_whole
from fahuo.trade import error_book

COMMONEST = 5
NO_SERVICE = "NO_SERVICE"
# What was handed over has its label as well.
SHIPPED_AS: dict[str, str] = {Status.TENDERED: Status.LABELLED}


def figures(result: Result) -> dict[str, Any]:
    """Return what is printed, as JSON-ready values."""
    run = ShipRun.objects.get(pk=result.run.pk)
    p50, p95 = _quantiles(result.own_ms)
    problems = list(result.imported.problems.items())[:COMMONEST]
    return {
        "entries": len(result.imported.rows),
        "imported": {name: result.imported.counts.get(name, 0) for name in OUTCOMES},
        "shipped": dict(Counter(SHIPPED_AS.get(row.status, row.status).lower() for row in queries.run_rows(run))),
        "problems": [_explained(code, count) for code, count in problems],
        "not_shipped": not_shipped(run),
        "cost_by_carrier": [{**asdict(cost), "cost": str(cost.cost)} for cost in queries.cost_by_carrier(run)],
        "booked": [asdict(booked) for booked in result.booked],
        "orders_per_s": round(len(result.imported.rows) / result.seconds, 1),
        "own_ms_p50": p50,
        "own_ms_p95": p95,
        **asdict(result.choices),
        "labels": result.labels.parcels,
        "labels_verified": {"carriers": result.labels.carriers_read, "own": result.labels.ours_read},
        "printed": [asdict(row) for row in result.printed],
        "declared": asdict(result.declared),
        "followed": asdict(result.followed),
    }


def not_shipped(run: ShipRun) -> list[dict[str, object]]:
    """Return why orders of the run have no label, the commonest first.

    Where routing found no service, each reason for which services were left out counts once per order; so one order
    may stand under several reasons.
    """
    rows = Shipment.objects.filter(seller_id=run.seller_id, run=run).exclude(
        status__in=(Status.LABELLED, Status.TENDERED)
    )
    counts: Counter[str] = Counter(entry["code"] for entry in run.skipped)
    for problems, recommendation in rows.values_list("problems", "recommendation"):
        counts.update(_reasons(problems, recommendation))
    return [_explained(code, count) for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def write(found: dict[str, Any], result: Result, folder: Path) -> tuple[Path, Path]:
    """Write the verdicts of pre-flight as CSV, and figures and shipments as JSON; return both paths."""
    verdicts, report = folder / "import.csv", folder / "report.json"
    write_whole(verdicts, as_csv(result.imported.rows))
    whole = {**found, "shipments": [asdict(row) for row in queries.run_rows(result.run)]}
    write_whole(report, json.dumps(whole, ensure_ascii=False, indent=1, default=str).encode())
    return verdicts, report


def _reasons(problems: Iterable[dict[str, str]], recommendation: dict[str, Any]) -> set[str]:
    codes = {problem["code"] for problem in problems}
    if NO_SERVICE not in codes:
        return codes
    options = recommendation.get("options", ())
    return {option["exclusion"]["code"] for option in options if "exclusion" in option} or codes


def _explained(code: str, count: int) -> dict[str, object]:
    entry = error_book.entry(code)
    return {"code": code, "orders": count, "title": entry.title_en, "fix": entry.fix_en}


def _quantiles(values: list[float]) -> tuple[float, float]:
    if len(values) < 2:
        return (0.0, 0.0)
    cuts = quantiles(values, n=20)
    return round(cuts[9], 2), round(cuts[18], 2)
