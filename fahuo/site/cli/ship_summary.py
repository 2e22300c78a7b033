"""What `fahuo ship` came to: as JSON for scripts, as lines for people."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import click

from fahuo.shipments import queries
from fahuo.shipments.models import Shipment, ShipRun
from fahuo.shipments.queries import CarrierCost, RunRow
from fahuo.trade import error_book

NAMED = 3  # orders named under each reason; --json names all


@dataclass(frozen=True, slots=True)
class Result:
    """A run, or None when no order was ready. `taken_over`: status → shipments that other runs had under way."""

    run: int | None
    asked: int
    rows: Sequence[RunRow]
    skipped: Sequence[Mapping[str, str]]
    costs: Sequence[CarrierCost]
    taken_over: Mapping[str, int]

    @classmethod
    def of(cls, run: ShipRun | None, *, asked: int, taken_over: Mapping[int, int]) -> Result:
        """Read what became of the run and of what others had left."""
        statuses = Shipment.objects.filter(id__in=list(taken_over)).values_list("status", flat=True)
        if run is None:
            return cls(None, asked, (), (), (), Counter(statuses))
        run = ShipRun.objects.get(pk=run.pk)
        costs = queries.cost_by_carrier(run)
        return cls(run.pk, asked, queries.run_rows(run), run.skipped, costs, Counter(statuses))

    @property
    def counts(self) -> dict[str, int]:
        """Status → shipments of the run."""
        return dict(Counter(row.status for row in self.rows))

    def as_json(self) -> str:
        """Return everything, money as text."""
        whole = {
            "run": self.run,
            "orders_asked": self.asked,
            "counts": self.counts,
            "taken_over": self.taken_over,
            "skipped": self.skipped,
            "cost_by_carrier": [asdict(cost) for cost in self.costs],
            "shipments": [asdict(row) for row in self.rows],
        }
        return json.dumps(whole, ensure_ascii=False, indent=1, default=str)

    def reasons(self) -> dict[str, list[tuple[str, str]]]:
        """Return why orders have no label, the commonest first: code → (order number, detail)."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in self.rows:
            for problem in row.problems:
                found[problem["code"]].append((row.order_number, problem["detail"]))
        for entry in self.skipped:
            found[entry["code"]].append((entry["order"], ""))
        return dict(sorted(found.items(), key=lambda reason: (-len(reason[1]), reason[0])))


def show(result: Result) -> None:
    """Print the figures; reasons go to standard error."""
    if not result.asked and not result.taken_over:
        click.echo("Nothing to ship: no order is ready.")
        return
    counts: dict[str, Any] = {status.lower(): count for status, count in sorted(result.counts.items())}
    counts |= {"skipped": len(result.skipped)} if result.skipped else {}
    counts |= {f"taken over, {status.lower()}": count for status, count in sorted(result.taken_over.items())}
    noun = "order" if result.asked == 1 else "orders"
    click.echo(f"{result.asked} {noun}: {', '.join(f'{count} {name}' for name, count in counts.items())}")
    for cost in result.costs:
        parcels = "parcel" if cost.parcels == 1 else "parcels"
        click.echo(f"{cost.carrier}: {cost.parcels} {parcels}, {cost.cost} {cost.currency}")
    for line in _reason_lines(result.reasons()):
        click.echo(line, err=True)


def _reason_lines(reasons: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[str]:
    for code, orders in reasons.items():
        yield f"{len(orders):>6}  {code}: {error_book.entry(code).fix_en}"
        for number, detail in orders[:NAMED]:
            yield f"        order {number}{': ' if detail else ''}{detail}"
        if len(orders) > NAMED:
            yield f"        and {len(orders) - NAMED} more; --json FILE names all"
