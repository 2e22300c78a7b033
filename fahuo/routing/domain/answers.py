"""From arrays to answers: one recommendation per parcel, objects only for what somebody will read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import numpy as np

from fahuo.rating.domain import single
from fahuo.rating.domain.bulk import KINDS
from fahuo.rating.domain.rules import MonthVolume
from fahuo.routing.domain.bulk import volumes
from fahuo.routing.domain.decide import Decision
from fahuo.routing.domain.dimensions import DIMENSIONS, RULES, origin, promise
from fahuo.routing.domain.lane_table import SOURCES, LaneTable
from fahuo.routing.domain.prices import money
from fahuo.routing.domain.recommendation import (
    BY_SCORE,
    BY_TEMPLATE,
    LaneRecord,
    Option,
    Reason,
    Recommendation,
    TemplateUse,
)
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.routing.domain.templates import Templates
from fahuo.routing.domain.weighing import Weighed
from fahuo.trade.charge import ChargeKind, Rate
from fahuo.trade.problem import Problem

_NO_VOLUME = MonthVolume()
_EVERY = tuple((dimension.name, dimension.fact) for dimension in DIMENSIONS)
# What is told of every service; the others say of each much the same and are told of the best one only.
_APART = tuple((dimension.name, dimension.fact) for dimension in DIMENSIONS if not dimension.of_parcel)


def answers(
    scene: Scene,
    weighed: Weighed,
    decision: Decision,
    *,
    closed: tuple[Option, ...],
    templates: Templates | None,
    detailed: int,
    workings: int,
) -> Iterator[Recommendation]:
    """Yield one recommendation per parcel in the order given, with every charge of the `detailed` best options.

    The exact engine shows how each charge came about for the first `workings` of them and for the winner. `closed` are
    the options of services that the seller can book no parcel on; they come last in each.
    """
    # Best first; a tie goes to the service that the table lists first, so that equal input gives equal output.
    ranked = np.argsort(weighed.total, axis=1, kind="stable").tolist()
    winners, matched, used = decision.winner.tolist(), decision.template.tolist(), decision.used.tolist()
    apart = scene.table.once(_closed) if closed else frozenset()
    for at, order in enumerate(ranked):
        row, winner = _Row(scene, weighed, at), winners[at]
        options = {
            column: row.option(
                column,
                shown=rank < detailed or column == winner,
                worked=rank < workings or column == winner,
                first=rank == 0,
            )
            for rank, column in enumerate(order)
            if column not in apart
        }
        template = None
        if templates is not None and matched[at] >= 0:
            excluded = {one.service.key: one.exclusion for one in (*closed, *options.values())}
            template = _template(templates, matched[at], used=used[at], excluded=excluded)
        yield Recommendation(
            scene.requests[at].key,
            (*options.values(), *closed),
            options[winner] if winner >= 0 else None,
            BY_TEMPLATE if used[at] else BY_SCORE,
            template,
        )


def _closed(table: RouteTable) -> frozenset[int]:
    """Return the columns of services that cannot be booked."""
    return frozenset(np.flatnonzero(table.once(origin.closed)).tolist())


def _template(templates: Templates, place: int, *, used: bool, excluded: Mapping[str, Problem | None]) -> TemplateUse:
    key = templates.service_of[place]
    return TemplateUse(templates.ids[place], templates.names[place], key, used, None if used else excluded.get(key))


class _Row:
    """One parcel of the scene, its figures as plain numbers: reading an array cell by cell is slow."""

    def __init__(self, scene: Scene, weighed: Weighed, at: int) -> None:
        self.scene, self.at, self.table = scene, at, scene.table
        self.rules: list[int] = weighed.excluded[at].tolist()
        self.score: list[float] = weighed.total[at].tolist()
        nothing = [0.0] * len(self.rules)
        self.points: dict[str, list[float]] = {
            name: weighed.parts[name][at].tolist() if name in weighed.parts else nothing for name, _ in _EVERY
        }
        self.prepaid: list[bool] = scene.prices.prepaid[at].tolist()
        self.total: list[int] = scene.prices.total[at].tolist()
        self.net: list[int] = scene.prices.net[at].tolist()
        charges = scene.prices.charges
        self.charges: list[list[int]] = [] if charges is None else charges[:, at].T.tolist()
        self.lane: list[int] = self.table.lanes.lane[scene.parcels.country[at]].tolist()

    def option(self, column: int, *, shown: bool, worked: bool, first: bool) -> Option:
        service = self.table.services[column]
        if self.rules[column]:
            return Option(service, exclusion=RULES[self.rules[column] - 1].because(self.scene, self.at, service))
        currency = self.table.rate.billed_in[column]
        price = money(self.total[column], currency)
        sheet = self.table.rate.sheets[column]
        low, high, mean, lane = self.table.of_lane(_days, self.lane[column])
        return Option(
            service,
            self.score[column],
            None,
            self._rate(column) if shown and worked else None,
            self._amounts(column) if shown and not worked else (),
            price,
            price if self.net[column] == self.total[column] else money(self.net[column], currency),
            self.table.rules.weights.currency,
            low,
            high,
            mean,
            promise.chance(self.scene, self.at, column),
            self.prepaid[column],
            sheet is not None and sheet.sample,
            self._reasons(column, first=first) if shown else (),
            lane,
        )

    def _reasons(self, column: int, *, first: bool) -> tuple[Reason, ...]:
        scene, at, points = self.scene, self.at, self.points
        told = _EVERY if first else _APART
        return tuple([Reason(name, points[name][column], fact(scene, at, column)) for name, fact in told])

    def _amounts(self, column: int) -> tuple[tuple[ChargeKind, Decimal], ...]:
        """Return the charges as they came out of the pass; like the exact engine, but for the base none of nothing."""
        places = -self.table.rate.digits.item(column)
        return tuple(
            [
                (kind, Decimal(amount).scaleb(places))
                for kind, amount in zip(KINDS, self.charges[column], strict=True)
                if amount or kind is ChargeKind.BASE
            ]
        )

    def _rate(self, column: int) -> Rate:
        table, service = self.table.rate, self.table.services[column]
        volume = self.table.once(volumes).get(service.carrier, _NO_VOLUME)
        found = single.rate(
            service,
            table.sheets[column],
            self.scene.cases[self.at],
            on=table.on,
            ddp=self.prepaid[column],
            volume=volume,
        )
        if isinstance(found, Problem):  # the two implementations must agree
            raise RuntimeError(f"bulk priced what single refuses: {found}")  # noqa: TRY004
        return found


def _days(lanes: LaneTable, row: int) -> tuple[int, int, float, LaneRecord]:
    """Return what an option says of a lane: whole days from and to as `lane_view` has them, the expected ones, and what
    they stand on."""
    record = LaneRecord(lanes.parcels.item(row), SOURCES[lanes.source.item(row)].value)
    return round(lanes.low.item(row)), round(lanes.high.item(row)), round(lanes.mean.item(row), 1), record
