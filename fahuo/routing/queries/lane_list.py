"""Reads what to expect of lanes, as pages and the command line show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fahuo.rating import queries as rating
from fahuo.routing.domain.lane_table import compile_lanes
from fahuo.routing.domain.lane_view import NO_PARCELS, LaneView, Share, lane_view
from fahuo.routing.domain.lanes import Lanes
from fahuo.routing.queries.lanes import lane_priors, lanes
from fahuo.trade.service import Service


@dataclass(frozen=True, slots=True)
class LaneRow:
    """One service to one country."""

    service: Service
    country: str
    view: LaneView

    def as_json(self) -> dict[str, Any]:
        """Return the row as the command line prints it; shares are [share, low, high] of their 80 % interval."""
        view = self.view
        return {
            "service": self.service.key,
            "country": self.country,
            "days": [view.low, view.high],
            "mean_days": [round(view.mean, 2), round(view.mean_low, 2), round(view.mean_high, 2)],
            "on_time": _json(view.on_time),
            "lost": _json(view.loss),
            "returned": _json(view.returned),
            "disputed": _json(view.disputed),
            "untracked": _json(view.untracked),
            "pickup_hours": round(view.pickup_hours, 1),
            "parcels": view.parcels,
            "delivered": view.delivered,
            "promised": view.promised,
            "source": view.source.value,
        }


def lane_rows(seller_id: int, *, on: date, service: str = "", country: str = "") -> list[LaneRow]:
    """Return the lanes of a service, of a country, or of both; without either those with parcels, most parcels first.

    A service goes where its rate sheet of the day goes; lanes with parcels are always among the answers.
    """
    services, sheets = rating.services(seller_id), rating.sheets_in_force(on=on, seller_id=seller_id)
    known, priors = lanes(seller_id), lane_priors(on=on)
    table = compile_lanes(services, [sheets.get(one.key) for one in services], known, priors)
    column_of = {one.key: column for column, one in enumerate(services)}
    wanted = set(known.counts)
    if service or country:
        wanted |= {
            (key, to) for key, sheet in sheets.items() for to in (sheet.zone_of if service else (country,))
            if to in sheet.zone_of
        }  # fmt: skip
    rows = [
        LaneRow(services[column_of[key]], to, lane_view(table, column_of[key], to, priors, _counts(known, key, to)))
        for key, to in sorted(wanted)
        if key in column_of and service in ("", key) and country in ("", to)
    ]
    return sorted(rows, key=lambda row: -row.view.parcels)


def _counts(known: Lanes, key: str, country: str) -> Any:
    return known.counts.get((key, country), NO_PARCELS)


def _json(found: Share | None) -> list[float] | None:
    return None if found is None else [round(figure, 4) for figure in (found.share, found.low, found.high)]
