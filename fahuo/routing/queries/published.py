"""Reads the days that carriers publish, for whoever expects parcels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fahuo.rating import queries as rating
from fahuo.rating.domain.table import COUNTRY_AT
from fahuo.routing.domain.lane_table import published_days
from fahuo.routing.queries.lanes import lane_priors


def published(
    seller_id: int, lanes: Iterable[tuple[str, str]], *, on: date
) -> dict[tuple[str, str], tuple[float, float]]:
    """Return for each lane (service key, country) the first and last published day, in calendar days; what is assumed
    where nothing is published."""
    services, sheets = rating.services(seller_id), rating.sheets_in_force(on=on, seller_id=seller_id)
    priors = lane_priors(on=on)
    days, day_at, _assumed = published_days(services, [sheets.get(one.key) for one in services], priors)
    column_of = {service.key: column for column, service in enumerate(services)}
    least, most = (float(end * priors.calendar_days) for end in priors.assumed_days)
    found = {}
    for key, country in lanes:
        known = key in column_of and country in COUNTRY_AT
        row = days[day_at[COUNTRY_AT[country], column_of[key]]] if known else (least, most)
        found[key, country] = (float(row[0]), float(row[1]))
    return found
