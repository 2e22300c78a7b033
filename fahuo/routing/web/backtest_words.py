"""What a back-test found, in the words of its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.charts import GroupedBars, grouped_bars
from fahuo.backoffice.formats import country, money
from fahuo.rating.words import carrier_beside
from fahuo.routing.domain.backtest import ALL, CHOSEN, SHIPPED, SMART, TEMPLATE, WAYS
from fahuo.routing.template_words import service_words
from fahuo.trade import error_book

WAY_WORDS = {CHOSEN: _("As chosen"), TEMPLATE: _("Set of templates"), SMART: _("Recommendation")}
COUNT_WORDS = {
    "orders": _("orders looked at"),
    "shipped": _("of them shipped already"),
    "matched": _("matched a template"),
    "used": _("went by their template"),
    "beaten": _("were better off with the recommendation"),
    "excluded": _("could not use the template's service"),
    "no_service": _("no service takes them"),
    "not_comparable": _("were shipped with a service that cannot be booked now"),
    "incomplete": _("lack a product in the catalogue"),
    "no_rules": _("are older than the rule book"),
}
SHOWN = 12
BARS = 8


@dataclass(frozen=True, slots=True)
class Way:
    """One way of choosing: its figures, and what it saves against the first way of the comparison."""

    words: str
    orders: int
    cost: Decimal
    failure: Decimal
    days: float | None
    on_time: float | None
    saving: Decimal | None


@dataclass(frozen=True, slots=True)
class Saving:
    """What the set saves for one country or service, against `before`."""

    name: str
    orders: int
    before: Decimal
    after: Decimal

    @property
    def saved(self) -> Decimal:
        """Positive when the set is cheaper."""
        return self.before - self.after

    @property
    def percent(self) -> Decimal:
        """How much of the cost before that is, without its sign."""
        return abs(self.saved) / self.before * 100 if self.before else Decimal(0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One of the two comparisons: its ways, and the set against the first of the others as a whole and by country."""

    basis: str
    heading: str
    before: str
    whole: Saving
    ways: Sequence[Way]
    countries: Sequence[Saving]
    chart: GroupedBars
    moved: Sequence[tuple[str, str, int, Decimal]]


def found_in(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything that the page shows of a result; of an empty one nothing."""
    counts = result.get("counts", {})
    return {
        "counts": [(str(words), counts[key]) for key, words in COUNT_WORDS.items() if counts.get(key)],
        "comparisons": [_comparison(result, basis) for basis in (SHIPPED, ALL) if _has(result, basis)],
        "services": _services(result) if result else [],
        "excluded": [
            (_service(row["service"]), _title(row["code"]), row["orders"]) for row in result.get("excluded", ())[:SHOWN]
        ],
        "examples": [
            (row, _service(row["from"]), _service(row["to"]), Decimal(row["saving"]))
            for row in result.get("examples", ())
        ],
        "way_words": [str(WAY_WORDS[way]) for way in WAYS[SHIPPED]],
    }


def _has(result: Mapping[str, Any], basis: str) -> bool:
    return bool(result) and result["totals"][basis][TEMPLATE]["orders"] > 0


def _comparison(result: Mapping[str, Any], basis: str) -> Comparison:
    before = CHOSEN if basis == SHIPPED else SMART
    totals = result["totals"][basis]
    first = Decimal(totals[before]["cost"])
    order = [before, *(way for way in WAYS[basis] if way != before)]
    rows = [row for row in result["by_country"] if row[basis][TEMPLATE]["orders"]]
    savings = [_saving(country(row["country"]), row[basis], before) for row in rows]
    bars = [(country(row["country"]), [_bar(row[basis][way]) for way in order]) for row in rows[:BARS]]
    heading = (
        now("Orders that were shipped: what was chosen, against the set and the recommendation")
        if basis == SHIPPED
        else now("All orders that some service takes: the recommendation alone, against the set")
    )
    return Comparison(
        basis,
        heading,
        str(WAY_WORDS[before]),
        _saving(heading, totals, before),
        [_way(way, totals[way], first, is_first=way == before) for way in order],
        sorted(savings, key=lambda one: (-abs(one.saved), one.name))[:SHOWN],
        grouped_bars([str(WAY_WORDS[way]) for way in order], bars),
        [
            (_service(row["from"]), _service(row["to"]), row["orders"], Decimal(row["saving"]))
            for row in result["moved"]
            if row["basis"] == basis
        ][:SHOWN],
    )


def _way(way: str, sums: Mapping[str, Any], first: Decimal, *, is_first: bool) -> Way:
    cost = Decimal(sums["cost"])
    return Way(
        str(WAY_WORDS[way]),
        sums["orders"],
        cost,
        Decimal(sums["failure"]),
        sums["days"],
        sums["on_time"],
        None if is_first else first - cost,
    )


def _saving(name: str, sums: Mapping[str, Any], before: str) -> Saving:
    return Saving(name, sums[TEMPLATE]["orders"], Decimal(sums[before]["cost"]), Decimal(sums[TEMPLATE]["cost"]))


def _bar(sums: Mapping[str, Any]) -> tuple[Decimal, str]:
    cost = Decimal(sums["cost"])
    return cost, money(cost, "CNY")


def _services(result: Mapping[str, Any]) -> list[tuple[str, list[tuple[int, Decimal]]]]:
    """Return how many orders each service gets in each way, and what they cost there."""
    basis = SHIPPED if _has(result, SHIPPED) else ALL
    rows = []
    for row in result["by_service"]:
        cells = [
            (row[basis][way]["orders"], Decimal(row[basis][way]["cost"])) if way in row[basis] else (0, Decimal(0))
            for way in WAYS[SHIPPED]
        ]
        if any(orders for orders, _cost in cells):
            rows.append((_service(row["service"]), cells))
    return rows[:SHOWN]


def _service(key: str) -> str:
    """Return carrier and service; many a service bears its carrier's name already."""
    name = service_words(key)
    return f"{carrier_beside(key.partition('/')[0], name)} {name}".lstrip()


def _title(code: str) -> str:
    if code == "SERVICE_UNKNOWN":
        return now("Service not known")
    found = error_book.ENTRIES.get(code)
    return found.title(get_language() or "en") if found else code
